#include "verb/message.h"

#include "row/definition_rows.h"
#include "row/due_rows.h"
#include "verb/business_id.h"
#include "verb/event.h"
#include "verb/instance.h"

enum {
    PASSED_NOTED_MIN = 16, /* messages passed over: fewer are passed again sooner than noted */
    NEXT_TRIES_MAX = 16    /* messages in a row that start nothing, as their business id is taken */
};

/* A boundary event or event subprocess that does not interrupt goes on waiting; everything else has
 * got what it wanted. */
static bool goes_on_waiting(const struct element_row *row,
                            const struct subscription_row *subscription)
{
    return subscription->target != row->element &&
           element_model(row)->kind != BPMN_EVENT_BASED_GATEWAY &&
           !element_process(row)->elements[subscription->target].interrupting;
}

struct subscription_row message_subscription_of(const struct element_row *row,
                                                const struct element_subscription *open)
{
    return (struct subscription_row){.key = open->key,
                                     .element_key = row->key,
                                     .instance_key = row->instance_key,
                                     .target = open->target,
                                     .tenant = row->definition->tenant,
                                     .process_id = row->definition->process_id,
                                     .message_name = open->message_name,
                                     .correlation_key = open->correlation_key};
}

static enum verdict deliver(struct exec *x, struct element_row *row,
                            const struct subscription_row *subscription,
                            const struct message_row *message)
{
    bool stays_open = goes_on_waiting(row, subscription);

    message_done_put(&x->rows, message->key, subscription->process_id);
    trace_correlation(x, row, subscription, message->key, stays_open);
    if (!stays_open) {
        element_subscription_remove(row, subscription->key);
        subscription_row_delete(&x->rows, subscription);
    }
    return event_arrive(x, row, subscription->target, message->variables);
}

/* --- one message, many who wait --- */

/* The first instance that takes the message is the one that answers name. */
static void note_first(uint64_t *first, uint64_t instance_key)
{
    if (*first == 0) {
        *first = instance_key;
    }
}

static enum verdict correlate_subscriptions(struct exec *x, const struct message_row *message,
                                            uint64_t *first)
{
    struct subscription_row at = {.tenant = message->tenant,
                                  .message_name = message->name,
                                  .correlation_key = message->correlation_key};
    struct subscription_row next;

    while (subscription_row_after(&x->rows, &at, &next)) {
        struct element_row *row = element_find(x, next.element_key);
        enum verdict v;

        at = next;
        if (banned_row_get(&x->rows, next.instance_key)) {
            continue;
        }
        ENSURE(x, row != NULL);
        if (!event_is_welcome_at(x, row, next.target)) {
            continue;
        }
        x->acting_instance = row->instance_key;
        v = deliver(x, row, &next, message);
        if (v != V_OK) {
            return v;
        }
        note_first(first, next.instance_key);
        at.key = UINT64_MAX; /* on to the next process */
    }
    return V_OK;
}

/* Start an instance unless the message, or an instance of its key, says no. */
static enum verdict start_instance(struct exec *x, const struct start_subscription *start,
                                   const struct message_row *message, uint64_t *first)
{
    const struct definition *definition =
        definitions_get(x->definitions, &x->rows, start->definition_key);
    bool locks = message->correlation_key.size > 0;
    struct element_row *root;

    ENSURE(x, definition != NULL);
    if (message_done_get(&x->rows, message->key, definition->process_id) ||
        (locks && message_lock_get(&x->rows, message->tenant, definition->process_id,
                                   message->correlation_key))) {
        return V_OK;
    }

    message_done_put(&x->rows, message->key, definition->process_id);
    if (message->unique_business_id && business_id_is_taken(x, definition, message->business_id)) {
        return V_OK; /* it does not wait for that instance's end: nobody would look for it then */
    }
    root = instance_new(x, definition);
    ENSURE(x, root != NULL);
    if (message->business_id.size > 0) {
        instance_name(x, root, message->business_id);
    }
    if (locks) {
        root->instance.lock_key = message->correlation_key;
        message_lock_put(&x->rows, message->tenant, definition->process_id,
                         message->correlation_key, root->key);
    }
    note_first(first, root->key);
    trace_start_correlation(x, root, start, message->correlation_key, message->key);
    return instance_start_by_event(x, root, start->element, message->variables);
}

static enum verdict correlate_starts(struct exec *x, const struct message_row *message,
                                     uint64_t *first)
{
    struct row_key prefix = start_subscription_prefix(message->tenant, message->name);
    struct start_subscription start;
    struct row_walk walk;
    enum verdict v = V_OK;

    for (bool more = walk_begin(&walk, &x->rows.writes, TABLE_START_SUB, &prefix);
         more && v == V_OK; more = walk_next(&walk)) {
        if (start_subscription_decode(&x->rows, walk.value, &start) &&
            slice_equal(start.message_name, message->name)) {
            v = start_instance(x, &start, message, first);
        }
    }
    walk_end(&walk);
    return v;
}

enum verdict message_correlate(struct exec *x, const struct message_row *message,
                               uint64_t *first_instance_key)
{
    enum verdict v = V_OK;

    *first_instance_key = 0;
    if (message->correlation_key.size > 0) {
        v = correlate_subscriptions(x, message, first_instance_key);
    }
    return v == V_OK ? correlate_starts(x, message, first_instance_key) : v;
}

/* --- publishing --- */

static void message_keep(struct exec *x, const struct message_row *message)
{
    struct due_row due = {.clock = DUE_ENGINE,
                          .kind = DUE_MESSAGE,
                          .at_ms = message->deadline_ms,
                          .key = message->key};

    message_row_put(&x->rows, message);
    due_row_put(&x->rows, &due);
}

