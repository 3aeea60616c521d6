/* Filters of process instances over what belongs to them: there is one element, one open incident,
 * one job that satisfies all that a group says of it. An instance's members are walked once for
 * each entity that the group has filters over. */
#include "search_int.h"

#include "base/utf8.h"
#include "member_int.h"
#include "value/value.h"

struct join {
    uint32_t filter; /* of the instance */
    enum readmodel_entity entity;
    uint32_t field; /* of the entity */
};

static const struct join joins[] = {
    {FIELD_INSTANCE_BATCH_ID, READMODEL_BATCH_ITEM, FIELD_BATCH_ITEM_BATCH_KEY},
    {FIELD_INSTANCE_BATCH_KEY, READMODEL_BATCH_ITEM, FIELD_BATCH_ITEM_BATCH_KEY},
    {FIELD_INSTANCE_ERROR_MESSAGE, READMODEL_INCIDENT, FIELD_INCIDENT_ERROR_MESSAGE},
    {FIELD_INSTANCE_ERROR_HASH, READMODEL_INCIDENT, FIELD_INCIDENT_ERROR_MESSAGE},
    {FIELD_INSTANCE_HAS_RETRIES_LEFT, READMODEL_JOB, FIELD_JOB_HAS_FAILED_WITH_RETRIES_LEFT},
    {FIELD_INSTANCE_ELEMENT_STATE, READMODEL_ELEMENT_INSTANCE, FIELD_ELEMENT_STATE},
    {FIELD_INSTANCE_ELEMENT_ID, READMODEL_ELEMENT_INSTANCE, FIELD_ELEMENT_ID},
    {FIELD_INSTANCE_HAS_ELEMENT_INCIDENT, READMODEL_ELEMENT_INSTANCE, FIELD_ELEMENT_HAS_INCIDENT},
};

/* NULL: the condition is over the instance itself. */
static const struct join *join_of(const struct readmodel_condition *condition)
{
    for (size_t i = 0; i < sizeof(joins) / sizeof(joins[0]); i++) {
        if (joins[i].filter == condition->field) {
            return &joins[i];
        }
    }
    return NULL;
}

static bool asks_for_none(const struct readmodel_condition *condition)
{
    return condition->op == READMODEL_EXISTS && condition->operand_count > 0 &&
           !condition->operands[0].boolean;
}

int32_t error_hash(struct slice message)
{
    uint32_t hash = 0;

    while (message.size > 0) {
        uint32_t code_point = 0;
        size_t bytes = utf8_decode(message, &code_point);
        if (bytes == 0) {
            break;
        }
        if (code_point > 0xffff) { /* two units of UTF-16 */
            hash = hash * 31 + (0xd800 + ((code_point - 0x10000) >> 10));
            code_point = 0xdc00 + ((code_point - 0x10000) & 0x3ff);
        }
        hash = hash * 31 + code_point;
        message = slice_from(message, bytes);
    }
    return (int32_t)hash;
}

/* --- one entity of the group --- */

struct join_test {
    struct search *search;
    const struct readmodel_group *group;
    enum readmodel_entity entity;
    bool found; /* one that satisfies everything */
    bool seen;  /* one at all */
};

static bool condition_holds(struct search *search, const struct readmodel_condition *condition,
                            const struct join *join, const struct slice *fields)
{
    enum readmodel_type type = search->schema->fields[condition->field].type;
    struct slice value = fields[join->field];
    struct buffer hash;

    if (condition->field != FIELD_INSTANCE_ERROR_HASH) {
        return condition_matches(condition, type, value, &search->scratch);
    }
    buffer_init(&hash, KEY_PAIR_BYTES);
    value_put_int(&hash, error_hash(field_text(value)));
    bool holds = condition_matches(condition, type, buffer_slice(&hash), &search->scratch);
    buffer_deinit(&hash);
    return holds;
}

static bool row_satisfies(const struct join_test *test, const struct slice *fields)
{
    for (uint32_t i = 0; i < test->group->condition_count; i++) {
        const struct readmodel_condition *condition = &test->group->conditions[i];
        const struct join *join = join_of(condition);
        if (join != NULL && join->entity == test->entity && !asks_for_none(condition) &&
            !condition_holds(test->search, condition, join, fields)) {
            return false;
        }
    }
    return true;
}

static enum status test_member(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct join_test *test = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    if (entity != test->entity || test->found) {
        return STATUS_OK;
    }
    enum status st = search_tick(test->search);
    if (st == STATUS_OK) {
        st = row_find(test->search->txn, entity, key, &presence, &row);
    }
    if (st != STATUS_OK || (entity == READMODEL_INCIDENT && presence != PRESENT_OPEN)) {
        return st;
    }
    st = presence == ABSENT ? STATUS_CORRUPT : document_decode(entity, row, fields);
    if (st == STATUS_OK) {
        test->seen = true;
        test->found = row_satisfies(test, fields);
    }
    return st;
}

/* What the group says of that entity: that one must be there, that none may. */
static void group_asks(const struct readmodel_group *group, enum readmodel_entity entity,
                       bool *for_one, bool *for_none)
{
    *for_one = false;
    *for_none = false;
    for (uint32_t i = 0; i < group->condition_count; i++) {
        const struct join *join = join_of(&group->conditions[i]);
        if (join != NULL && join->entity == entity) {
            *for_none = *for_none || asks_for_none(&group->conditions[i]);
            *for_one = *for_one || !asks_for_none(&group->conditions[i]);
        }
    }
}

static enum status entity_holds(struct search *search, const struct readmodel_group *group,
                                enum readmodel_entity entity, const struct slice *fields,
                                bool *holds)
{
    struct join_test test = {.search = search, .group = group, .entity = entity};
    enum status st = STATUS_OK;
    bool for_one;
    bool for_none;

    group_asks(group, entity, &for_one, &for_none);
    if (!for_one && !for_none) {
        return STATUS_OK;
    }
    /* An instance that says it has no incident need not be asked for them. */
    if (entity != READMODEL_INCIDENT || field_bool(fields[FIELD_INSTANCE_HAS_INCIDENT])) {
        st = member_walk(search->txn, field_u64(fields[FIELD_INSTANCE_KEY]), test_member, &test);
    }
    *holds = (!for_one || test.found) && (!for_none || !test.seen);
    return st;
}

enum status join_holds(struct search *search, const struct readmodel_group *group,
                       const struct slice *fields, bool *holds)
{
    static const enum readmodel_entity entities[] = {READMODEL_INCIDENT, READMODEL_ELEMENT_INSTANCE,
                                                     READMODEL_JOB, READMODEL_BATCH_ITEM};
    enum status st = STATUS_OK;

    for (size_t i = 0; st == STATUS_OK && *holds && i < sizeof(entities) / sizeof(entities[0]);
         i++) {
        st = entity_holds(search, group, entities[i], fields, holds);
    }
    return st;
}

bool join_is_open(const struct readmodel_query *query)
{
    for (uint32_t i = 0;
         query->entity == READMODEL_PROCESS_INSTANCE && i < query->all.condition_count; i++) {
        const struct readmodel_condition *condition = &query->all.conditions[i];
        const struct join *join = join_of(condition);
        if (join != NULL && join->entity == READMODEL_INCIDENT && condition->operand_count > 0 &&
            !asks_for_none(condition)) {
            return true;
        }
    }
    return false;
}
