/* Creating and cancelling process instances, setting variables. */
#include <inttypes.h>

#include "command/commands.h"
#include "engine/elements.h"
#include "engine/lifecycle.h"
#include "row/definition_rows.h"
#include "verb/business_id.h"
#include "verb/called.h"
#include "verb/event.h"
#include "verb/instance.h"
#include "verb/start_point.h"
#include "verb/variable.h"

enum {
    VERSION_NEWEST = -1
};

/* --- create --- */

static const struct definition *find_by_key(struct exec *x, uint64_t key)
{
    const struct definition *definition = definitions_get(x->definitions, &x->rows, key);

    if (definition == NULL || definition->is_draining ||
        !slice_equal(definition->tenant, x->command->tenant)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to find process definition with key '%" PRIu64 "', but none found",
                    key);
        return NULL;
    }
    return definition;
}

static const struct definition *find_by_version(struct exec *x, struct slice process_id,
                                                int32_t version)
{
    uint64_t key = version < VERSION_NEWEST
                       ? 0
                       : definition_key_find(&x->rows, x->command->tenant, process_id, version);

    if (key != 0) {
        return find_by_key(x, key);
    }
    if (version == VERSION_NEWEST) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to find process definition with process ID '%.*s', but none found",
                    SLICE_ARG(process_id));
    } else {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to find process definition with process ID '%.*s' and version '%d', "
                    "but none found",
                    SLICE_ARG(process_id), version);
    }
    return NULL;
}

static const struct definition *find_by_tag(struct exec *x, struct slice process_id,
                                            struct slice version_tag)
{
    uint64_t key =
        definition_key_find_tagged(&x->rows, x->command->tenant, process_id, version_tag);

    if (key == 0) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to find process definition with process ID '%.*s' and version tag "
                    "'%.*s', but none found",
                    SLICE_ARG(process_id), SLICE_ARG(version_tag));
        return NULL;
    }
    return find_by_key(x, key);
}

static const struct definition *definition_of(struct exec *x,
                                              const struct create_instance_command *c)
{
    if (c->process_definition_key != 0) {
        return find_by_key(x, c->process_definition_key);
    }
    return c->version_tag.size > 0 ? find_by_tag(x, c->process_id, c->version_tag)
                                   : find_by_version(x, c->process_id, c->version);
}

static bool start_is_allowed(struct exec *x, const struct definition *definition)
{
    const struct create_instance_command *c = &x->command->create_instance;

    if (c->start_element_count > 0) {
        return start_points_are_allowed(x, definition, c->start_elements, c->start_element_count);
    }
    if (definition->process->elements[0].none_start == BPMN_NONE) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to create instance of process with none start event, but there is "
                    "no such event");
        return false;
    }
    return true;
}

static bool end_is_allowed(struct exec *x, const struct definition *definition)
{
    const struct create_instance_command *c = &x->command->create_instance;

    for (uint32_t i = 0; i < c->final_element_count; i++) {
        const struct bpmn_element *e = bpmn_find_element(definition->process, c->final_elements[i]);

        if (e == NULL || e->kind == BPMN_PROCESS) {
            exec_reject(x, STATUS_INVALID_ARGUMENT,
                        "Expected to create instance of process with runtime instructions but no "
                        "element found with id '%.*s'.",
                        SLICE_ARG(c->final_elements[i]));
            return false;
        }
    }
    return true;
}

static bool business_id_is_free(struct exec *x, const struct definition *definition)
{
    const struct create_instance_command *c = &x->command->create_instance;

    if (!c->unique_business_id || !business_id_is_taken(x, definition, c->business_id)) {
        return true;
    }
    exec_reject(x, STATUS_ALREADY_EXISTS,
                "Expected to create instance of process '%.*s' with business id '%.*s', but an "
                "active instance of the process has that business id already",
                SLICE_ARG(definition->process_id), SLICE_ARG(c->business_id));
    return false;
}

