/* One trace into rows.
 *
 * Every entity of the batch is read once and written once: first those that belong to an instance,
 * which tells what its new members are, then the instances themselves, which carry them, then the
 * rows of members and scopes that are left. */
#include "history_int.h"
#include "member_int.h"
#include "posting_int.h"
#include "readmodel_int.h"

#include "base/assert.h"
#include "base/sort.h"
#include "value/value.h"

/* --- rows --- */

enum status row_find(struct store_txn *txn, enum readmodel_entity entity, uint64_t key,
                     enum presence *presence, struct slice *row)
{
    const struct entity_tables *tables = entity_tables(entity);
    struct row_key at;

    *presence = PRESENT_OPEN;
    row_key_one(&at, key);
    enum status st = store_get(txn, tables->open, at.slice, row);
    if (st == STATUS_NOT_FOUND && tables->ended != TABLE_NONE) {
        *presence = PRESENT_ENDED;
        st = store_get(txn, tables->ended, at.slice, row);
    }
    if (st == STATUS_NOT_FOUND) {
        *presence = ABSENT;
        return STATUS_OK;
    }
    return st;
}

enum status row_delete(struct store_txn *txn, enum readmodel_entity entity, uint64_t key)
{
    const struct entity_tables *tables = entity_tables(entity);
    struct row_key at;

    row_key_one(&at, key);
    enum status st = STATUS_NOT_FOUND;
    if (tables->ended != TABLE_NONE) {
        st = store_delete(txn, tables->ended, at.slice);
    }
    if (st == STATUS_NOT_FOUND) {
        st = store_delete(txn, tables->open, at.slice);
    }
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

enum status row_put(struct readmodel *rm, uint8_t table, struct slice key)
{
    if (rm->row.failed) {
        return STATUS_NO_MEMORY;
    }
    return store_put(rm->txn, table, key, buffer_slice(&rm->row));
}

/* Put the encoded document into the table that its state chooses, and take it out of the other. */
static enum status document_put(struct readmodel *rm, const struct pending *item,
                                enum presence presence, struct slice state)
{
    const struct entity_tables *tables = entity_tables(item->entity);
    bool ended = tables->ended != TABLE_NONE && entity_state_is_ended(item->entity, state);
    struct row_key key;

    row_key_one(&key, item->key);
    enum status st = STATUS_OK;
    if (presence == PRESENT_OPEN && ended) {
        st = store_delete(rm->txn, tables->open, key.slice);
    } else if (presence == PRESENT_ENDED && !ended) {
        st = store_delete(rm->txn, tables->ended, key.slice);
    }
    if (st != STATUS_OK) {
        return st == STATUS_NOT_FOUND ? STATUS_CORRUPT : st;
    }
    return row_put(rm, ended ? tables->ended : tables->open, key.slice);
}

/* --- elements: the event may be missing, then only the incident changes --- */

static uint64_t incident_of(const struct pending *item, uint64_t present)
{
    switch (item->patch) {
    case PATCH_SET:
        return item->patch_incident;
    case PATCH_CLEAR:
        return present == item->patch_incident ? 0 : present;
    case PATCH_NONE:
        break;
    }
    return present;
}

/* The timer that the batch tells of, or the one that the row (empty: none) has. */
static enum status timer_of(const struct pending *item, struct slice row, struct element_timer *out)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum status st = STATUS_OK;

    *out = (struct element_timer){0};
    if (item->timer != NULL) {
        out->due_ms = item->timer->timer.due_ms;
        out->repetitions = item->timer->timer.repetitions;
    } else if (row.data != NULL) {
        st = document_decode(READMODEL_ELEMENT_INSTANCE, row, fields);
        if (st == STATUS_OK) {
            out->due_ms = field_int(fields[FIELD_ELEMENT_TIMER_DUE]);
            out->repetitions = (int32_t)field_int(fields[FIELD_ELEMENT_TIMER_REPETITIONS]);
        }
    }
    return st;
}

static enum status element_write(struct readmodel *rm, const struct pending *item, struct slice row,
                                 struct slice *state)
{
    struct element_timer timer;

