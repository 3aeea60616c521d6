/* Modifying a process instance: elements are activated, moved and ended at the will of a caller.
 *
 * Everything that the model can say is checked first; then places are made for what is activated,
 * and what ends is marked. A scope whose last child ends goes with it. Whatever is refused on the
 * way drops the whole command. At last the steps: first what ends, then what begins. */
#include <inttypes.h>

#include "command/commands.h"
#include "engine/elements.h"
#include "verb/element_search.h"
#include "verb/event.h"
#include "verb/scope_path.h"
#include "verb/variable.h"

struct modification {
    const struct modify_instance_command *command;
    struct element_row *root;
    const struct bpmn_process *process;
    struct element_list placed;  /* what begins */
    struct element_list leaving; /* what ends, and the scopes that nothing is left in */
};

/* --- what the model says --- */

PRINTF_LIKE(3, 4)
static bool refuse(struct exec *x, const struct modification *m, const char *format, ...)
{
    struct slice text;
    va_list args;

    va_start(args, format);
    text = exec_vprintf(x, format, args);
    va_end(args);
    exec_reject(x, STATUS_INVALID_ARGUMENT,
                "Expected to modify instance of process '%.*s', but %.*s",
                SLICE_ARG(m->process->id), SLICE_ARG(text));
    return false;
}

/* Start and boundary events begin with something that happens, never by themselves. */
static bool may_be_activated(enum bpmn_kind kind)
{
    switch (kind) {
    case BPMN_PROCESS:
    case BPMN_START_EVENT:
    case BPMN_BOUNDARY_EVENT:
        return false;
    case BPMN_SUB_PROCESS:
    case BPMN_EVENT_SUB_PROCESS:
    case BPMN_MULTI_INSTANCE_BODY:
    case BPMN_STANDARD_LOOP_BODY:
    case BPMN_INTERMEDIATE_CATCH_EVENT:
    case BPMN_INTERMEDIATE_THROW_EVENT:
    case BPMN_END_EVENT:
    case BPMN_TASK:
    case BPMN_MANUAL_TASK:
    case BPMN_SERVICE_TASK:
    case BPMN_SEND_TASK:
    case BPMN_USER_TASK:
    case BPMN_RECEIVE_TASK:
    case BPMN_SCRIPT_TASK:
    case BPMN_BUSINESS_RULE_TASK:
    case BPMN_CALL_ACTIVITY:
    case BPMN_EXCLUSIVE_GATEWAY:
    case BPMN_PARALLEL_GATEWAY:
    case BPMN_EVENT_BASED_GATEWAY:
    case BPMN_INCLUSIVE_GATEWAY:
        return true;
    }
    return false;
}

static bool check_variables(struct exec *x, const struct modification *m,
                            const struct activate_instruction *c, uint32_t element)
{
    for (uint32_t i = 0; i < c->variable_count; i++) {
        struct slice id = c->variables[i].scope_id;
        const struct bpmn_element *scope;

        if (id.data == NULL) {
            continue;
        }
        scope = bpmn_find_element(m->process, id);
        if (scope == NULL) {
            return refuse(x, m,
                          "it contains a variable instruction with a scope that could not be "
                          "found: '%.*s'",
                          SLICE_ARG(id));
        }
        if (!scope_is_around(m->process, scope->index, element)) {
            return refuse(x, m,
                          "it contains a variable instruction for '%.*s', which is no scope around "
                          "the element to activate: '%.*s'",
                          SLICE_ARG(id), SLICE_ARG(c->element_id));
        }
    }
    return true;
}

static bool check_activation(struct exec *x, const struct modification *m,
                             const struct activate_instruction *c)
{
    const struct bpmn_element *element = bpmn_find_element(m->process, c->element_id);

    if (element == NULL) {
        return refuse(x, m, "it contains an element to activate that could not be found: '%.*s'",
                      SLICE_ARG(c->element_id));
    }
    if (!may_be_activated(element->kind)) {
        return refuse(x, m,
                      "it contains an element to activate that is unsupported: '%.*s'. Elements of "
                      "type %s cannot be activated",
                      SLICE_ARG(c->element_id), bpmn_kind_name(element->kind));
    }
    if (bpmn_follows_event_gateway(m->process, element)) {
        return refuse(x, m,
                      "it contains an element to activate that is unsupported: '%.*s'. Elements "
                      "that belong to an event-based gateway cannot be activated",
                      SLICE_ARG(c->element_id));
    }
    return check_variables(x, m, c, element->index);
}

