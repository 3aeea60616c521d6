#include "evaluation.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/random.h"
#include "convert.h"
#include "value/json.h"
#include "value/value.h"

bool evaluation_take_input(const struct cli_line *line, struct buffer *out)
{
    static const struct cli_option spec = EVALUATION_INPUT("inputs");
    const char *given = cli_option(line, spec.name);

    if (given == NULL) {
        value_put_object(out, 0);
        return true;
    }
    return convert_put_value(&spec, given, out);
}

static bool find_member(void *ctx, struct slice name, struct slice *value)
{
    return value_find(*(const struct slice *)ctx, name, value);
}

struct feel_environment evaluation_environment(struct slice *input)
{
    return (struct feel_environment){
        .find = find_member, .ctx = input, .now_ms = clock_wall_ms(), .seed = random_seed()};
}

int evaluation_print(const struct feel_result *result)
{
    struct buffer out;

    for (size_t i = 0; i < result->warning_count; i++) {
        fprintf(stderr, "%s: %u:%u: %.*s\n", result->failed ? "failed" : "warning",
                result->warnings[i].line, result->warnings[i].column,
                SLICE_ARG(result->warnings[i].text));
    }
    buffer_init(&out, LIMIT_RESPONSE_BYTES);
    json_put_pretty(&out, result->value);
    printf("%.*s\n", SLICE_ARG(buffer_slice(&out)));
    buffer_deinit(&out);
    return result->failed ? CLI_ERROR : CLI_OK;
}
