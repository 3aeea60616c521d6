/* Functions of a model: business knowledge, boxed functions, decision services. */
#include "eval/run.h"

/* What a function of the model is called with besides its arguments. */
struct closure {
    struct scope *scope;
    const struct dmn_node *node;      /* DMN_FUNCTION or DMN_SERVICE */
    const struct dmn_node *knowledge; /* around it; NULL: a boxed function */
    const struct feel_frame *frames;  /* of a boxed function */
};

/* Names and types of parameters, while they are collected. */
struct signature {
    struct slice *names;
    const struct feel_spec **types;
    uint32_t count;
};

static bool signature_make(struct scope *scope, uint32_t capacity, struct signature *out)
{
    struct feel_evaluation *ev = &scope->run->ev;

    out->count = 0;
    out->names = feel_alloc(ev, capacity, sizeof(*out->names));
    out->types = feel_alloc(ev, capacity, sizeof(*out->types));
    return out->names != NULL && out->types != NULL;
}

static void parameter_add(struct signature *signature, const struct dmn_node *node)
{
    signature->names[signature->count] = node->name;
    signature->types[signature->count] = node->spec;
    signature->count++;
}

static struct feel_native *native_make(struct scope *scope, const struct signature *signature,
                                       struct feel_value (*run)(struct feel_evaluation *ev,
                                                                const struct feel_native *native,
                                                                const struct feel_value *args),
                                       const struct closure *closure)
{
    struct feel_native *native = feel_alloc(&scope->run->ev, 1, sizeof(*native));
    struct closure *kept = feel_alloc(&scope->run->ev, 1, sizeof(*kept));

    if (native == NULL || kept == NULL) {
        return NULL;
    }
    *kept = *closure;
    *native = (struct feel_native){.run = run,
                                   .ctx = kept,
                                   .names = signature->names,
                                   .types = signature->types,
                                   .count = signature->count};
    return native;
}

static struct feel_value function_value(struct scope *scope, const struct feel_native *native)
{
    struct feel_function *function =
        native == NULL ? NULL : feel_alloc(&scope->run->ev, 1, sizeof(*function));

    if (function == NULL) {
        return FEEL_VALUE_NULL;
    }
    *function = (struct feel_function){.native = native};
    return (struct feel_value){.type = FEEL_FUNCTION, .function = function};
}

/* --- business knowledge and boxed functions --- */

static struct feel_value body_run(const struct closure *closure, const struct feel_frame *outer,
                                  const struct feel_native *native, const struct feel_value *args)
{
    struct feel_evaluation *ev = &closure->scope->run->ev;
    const struct dmn_node *body = closure->node->children[native->count];
    const struct feel_frame *before = ev->frames;
    struct feel_frame *frames = feel_alloc(ev, native->count + 1, sizeof(*frames));
    struct feel_value value;

    if (frames == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < native->count; i++) {
        frames[i] = (struct feel_frame){.parent = i == 0 ? outer : &frames[i - 1],
                                        .kind = FRAME_VARIABLE,
                                        .name = native->names[i],
                                        .value = args[i]};
    }
    ev->frames = native->count == 0 ? outer : &frames[native->count - 1];
    value = dmn_boxed_eval(closure->scope, body);
    ev->frames = before;
    return value;
}

/* The result's type is the knowledge's own; a type of functions tells it behind the arrow. */
static struct feel_value knowledge_result(struct run *run, const struct dmn_node *knowledge,
                                          struct feel_value value)
{
    struct dmn_node as_result = *knowledge;

    if (as_result.spec != NULL && as_result.spec->kind == SPEC_FUNCTION) {
        as_result.spec = as_result.spec->result;
    }
    return dmn_run_coerce(run, &as_result, value);
}

/* In a frame of what it requires. */
static struct feel_value knowledge_run(const struct closure *closure,
                                       const struct feel_native *native,
                                       const struct feel_value *args)
{
    struct feel_context *requirements = dmn_requirements_of(closure->scope, closure->knowledge);
    struct feel_frame frame = {.kind = FRAME_CONTEXT, .value = feel_context_value(requirements)};

    if (requirements == NULL) {
        return FEEL_VALUE_NULL;
    }
    frame.visible = requirements->count;
    return knowledge_result(closure->scope->run, closure->knowledge,
                            body_run(closure, &frame, native, args));
}

