/* The main calls: each makes one body and sends it. */
#include <stdio.h>
#include <string.h>

#include "client_int.h"

enum {
    BODY_BYTES = 64 * 1024 * 1024,
    PATH_BYTES = 128,
    AWAIT_MAX_MS = 24 * 3600 * 1000,
    AWAIT_MARGIN_MS = 2000 /* for the answer to travel, and for retries */
};

static void put_name(struct buffer *out, const char *name)
{
    buffer_printf(out, "%s\"%s\":", out->size > 1 ? "," : "", name);
}

void body_put_json(struct buffer *out, const char *name, const char *json)
{
    put_name(out, name);
    buffer_put_text(out, json == NULL || json[0] == '\0' ? "{}" : json);
}

void body_put_text(struct buffer *out, const char *name, const char *text)
{
    if (text != NULL) {
        put_name(out, name);
        json_put_text(out, text);
    }
}

void body_put_int(struct buffer *out, const char *name, int64_t number)
{
    put_name(out, name);
    buffer_printf(out, "%lld", (long long)number);
}

void body_open(struct buffer *out)
{
    buffer_init(out, BODY_BYTES);
    buffer_put_byte(out, '{');
}

static void put_file(struct buffer *out, const baton_resource *resource, const char *boundary)
{
    buffer_printf(out, "--%s\r\nContent-Disposition: form-data; name=\"resources\"; filename=\"",
                  boundary);
    for (const char *c = resource->name; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            buffer_put_byte(out, '\\');
        }
        buffer_put_byte(out, *c == '\r' || *c == '\n' ? ' ' : *c);
    }
    buffer_put_text(out, "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    buffer_put(out, resource->content, resource->size);
    buffer_put_text(out, "\r\n");
}

static const char *find_bad_resource(const baton_resource *resources, size_t count)
{
    if (count == 0) {
        return "a deployment needs at least one resource";
    }
    for (size_t i = 0; i < count; i++) {
        if (resources[i].name == NULL || resources[i].name[0] == '\0' ||
            (resources[i].content == NULL && resources[i].size > 0)) {
            return "a resource needs a name and content";
        }
    }
    return NULL;
}

baton_result baton_deploy(baton_client *client, const baton_resource *resources, size_t count,
                          baton_response *out)
{
    const char *fault = find_bad_resource(resources, count);
    char content_type[96];
    char boundary[CLIENT_KEY_BYTES];
    baton_call call = {.method = "POST", .path = "/v2/deployments", .content_type = content_type};
    struct buffer body;
    baton_result result;

    if (fault != NULL) {
        return request_invalid(out, fault);
    }
    /* 128 random bits: no content holds them by chance, nor on purpose. */
    client_make_key(boundary);
    snprintf(content_type, sizeof(content_type), "multipart/form-data; boundary=%s", boundary);
    buffer_init(&body, BODY_BYTES);
    for (size_t i = 0; i < count; i++) {
        put_file(&body, &resources[i], boundary);
    }
    buffer_printf(&body, "--%s--\r\n", boundary);
    call.body = body.data;
    call.body_size = body.size;
    result = body.failed ? request_invalid(out, "the resources are larger than a server takes")
                         : baton_do(client, &call, out);
    buffer_deinit(&body);
    return result;
}

baton_result baton_create_instance(baton_client *client, const char *process_id,
                                   const char *variables, const char *idempotency_key,
                                   baton_response *out)
{
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "processDefinitionId", process_id);
    body_put_json(&body, "variables", variables);
    buffer_put_byte(&body, '}');
    return request_post(client, "/v2/process-instances", idempotency_key, &body, 0, out);
}

baton_result baton_create_and_await(baton_client *client, const char *process_id,
                                    const char *variables, const char *idempotency_key,
                                    uint32_t timeout_ms, baton_response *out)
{
    uint32_t asked_ms = timeout_ms == 0 ? client->timeout_ms : timeout_ms;
    uint32_t wait_ms = asked_ms < AWAIT_MAX_MS ? asked_ms : AWAIT_MAX_MS;
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "processDefinitionId", process_id);
    body_put_json(&body, "variables", variables);
    body_put_json(&body, "awaitCompletion", "true");
    body_put_int(&body, "requestTimeout", wait_ms);
    buffer_put_byte(&body, '}');
    return request_post(client, "/v2/process-instances", idempotency_key, &body,
                        wait_ms + AWAIT_MARGIN_MS, out);
}

