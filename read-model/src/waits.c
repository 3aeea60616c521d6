/* What elements wait for: open jobs, user tasks and message subscriptions, and timers that run in
 * elements. A wait stands at the element that waits, those of the events behind an event-based
 * gateway at the gateway; what a boundary event waits for is not shown.
 */
#include "derived_int.h"

#include <stdio.h>

#include "base/iso8601.h"
#include "base/limits.h"
#include "member_int.h"
#include "value/value.h"

struct waits {
    struct search *search;
    struct tally instances; /* looked at */
    struct tally counts;    /* by element, when only counted */
    bool only_counted;
};

/* One wait: of which element, and what is told of it. */
struct wait {
    struct waits *waits;
    uint64_t key; /* of what is waited for */
    const char *type;
    struct buffer details;
    uint32_t detail_count;
    size_t place;
};

static void wait_begin(struct wait *wait, struct waits *waits, uint64_t key, const char *type)
{
    *wait = (struct wait){.waits = waits, .key = key, .type = type};
    buffer_init(&wait->details, LIMIT_READMODEL_ROW_BYTES);
    wait->place = value_open_object(&wait->details);
    value_put_string(&wait->details, SLICE("waitStateType"));
    value_put_string(&wait->details, slice_of(type));
    wait->detail_count = 1;
}

static struct buffer *detail(struct wait *wait, const char *name)
{
    wait->detail_count++;
    value_put_string(&wait->details, slice_of(name));
    return &wait->details;
}

static void detail_key(struct wait *wait, const char *name, uint64_t key)
{
    char text[24];
    int size = snprintf(text, sizeof(text), "%llu", (unsigned long long)key);

    value_put_string(detail(wait, name), slice_make(text, (size_t)size));
}

static void detail_value(struct wait *wait, const char *name, struct slice value)
{
    value_put_value(detail(wait, name), value);
}

static enum status wait_offer(struct wait *wait, const struct slice *element)
{
    struct search *search = wait->waits->search;
    struct derived_row row;

    derived_begin(&row, search);
    put_key(&row.encoder, FIELD_WAIT_ROOT_KEY, field_u64(element[FIELD_ELEMENT_ROOT_KEY]));
    put_key(&row.encoder, FIELD_WAIT_INSTANCE, field_u64(element[FIELD_ELEMENT_INSTANCE]));
    put_key(&row.encoder, FIELD_WAIT_ELEMENT_KEY, field_u64(element[FIELD_ELEMENT_KEY]));
    put_text(&row.encoder, FIELD_WAIT_ELEMENT_ID, field_text(element[FIELD_ELEMENT_ID]));
    put_text(&row.encoder, FIELD_WAIT_ELEMENT_TYPE, field_text(element[FIELD_ELEMENT_TYPE]));
    put_text(&row.encoder, FIELD_WAIT_TENANT, field_text(element[FIELD_ELEMENT_TENANT]));
    put_text(&row.encoder, FIELD_WAIT_DEFINITION_ID,
             field_text(element[FIELD_ELEMENT_DEFINITION_ID]));
    put_value(&row.encoder, FIELD_WAIT_DETAILS, buffer_slice(&wait->details));
    put_enum(&row.encoder, FIELD_WAIT_TYPE, wait->type);
    return derived_offer(&row, search, wait->key);
}

/* The event is its own or stands behind it, the gateway; else it stands at its boundary. */
static bool is_waited_for(const struct slice *element, struct slice event_id)
{
    return slice_equal(event_id, field_text(element[FIELD_ELEMENT_ID])) ||
           slice_is(field_text(element[FIELD_ELEMENT_TYPE]), "EVENT_BASED_GATEWAY");
}

static enum status wait_count(struct wait *wait, const struct slice *element)
{
    struct tally_entry *count;

    enum status st =
        tally_ensure(&wait->waits->counts, field_text(element[FIELD_ELEMENT_ID]), &count);
    if (st == STATUS_OK) {
        count->counts[0]++;
    }
    return st;
}

