/* Names of the tables and the two tables of each entity. */
#include "tables_int.h"

#include "base/assert.h"
#include "base/bytes.h"
#include "readmodel/readmodel.h"

static const struct store_table store_tables[] = {
    {TABLE_META, "meta"},
    {TABLE_DEFINITION, "definition"},
    {TABLE_LATEST, "definition_latest"},
    {TABLE_RESOURCE, "resource"},
    {TABLE_INSTANCE_OPEN, "instance_open"},
    {TABLE_INSTANCE_ENDED, "instance_ended"},
    {TABLE_ELEMENT, "element"},
    {TABLE_JOB, "job"},
    {TABLE_INCIDENT_OPEN, "incident_open"},
    {TABLE_INCIDENT_ENDED, "incident_ended"},
    {TABLE_USER_TASK_OPEN, "user_task_open"},
    {TABLE_USER_TASK_ENDED, "user_task_ended"},
    {TABLE_SUBSCRIPTION_OPEN, "subscription_open"},
    {TABLE_SUBSCRIPTION_ENDED, "subscription_ended"},
    {TABLE_VARIABLE, "variable"},
    {TABLE_MEMBER, "member"},
    {TABLE_SCOPE, "scope"},
    {TABLE_POSTING, "posting"},
    {TABLE_HISTORY, "history"},
    {TABLE_REMOVAL, "removal"},
    {TABLE_CORRELATION, "correlation"},
    {TABLE_FORM, "form"},
    {TABLE_FILE, "file"},
    {TABLE_BATCH, "batch"},
    {TABLE_BATCH_ITEM, "batch_item"},
    {TABLE_REQUIREMENTS, "requirements"},
    {TABLE_DECISION, "decision"},
    {TABLE_EVALUATION, "evaluation"},
};
_Static_assert(sizeof(store_tables) / sizeof(store_tables[0]) == TABLE_END - 1,
               "every table has a name");

static const char *const ended_with_instance[] = {"COMPLETED", "TERMINATED", NULL};
static const char *const ended_jobs[] = {"COMPLETED", "CANCELED", "ERROR_THROWN", NULL};
static const char *const ended_incidents[] = {"RESOLVED", NULL};
static const char *const ended_user_tasks[] = {"COMPLETED", "CANCELED", "FAILED", NULL};
static const char *const ended_subscriptions[] = {"CORRELATED", "DELETED", NULL};