void message_forget(struct exec *x, const struct message_row *message)
{
    message_done_delete(&x->rows, message->key);
    trace_message(x, message, MESSAGE_EXPIRED);
}

enum verdict message_hand_out(struct exec *x, const struct message_row *message)
{
    bool is_kept = message->deadline_ms > x->now_ms;
    uint64_t first_instance_key;
    enum verdict v;

    trace_message(x, message, MESSAGE_PUBLISHED);
    if (is_kept) {
        message_keep(x, message);
    }
    v = message_correlate(x, message, &first_instance_key);
    if (v == V_OK && !is_kept) {
        message_forget(x, message);
    }
    return v;
}

/* --- many messages, one who waits --- */

/* What a walk over the buffered messages of one name has met. */
struct passing {
    struct message_passed of;
    uint64_t from; /* all up to this one have been had */
    uint64_t to;   /* and all up to this one, as the walk has found out */
    uint32_t count;
    bool unbroken;
};

static bool is_next(struct exec *x, struct passing *passing, uint64_t key, struct message_row *out)
{
    if (message_done_get(&x->rows, key, passing->of.process_id)) {
        if (passing->unbroken) {
            passing->to = key;
            passing->count++;
        }
        return false;
    }
    passing->unbroken = false;
    return message_row_get(&x->rows, key, out) && out->deadline_ms > x->now_ms &&
           slice_equal(out->name, passing->of.name) &&
           slice_equal(out->correlation_key, passing->of.correlation_key);
}

/* The oldest buffered message that the process has not had yet. A long way over messages that it
 * has had is noted, so that it is gone once. */
static bool find_buffered(struct exec *x, const struct message_passed *of, struct message_row *out)
{
    struct row_key prefix = message_prefix(of->tenant, of->name, of->correlation_key);
    struct passing passing = {.of = *of, .unbroken = true};
    struct row_key from;
    struct row_walk walk;
    bool found = false;

    row_key_copy(&from, &prefix);
    passing.from = message_passed_get(&x->rows, of);
    row_key_put_u64(&from, passing.from + 1);
    for (bool more = walk_begin_at(&walk, &x->rows.writes, TABLE_MSG_BY_NAME, &prefix, &from);
         more && !found; more = walk_next(&walk)) {
        found = is_next(x, &passing, row_key_last_u64(walk.key), out);
    }
    walk_end(&walk);
    if (passing.count >= PASSED_NOTED_MIN) {
        message_passed_put(&x->rows, of, passing.to);
    }
    return found;
}

void message_take_buffered(struct exec *x, struct element_row *row,
                           const struct subscription_row *subscription)
{
    struct message_passed of = {.tenant = subscription->tenant,
                                .name = subscription->message_name,
                                .correlation_key = subscription->correlation_key,
                                .process_id = subscription->process_id};
    struct message_row message;

    if (!event_is_welcome_at(x, row, subscription->target) ||
        element_subscription_find(row, subscription->key) == NULL ||
        !find_buffered(x, &of, &message) || deliver(x, row, subscription, &message) != V_OK) {
        return;
    }
    if (element_subscription_find(row, subscription->key) != NULL) {
        step_push(x, (struct step){.kind = STEP_TAKE_MESSAGE,
                                   .element = row->element,
                                   .key = row->key,
                                   .scope_key = row->scope_key,
                                   .instance_key = row->instance_key,
                                   .after = subscription->key,
                                   .flow = BPMN_NONE});
    }
}

void message_take_next(struct exec *x, struct element_row *row, uint64_t subscription_key)
{
    const struct element_subscription *open = element_subscription_find(row, subscription_key);

    if (open != NULL) {
        struct subscription_row subscription = message_subscription_of(row, open);

        message_take_buffered(x, row, &subscription);
    }
}

/* The oldest message, over all message start events of the definition, that waits for this key. */
static bool find_next_start(struct exec *x, const struct definition *definition,
                            struct slice correlation_key, struct start_subscription *start,
                            struct message_row *out)
{
    struct definition_start event = {.element = 0};
    struct message_row message;
    bool found = false;

    for (uint32_t from = 0; definition_start_from(&x->rows, definition->key, from, &event);
         from = event.element + 1) {
        struct message_passed of = {.tenant = definition->tenant,
                                    .name = event.message_name,
                                    .correlation_key = correlation_key,
                                    .process_id = definition->process_id};

        if (!event.is_timer && !event.is_signal && find_buffered(x, &of, &message) &&
            (!found || message.key < out->key)) {
            found = true;
            *out = message;
            *start = (struct start_subscription){.key = event.key,
                                                 .definition_key = definition->key,
                                                 .element = event.element,
                                                 .message_name = event.message_name};
        }
    }
    return found;
}

void message_lock_release(struct exec *x, const struct element_row *root)
{
    struct slice tenant = root->definition->tenant;
    struct slice process_id = root->definition->process_id;
    struct slice correlation_key = root->instance.lock_key;
    const struct definition *newest = definitions_get(
        x->definitions, &x->rows, definition_key_find(&x->rows, tenant, process_id, -1));
    struct start_subscription start;
    struct message_row message;
    uint64_t started = 0;

    message_lock_delete(&x->rows, tenant, process_id, correlation_key);
    for (uint32_t i = 0; i < NEXT_TRIES_MAX && started == 0 && newest != NULL &&
                         find_next_start(x, newest, correlation_key, &start, &message);
         i++) {
        enum verdict v = start_instance(x, &start, &message, &started);

        (void)v; /* what can go wrong sticks in x */
    }
}