/* The wait of an element for an event. */
static enum status wait_end(struct wait *wait, uint64_t element_key, struct slice element_id)
{
    struct slice element[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    value_close_object(&wait->details, wait->place, wait->detail_count);
    enum status st = row_find(wait->waits->search->txn, READMODEL_ELEMENT_INSTANCE, element_key,
                              &presence, &row);
    if (st == STATUS_OK && presence != ABSENT) {
        st = document_decode(READMODEL_ELEMENT_INSTANCE, row, element);
    }
    if (st == STATUS_OK && presence != ABSENT && is_waited_for(element, element_id)) {
        st = wait->waits->only_counted ? wait_count(wait, element) : wait_offer(wait, element);
    }
    buffer_deinit(&wait->details);
    return st;
}

/* --- what is waited for --- */

static enum status job_waits(struct waits *waits, uint64_t key, const struct slice *fields)
{
    struct slice event = field_text(fields[FIELD_JOB_LISTENER_EVENT]);
    struct wait wait;

    if (entity_state_is_ended(READMODEL_JOB, field_text(fields[FIELD_JOB_STATE]))) {
        return STATUS_OK;
    }
    wait_begin(&wait, waits, key, "JOB");
    detail_key(&wait, "jobKey", key);
    detail_value(&wait, "jobType", fields[FIELD_JOB_TYPE]);
    detail_value(&wait, "jobKind", fields[FIELD_JOB_KIND]);
    detail_value(&wait, "listenerEventType",
                 slice_is(event, "UNSPECIFIED") ? value_null() : fields[FIELD_JOB_LISTENER_EVENT]);
    detail_value(&wait, "retries", fields[FIELD_JOB_RETRIES]);
    return wait_end(&wait, field_u64(fields[FIELD_JOB_ELEMENT_KEY]),
                    field_text(fields[FIELD_JOB_ELEMENT_ID]));
}

static enum status task_waits(struct waits *waits, uint64_t key, const struct slice *fields)
{
    struct slice due = fields[FIELD_USER_TASK_DUE_DATE];
    char text[ISO_TEXT_BYTES];
    struct wait wait;

    if (entity_state_is_ended(READMODEL_USER_TASK, field_text(fields[FIELD_USER_TASK_STATE]))) {
        return STATUS_OK;
    }
    wait_begin(&wait, waits, key, "USER_TASK");
    detail_key(&wait, "taskKey", key);
    if (value_is_null(due)) {
        detail_value(&wait, "dueDate", value_null());
    } else {
        size_t size = iso_print_instant_ms(field_int(due), text);
        value_put_string(detail(&wait, "dueDate"), slice_make(text, size));
    }
    return wait_end(&wait, field_u64(fields[FIELD_USER_TASK_ELEMENT_KEY]),
                    field_text(fields[FIELD_USER_TASK_ELEMENT_ID]));
}

static enum status message_waits(struct waits *waits, uint64_t key, const struct slice *fields)
{
    struct wait wait;

    if (!slice_is(field_text(fields[FIELD_SUBSCRIPTION_STATE]), "CREATED")) {
        return STATUS_OK;
    }
    wait_begin(&wait, waits, key, "MESSAGE");
    detail_value(&wait, "messageName", fields[FIELD_SUBSCRIPTION_MESSAGE_NAME]);
    detail_value(&wait, "correlationKey", fields[FIELD_SUBSCRIPTION_CORRELATION_KEY]);
    return wait_end(&wait, field_u64(fields[FIELD_SUBSCRIPTION_ELEMENT_KEY]),
                    field_text(fields[FIELD_SUBSCRIPTION_ELEMENT_ID]));
}

static enum status timer_waits(struct waits *waits, uint64_t key, const struct slice *fields)
{
    struct wait wait;

