/* The main calls: each makes one body and sends it. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "client_int.h"

enum {
    PATH_BYTES = 192,
    AWAIT_MAX_MS = 24 * 3600 * 1000,
    AWAIT_MARGIN_MS = 2000, /* for the answer to travel, and for retries */
    ACTIVATION_LOCK_MS = 60000,
    ACTIVATION_JOBS = 32
};

static baton_result post(baton_client *client, const char *path, struct buffer *body,
                         baton_response *out)
{
    baton_call call = {.method = "POST", .path = path};

    return call_send(client, &call, body, out);
}

/* /v2/<entity>/<key>, with /<verb> unless it is NULL. */
static baton_result send_to(baton_client *client, const char *method,
                            const struct call_place *place, struct buffer *body,
                            baton_response *out)
{
    char path[PATH_BYTES];
    baton_call call = {.method = method, .path = path};
    int size = snprintf(path, sizeof(path), "/v2/%s/%llu%s%s", place->entity,
                        (unsigned long long)place->key, place->verb == NULL ? "" : "/",
                        place->verb == NULL ? "" : place->verb);

    if ((size_t)size >= sizeof(path)) {
        buffer_deinit(body);
        return call_invalid(out, "no entity has so long a name");
    }
    return call_send(client, &call, body, out);
}

/* A call whose body says nothing. */
static baton_result send_empty(baton_client *client, const char *method,
                               const struct call_place *place, baton_response *out)
{
    struct buffer body = {0};

    return send_to(client, method, place, &body, out);
}

/* {"<name>":<json>} */
static void body_of_one(struct buffer *out, const char *name, const char *json)
{
    body_open(out);
    body_put_json(out, name, json);
    body_close(out);
}

/* --- reading --- */

baton_result baton_get_topology(baton_client *client, baton_response *out)
{
    baton_call call = {.method = "GET", .path = "/v2/topology"};

    return baton_do(client, &call, out);
}

baton_result baton_get(baton_client *client, const char *entity, uint64_t key, baton_response *out)
{
    struct call_place place = {.entity = entity, .key = key};

    return send_empty(client, "GET", &place, out);
}

baton_result baton_search(baton_client *client, const char *entity, const char *body,
                          baton_response *out)
{
    const char *text = body == NULL ? "{}" : body;
    char path[PATH_BYTES];
    baton_call call = {.method = "POST", .path = path, .body = text, .body_size = strlen(text)};

    if ((size_t)snprintf(path, sizeof(path), "/v2/%s/search", entity) >= sizeof(path)) {
        return call_invalid(out, "no entity has so long a name");
    }
    return baton_do(client, &call, out);
}

/* --- resources and instances --- */

baton_result baton_delete_resource(baton_client *client, uint64_t key, baton_response *out)
{
    struct call_place place = {.entity = "resources", .key = key, .verb = "deletion"};
    struct buffer body;

    body_of_nothing(&body);
    return send_to(client, "POST", &place, &body, out);
}

/* "a, b" as "startInstructions":[{"elementId":"a"},{"elementId":"b"}] */
static void put_start_elements(struct buffer *out, const char *elements)
{
    struct slice rest = slice_of(elements);

    if (elements == NULL) {
        return;
    }
    body_put_json(out, "startInstructions", "[");
    while (rest.size > 0) {
        struct slice one = names_next(&rest);

        buffer_put_text(out, "{\"elementId\":");
        text_put_json(out, one);
        buffer_put_text(out, rest.size > 0 ? "}," : "}");
    }
    buffer_put_byte(out, ']');
}

static void body_of_creation(struct buffer *out, const baton_creation *creation, uint32_t wait_ms)
{
    body_open(out);
    body_put_text(out, "processDefinitionId", creation->process_id);
    if (creation->definition_key != 0) {
        body_put_key(out, "processDefinitionKey", creation->definition_key);
    }
    if (creation->version > 0) {
        body_put_int(out, "processDefinitionVersion", creation->version);
    }
    body_put_json(out, "variables", creation->variables);
    body_put_text(out, "businessId", creation->business_id);
    body_put_names(out, "tags", creation->tags);
    put_start_elements(out, creation->start_elements);
    if (creation->awaits) {
        body_put_json(out, "awaitCompletion", "true");
        body_put_int(out, "requestTimeout", wait_ms);
        body_put_names(out, "fetchVariables", creation->fetch_variables);
    }
    body_close(out);
}

