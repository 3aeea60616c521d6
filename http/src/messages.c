/* Messages: publication, correlation; signals. */
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "request_int.h"
#include "search_int.h"
#include "server_int.h"

#define AT(member) .offset = offsetof(struct publish_message_command, member)

static const struct field publish_fields[] = {
    {.name = "name", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY, AT(name)},
    {.name = "correlationKey", .kind = FIELD_TEXT, AT(correlation_key)},
    {.name = "timeToLive",
     .kind = FIELD_INT64,
     AT(time_to_live_ms),
     .min = 0,
     .max = INT64_MAX,
     .constraint = "not negative"},
    {.name = "messageId", .kind = FIELD_TEXT, AT(message_id)},
    {.name = "variables", .kind = FIELD_OBJECT, AT(variables)},
    {.name = "tenantId", .kind = FIELD_TENANT},
    FIELD_BUSINESS_ID(0, offsetof(struct publish_message_command, business_id)),
    {0}};

#undef AT

static void publish_done(struct request *request)
{
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_text(out, "tenantId", SLICE("<default>"));
    json_key(out, "messageKey", request->result->publish_message.message_key);
    json_close(out, '{');
    request_answer_json(request);
}

void message_publication(struct request *request)
{
    struct command command = {.type = COMMAND_PUBLISH_MESSAGE};

    if (!body_read(request, BODY_REQUIRED, publish_fields, "Publish Message",
                   &command.publish_message)) {
        return;
    }
    if (command.publish_message.message_id.size == 0) {
        command.publish_message.message_id = SLICE_EMPTY;
    }
    command.publish_message.unique_business_id = request->server->options.unique_business_ids;
    request_submit(request, &command, BACKEND_COMPLETES_WORK, publish_done);
}

#define AT(member) .offset = offsetof(struct correlate_message_command, member)

static const struct field correlate_fields[] = {
    {.name = "name",
     .label = "messageName",
     .kind = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
     AT(name)},
    {.name = "correlationKey", .kind = FIELD_TEXT, AT(correlation_key)},
    {.name = "variables", .kind = FIELD_OBJECT, AT(variables)},
    {.name = "tenantId", .kind = FIELD_TENANT},
    FIELD_BUSINESS_ID(0, offsetof(struct correlate_message_command, business_id)),
    {0}};

#undef AT

static void correlate_done(struct request *request)
{
    const struct correlate_message_result *correlated = &request->result->correlate_message;
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_text(out, "tenantId", SLICE("<default>"));
    json_key(out, "messageKey", correlated->message_key);
    json_key(out, "processInstanceKey", correlated->process_instance_key);
    json_close(out, '{');
    request_answer_json(request);
}

void message_deliver(struct request *request)
{
    struct command command = {.type = COMMAND_CORRELATE_MESSAGE};

    if (body_read(request, BODY_REQUIRED, correlate_fields, "Correlate Message",
                  &command.correlate_message)) {
        command.correlate_message.unique_business_id = request->server->options.unique_business_ids;
        request_submit(request, &command, BACKEND_COMPLETES_WORK, correlate_done);
    }
}

#define AT(member) .offset = offsetof(struct broadcast_signal_command, member)

static const struct field broadcast_fields[] = {
    {.name = "signalName", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY, AT(name)},
    {.name = "variables", .kind = FIELD_OBJECT, AT(variables)},
    {.name = "tenantId", .kind = FIELD_TENANT},
    {0}};

#undef AT

static void broadcast_done(struct request *request)
{
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_text(out, "tenantId", SLICE("<default>"));
    json_key(out, "signalKey", request->result->broadcast_signal.signal_key);
    json_close(out, '{');
    request_answer_json(request);
}

void signal_send(struct request *request)
{
    struct command command = {.type = COMMAND_BROADCAST_SIGNAL};

    if (body_read(request, BODY_REQUIRED, broadcast_fields, "Broadcast Signal",
                  &command.broadcast_signal)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, broadcast_done);
    }
}

void message_subscription_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_MESSAGE_SUBSCRIPTION};

    search(request, &spec);
}

void correlation_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_CORRELATION};

    search(request, &spec);
}
