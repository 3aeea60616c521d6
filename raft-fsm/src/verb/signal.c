#include "verb/signal.h"

#include "verb/event.h"
#include "verb/instance.h"

enum {
    SIGNAL_BATCH = 64 /* subscriptions served in one step */
};

static void push_delivery(struct exec *x, uint64_t signal_key, uint64_t after)
{
    step_push(x, (struct step){.kind = STEP_BROADCAST_SIGNAL,
                               .key = signal_key,
                               .instance_key = signal_key,
                               .after = after,
                               .flow = BPMN_NONE});
}

uint64_t signal_broadcast(struct exec *x, struct signal_row *signal)
{
    signal->key = exec_next_key(x);
    signal_row_put(&x->rows, signal);
    push_delivery(x, signal->key, 0);
    return signal->key;
}

struct signal_subscription signal_subscription_of(const struct element_row *row,
                                                  const struct element_subscription *open)
{
    return (struct signal_subscription){.key = open->key,
                                        .element_key = row->key,
                                        .instance_key = row->instance_key,
                                        .definition_key = row->definition_key,
                                        .target = open->target,
                                        .tenant = row->definition->tenant,
                                        .name = open->message_name};
}

static enum verdict start_instance(struct exec *x, const struct signal_row *signal,
                                   const struct signal_subscription *start)
{
    const struct definition *definition =
        definitions_get(x->definitions, &x->rows, start->definition_key);
    struct element_row *root;

    ENSURE(x, definition != NULL);
    root = instance_new(x, definition);
    ENSURE(x, root != NULL);
    return instance_start_by_event(x, root, start->target, signal->variables);
}

static enum verdict serve(struct exec *x, const struct signal_row *signal,
                          const struct signal_subscription *subscription)
{
    struct element_row *row;

    if (!slice_equal(subscription->name, signal->name)) {
        return V_OK;
    }
    if (subscription->element_key == 0) {
        return start_instance(x, signal, subscription);
    }
    if (banned_row_get(&x->rows, subscription->instance_key)) {
        return V_OK;
    }
    x->acting_instance = subscription->instance_key;
    row = element_find(x, subscription->element_key);
    ENSURE(x, row != NULL);
    return event_is_welcome_at(x, row, subscription->target)
               ? event_arrive(x, row, subscription->target, signal->variables)
               : V_OK;
}

/* Who comes to wait meanwhile has a newer key than the signal. */
void signal_deliver(struct exec *x, const struct step *step)
{
    struct signal_subscription at = {.key = step->after};
    struct signal_subscription next;
    struct signal_row signal;
    uint32_t served = 0;

    if (!signal_row_get(&x->rows, step->key, &signal)) {
        return;
    }
    at.tenant = signal.tenant;
    at.name = signal.name;
    while (signal_subscription_after(&x->rows, &at, &next) && next.key < signal.key) {
        if (served > 0 && (served >= SIGNAL_BATCH || steps_are_used_up(x))) {
            push_delivery(x, signal.key, at.key);
            return;
        }
        if (serve(x, &signal, &next) != V_OK) {
            return; /* it sticks in x */
        }
        at.key = next.key;
        served++;
    }
    signal_row_delete(&x->rows, signal.key);
}