enum verdict run_create_instance(struct exec *x)
{
    const struct create_instance_command *c = &x->command->create_instance;
    const struct definition *definition = definition_of(x, c);
    struct element_row *root;

    if (definition == NULL || !start_is_allowed(x, definition) || !end_is_allowed(x, definition) ||
        !business_id_is_free(x, definition)) {
        return V_OK;
    }

    root = instance_new(x, definition);
    ENSURE(x, root != NULL);
    if (c->business_id.size > 0) {
        instance_name(x, root, c->business_id);
    }
    root->instance.tags = c->tags;
    root->instance.tag_count = c->tag_count;
    root->instance.final_elements = c->final_elements;
    root->instance.final_element_count = c->final_element_count;
    start_points_set(x, root, c->start_elements, c->start_element_count);
    instance_start(x, root, c->variables);
    x->result.create_instance =
        (struct create_instance_result){.process_instance_key = root->key,
                                        .process_definition_key = definition->key,
                                        .process_id = definition->process_id,
                                        .version = definition->version};
    return V_OK;
}

/* --- a business id that comes later --- */

enum verdict run_assign_business_id(struct exec *x)
{
    const struct assign_business_id_command *c = &x->command->assign_business_id;
    struct element_row *root = element_find(x, c->process_instance_key);

    if (root == NULL || root->scope_key != 0 || !event_is_welcome(x, root)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to assign a business id to process instance with key '%" PRIu64
                    "', but no such process instance was found",
                    c->process_instance_key);
        return V_OK;
    }
    if (instance_admit(x, root->key)) {
        business_id_assign(x, root, c->business_id, c->unique_business_id);
    }
    return V_OK;
}

/* --- cancel --- */

/* It ends with the instance that nobody has called. */
static void reject_called(struct exec *x, const struct element_row *root)
{
    const struct element_row *outermost = root;

    while (outermost != NULL && outermost->instance.caller_key != 0) {
        const struct element_row *caller = called_caller(x, outermost);

        outermost = caller == NULL ? NULL : element_root(x, caller);
    }
    exec_reject(x, STATUS_WRONG_STATE,
                "Expected to cancel a process instance with key '%" PRIu64
                "', but it is created by a parent process instance. Cancel the root process "
                "instance '%" PRIu64 "' instead.",
                root->key, outermost == NULL ? 0 : outermost->key);
}

enum verdict run_cancel_instance(struct exec *x)
{
    uint64_t key = x->command->cancel_instance.process_instance_key;
    struct element_row *root = element_find(x, key);

    if (root == NULL || root->scope_key != 0 || root->state == ELEMENT_TERMINATING) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to cancel a process instance with key '%" PRIu64
                    "', but no such process was found",
                    key);
        return V_OK;
    }

    if (root->instance.caller_key != 0) {
        reject_called(x, root);
        return V_OK;
    }

    /* A banned instance may go, too; should that meet the bug again, the ban stays. */
    x->acting_instance = key;
    banned_row_delete(&x->rows, key);
    /* Nothing that it still had to do matters now: cancelling does not wait in the queue. */
    if (x->steps.may_be_stored) {
        step_rows_delete(&x->rows, key);
    }
    push_terminate(x, root);
    return V_OK;
}

/* --- variables --- */

enum verdict run_set_variables(struct exec *x)
{
    const struct set_variables_command *c = &x->command->set_variables;
    struct element_row *scope = element_find(x, c->scope_key);

    if (scope == NULL || scope->state == ELEMENT_PENDING || scope->state == ELEMENT_TERMINATING) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to update variables for element with key '%" PRIu64
                    "', but no such element was found",
                    c->scope_key);
        return V_OK;
    }
    if (!instance_admit(x, scope->instance_key)) {
        return V_OK;
    }

    if (c->local) {
        variables_set_local(x, scope, c->variables);
    } else {
        variables_propagate(x, scope, c->variables);
    }
    return V_OK;
}