baton_result baton_create(baton_client *client, const baton_creation *creation, baton_response *out)
{
    uint32_t asked_ms =
        creation->timeout_ms == 0 ? client->settings.timeout_ms : creation->timeout_ms;
    uint32_t wait_ms = asked_ms < AWAIT_MAX_MS ? asked_ms : AWAIT_MAX_MS;
    baton_call call = {.method = "POST",
                       .path = "/v2/process-instances",
                       .idempotency_key = creation->idempotency_key,
                       .timeout_ms = creation->awaits ? wait_ms + AWAIT_MARGIN_MS : asked_ms};
    struct buffer body;

    body_of_creation(&body, creation, wait_ms);
    return call_send(client, &call, &body, out);
}

baton_result baton_create_instance(baton_client *client, const char *process_id,
                                   const char *variables, const char *idempotency_key,
                                   baton_response *out)
{
    baton_creation creation = {
        .process_id = process_id, .variables = variables, .idempotency_key = idempotency_key};

    return baton_create(client, &creation, out);
}

baton_result baton_create_and_await(baton_client *client, const char *process_id,
                                    const char *variables, const char *idempotency_key,
                                    uint32_t timeout_ms, baton_response *out)
{
    baton_creation creation = {.process_id = process_id,
                               .variables = variables,
                               .idempotency_key = idempotency_key,
                               .awaits = true,
                               .timeout_ms = timeout_ms};

    return baton_create(client, &creation, out);
}

baton_result baton_cancel_instance(baton_client *client, uint64_t key, baton_response *out)
{
    struct call_place place = {.entity = "process-instances", .key = key, .verb = "cancellation"};
    struct buffer body;

    body_of_nothing(&body);
    return send_to(client, "POST", &place, &body, out);
}

baton_result baton_set_variables(baton_client *client, uint64_t element_instance_key,
                                 const char *variables, bool local, baton_response *out)
{
    struct call_place place = {
        .entity = "element-instances", .key = element_instance_key, .verb = "variables"};
    struct buffer body;

    body_open(&body);
    body_put_json(&body, "variables", variables);
    body_put_bool(&body, "local", local);
    body_close(&body);
    return send_to(client, "PUT", &place, &body, out);
}

baton_result baton_resolve_incident(baton_client *client, uint64_t key, baton_response *out)
{
    struct call_place place = {.entity = "incidents", .key = key, .verb = "resolution"};
    struct buffer body;

    body_of_nothing(&body);
    return send_to(client, "POST", &place, &body, out);
}

/* --- messages, signals, decisions --- */

baton_result baton_publish_message_once(baton_client *client, const char *name,
                                        const char *correlation_key, const char *message_id,
                                        const char *variables, int64_t time_to_live_ms,
                                        baton_response *out)
{
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "name", name);
    body_put_text(&body, "correlationKey", correlation_key);
    body_put_text(&body, "messageId", message_id);
    body_put_int(&body, "timeToLive", time_to_live_ms);
    body_put_json(&body, "variables", variables);
    body_close(&body);
    return post(client, "/v2/messages/publication", &body, out);
}

baton_result baton_publish_message(baton_client *client, const char *name,
                                   const char *correlation_key, const char *variables,
                                   int64_t time_to_live_ms, baton_response *out)
{
    return baton_publish_message_once(client, name, correlation_key, NULL, variables,
                                      time_to_live_ms, out);
}

baton_result baton_correlate_message(baton_client *client, const char *name,
                                     const char *correlation_key, const char *variables,
                                     baton_response *out)
{
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "name", name);
    body_put_text(&body, "correlationKey", correlation_key);
    body_put_json(&body, "variables", variables);
    body_close(&body);
    return post(client, "/v2/messages/correlation", &body, out);
}

baton_result baton_broadcast_signal(baton_client *client, const char *name, const char *variables,
                                    baton_response *out)
{
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "signalName", name);
    body_put_json(&body, "variables", variables);
    body_close(&body);
    return post(client, "/v2/signals/broadcast", &body, out);
}