    enum status st = timer_of(item, row, &timer);
    if (st == STATUS_OK) {
        *state = encode_element(&rm->row, item->event,
                                incident_of(item, item->event->element.incident_key), &timer);
    }
    return st;
}

static enum status element_patch(struct readmodel *rm, const struct pending *item, struct slice row,
                                 struct slice *state)
{
    struct buffer due;
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = document_decode(READMODEL_ELEMENT_INSTANCE, row, fields);
    if (st != STATUS_OK) {
        return st;
    }
    uint64_t incident = incident_of(item, field_u64(fields[FIELD_ELEMENT_INCIDENT_KEY]));
    fields[FIELD_ELEMENT_HAS_INCIDENT] = value_of_bool(incident != 0);
    buffer_reset(&rm->scratch);
    value_put_u64(&rm->scratch, incident);
    fields[FIELD_ELEMENT_INCIDENT_KEY] = incident != 0 ? buffer_slice(&rm->scratch) : value_null();
    buffer_init(&due, MEMBER_BYTES * 2);
    if (item->timer != NULL) {
        value_put_int(&due, item->timer->timer.due_ms);
        size_t at = due.size;
        value_put_int(&due, item->timer->timer.repetitions);
        fields[FIELD_ELEMENT_TIMER_DUE] = slice_sub(buffer_slice(&due), 0, at);
        fields[FIELD_ELEMENT_TIMER_REPETITIONS] = slice_from(buffer_slice(&due), at);
    }
    document_encode(&rm->row, READMODEL_ELEMENT_INSTANCE, fields);
    buffer_deinit(&due);
    *state = field_text(fields[FIELD_ELEMENT_STATE]);
    return STATUS_OK;
}

/* --- what belongs to an instance --- */

/* The subscription of a start event belongs to a definition and to no instance yet. */
static enum status subscription_facts(struct readmodel *rm, const struct pending *item,
                                      struct instance_facts *out)
{
    if (item->instance != 0) {
        return facts_find(rm, item->instance, out);
    }
    *out = (struct instance_facts){0};
    return definition_name(rm, item->event->place.process_definition_key, &out->name);
}

/* It is told of nothing but the business id that its instance has got. */
static enum status naming_patch(struct readmodel *rm, const struct pending *item, struct slice row,
                                struct slice *state)
{
    static const struct {
        uint32_t state;
        uint32_t business_id;
    } where[] = {[READMODEL_JOB] = {FIELD_JOB_STATE, FIELD_JOB_BUSINESS_ID},
                 [READMODEL_USER_TASK] = {FIELD_USER_TASK_STATE, FIELD_USER_TASK_BUSINESS_ID},
                 [READMODEL_MESSAGE_SUBSCRIPTION] = {FIELD_SUBSCRIPTION_STATE,
                                                     FIELD_SUBSCRIPTION_BUSINESS_ID}};
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct instance_facts facts;

    enum status st = facts_find(rm, item->instance, &facts);
    if (st == STATUS_OK) {
        st = document_decode(item->entity, row, fields);
    }
    if (st != STATUS_OK) {
        return st;
    }
    buffer_reset(&rm->scratch);
    value_put_string_or_null(&rm->scratch, facts.business_id);
    fields[where[item->entity].business_id] = buffer_slice(&rm->scratch);
    document_encode(&rm->row, item->entity, fields);
    *state = field_text(fields[where[item->entity].state]);
    return STATUS_OK;
}

static enum status item_encode(struct readmodel *rm, const struct pending *item, struct slice row,
                               struct slice *state)
{
    struct instance_facts facts;
    enum status st = STATUS_OK;