/* POST /v2/<entity>/<key>/<verb> */
static baton_result post_to(baton_client *client, const char *entity, uint64_t key,
                            const char *verb, struct buffer *body, baton_response *out)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "/v2/%s/%llu/%s", entity, (unsigned long long)key, verb);
    return request_post(client, path, NULL, body, 0, out);
}

baton_result baton_cancel_instance(baton_client *client, uint64_t key, baton_response *out)
{
    struct buffer body;

    body_open(&body);
    buffer_put_byte(&body, '}');
    return post_to(client, "process-instances", key, "cancellation", &body, out);
}

baton_result baton_publish_message(baton_client *client, const char *name,
                                   const char *correlation_key, const char *variables,
                                   int64_t time_to_live_ms, baton_response *out)
{
    struct buffer body;

    body_open(&body);
    body_put_text(&body, "name", name);
    body_put_text(&body, "correlationKey", correlation_key);
    body_put_int(&body, "timeToLive", time_to_live_ms);
    body_put_json(&body, "variables", variables);
    buffer_put_byte(&body, '}');
    return request_post(client, "/v2/messages/publication", NULL, &body, 0, out);
}

baton_result baton_resolve_incident(baton_client *client, uint64_t key, baton_response *out)
{
    struct buffer body;

    body_open(&body);
    buffer_put_byte(&body, '}');
    return post_to(client, "incidents", key, "resolution", &body, out);
}

void body_of_completion(struct buffer *out, const char *variables)
{
    body_open(out);
    body_put_json(out, "variables", variables);
    buffer_put_byte(out, '}');
}

void body_of_failure(struct buffer *out, int32_t retries, int64_t back_off_ms, const char *message)
{
    body_open(out);
    body_put_int(out, "retries", retries);
    body_put_int(out, "retryBackOff", back_off_ms);
    body_put_text(out, "errorMessage", message);
    buffer_put_byte(out, '}');
}

void body_of_error(struct buffer *out, const char *error_code, const char *message,
                   const char *variables)
{
    body_open(out);
    body_put_text(out, "errorCode", error_code);
    body_put_text(out, "errorMessage", message);
    body_put_json(out, "variables", variables);
    buffer_put_byte(out, '}');
}

baton_result baton_complete_user_task(baton_client *client, uint64_t key, const char *variables,
                                      baton_response *out)
{
    struct buffer body;

    body_of_completion(&body, variables);
    return post_to(client, "user-tasks", key, "completion", &body, out);
}

baton_result baton_complete_job(baton_client *client, uint64_t key, const char *variables,
                                baton_response *out)
{
    struct buffer body;

    body_of_completion(&body, variables);
    return post_to(client, "jobs", key, "completion", &body, out);
}

baton_result baton_fail_job(baton_client *client, uint64_t key, int32_t retries,
                            int64_t back_off_ms, const char *message, baton_response *out)
{
    struct buffer body;

    body_of_failure(&body, retries, back_off_ms, message);
    return post_to(client, "jobs", key, "failure", &body, out);
}

baton_result baton_throw_error(baton_client *client, uint64_t key, const char *error_code,
                               const char *message, const char *variables, baton_response *out)
{
    struct buffer body;

    body_of_error(&body, error_code, message, variables);
    return post_to(client, "jobs", key, "error", &body, out);
}

baton_result baton_search(baton_client *client, const char *entity, const char *body,
                          baton_response *out)
{
    const char *text = body == NULL ? "{}" : body;
    char path[PATH_BYTES];
    baton_call call = {.method = "POST", .path = path, .body = text, .body_size = strlen(text)};

    if ((size_t)snprintf(path, sizeof(path), "/v2/%s/search", entity) >= sizeof(path)) {
        return request_invalid(out, "no entity has so long a name");
    }
    return baton_do(client, &call, out);
}