static bool check_model(struct exec *x, const struct modification *m)
{
    for (uint32_t i = 0; i < m->command->activate_count; i++) {
        if (!check_activation(x, m, &m->command->activate[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < m->command->move_count; i++) {
        if (!check_activation(x, m, &m->command->move[i].target)) {
            return false;
        }
    }
    return true;
}

/* --- what the instance says --- */

/* The element instances that an instruction names, by key (then id is empty) or by element. */
static bool sources_find(struct exec *x, const struct modification *m, uint64_t key,
                         struct slice id, struct element_list *out)
{
    const struct bpmn_element *element;
    struct element_row *row;

    if (id.data == NULL) {
        row = element_find(x, key);
        if (row == NULL || row->instance_key != m->root->key || !element_is_alive(row)) {
            return refuse(x, m,
                          "it contains an element instance to end that could not be found: "
                          "'%" PRIu64 "'",
                          key);
        }
        return element_list_add(x, out, row);
    }
    element = bpmn_find_element(m->process, id);
    if (element == NULL) {
        return refuse(x, m, "it contains an element to end that could not be found: '%.*s'",
                      SLICE_ARG(id));
    }
    if (!elements_in_instance(x, m->root, element->index, out)) {
        return false;
    }
    return out->count > 0 ||
           refuse(x, m, "it contains an element to end that has no active instance: '%.*s'",
                  SLICE_ARG(id));
}

static bool ancestor_find(struct exec *x, const struct modification *m, uint64_t key,
                          const struct activate_instruction *c, struct element_row **out)
{
    uint32_t element = bpmn_find_element(m->process, c->element_id)->index;
    struct element_row *row = element_find(x, key);

    if (row == NULL || !event_is_welcome(x, row)) {
        return refuse(x, m,
                      "it contains an ancestor element instance that does not exist or is not "
                      "active: '%" PRIu64 "'",
                      key);
    }
    if (row->instance_key != m->root->key || row->element == element ||
        !scope_is_around(m->process, row->element, element)) {
        return refuse(x, m,
                      "it contains an ancestor element instance '%" PRIu64
                      "' that is no scope around the element to activate: '%.*s'",
                      key, SLICE_ARG(c->element_id));
    }
    *out = row;
    return true;
}

/* --- what begins --- */

/* Each counts: a move may bring them to many places. */
static bool set_document(struct exec *x, struct element_row *scope, struct slice variables)
{
    for (struct member v = members_of(variables); member_next(&v);) {
        if (!element_search_counts(x)) {
            return false;
        }
        variable_set(x, scope, v.name, v.value);
    }
    return true;
}

static bool set_variables(struct exec *x, const struct modification *m,
                          const struct activate_instruction *c, struct element_row *scope)
{
    for (uint32_t i = 0; i < c->variable_count; i++) {
        struct slice id = c->variables[i].scope_id;

        if ((id.data == NULL ? scope == m->root : slice_equal(id, element_model(scope)->id)) &&
            !set_document(x, scope, c->variables[i].variables)) {
            return false;
        }
    }
    return true;
}

/* ancestor: NULL, when none is named. */
static bool place(struct exec *x, struct modification *m, const struct activate_instruction *c,
                  struct element_row *ancestor)
{
    uint32_t element = bpmn_find_element(m->process, c->element_id)->index;
    struct scope_path path;
    struct element_row *row;

    if (!scope_path_make(x, m->root, element, ancestor, &path)) {
        return false;
    }
    row = scope_path_child(x, &path, element);
    if (row == NULL || !element_list_add(x, &m->placed, row)) {
        return false;
    }
    for (uint32_t i = 0; i < path.count; i++) {
        /* The scope of that id is the instance inside of a loop body. */
        if (!bpmn_is_loop_body(element_model(path.rows[i])) &&
            !set_variables(x, m, c, path.rows[i])) {
            return false;
        }
    }
    return set_variables(x, m, c, row) && scope_path_enter(x, &path);
}

static bool place_named(struct exec *x, struct modification *m,
                        const struct activate_instruction *c, uint64_t ancestor_key)
{
    struct element_row *ancestor = NULL;

    if (ancestor_key != 0 && !ancestor_find(x, m, ancestor_key, c, &ancestor)) {
        return false;
    }
    return place(x, m, c, ancestor);
}

/* The nearest scope around the source that is around the target, too: the instance at last. */
static uint64_t ancestor_inferred(struct exec *x, const struct modification *m,
                                  const struct element_row *source, struct slice target_id)
{
    uint32_t target = bpmn_find_element(m->process, target_id)->index;
    const struct element_row *row = element_find(x, source->scope_key);

    while (row != NULL && !scope_is_around(m->process, row->element, target)) {
        row = element_find(x, row->scope_key);
    }
    return row == NULL ? m->root->key : row->key;
}

static uint64_t ancestor_of_move(struct exec *x, const struct modification *m,
                                 const struct move_instruction *c, const struct element_row *source)
{
    switch (c->ancestor) {
    case MOVE_ANCESTOR_DIRECT:
        return c->target.ancestor_key;
    case MOVE_ANCESTOR_INFERRED:
        return ancestor_inferred(x, m, source, c->target.element_id);
    case MOVE_ANCESTOR_SOURCE_PARENT:
        return source->scope_key;
    }
    return 0;
}

static bool place_all(struct exec *x, struct modification *m, struct element_list *moved)
{
    for (uint32_t i = 0; i < m->command->activate_count; i++) {
        const struct activate_instruction *c = &m->command->activate[i];

        if (!place_named(x, m, c, c->ancestor_key)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < m->command->move_count; i++) {
        const struct move_instruction *c = &m->command->move[i];

        for (uint32_t j = 0; j < moved[i].count; j++) {
            if (!place_named(x, m, &c->target, ancestor_of_move(x, m, c, moved[i].rows[j]))) {
                return false;
            }
        }
    }
    return true;
}

/* --- what ends --- */

/* The row ends, and outwards every scope that nothing is left in. A token on its way, or one that
 * waits at a join, is something. */
static bool leave(struct exec *x, struct modification *m, struct element_row *row)
{
    while (row != NULL && !row->leaves) {
        struct element_row *scope = element_find(x, row->scope_key);

        row->leaves = true;
        if (!element_list_add(x, &m->leaving, row)) {
            return false;
        }
        if (scope == NULL) {
            return true;
        }
        scope->leaving_children++;
        row = scope->leaving_children == scope->active_children && scope->active_flows == 0 ? scope
                                                                                            : NULL;
    }
    return true;
}

static bool leave_all(struct exec *x, struct modification *m, const struct element_list *ends)
{
    for (uint32_t i = 0; i < ends->count; i++) {
        if (!leave(x, m, ends->rows[i])) {
            return false;
        }
    }
    return true;
}

/* Nothing begins inside of what ends. */
static bool check_conflicts(struct exec *x, const struct modification *m)
{
    for (uint32_t i = 0; i < m->placed.count; i++) {
        const struct element_row *row = m->placed.rows[i];
        const struct element_row *scope = element_find(x, row->scope_key);

        while (scope != NULL && !scope->leaves) {
            scope = element_find(x, scope->scope_key);
        }
        if (scope != NULL) {
            return refuse(x, m,
                          "element '%.*s' would be activated in element instance '%" PRIu64
                          "', which is to end",
                          SLICE_ARG(element_model(row)->id), scope->key);
        }
    }
    return true;
}

/* A called instance ends with its caller alone. */
static bool check_called(struct exec *x, const struct modification *m)
{
    if (m->root->leaves && m->root->instance.caller_key != 0) {
        return refuse(x, m,
                      "the instructions would end all element instances of a process instance that "
                      "was created by a call activity. To end it, cancel the process instance that "
                      "has called it instead");
    }
    return true;
}

/* --- all of it --- */

/* moved: room for the sources of each move. */
static bool sources_find_all(struct exec *x, const struct modification *m,
                             struct element_list *moved, struct element_list *ends)
{
    for (uint32_t i = 0; i < m->command->move_count; i++) {
        const struct move_instruction *c = &m->command->move[i];

        if (!sources_find(x, m, c->source_key, c->source_id, &moved[i])) {
            return false;
        }
    }
    for (uint32_t i = 0; i < m->command->terminate_count; i++) {
        const struct terminate_instruction *c = &m->command->terminate[i];
        struct element_list found = {.count = 0};

        if (!sources_find(x, m, c->element_instance_key, c->element_id, &found)) {
            return false;
        }
        for (uint32_t j = 0; j < found.count; j++) {
            if (!element_list_add(x, ends, found.rows[j])) {
                return false;
            }
        }
    }
    return true;
}

static void push_all(struct exec *x, const struct modification *m)
{
    for (uint32_t i = 0; i < m->leaving.count; i++) {
        const struct element_row *scope = element_find(x, m->leaving.rows[i]->scope_key);

        if (scope == NULL || !scope->leaves) {
            push_terminate(x, m->leaving.rows[i]); /* and with it what is inside */
        }
    }
    for (uint32_t i = 0; i < m->placed.count; i++) {
        push_activate_row(x, m->placed.rows[i]);
    }
}

static void modify(struct exec *x, struct modification *m)
{
    struct element_list *moved =
        ARENA_ARRAY(x->arena, struct element_list, m->command->move_count + 1);
    struct element_list ends = {.count = 0};

    if (moved == NULL || !check_model(x, m) || !sources_find_all(x, m, moved, &ends) ||
        !place_all(x, m, moved)) {
        return;
    }
    for (uint32_t i = 0; i < m->command->move_count; i++) {
        if (!leave_all(x, m, &moved[i])) {
            return;
        }
    }
    if (leave_all(x, m, &ends) && check_conflicts(x, m) && check_called(x, m)) {
        push_all(x, m);
    }
}

enum verdict run_modify_instance(struct exec *x)
{
    struct modification m = {.command = &x->command->modify_instance};

    m.root = element_find(x, m.command->process_instance_key);
    if (m.root == NULL || m.root->scope_key != 0 || !event_is_welcome(x, m.root)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to modify process instance with key '%" PRIu64
                    "', but no such process instance was found",
                    m.command->process_instance_key);
        return V_OK;
    }
    if (instance_admit(x, m.root->key)) {
        m.process = element_process(m.root);
        modify(x, &m);
    }
    return V_OK;
}
