/* Evaluation of a decision that somebody asks for. It changes nothing but what can be read of it
 * later. */
#include <inttypes.h>

#include "command/commands.h"
#include "verb/decision.h"

static bool find_input(void *ctx, struct slice name, struct slice *value)
{
    const struct exec *x = ctx;

    return value_find(x->command->evaluate_decision.variables, name, value);
}

/* False: rejected. */
static bool find_decision(struct exec *x, struct resource_row *out)
{
    const struct evaluate_decision_command *c = &x->command->evaluate_decision;
    struct slice tenant = x->command->tenant;

    if (c->decision_key != 0) {
        if (resource_row_get(&x->rows, c->decision_key, out) && out->kind == RESOURCE_DECISION &&
            slice_equal(out->tenant, tenant)) {
            return true;
        }
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to evaluate decision '%" PRIu64
                    "', but no decision found for key '%" PRIu64 "'",
                    c->decision_key, c->decision_key);
        return false;
    }
    if (resource_row_newest(&x->rows, RESOURCE_DECISION, tenant, c->decision_id, out)) {
        return true;
    }
    exec_reject(x, STATUS_NOT_FOUND,
                "Expected to evaluate decision '%.*s', but no decision found for id '%.*s'",
                SLICE_ARG(c->decision_id), SLICE_ARG(c->decision_id));
    return false;
}

enum verdict run_evaluate_decision(struct exec *x)
{
    struct evaluate_decision_result *evaluation = &x->result.evaluate_decision;
    struct resource_row row;
    struct decision decision;
    enum verdict v;

    if (!find_decision(x, &row)) {
        return V_OK;
    }
    v = decision_load(x, &row, &decision);
    if (v == V_OK) {
        v = decision_evaluate(x, &decision, exec_next_key(x), find_input, x, evaluation);
    }
    if (v == V_OK) {
        decision_record(x, &decision, NULL, evaluation);
    }
    return v;
}

bool evaluation_repeat(struct exec *x, uint64_t evaluation_key, uint64_t decision_key,
                       int64_t now_ms)
{
    struct evaluate_decision_result *evaluation = &x->result.evaluate_decision;
    int64_t now = x->now_ms;
    struct resource_row row;
    struct decision decision;
    bool done;

    x->now_ms = now_ms;
    done = resource_row_get(&x->rows, decision_key, &row) &&
           decision_load(x, &row, &decision) == V_OK &&
           decision_evaluate(x, &decision, evaluation_key, find_input, x, evaluation) == V_OK;
    x->now_ms = now;
    return done;
}