    *state = SLICE_EMPTY;
    if (item->event == NULL) {
        return item->entity == READMODEL_ELEMENT_INSTANCE ? element_patch(rm, item, row, state)
                                                          : naming_patch(rm, item, row, state);
    }
    switch ((int)item->entity) {
    case READMODEL_ELEMENT_INSTANCE:
        return element_write(rm, item, row, state);
    case READMODEL_VARIABLE:
        encode_variable(&rm->row, item->event, &rm->scratch);
        return STATUS_OK;
    case READMODEL_INCIDENT:
        *state = encode_incident(&rm->row, item->event);
        return STATUS_OK;
    case READMODEL_JOB:
    case READMODEL_USER_TASK:
        st = facts_find(rm, item->instance, &facts);
        if (st == STATUS_OK) {
            *state = item->entity == READMODEL_JOB
                         ? encode_job(&rm->row, item->event, &facts)
                         : encode_user_task(&rm->row, item->event, &facts);
        }
        return st;
    case READMODEL_MESSAGE_SUBSCRIPTION:
        st = subscription_facts(rm, item, &facts);
        if (st == STATUS_OK) {
            *state = encode_subscription(&rm->row, item->event, &facts);
        }
        return st;
    case READMODEL_CORRELATION:
        st = subscription_facts(rm, item, &facts);
        if (st == STATUS_OK) {
            encode_correlation(&rm->row, item->key, item->event, &facts);
        }
        return st;
    case READMODEL_BATCH_OPERATION:
        encode_batch(&rm->row, item->event);
        return STATUS_OK;
    case READMODEL_BATCH_ITEM:
        encode_batch_item(&rm->row, item->event, item->instance);
        return STATUS_OK;
    case READMODEL_DECISION_INSTANCE:
        encode_evaluation(&rm->row, item->event);
        return STATUS_OK;
    default:
        UNREACHABLE("entity of an instance");
    }
}

static enum status item_write(struct readmodel *rm, struct pending *item)
{
    enum presence presence;
    struct slice state;
    struct slice row;

    enum status st = row_find(rm->txn, item->entity, item->key, &presence, &row);
    if (st != STATUS_OK || (presence == ABSENT && item->event == NULL)) {
        return st;
    }
    if (item->entity == READMODEL_BATCH_ITEM) {
        st = batch_item_own(rm, item, presence, row);
    }
    if (st == STATUS_OK) {
        st = item_encode(rm, item, row, &state);
    }
    if (st == STATUS_OK) {
        st = document_put(rm, item, presence, state);
    }
    if (st != STATUS_OK || presence != ABSENT) {
        return st;
    }
    if (item->instance != 0) {
        rm->members[rm->member_count++] =
            (struct member){.instance = item->instance, .entity = item->entity, .key = item->key};
    } else if (item->entity == READMODEL_DECISION_INSTANCE) {
        /* Nobody's but its own: it has ended already. */
        history_add(rm, item->event->stamp_ms, item->key);
    }
    if (item->entity == READMODEL_VARIABLE) {
        rm->variables[rm->variable_count++] = (struct member){
            .instance = item->event->variable.scope_key, .entity = item->entity, .key = item->key};
    }
    return STATUS_OK;
}

/* --- instances --- */

/* What the lists know of an instance. */
struct listed {
    bool is_named; /* has a business id */
    uint64_t definition;
};

/* The instance has gone over to another definition, or got a business id. */
static enum status instance_relist(struct readmodel *rm, const struct trace_event *event,
                                   struct listed before)
{
    uint64_t instance = event->place.process_instance_key;
    uint64_t after = event->place.process_definition_key;
    bool is_named = event->instance.business_id.data != NULL;

    if (before.definition == after && before.is_named == is_named) {
        return STATUS_OK;
    }
    enum status st = posting_flush(rm);
    if (st == STATUS_OK && before.definition != after) {
        st = posting_remove(rm, posting_by_definition(before.definition), instance);
        st = st == STATUS_OK ? posting_insert(rm, posting_by_definition(after), instance) : st;
    }
    if (st == STATUS_OK && is_named && !before.is_named) {
        st = posting_insert(rm, posting_by_business_id(event->instance.business_id), instance);
    }
    return st;
}

/* What an instance's end and beginning put into the indexes. */
static void instance_index(struct readmodel *rm, const struct pending *item, enum presence presence,
                           struct slice state)
{
    const struct trace_event *event = item->event;

