#include "verb/message.h"

#include "row/definition_rows.h"
#include "verb/event.h"
#include "verb/instance.h"

/* A boundary event that does not interrupt goes on waiting;
 * everything else has got what it wanted. */
static bool goes_on_waiting(const struct element_row *row,
                            const struct subscription_row *subscription)
{
    return subscription->target != row->element &&
           !element_process(row)->elements[subscription->target].interrupting;
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
        if (!event_is_welcome(x, row)) {
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

    root = instance_new(x, definition);
    ENSURE(x, root != NULL);
    message_done_put(&x->rows, message->key, definition->process_id);
    if (locks) {
        root->instance.lock_key = message->correlation_key;
        message_lock_put(&x->rows, message->tenant, definition->process_id,
                         message->correlation_key, root->key);
    }
    note_first(first, root->key);
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

/* --- many messages, one who waits --- */

/* The oldest buffered message that the process has not had yet. */
static bool find_buffered(struct exec *x, struct slice tenant, struct slice name,
                          struct slice correlation_key, struct slice process_id,
                          struct message_row *out)
{
    struct row_key prefix = message_prefix(tenant, name, correlation_key);
    struct row_walk walk;
    bool found = false;

    for (bool more = walk_begin(&walk, &x->rows.writes, TABLE_MSG_BY_NAME, &prefix); more && !found;
         more = walk_next(&walk)) {
        found = message_row_get(&x->rows, row_key_last_u64(walk.key), out) &&
                out->deadline_ms > x->now_ms && slice_equal(out->name, name) &&
                slice_equal(out->correlation_key, correlation_key) &&
                !message_done_get(&x->rows, out->key, process_id);
    }
    walk_end(&walk);
    return found;
}

void message_take_buffered(struct exec *x, struct element_row *row,
                           const struct subscription_row *subscription)
{
    struct message_row message;

    while (event_is_welcome(x, row) && element_subscription_exists(row, subscription->key) &&
           find_buffered(x, subscription->tenant, subscription->message_name,
                         subscription->correlation_key, subscription->process_id, &message)) {
        if (deliver(x, row, subscription, &message) != V_OK) {
            return;
        }
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
        if (!event.is_timer &&
            find_buffered(x, definition->tenant, event.message_name, correlation_key,
                          definition->process_id, &message) &&
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

    message_lock_delete(&x->rows, tenant, process_id, correlation_key);
    if (newest != NULL && find_next_start(x, newest, correlation_key, &start, &message)) {
        uint64_t started = 0;
        enum verdict v = start_instance(x, &start, &message, &started);

        (void)v; /* what can go wrong sticks in x */
    }
}
