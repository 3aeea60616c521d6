/* Decision tables over one number, first hit: the rule that matches is the last one. */
#include <stdio.h>

#include "base/assert.h"
#include "base/limits.h"
#include "dmn/compile.h"
#include "micro.h"
#include "value/json.h"
#include "value/value.h"

struct table_piece {
    const struct dmn_unit *unit;
    struct arena arena;
    struct arena work;
    struct buffer input;
};

static void put_model(struct buffer *out, uint32_t rules)
{
    buffer_put_text(out,
                    "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='m' "
                    "name='m' namespace='urn:m'><inputData id='x' name='x'>"
                    "<variable name='x' typeRef='number'/></inputData><decision id='d' name='d'>"
                    "<informationRequirement><requiredInput href='#x'/></informationRequirement>"
                    "<decisionTable hitPolicy='FIRST'><input><inputExpression><text>x</text>"
                    "</inputExpression></input><output name='o'/>");
    for (uint32_t i = 1; i <= rules; i++) {
        buffer_printf(out,
                      "<rule><inputEntry><text>%u</text></inputEntry><outputEntry>"
                      "<text>\"rule %u\"</text></outputEntry></rule>",
                      i, i);
    }
    buffer_put_text(out, "</decisionTable></decision></definitions>");
}

static bool find(void *ctx, struct slice name, struct slice *value)
{
    return value_find(buffer_slice(ctx), name, value);
}

static void decide(void *ctx)
{
    struct table_piece *piece = ctx;
    struct feel_environment environment = {.find = find, .ctx = &piece->input};
    struct feel_result result;

    arena_reset(&piece->work);
    ASSERT(dmn_evaluate(piece->unit, 0, &environment, &piece->work, &result) == STATUS_OK);
    ASSERT(!result.failed);
    ASSERT(result.type == FEEL_STRING);
}

static double measure(const char *name, uint32_t rules)
{
    struct table_piece piece = {0};
    struct dmn_compiled compiled;
    struct dmn_file file = {.name = SLICE("bench.dmn")};
    struct json_error error;
    struct buffer xml;
    char input[32];
    double took;
    int size = snprintf(input, sizeof(input), "{\"x\":%u}", rules);

    arena_init(&piece.arena, LIMIT_BPMN_COMPILE_BYTES);
    arena_init(&piece.work, LIMIT_FEEL_MEMORY_BYTES);
    buffer_init(&piece.input, KIB(4));
    buffer_init(&xml, MIB(4));
    put_model(&xml, rules);
    file.xml = buffer_slice(&xml);
    ASSERT(dmn_compile(&piece.arena, &file, 1, &compiled) == STATUS_OK);
    ASSERT(dmn_load(&piece.arena, compiled.unit, &piece.unit) == STATUS_OK);
    ASSERT(json_parse(slice_make(input, (size_t)size), &piece.input, &error) == STATUS_OK);
    took = micro_measure(name, decide, &piece, 1);
    buffer_deinit(&xml);
    buffer_deinit(&piece.input);
    arena_deinit(&piece.work);
    arena_deinit(&piece.arena);
    return took;
}

void micro_dmn(void)
{
    double ten = measure("dmn: table of 10 rules", 10);
    double thousand = measure("dmn: table of 1,000 rules", 1000);

    micro_ratio("dmn: 1,000 rules / 10 rules", thousand, ten);
}