    if (presence == ABSENT) {
        posting_add(rm, posting_by_definition(event->place.process_definition_key), item->key);
        if (event->instance.parent_process_instance_key != 0) {
            posting_add(rm, posting_by_parent(event->instance.parent_process_instance_key),
                        item->key);
        }
        if (event->instance.business_id.data != NULL) {
            posting_add(rm, posting_by_business_id(event->instance.business_id), item->key);
        }
    }
    if (presence != PRESENT_ENDED && entity_state_is_ended(item->entity, state)) {
        history_add(rm, event->stamp_ms, item->key);
    }
}

static enum status instance_write(struct readmodel *rm, struct pending *item)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct slice packed = SLICE_EMPTY;
    struct slice flows = SLICE_EMPTY;
    struct listed before = {.is_named = item->event->instance.business_id.data != NULL,
                            .definition = item->event->place.process_definition_key};
    enum presence presence;
    struct slice row;

    enum status st = row_find(rm->txn, item->entity, item->key, &presence, &row);
    if (st == STATUS_OK && presence != ABSENT) {
        st = document_decode(item->entity, row, fields);
        if (st == STATUS_OK) {
            before.definition = field_u64(fields[FIELD_INSTANCE_DEFINITION_KEY]);
            before.is_named = field_text(fields[FIELD_INSTANCE_BUSINESS_ID]).data != NULL;
            packed = field_text(fields[FIELD_INSTANCE_MEMBERS]);
            flows = fields[FIELD_INSTANCE_FLOWS];
        }
    }
    if (st != STATUS_OK) {
        return st;
    }
    flows = flow_merge(rm, flows, batch_flows(&rm->batch, item->key), &item->holds_flows);
    if (flows.data == NULL) {
        return STATUS_NO_MEMORY;
    }
    if (item->member_count > 0 &&
        packed.size / MEMBER_BYTES + item->member_count <= MEMBERS_INLINE_MAX) {
        packed =
            member_pack(&rm->arena, packed, rm->members + item->member_from, item->member_count);
        if (packed.data == NULL) {
            return STATUS_NO_MEMORY;
        }
        item->member_count = 0;
    }
    struct slice state = encode_instance(&rm->row, item->event, packed, flows);
    st = document_put(rm, item, presence, state);
    if (st == STATUS_OK) {
        instance_index(rm, item, presence, state);
    }
    return st == STATUS_OK ? instance_relist(rm, item->event, before) : st;
}

