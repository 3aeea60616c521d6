/* Expressions, parsed once and evaluated over the variables below. */
#include <stdio.h>

#include "base/assert.h"
#include "base/limits.h"
#include "feel/feel.h"
#include "micro.h"
#include "value/json.h"
#include "value/value.h"

enum {
    ITEMS = 1000,
    ITEM_BYTES = 64
};

struct expression_piece {
    const char *name;
    const char *text;
    const struct feel_expression *parsed;
    struct feel_environment environment;
    struct arena parse_arena;
    struct arena work;
    struct buffer variables; /* a map */
};

static const char scalars[] = "{\"amount\":120.50,\"country\":\"DE\",\"a\":1,\"b\":2.5,\"c\":3,"
                              "\"d\":4,\"e\":5,\"items\":";

static void put_variables(struct buffer *out)
{
    static char text[sizeof(scalars) + ITEMS * ITEM_BYTES];
    struct json_error error;
    int at = snprintf(text, sizeof(text), "%s[", scalars);

    for (int i = 0; i < ITEMS; i++) {
        at += snprintf(text + at, sizeof(text) - (size_t)at, "%s{\"id\":%d,\"price\":%d.25}",
                       i == 0 ? "" : ",", i, i % 100);
    }
    at += snprintf(text + at, sizeof(text) - (size_t)at, "]}");
    ASSERT(json_parse(slice_make(text, (size_t)at), out, &error) == STATUS_OK);
}

static bool find(void *ctx, struct slice name, struct slice *value)
{
    return value_find(buffer_slice(ctx), name, value);
}

static void evaluate(void *ctx)
{
    struct expression_piece *piece = ctx;
    struct feel_result result;

    arena_reset(&piece->work);
    ASSERT(feel_evaluate(piece->parsed, &piece->environment, &piece->work, &result) == STATUS_OK);
    ASSERT(!result.failed);
    ASSERT(result.warning_count == 0);
}

static void parse(void *ctx)
{
    struct expression_piece *piece = ctx;
    struct feel_parse_options options = {.dialect = FEEL_CAMUNDA};
    struct feel_error error;

    arena_reset(&piece->parse_arena);
    ASSERT(feel_parse(&piece->parse_arena, slice_of(piece->text), &options, &piece->parsed,
                      &error) == STATUS_OK);
}

void micro_feel(void)
{
    static struct expression_piece pieces[] = {
        {.name = "feel: empty (=null)", .text = "null"},
        {.name = "feel: gateway condition", .text = "amount > 100 and country = \"DE\""},
        {.name = "feel: arithmetic over five variables", .text = "a + b * c - d / e"},
        {.name = "feel: filter of a list of 1,000", .text = "count(items[price > 50])"},
    };
    double took[4];

    for (unsigned i = 0; i < 4; i++) {
        struct expression_piece *piece = &pieces[i];

        arena_init(&piece->parse_arena, LIMIT_FEEL_MEMORY_BYTES);
        arena_init(&piece->work, LIMIT_FEEL_MEMORY_BYTES);
        buffer_init(&piece->variables, MIB(1));
        put_variables(&piece->variables);
        piece->environment = (struct feel_environment){.find = find, .ctx = &piece->variables};
        parse(piece);
        took[i] = micro_measure(piece->name, evaluate, piece, 1);
    }
    (void)micro_measure("feel: parse the gateway condition", parse, &pieces[1], 1);
    micro_ratio("feel: gateway condition / empty", took[1], took[0]);
    for (unsigned i = 0; i < 4; i++) {
        arena_deinit(&pieces[i].parse_arena);
        arena_deinit(&pieces[i].work);
        buffer_deinit(&pieces[i].variables);
    }
}
