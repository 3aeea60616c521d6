/* Publishing messages, and correlating them at once or not at all. */
#include "verb/message.h"
#include "command/commands.h"
#include "verb/timer.h"

enum verdict run_publish_message(struct exec *x)
{
    const struct publish_message_command *c = &x->command->publish_message;
    struct message_row message = {.tenant = x->command->tenant,
                                  .name = c->name,
                                  .correlation_key = c->correlation_key,
                                  .message_id = c->message_id,
                                  .deadline_ms = time_after(x->now_ms, c->time_to_live_ms),
                                  .variables = c->variables,
                                  .business_id = c->business_id,
                                  .unique_business_id = c->unique_business_id};

    if (c->message_id.data != NULL && message_id_is_taken(&x->rows, &message)) {
        exec_reject(x, STATUS_ALREADY_EXISTS,
                    "Expected to publish a new message with id '%.*s', but a message with that id "
                    "was already published",
                    SLICE_ARG(c->message_id));
        return V_OK;
    }

    message.key = exec_next_key(x);
    x->result.publish_message.message_key = message.key;
    return message_hand_out(x, &message);
}

enum verdict run_correlate_message(struct exec *x)
{
    const struct correlate_message_command *c = &x->command->correlate_message;
    struct correlate_message_result *result = &x->result.correlate_message;
    struct message_row message = {.tenant = x->command->tenant,
                                  .name = c->name,
                                  .correlation_key = c->correlation_key,
                                  .deadline_ms = x->now_ms,
                                  .variables = c->variables,
                                  .business_id = c->business_id,
                                  .unique_business_id = c->unique_business_id};
    enum verdict v;

    message.key = exec_next_key(x);
    result->message_key = message.key;
    trace_message(x, &message, MESSAGE_PUBLISHED);
    v = message_correlate(x, &message, &result->process_instance_key);
    if (v != V_OK) {
        return v;
    }
    if (result->process_instance_key == 0) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to find subscription for message with name '%.*s' and correlation "
                    "key '%.*s', but none was found.",
                    SLICE_ARG(c->name), SLICE_ARG(c->correlation_key));
        return V_OK;
    }
    message_forget(x, &message);
    return V_OK;
}