    if (value_is_null(fields[FIELD_ELEMENT_TIMER_DUE])) {
        return STATUS_OK;
    }
    wait_begin(&wait, waits, key, "TIMER");
    detail_value(&wait, "dueDate", fields[FIELD_ELEMENT_TIMER_DUE]);
    detail_value(&wait, "repetitions", fields[FIELD_ELEMENT_TIMER_REPETITIONS]);
    return wait_end(&wait, key, field_text(fields[FIELD_ELEMENT_ID]));
}

static enum status visit_member(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct waits *waits = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    enum status st = search_tick(waits->search);
    if (st == STATUS_OK) {
        st = row_find(waits->search->txn, entity, key, &presence, &row);
    }
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT : document_decode(entity, row, fields);
    }
    if (st != STATUS_OK) {
        return st;
    }
    switch ((int)entity) {
    case READMODEL_JOB:
        return job_waits(waits, key, fields);
    case READMODEL_USER_TASK:
        return task_waits(waits, key, fields);
    case READMODEL_MESSAGE_SUBSCRIPTION:
        return message_waits(waits, key, fields);
    case READMODEL_ELEMENT_INSTANCE:
        return timer_waits(waits, key, fields);
    default:
        return STATUS_OK;
    }
}

/* --- of which instances --- */

/* Each is looked at once, however often it is named. */
static enum status visit_instance(struct waits *waits, uint64_t instance)
{
    struct tally_entry *seen;

    enum status st = tally_ensure_pair(&waits->instances, instance, 0, &seen);
    if (st == STATUS_OK && seen->is_new) {
        st = member_walk(waits->search->txn, instance, visit_member, waits);
    }
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status visit_element(struct waits *waits, uint64_t element)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    enum status st =
        row_find(waits->search->txn, READMODEL_ELEMENT_INSTANCE, element, &presence, &row);
    if (st != STATUS_OK || presence == ABSENT) {
        return st;
    }
    st = document_decode(READMODEL_ELEMENT_INSTANCE, row, fields);
    return st == STATUS_OK ? visit_instance(waits, field_u64(fields[FIELD_ELEMENT_INSTANCE])) : st;
}

static enum status visit_open(void *ctx, uint64_t key, struct slice row)
{
    struct waits *waits = ctx;
    (void)row;

    enum status st = search_tick(waits->search);
    return st == STATUS_OK ? member_walk(waits->search->txn, key, visit_member, waits) : st;
}

static enum status waits_walk(struct waits *waits)
{
    const struct {
        uint32_t field;
        enum status (*visit)(struct waits *waits, uint64_t key);
    } ways[] = {{FIELD_WAIT_INSTANCE, visit_instance}, {FIELD_WAIT_ELEMENT_KEY, visit_element}};
    enum status st = STATUS_OK;

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        const struct readmodel_condition *condition =
            search_condition_on(waits->search, (int)ways[i].field);
        for (uint32_t j = 0; condition != NULL && st == STATUS_OK && j < condition->operand_count;
             j++) {
            st = ways[i].visit(waits, condition->operands[j].key);
        }
        if (condition != NULL) {
            waits->search->plan_field = (int)ways[i].field;
            return st;
        }
    }
    return table_walk(waits->search->txn, TABLE_INSTANCE_OPEN, visit_open, waits);
}

static struct waits waits_of(struct search *search, bool only_counted)
{
    struct waits waits = {.search = search, .only_counted = only_counted};

    tally_init(&waits.instances, search->selection.arena);
    tally_init(&waits.counts, search->selection.arena);
    return waits;
}

enum status derived_wait_states(struct search *search)
{
    struct waits waits = waits_of(search, false);

    return waits_walk(&waits);
}

enum status derived_wait_statistics(struct search *search)
{
    struct waits waits = waits_of(search, true);

    enum status st = visit_instance(&waits, search->query->origin);
    for (uint32_t i = 0; st == STATUS_OK && i < waits.counts.count; i++) {
        struct derived_row row;

        derived_begin(&row, search);
        put_text(&row.encoder, FIELD_WAIT_STATISTICS_ID, waits.counts.entries[i].name);
        put_int(&row.encoder, FIELD_WAIT_STATISTICS_COUNT, waits.counts.entries[i].counts[0]);
        st = derived_offer(&row, search, i + 1);
    }
    return st;
}
