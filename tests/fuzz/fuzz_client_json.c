/* The client's look into JSON: any bytes, any path. Everything found lies within the input. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "client_int.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_within(struct slice part, const char *from, size_t size)
{
    ASSERT(part.data >= from);
    ASSERT(part.data + part.size <= from + size);
}

static void check_item(struct slice value, void *ctx)
{
    const struct slice *whole = ctx;

    check_within(value, whole->data, whole->size);
}

/* "path\njson" */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = CHECK_MEMORY(malloc(size + 1));
    char *json;
    const char *value = NULL;
    char out[64];
    int64_t number;
    size_t found;
    struct slice whole;

    memcpy(text, data, size);
    text[size] = '\0';
    json = strchr(text, '\n');
    if (json != NULL) {
        *json++ = '\0';
        if (baton_json_find(json, text, &value, &found)) {
            check_within(slice_make(value, found), json, strlen(json));
        }
        (void)baton_json_text(json, text, out, sizeof(out));
        (void)baton_json_int(json, text, &number);
        whole = slice_make(json, size - (size_t)(json - text));
        (void)json_each(whole, check_item, &whole);
    }
    free(text);
    return 0;
}