baton_result baton_evaluate_decision(baton_client *client, const char *decision_id,
                                     const char *variables, baton_response *out)
{
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "decisionDefinitionId", decision_id);
    body_put_json(&body, "variables", variables);
    body_close(&body);
    return post(client, "/v2/decision-definitions/evaluation", &body, out);
}

/* --- user tasks --- */

baton_result baton_complete_user_task(baton_client *client, uint64_t key, const char *variables,
                                      baton_response *out)
{
    struct call_place place = {.entity = "user-tasks", .key = key, .verb = "completion"};
    struct buffer body;

    body_of_completion(&body, variables);
    return send_to(client, "POST", &place, &body, out);
}

baton_result baton_assign_user_task(baton_client *client, uint64_t key, const char *assignee,
                                    bool may_replace, baton_response *out)
{
    struct call_place place = {.entity = "user-tasks", .key = key, .verb = "assignment"};
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "assignee", assignee);
    body_put_bool(&body, "allowOverride", may_replace);
    body_close(&body);
    return send_to(client, "POST", &place, &body, out);
}

baton_result baton_unassign_user_task(baton_client *client, uint64_t key, baton_response *out)
{
    struct call_place place = {.entity = "user-tasks", .key = key, .verb = "assignee"};

    return send_empty(client, "DELETE", &place, out);
}

baton_result baton_update_user_task(baton_client *client, uint64_t key, const char *changeset,
                                    baton_response *out)
{
    struct call_place place = {.entity = "user-tasks", .key = key};
    struct buffer body;

    body_of_one(&body, "changeset", changeset);
    return send_to(client, "PATCH", &place, &body, out);
}

/* --- jobs --- */

void body_of_activation(struct buffer *out, const baton_activation *activation)
{
    body_open(out);
    body_put_text(out, "type", activation->type);
    body_put_text(out, "worker", activation->worker);
    body_put_int(out, "timeout",
                 activation->lock_ms == 0 ? ACTIVATION_LOCK_MS : activation->lock_ms);
    body_put_int(out, "maxJobsToActivate",
                 activation->max_jobs == 0 ? ACTIVATION_JOBS : activation->max_jobs);
    /* 0 is the server's own long poll to the API, -1 none. */
    body_put_int(out, "requestTimeout",
                 activation->poll_ms == 0 ? -1 : (int64_t)activation->poll_ms);
    body_put_names(out, "fetchVariable", activation->fetch_variables);
    body_close(out);
}

baton_result baton_activate_jobs(baton_client *client, const baton_activation *activation,
                                 baton_response *out)
{
    baton_call call = {.method = "POST",
                       .path = "/v2/jobs/activation",
                       .idempotency_key = activation->idempotency_key,
                       .timeout_ms = activation->poll_ms + client->settings.timeout_ms};
    struct buffer body;

    body_of_activation(&body, activation);
    return call_send(client, &call, &body, out);
}

static baton_result post_to_job(baton_client *client, uint64_t key, const char *verb,
                                struct buffer *body, baton_response *out)
{
    struct call_place place = {.entity = "jobs", .key = key, .verb = verb};

    return send_to(client, "POST", &place, body, out);
}

baton_result baton_complete_job(baton_client *client, uint64_t key, const char *variables,
                                baton_response *out)
{
    struct buffer body;

    body_of_completion(&body, variables);
    return post_to_job(client, key, "completion", &body, out);
}

baton_result baton_fail_job(baton_client *client, uint64_t key, int32_t retries,
                            int64_t back_off_ms, const char *message, baton_response *out)
{
    struct buffer body;

    body_of_failure(&body, retries, back_off_ms, message);
    return post_to_job(client, key, "failure", &body, out);
}

baton_result baton_throw_error(baton_client *client, uint64_t key, const char *error_code,
                               const char *message, const char *variables, baton_response *out)
{
    struct buffer body;

    body_of_error(&body, error_code, message, variables);
    return post_to_job(client, key, "error", &body, out);
}

baton_result baton_update_job(baton_client *client, uint64_t key, const char *changeset,
                              baton_response *out)
{
    struct call_place place = {.entity = "jobs", .key = key};
    struct buffer body;

    body_of_one(&body, "changeset", changeset);
    return send_to(client, "PATCH", &place, &body, out);
}