static struct feel_value closure_run(struct feel_evaluation *ev, const struct feel_native *native,
                                     const struct feel_value *args)
{
    const struct closure *closure = native->ctx;
    struct run *run = closure->scope->run;
    const struct dmn_node *model = run->model;
    struct feel_value value;

    if (closure->node->child_count == native->count) {
        return feel_null(ev, FEEL_WARNING_NO_FUNCTION, "External functions are not available.");
    }
    if (!feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    run->model = dmn_model_of(closure->node);
    if (closure->knowledge == NULL) {
        value = body_run(closure, closure->frames, native, args);
    } else {
        value = knowledge_run(closure, native, args);
    }
    run->model = model;
    feel_leave(ev);
    return value;
}

static struct feel_value closure_make(struct scope *scope, const struct closure *closure)
{
    uint32_t count = dmn_children_of(closure->node, 0, DMN_PARAMETER);
    struct signature signature;

    if (!signature_make(scope, count, &signature)) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        parameter_add(&signature, closure->node->children[i]);
    }
    return function_value(scope, native_make(scope, &signature, closure_run, closure));
}

struct feel_value dmn_function_of_knowledge(struct scope *scope, const struct dmn_node *knowledge)
{
    struct closure closure = {.scope = scope, .knowledge = knowledge};

    if (knowledge->child_count == 0 ||
        knowledge->children[knowledge->child_count - 1]->kind != DMN_FUNCTION) {
        return FEEL_VALUE_NULL;
    }
    closure.node = knowledge->children[knowledge->child_count - 1];
    return closure_make(scope, &closure);
}

struct feel_value dmn_function_of_node(struct scope *scope, const struct dmn_node *function)
{
    struct closure closure = {.scope = scope, .node = function};

    if (!feel_frames_keep(&scope->run->ev, &closure.frames)) {
        return FEEL_VALUE_NULL;
    }
    return closure_make(scope, &closure);
}

/* --- decision services (DMN 1.5, 10.4) --- */

static uint32_t members_of(const struct dmn_node *service, enum dmn_member kind)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < service->child_count; i++) {
        count +=
            service->children[i]->flags == (uint32_t)kind && service->children[i]->target != NULL;
    }
    return count;
}

/* One output is the value, several are a context by name. */
struct feel_value dmn_service_run(struct scope *scope, const struct dmn_node *service)
{
    struct run *run = scope->run;
    uint32_t count = members_of(service, DMN_MEMBER_OUTPUT);
    struct feel_context *outputs = feel_context_make(&run->ev, count + 1);
    struct feel_value value = FEEL_VALUE_NULL;

    if (outputs == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < service->child_count; i++) {
        const struct dmn_node *member = service->children[i];

        if (member->flags == DMN_MEMBER_OUTPUT && member->target != NULL) {
            value = dmn_run_node(scope, member->target);
            feel_context_put(outputs, member->target->name, value);
        }
    }
    if (count != 1) {
        value = feel_context_close(&run->ev, outputs);
    }
    return knowledge_result(run, service, value);
}

/* The arguments stand in for inputs and input decisions, in a scope of their own: what is inside is
 * evaluated anew. */
static struct feel_value service_call(struct feel_evaluation *ev, const struct feel_native *native,
                                      const struct feel_value *args)
{
    const struct closure *closure = native->ctx;
    struct feel_context *given = feel_context_make(ev, native->count + 1);
    const struct feel_frame *before = ev->frames;
    struct feel_value value = FEEL_VALUE_NULL;
    struct scope *scope;

    if (given == NULL || !feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < native->count; i++) {
        feel_context_put(given, native->names[i], args[i]);
    }
    scope = dmn_scope_make(closure->scope->run, given);
    ev->frames = NULL;
    if (scope != NULL) {
        value = dmn_service_run(scope, closure->node);
    }
    ev->frames = before;
    feel_leave(ev);
    return value;
}

struct feel_value dmn_function_of_service(struct scope *scope, const struct dmn_node *service)
{
    const enum dmn_member order[] = {DMN_MEMBER_INPUT_DATA, DMN_MEMBER_INPUT_DECISION};
    struct closure closure = {.scope = scope, .node = service};
    uint32_t count = members_of(service, order[0]) + members_of(service, order[1]);
    struct signature signature;

    if (!signature_make(scope, count, &signature)) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < service->child_count; i++) {
            const struct dmn_node *member = service->children[i];

            if (member->flags == (uint32_t)order[pass] && member->target != NULL) {
                parameter_add(&signature, member->target);
            }
        }
    }
    return function_value(scope, native_make(scope, &signature, service_call, &closure));
}