static enum status instances_write(struct readmodel *rm)
{
    for (uint32_t i = 0; i < rm->batch.count; i++) {
        struct pending *item = &rm->batch.items[i];
        if (item->entity != READMODEL_PROCESS_INSTANCE) {
            continue;
        }
        enum status st = instance_write(rm, item);
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

/* --- members and scopes: runs of one instance, one scope --- */

static int member_compare(const void *a, const void *b, void *context)
{
    const struct member *left = a;
    const struct member *right = b;
    (void)context;
    return left->instance < right->instance ? -1 : left->instance > right->instance;
}

static enum status members_sort(struct readmodel *rm, struct member *members, uint32_t count)
{
    struct member *scratch = ARENA_ARRAY(&rm->arena, struct member, count);
    if (scratch == NULL && count > 0) {
        return STATUS_NO_MEMORY;
    }
    sort_stable(members, count, sizeof(*members), member_compare, NULL, scratch);
    return STATUS_OK;
}

static uint32_t run_end(const struct member *members, uint32_t from, uint32_t count)
{
    uint32_t to = from;
    while (to < count && members[to].instance == members[from].instance) {
        to++;
    }
    return to;
}

/* Tell each instance of the batch which run is its own. */
static void members_assign(struct readmodel *rm)
{
    for (uint32_t from = 0, to = 0; from < rm->member_count; from = to) {
        to = run_end(rm->members, from, rm->member_count);
        struct pending *item =
            batch_find(&rm->batch, READMODEL_PROCESS_INSTANCE, rm->members[from].instance);
        if (item != NULL) {
            item->member_from = from;
            item->member_count = to - from;
        }
    }
}

/* The flows of an instance that do not ride in its own row. */
static struct flow_run flows_left(const struct readmodel *rm, uint64_t instance)
{
    const struct pending *item = batch_find(&rm->batch, READMODEL_PROCESS_INSTANCE, instance);

    return item != NULL && item->holds_flows ? (struct flow_run){0}
                                             : batch_flows(&rm->batch, instance);
}

static bool has_member_row(const struct readmodel *rm, uint64_t instance)
{
    const struct pending *item = batch_find(&rm->batch, READMODEL_PROCESS_INSTANCE, instance);

    for (uint32_t i = 0; (item == NULL || item->member_count > 0) && i < rm->member_count; i++) {
        if (rm->members[i].instance == instance) {
            return true;
        }
    }
    return false;
}

/* Flows that ride in no other row. */
static enum status flows_write(struct readmodel *rm)
{
    enum status st = STATUS_OK;

    for (uint32_t from = 0; st == STATUS_OK && from < rm->batch.flow_count;) {
        uint64_t instance = rm->batch.flows[from].instance;
        struct flow_run run = flows_left(rm, instance);

        if (run.count > 0 && !has_member_row(rm, instance)) {
            st = flow_put_row(rm, run);
        }
        while (from < rm->batch.flow_count && rm->batch.flows[from].instance == instance) {
            from++;
        }
    }
    return st;
}

static enum status members_write(struct readmodel *rm)
{
    for (uint32_t from = 0, to = 0; from < rm->member_count; from = to) {
        to = run_end(rm->members, from, rm->member_count);
        const struct pending *item =
            batch_find(&rm->batch, READMODEL_PROCESS_INSTANCE, rm->members[from].instance);
        if (item != NULL && item->member_count == 0) {
            continue; /* they ride in the instance's own row */
        }
        enum status st = member_put_rows(rm, rm->members + from, to - from,
                                         flows_left(rm, rm->members[from].instance));
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

static enum status scopes_write(struct readmodel *rm)
{
    enum status st = members_sort(rm, rm->variables, rm->variable_count);
    for (uint32_t from = 0, to = 0; st == STATUS_OK && from < rm->variable_count; from = to) {
        to = run_end(rm->variables, from, rm->variable_count);
        st = scope_put_rows(rm, rm->variables + from, to - from);
    }
    return st;
}

static enum status items_write(struct readmodel *rm)
{
    for (uint32_t i = 0; i < rm->batch.count; i++) {
        struct pending *item = &rm->batch.items[i];
        enum status st = STATUS_OK;
        if (item->entity == READMODEL_PROCESS_DEFINITION) {
            st = definition_write(rm, item);
        } else if (item->entity == READMODEL_FORM || item->entity == READMODEL_RESOURCE) {
            st = resource_write(rm, item);
        } else if (item->entity == READMODEL_DECISION_REQUIREMENTS ||
                   item->entity == READMODEL_DECISION_DEFINITION) {
            st = decision_write(rm, item);
        } else if (item->entity != READMODEL_PROCESS_INSTANCE) {
            st = item_write(rm, item);
        }
        if (st != STATUS_OK) {
            return st;
        }
    }
    return STATUS_OK;
}

enum status writer_run(struct readmodel *rm)
{
    rm->member_count = 0;
    rm->variable_count = 0;
    rm->members = ARENA_ARRAY(&rm->arena, struct member, rm->batch.count + 1);
    rm->variables = ARENA_ARRAY(&rm->arena, struct member, rm->batch.count + 1);
    if (rm->members == NULL || rm->variables == NULL) {
        return STATUS_NO_MEMORY;
    }
    enum status st = items_write(rm);
    if (st == STATUS_OK) {
        st = members_sort(rm, rm->members, rm->member_count);
    }
    if (st == STATUS_OK) {
        members_assign(rm);
        st = instances_write(rm);
    }
    if (st == STATUS_OK) {
        st = members_write(rm);
    }
    if (st == STATUS_OK) {
        st = flows_write(rm);
    }
    if (st == STATUS_OK) {
        st = scopes_write(rm);
    }
    return st;
}
