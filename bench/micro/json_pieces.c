/* A document of the size that requests have, in and out. */
#include <stdio.h>

#include "base/assert.h"
#include "base/limits.h"
#include "micro.h"
#include "value/json.h"

enum {
    ROWS = 16,
    TEXT_BYTES = 4096
};

struct document {
    char text[TEXT_BYTES];
    size_t size;
    struct buffer value;
    struct buffer out;
};

static void parse(void *ctx)
{
    struct document *document = ctx;
    struct json_error error;

    buffer_reset(&document->value);
    ASSERT(json_parse(slice_make(document->text, document->size), &document->value, &error) ==
           STATUS_OK);
}

static void print(void *ctx)
{
    struct document *document = ctx;

    buffer_reset(&document->out);
    json_put(&document->out, buffer_slice(&document->value));
}

void micro_json(void)
{
    static struct document document;
    int at = snprintf(document.text, TEXT_BYTES, "{\"order\":{\"rows\":[");
    char name[64];

    for (int i = 0; i < ROWS; i++) {
        at += snprintf(document.text + at, TEXT_BYTES - (size_t)at,
                       "%s{\"id\":%d,\"name\":\"article number %d\",\"price\":%d.95,\"large\":%s}",
                       i == 0 ? "" : ",", i * 1000, i, i * 3, i % 2 == 0 ? "true" : "false");
    }
    at += snprintf(document.text + at, TEXT_BYTES - (size_t)at, "]}}");
    document.size = (size_t)at;
    buffer_init(&document.value, MIB(1));
    buffer_init(&document.out, MIB(1));
    snprintf(name, sizeof(name), "json: parse %zu bytes", document.size);
    (void)micro_measure(name, parse, &document, 1);
    snprintf(name, sizeof(name), "json: print %zu bytes", document.size);
    (void)micro_measure(name, print, &document, 1);
    buffer_deinit(&document.value);
    buffer_deinit(&document.out);
}
