/* Modifying a process instance: from the lists of the body to the instructions of the command. */
#include "base/assert.h"
#include "base/limits.h"
#include "body_list.h"
#include "handlers_int.h"
#include "problem_int.h"
#include "request_int.h"

/* --- what the body may hold --- */

struct modification_body {
    struct slice activate;
    struct slice move;
    struct slice terminate;
};

#define AT(member) .offset = offsetof(struct modification_body, member)
static const struct field modification_fields[] = {
    {.name = "operationReference", .kind = FIELD_REFERENCE},
    {.name = "activateInstructions", .kind = FIELD_VALUE, AT(activate)},
    {.name = "moveInstructions", .kind = FIELD_VALUE, AT(move)},
    {.name = "terminateInstructions", .kind = FIELD_VALUE, AT(terminate)},
    {0}};
#undef AT

static const struct field variable_fields[] = {
    {.name = "variables",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct variable_instruction, variables)},
    {.name = "scopeId",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct variable_instruction, scope_id)},
    {0}};

/* What activations and moves have in common. */
struct target_item {
    struct slice element_id;
    struct slice ancestor_key; /* "-1": none */
    struct slice variables;
};

#define AT(member) .offset = offsetof(struct target_item, member)
static const struct field activate_fields[] = {
    {.name = "elementId",
     .kind = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
     AT(element_id)},
    {.name = "ancestorElementInstanceKey", .kind = FIELD_TEXT, AT(ancestor_key)},
    {.name = "variableInstructions", .kind = FIELD_VALUE, AT(variables)},
    {0}};
#undef AT

struct move_item {
    struct target_item target; /* first: offsets of 0 mean nothing to has_offset */
    struct slice source_id;
    uint64_t source_key;
    int source_type;
    int ancestor_type;
    bool has_source_type;
    bool has_source_key;
    bool has_ancestor_type;
};

enum {
    SOURCE_BY_ID,
    SOURCE_BY_KEY
};

static const char *const source_types[] = {"byId", "byKey", NULL};
/* in the order of enum move_ancestor */
static const char *const ancestor_types[] = {"direct", "inferred", "sourceParent", NULL};

#define AT(member) .offset = offsetof(struct move_item, member)
#define HAS(member) .has_offset = offsetof(struct move_item, member)
static const struct field source_fields[] = {
    {.name = "sourceType",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     AT(source_type),
     HAS(has_source_type),
     .values = source_types},
    {.name = "sourceElementId", .kind = FIELD_TEXT, AT(source_id)},
    {.name = "sourceElementInstanceKey", .kind = FIELD_KEY, AT(source_key), HAS(has_source_key)},
    {0}};
static const struct field ancestor_fields[] = {
    {.name = "ancestorScopeType",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     AT(ancestor_type),
     HAS(has_ancestor_type),
     .values = ancestor_types},
    {.name = "ancestorElementInstanceKey", .kind = FIELD_TEXT, AT(target.ancestor_key)},
    {0}};
static const struct field move_fields[] = {
    {.name = "sourceElementInstruction",
     .kind = FIELD_NESTED,
     .flags = FIELD_REQUIRED,
     .fields = source_fields},
    {.name = "targetElementId",
     .kind = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
     AT(target.element_id)},
    {.name = "ancestorScopeInstruction", .kind = FIELD_NESTED, .fields = ancestor_fields},
    {.name = "variableInstructions", .kind = FIELD_VALUE, AT(target.variables)},
    {0}};
#undef HAS
#undef AT

struct terminate_item {
    struct slice element_id;
    uint64_t key;
    bool has_key;
};

static const struct field terminate_fields[] = {
    {.name = "elementId",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct terminate_item, element_id)},
    {.name = "elementInstanceKey",
     .kind = FIELD_KEY,
     .offset = offsetof(struct terminate_item, key),
     .has_offset = offsetof(struct terminate_item, has_key)},
    {0}};

/* --- from items to instructions --- */

/* "-1" is what clients send for no ancestor. */
static bool ancestor_read(struct request *request, struct slice text, uint64_t *out)
{
    *out = 0;
    if (text.data == NULL || slice_is(text, "-1")) {
        return true;
    }
    if (!key_parse(text, out) || *out == 0) {
        problem_invalid(request,
                        "The provided ancestorElementInstanceKey '%.*s' is not a valid key. "
                        "Expected a numeric value. Did you pass an entity id instead of an entity "
                        "key?.",
                        SLICE_ARG(text));
        return false;
    }
    return true;
}

static bool target_read(struct request *request, const struct target_item *item,
                        struct activate_instruction *out)
{
    static const struct body_list_shape shape = {"variableInstructions", variable_fields,
                                                 sizeof(struct variable_instruction),
                                                 LIMIT_MODIFY_INSTRUCTIONS};
    struct body_list list;

    out->element_id = item->element_id;
    if (!ancestor_read(request, item->ancestor_key, &out->ancestor_key) ||
        !body_read_list(request, &shape, item->variables, &list)) {
        return false;
    }
    out->variables = (struct variable_instruction *)(void *)list.items;
    out->variable_count = list.count;
    for (uint32_t i = 0; i < list.count; i++) {
        if (out->variables[i].scope_id.size == 0) {
            out->variables[i].scope_id = SLICE_EMPTY;
        }
    }
    return true;
}

