/* Publishing messages. */
#include "verb/message.h"
#include "command/commands.h"
#include "row/due_rows.h"

/* Keep it until somebody wants it or its time is over. */
static void buffer_message(struct exec *x, const struct message_row *message)
{
    struct due_row due = {.clock = DUE_ENGINE,
                          .kind = DUE_MESSAGE,
                          .at_ms = message->deadline_ms,
                          .key = message->key};

    message_row_put(&x->rows, message);
    due_row_put(&x->rows, &due);
}

enum verdict run_publish_message(struct exec *x)
{
    const struct publish_message_command *c = &x->command->publish_message;
    struct message_row message = {.tenant = x->command->tenant,
                                  .name = c->name,
                                  .correlation_key = c->correlation_key,
                                  .message_id = c->message_id,
                                  .deadline_ms = time_after(x->now_ms, c->time_to_live_ms),
                                  .variables = c->variables};
    enum verdict v;

    if (c->message_id.data != NULL && message_id_is_taken(&x->rows, &message)) {
        exec_reject(x, STATUS_ALREADY_EXISTS,
                    "Expected to publish a new message with id '%.*s', but a message with that id "
                    "was already published",
                    SLICE_ARG(c->message_id));
        return V_OK;
    }

    message.key = exec_next_key(x);
    x->result.publish_message.message_key = message.key;
    trace_message(x, &message, MESSAGE_PUBLISHED);
    if (c->time_to_live_ms > 0) {
        buffer_message(x, &message);
    }
    v = message_correlate(x, &message);
    if (v == V_OK && c->time_to_live_ms <= 0) {
        message_done_delete(&x->rows, message.key);
        trace_message(x, &message, MESSAGE_EXPIRED);
    }
    return v;
}
