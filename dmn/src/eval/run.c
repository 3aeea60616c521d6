/* Decisions and what they require, each evaluated once a scope. */
#include "eval/run.h"

#include <string.h>

#include "base/limits.h"
#include "value/value.h"

static const struct feel_node nothing = {.kind = NODE_LITERAL, .literal = {.type = FEEL_NULL}};
static const struct feel_expression no_expression = {
    .text = {"", 0}, .root = &nothing, .dialect = FEEL_DMN};

struct scope *dmn_scope_make(struct run *run, struct feel_context *given)
{
    struct scope *scope = feel_alloc(&run->ev, 1, sizeof(*scope));
    struct memo *memos = feel_alloc(&run->ev, run->unit->part_count, sizeof(*memos));

    if (scope == NULL || memos == NULL || !feel_charge(&run->ev, run->unit->part_count)) {
        return NULL;
    }
    memset(memos, 0, run->unit->part_count * sizeof(*memos));
    *scope = (struct scope){.run = run, .memos = memos, .given = given};
    return scope;
}

struct feel_value dmn_run_coerce(struct run *run, const struct dmn_node *node,
                                 struct feel_value value)
{
    struct feel_value fitting;

    if (node->spec == NULL || feel_coerce(&run->ev, value, node->spec, &fitting)) {
        return node->spec == NULL ? value : fitting;
    }
    return feel_null(&run->ev, FEEL_WARNING_TYPE, "'%.*s' is %s, which is no %.*s.",
                     SLICE_ARG(node->name), feel_type_text(value.type), SLICE_ARG(node->type));
}

/* --- what comes from outside --- */

static bool given_value(struct scope *scope, struct slice name, struct feel_value *out)
{
    struct run *run = scope->run;
    const struct feel_environment *environment = run->ev.environment;
    struct slice encoded;

    if (scope->given != NULL) {
        return feel_context_find(&run->ev, scope->given, name, out);
    }
    if (environment->find == NULL || !environment->find(environment->ctx, name, &encoded)) {
        return false;
    }
    *out = feel_decode(&run->ev, encoded);
    return true;
}

static struct feel_value take_given(struct scope *scope, const struct dmn_node *node,
                                    struct feel_value value)
{
    if (scope->given == NULL) {
        value = dmn_input_convert(scope->run, value, node->spec);
    }
    return dmn_run_coerce(scope->run, node, value);
}

static struct feel_value run_input(struct scope *scope, const struct dmn_node *input)
{
    struct feel_value value;

    if (given_value(scope, input->name, &value)) {
        return take_given(scope, input, value);
    }
    return feel_null(&scope->run->ev, FEEL_WARNING_NO_VARIABLE, "There is no input '%.*s'.",
                     SLICE_ARG(input->name));
}

/* --- what a decision sees --- */

/* The context under an import's name, made at its first use. */
static struct feel_context *imported(struct run *run, struct feel_context *frame,
                                     struct slice prefix, uint32_t capacity)
{
    struct feel_context *inner;

    for (uint32_t i = 0; i < frame->count; i++) {
        if (slice_equal(frame->entries[i].key, prefix)) {
            return frame->entries[i].value.type == FEEL_CONTEXT ? frame->entries[i].value.context
                                                                : NULL;
        }
    }
    inner = feel_context_make(&run->ev, capacity);
    if (inner != NULL) {
        feel_context_put(frame, prefix, feel_context_value(inner));
    }
    return inner;
}

static bool has_key(const struct feel_context *context, struct slice key)
{
    for (uint32_t i = 0; i < context->count; i++) {
        if (slice_equal(context->entries[i].key, key)) {
            return true;
        }
    }
    return false;
}

struct feel_context *dmn_requirements_of(struct scope *scope, const struct dmn_node *node)
{
    struct feel_context *frame = feel_context_make(&scope->run->ev, node->child_count + 1);

    if (frame != NULL && node->kind == DMN_KNOWLEDGE) {
        feel_context_put(frame, node->name, dmn_function_of_knowledge(scope, node));
    }
    for (uint32_t i = 0; frame != NULL && i < node->child_count; i++) {
        const struct dmn_node *target = node->children[i]->target;
        struct feel_context *into = frame;
        struct slice prefix;

        if (target == NULL) {
            continue;
        }
        prefix = dmn_prefix_of(node->parent, target->parent);
        if (prefix.size > 0) {
            into = imported(scope->run, frame, prefix, node->child_count);
        }
        if (into != NULL && !has_key(into, target->name)) {
            feel_context_put(into, target->name, dmn_run_node(scope, target));
        }
    }
    return frame;
}