static bool activations_read(struct request *request, struct slice value,
                             struct modify_instance_command *out)
{
    static const struct body_list_shape shape = {"activateInstructions", activate_fields,
                                                 sizeof(struct target_item),
                                                 LIMIT_MODIFY_INSTRUCTIONS};
    struct body_list list;

    if (!body_read_list(request, &shape, value, &list)) {
        return false;
    }
    out->activate_count = list.count;
    out->activate =
        CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct activate_instruction, list.count + 1));
    for (uint32_t i = 0; i < list.count; i++) {
        const struct target_item *item = (const struct target_item *)(void *)list.items + i;

        if (!target_read(request, item, &out->activate[i])) {
            return false;
        }
    }
    return true;
}

/* A source is what its type says, and nothing else. */
static bool source_read(struct request *request, const struct move_item *item,
                        struct move_instruction *out)
{
    bool by_id = item->source_type == SOURCE_BY_ID;

    if (by_id ? item->has_source_key : item->source_id.data != NULL) {
        problem_bad_request(request,
                            "Request property [sourceElementInstruction.%s] cannot be "
                            "parsed",
                            by_id ? "sourceElementInstanceKey" : "sourceElementId");
        return false;
    }
    if (by_id ? item->source_id.size == 0 : !item->has_source_key) {
        problem_invalid(request, "No %s provided.",
                        by_id ? "sourceElementId" : "sourceElementInstanceKey");
        return false;
    }
    out->source_id = item->source_id;
    out->source_key = item->source_key;
    return true;
}

static bool move_read(struct request *request, const struct move_item *item,
                      struct move_instruction *out)
{
    bool is_direct = item->has_ancestor_type && item->ancestor_type == MOVE_ANCESTOR_DIRECT;

    if (is_direct && item->target.ancestor_key.size == 0) {
        problem_invalid(request, "No ancestorElementInstanceKey provided.");
        return false;
    }
    if (!is_direct && item->target.ancestor_key.data != NULL) {
        problem_bad_request(request,
                            "Request property "
                            "[ancestorScopeInstruction.ancestorElementInstanceKey] cannot be "
                            "parsed");
        return false;
    }
    out->ancestor = (enum move_ancestor)item->ancestor_type;
    return source_read(request, item, out) && target_read(request, &item->target, &out->target);
}

static bool moves_read(struct request *request, struct slice value,
                       struct modify_instance_command *out)
{
    static const struct body_list_shape shape = {
        "moveInstructions", move_fields, sizeof(struct move_item), LIMIT_MODIFY_INSTRUCTIONS};
    struct body_list list;

    if (!body_read_list(request, &shape, value, &list)) {
        return false;
    }
    out->move_count = list.count;
    out->move = CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct move_instruction, list.count + 1));
    for (uint32_t i = 0; i < list.count; i++) {
        const struct move_item *item = (const struct move_item *)(void *)list.items + i;

        if (!move_read(request, item, &out->move[i])) {
            return false;
        }
    }
    return true;
}

static bool terminations_read(struct request *request, struct slice value,
                              struct modify_instance_command *out)
{
    static const struct body_list_shape shape = {"terminateInstructions", terminate_fields,
                                                 sizeof(struct terminate_item),
                                                 LIMIT_MODIFY_INSTRUCTIONS};
    struct body_list list;

    if (!body_read_list(request, &shape, value, &list)) {
        return false;
    }
    out->terminate_count = list.count;
    out->terminate =
        CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct terminate_instruction, list.count + 1));
    for (uint32_t i = 0; i < list.count; i++) {
        const struct terminate_item *item = (const struct terminate_item *)(void *)list.items + i;
        bool has_id = item->element_id.size > 0;

        if (has_id == item->has_key) {
            problem_invalid(
                request, has_id ? "Only one of [elementId, elementInstanceKey] is allowed."
                                : "At least one of [elementId, elementInstanceKey] is required.");
            return false;
        }
        out->terminate[i] =
            (struct terminate_instruction){.element_instance_key = item->key,
                                           .element_id = has_id ? item->element_id : SLICE_EMPTY};
    }
    return true;
}

static uint32_t count_all(const struct modify_instance_command *c)
{
    uint32_t count = c->activate_count + c->move_count + c->terminate_count;

    for (uint32_t i = 0; i < c->activate_count; i++) {
        count += c->activate[i].variable_count;
    }
    for (uint32_t i = 0; i < c->move_count; i++) {
        count += c->move[i].target.variable_count;
    }
    return count;
}

/* One command holds them all, so there is one bound for them all. */
static bool count_fits(struct request *request, const struct modify_instance_command *c)
{
    uint32_t count = count_all(c);

    if (count > LIMIT_MODIFY_INSTRUCTIONS) {
        problem_invalid(request, "The modification has %u instructions but must have at most %d.",
                        count, LIMIT_MODIFY_INSTRUCTIONS);
        return false;
    }
    return true;
}

void instance_modify(struct request *request)
{
    struct command command = {.type = COMMAND_MODIFY_INSTANCE};
    struct modify_instance_command *c = &command.modify_instance;
    struct modification_body body = {.activate = SLICE_EMPTY};

    if (path_key(request, 0, "processInstanceKey", &c->process_instance_key) &&
        body_read(request, BODY_REQUIRED, modification_fields, "", &body) &&
        activations_read(request, body.activate, c) && moves_read(request, body.move, c) &&
        terminations_read(request, body.terminate, c) && count_fits(request, c)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}