static const struct entity_tables entities[] = {
    [READMODEL_PROCESS_DEFINITION] = {TABLE_DEFINITION, TABLE_NONE, READMODEL_NO_FIELD,
                                      READMODEL_NO_FIELD, READMODEL_NO_FIELD, READMODEL_NO_FIELD,
                                      NULL},
    [READMODEL_PROCESS_INSTANCE] = {TABLE_INSTANCE_OPEN, TABLE_INSTANCE_ENDED, FIELD_INSTANCE_STATE,
                                    FIELD_INSTANCE_KEY, FIELD_INSTANCE_DEFINITION_KEY,
                                    FIELD_INSTANCE_DEFINITION_ID, ended_with_instance},
    [READMODEL_ELEMENT_INSTANCE] = {TABLE_ELEMENT, TABLE_NONE, FIELD_ELEMENT_STATE,
                                    FIELD_ELEMENT_INSTANCE, FIELD_ELEMENT_DEFINITION_KEY,
                                    FIELD_ELEMENT_DEFINITION_ID, ended_with_instance},
    [READMODEL_VARIABLE] = {TABLE_VARIABLE, TABLE_NONE, READMODEL_NO_FIELD, FIELD_VARIABLE_INSTANCE,
                            READMODEL_NO_FIELD, READMODEL_NO_FIELD, NULL},
    [READMODEL_JOB] = {TABLE_JOB, TABLE_NONE, FIELD_JOB_STATE, FIELD_JOB_INSTANCE,
                       FIELD_JOB_DEFINITION_KEY, FIELD_JOB_DEFINITION_ID, ended_jobs},
    [READMODEL_INCIDENT] = {TABLE_INCIDENT_OPEN, TABLE_INCIDENT_ENDED, FIELD_INCIDENT_STATE,
                            FIELD_INCIDENT_INSTANCE, FIELD_INCIDENT_DEFINITION_KEY,
                            FIELD_INCIDENT_DEFINITION_ID, ended_incidents},
    [READMODEL_USER_TASK] = {TABLE_USER_TASK_OPEN, TABLE_USER_TASK_ENDED, FIELD_USER_TASK_STATE,
                             FIELD_USER_TASK_INSTANCE, FIELD_USER_TASK_DEFINITION_KEY,
                             FIELD_USER_TASK_DEFINITION_ID, ended_user_tasks},
    /* A start event's subscription belongs to no instance: the way over the definition's instances
     * would miss it. */
    [READMODEL_MESSAGE_SUBSCRIPTION] = {TABLE_SUBSCRIPTION_OPEN, TABLE_SUBSCRIPTION_ENDED,
                                        FIELD_SUBSCRIPTION_STATE, FIELD_SUBSCRIPTION_INSTANCE,
                                        READMODEL_NO_FIELD, READMODEL_NO_FIELD,
                                        ended_subscriptions},
    [READMODEL_CORRELATION] = {TABLE_CORRELATION, TABLE_NONE, READMODEL_NO_FIELD,
                               FIELD_CORRELATION_INSTANCE, FIELD_CORRELATION_DEFINITION_KEY,
                               FIELD_CORRELATION_DEFINITION_ID, NULL},
    [READMODEL_FORM] = {TABLE_FORM, TABLE_NONE, READMODEL_NO_FIELD, READMODEL_NO_FIELD,
                        READMODEL_NO_FIELD, READMODEL_NO_FIELD, NULL},
    [READMODEL_RESOURCE] = {TABLE_FILE, TABLE_NONE, READMODEL_NO_FIELD, READMODEL_NO_FIELD,
                            READMODEL_NO_FIELD, READMODEL_NO_FIELD, NULL},
    [READMODEL_BATCH_OPERATION] = {TABLE_BATCH, TABLE_NONE, READMODEL_NO_FIELD, READMODEL_NO_FIELD,
                                   READMODEL_NO_FIELD, READMODEL_NO_FIELD, NULL},
    /* Not every item about an instance is listed under it: its owner is no filter. */
    [READMODEL_BATCH_ITEM] = {TABLE_BATCH_ITEM, TABLE_NONE, READMODEL_NO_FIELD,
                              FIELD_BATCH_ITEM_OWNER, READMODEL_NO_FIELD, READMODEL_NO_FIELD, NULL},
    [READMODEL_DECISION_REQUIREMENTS] = {TABLE_REQUIREMENTS, TABLE_NONE, READMODEL_NO_FIELD,
                                         READMODEL_NO_FIELD, READMODEL_NO_FIELD, READMODEL_NO_FIELD,
                                         NULL},
    [READMODEL_DECISION_DEFINITION] = {TABLE_DECISION, TABLE_NONE, READMODEL_NO_FIELD,
                                       READMODEL_NO_FIELD, READMODEL_NO_FIELD, READMODEL_NO_FIELD,
                                       NULL},
    /* Most belong to no instance: a way over instances would miss them. */
    [READMODEL_DECISION_INSTANCE] = {TABLE_EVALUATION, TABLE_NONE, READMODEL_NO_FIELD,
                                     FIELD_EVALUATED_INSTANCE, READMODEL_NO_FIELD,
                                     READMODEL_NO_FIELD, NULL},
};
_Static_assert(sizeof(entities) / sizeof(entities[0]) == READMODEL_ENTITY_END,
               "every entity has its tables");

const struct store_table *readmodel_tables(size_t *count)
{
    *count = sizeof(store_tables) / sizeof(store_tables[0]);
    return store_tables;
}

const struct entity_tables *entity_tables(enum readmodel_entity entity)
{
    ASSERT((unsigned)entity < READMODEL_ENTITY_END);
    ASSERT(entities[entity].open != TABLE_NONE);
    return &entities[entity];
}

bool entity_state_is_ended(enum readmodel_entity entity, struct slice state)
{
    for (const char *const *ended = entity_tables(entity)->ended_states;
         ended != NULL && *ended != NULL; ended++) {
        if (slice_is(state, *ended)) {
            return true;
        }
    }
    return false;
}

void row_key_one(struct row_key *out, uint64_t key)
{
    bytes_put_u64be(out->bytes, key);
    out->slice = slice_make(out->bytes, KEY_BYTES);
}

void row_key_two(struct row_key *out, uint64_t first, uint64_t second)
{
    bytes_put_u64be(out->bytes, first);
    bytes_put_u64be(out->bytes + KEY_BYTES, second);
    out->slice = slice_make(out->bytes, KEY_PAIR_BYTES);
}

uint64_t row_key_get(struct slice key)
{
    ASSERT(key.size >= KEY_BYTES);
    return bytes_get_u64be(key.data);
}