static struct feel_value run_logic(struct scope *scope, const struct dmn_node *decision)
{
    struct run *run = scope->run;
    const struct dmn_node *logic =
        decision->child_count == 0 ? NULL : decision->children[decision->child_count - 1];
    const struct feel_frame *outer = run->ev.frames;
    struct feel_context *requirements;
    struct feel_frame frame;
    struct feel_value value;

    if (logic == NULL || !dmn_is_expression(logic->kind)) {
        return FEEL_VALUE_NULL;
    }
    requirements = dmn_requirements_of(scope, decision);
    if (requirements == NULL) {
        return FEEL_VALUE_NULL;
    }
    frame = (struct feel_frame){.kind = FRAME_CONTEXT,
                                .visible = requirements->count,
                                .value = feel_context_value(requirements)};
    run->ev.frames = &frame;
    value = dmn_boxed_eval(scope, logic);
    run->ev.frames = outer;
    return value;
}

static struct feel_value run_decision(struct scope *scope, const struct dmn_node *decision)
{
    struct run *run = scope->run;
    const struct dmn_node *model = run->model;
    struct feel_value value;

    if (given_value(scope, decision->name, &value)) {
        return take_given(scope, decision, value);
    }
    run->model = decision->parent;
    value = dmn_run_coerce(run, decision, run_logic(scope, decision));
    dmn_record_add(scope, decision, value);
    run->model = model;
    return value;
}

static struct feel_value run_kind(struct scope *scope, const struct dmn_node *node)
{
    switch ((int)node->kind) {
    case DMN_INPUT:
        return run_input(scope, node);
    case DMN_DECISION:
        return run_decision(scope, node);
    case DMN_KNOWLEDGE:
        return dmn_function_of_knowledge(scope, node);
    case DMN_SERVICE:
        return dmn_function_of_service(scope, node);
    default:
        return FEEL_VALUE_NULL;
    }
}

struct feel_value dmn_run_node(struct scope *scope, const struct dmn_node *node)
{
    struct memo *memo = &scope->memos[node->index];

    if (memo->state == MEMO_RUNNING) {
        return feel_null(&scope->run->ev, FEEL_WARNING_VALUE, "'%.*s' requires itself.",
                         SLICE_ARG(node->name));
    }
    if (memo->state == MEMO_UNKNOWN && feel_enter(&scope->run->ev)) {
        memo->state = MEMO_RUNNING;
        memo->value = run_kind(scope, node);
        memo->state = MEMO_KNOWN;
        feel_leave(&scope->run->ev);
    }
    return memo->value;
}

/* Decisions that a service takes as inputs are never evaluated: what was not given is null. */
static void close_inputs(struct scope *scope, const struct dmn_node *service)
{
    for (uint32_t i = 0; i < service->child_count; i++) {
        const struct dmn_node *member = service->children[i];
        struct feel_value value;

        if (member->flags == DMN_MEMBER_INPUT_DECISION && member->target != NULL &&
            !given_value(scope, member->target->name, &value)) {
            scope->memos[member->target->index].state = MEMO_KNOWN;
        }
    }
}

/* --- in and out --- */

static const struct feel_spec *find_type(void *ctx, struct slice name)
{
    struct run *run = ctx;
    const struct dmn_node *item = dmn_item_find(run->model, name);

    return item == NULL ? NULL : item->spec;
}

enum status dmn_evaluate(const struct dmn_unit *unit, uint32_t place,
                         const struct feel_environment *environment, struct arena *arena,
                         struct feel_result *out)
{
    return dmn_evaluate_recorded(unit, place, environment, arena, out, NULL);
}

enum status dmn_evaluate_recorded(const struct dmn_unit *unit, uint32_t place,
                                  const struct feel_environment *environment, struct arena *arena,
                                  struct feel_result *out, struct dmn_record *record)
{
    const struct dmn_node *node = unit->evaluable[place];
    struct run run = {
        .ev = {.expression = &no_expression, .environment = environment, .arena = arena},
        .unit = unit,
        .model = node->parent};
    struct feel_value value = FEEL_VALUE_NULL;
    struct scope *scope;

    *out = (struct feel_result){.value = value_null()};
    run.ev.find_type = find_type;
    run.ev.find_type_ctx = &run;
    if (record != NULL) {
        *record = (struct dmn_record){0};
    }
    if (!feel_evaluation_begin(&run.ev) || (record != NULL && !dmn_record_begin(&run, record))) {
        out->failed = true;
        return STATUS_OK;
    }
    scope = dmn_scope_make(&run, NULL);
    if (scope != NULL && node->kind == DMN_SERVICE) {
        close_inputs(scope, node);
        value = dmn_service_run(scope, node);
        dmn_record_add(scope, node, value);
    } else if (scope != NULL) {
        value = dmn_run_node(scope, node);
    }
    feel_evaluation_end(&run.ev, value, out);
    return STATUS_OK;
}
