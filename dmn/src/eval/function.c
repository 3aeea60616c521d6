/* Functions of a model: business knowledge, boxed functions, decision services. */
#include "eval/run.h"

/* What a function of the model is called with besides its arguments. */
struct closure {
    struct scope *scope;
    const struct dmn_node *node;      /* DMN_FUNCTION or DMN_SERVICE */
    const struct dmn_node *knowledge; /* around it; NULL: a boxed function */
    const struct feel_frame *frames;  /* of a boxed function */
};

static uint32_t parameters_of(const struct dmn_node *node)
{
    uint32_t count = 0;

    while (count < node->child_count && node->children[count]->kind == DMN_PARAMETER) {
        count++;
    }
    return count;
}

static struct feel_native *native_make(struct scope *scope, uint32_t count,
                                       struct feel_value (*run)(struct feel_evaluation *ev,
                                                                const struct feel_native *native,
                                                                const struct feel_value *args),
                                       const struct closure *closure)
{
    struct feel_evaluation *ev = &scope->run->ev;
    struct feel_native *native = feel_alloc(ev, 1, sizeof(*native));
    struct slice *names = feel_alloc(ev, count, sizeof(*names));
    const struct feel_spec **types = feel_alloc(ev, count, sizeof(*types));
    struct closure *kept = feel_alloc(ev, 1, sizeof(*kept));

    if (native == NULL || names == NULL || types == NULL || kept == NULL) {
        return NULL;
    }
    *kept = *closure;
    *native = (struct feel_native){
        .run = run, .ctx = kept, .names = names, .types = types, .count = count};
    return native;
}

static void parameter_set(struct feel_native *native, uint32_t i, const struct dmn_node *node)
{
    ((struct slice *)(uintptr_t)native->names)[i] = node->name;
    ((const struct feel_spec **)(uintptr_t)native->types)[i] = node->spec;
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

/* The functions that business knowledge may call, itself among them, as a frame. */
static bool knowledge_frame(struct scope *scope, const struct dmn_node *knowledge,
                            struct feel_frame *out)
{
    struct feel_context *context = feel_context_make(&scope->run->ev, knowledge->child_count + 1);

    if (context == NULL) {
        return false;
    }
    feel_context_put(context, knowledge->name, dmn_function_of_knowledge(scope, knowledge));
    for (uint32_t i = 0; i < knowledge->child_count; i++) {
        const struct dmn_node *target = knowledge->children[i]->target;

        if (target != NULL && target != knowledge && !slice_equal(target->name, knowledge->name)) {
            feel_context_put(context, target->name, dmn_run_node(scope, target));
        }
    }
    *out = (struct feel_frame){
        .kind = FRAME_CONTEXT, .visible = context->count, .value = feel_context_value(context)};
    return true;
}

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

static struct feel_value closure_run(struct feel_evaluation *ev, const struct feel_native *native,
                                     const struct feel_value *args)
{
    const struct closure *closure = native->ctx;
    struct run *run = closure->scope->run;
    const struct dmn_node *model = run->model;
    struct feel_frame frame;
    struct feel_value value = FEEL_VALUE_NULL;

    if (closure->node->child_count == native->count) {
        return feel_null(ev, FEEL_WARNING_NO_FUNCTION, "External functions are not available.");
    }
    if (!feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    run->model = dmn_model_of(closure->node);
    if (closure->knowledge == NULL) {
        value = body_run(closure, closure->frames, native, args);
    } else if (knowledge_frame(closure->scope, closure->knowledge, &frame)) {
        value = knowledge_result(run, closure->knowledge, body_run(closure, &frame, native, args));
    }
    run->model = model;
    feel_leave(ev);
    return value;
}

static struct feel_value closure_make(struct scope *scope, const struct closure *closure)
{
    uint32_t count = parameters_of(closure->node);
    struct feel_native *native = native_make(scope, count, closure_run, closure);

    for (uint32_t i = 0; native != NULL && i < count; i++) {
        parameter_set(native, i, closure->node->children[i]);
    }
    return function_value(scope, native);
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
        value = feel_context_value(outputs);
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
    scope = dmn_scope_make(closure->scope->run, given, closure->node);
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
    struct feel_native *native = native_make(scope, count, service_call, &closure);
    uint32_t at = 0;

    for (uint32_t pass = 0; native != NULL && pass < 2; pass++) {
        for (uint32_t i = 0; i < service->child_count; i++) {
            const struct dmn_node *member = service->children[i];

            if (member->flags == (uint32_t)order[pass] && member->target != NULL) {
                parameter_set(native, at++, member->target);
            }
        }
    }
    return function_value(scope, native);
}
