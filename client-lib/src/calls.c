/* The main calls: each makes one body and sends it. */
#include <stdio.h>
#include <string.h>

#include "client_int.h"

enum {
    BODY_BYTES = 64 * 1024 * 1024,
    PATH_BYTES = 128
};

#define BOUNDARY "libbaton-part-4d1f6a2c9b7e"

/* ,"name":<json> */
static void put_json_member(struct buffer *out, const char *name, const char *json)
{
    buffer_printf(out, "%s\"%s\":", out->size > 1 ? "," : "", name);
    buffer_put_text(out, json == NULL ? "{}" : json);
}

static void put_text_member(struct buffer *out, const char *name, const char *text)
{
    if (text != NULL) {
        buffer_printf(out, "%s\"%s\":", out->size > 1 ? "," : "", name);
        json_put_text(out, text);
    }
}

static void put_int_member(struct buffer *out, const char *name, int64_t number)
{
    buffer_printf(out, "%s\"%s\":%lld", out->size > 1 ? "," : "", name, (long long)number);
}

static void open_body(struct buffer *out)
{
    buffer_init(out, BODY_BYTES);
    buffer_put_byte(out, '{');
}

static void put_file(struct buffer *out, const baton_resource *resource)
{
    buffer_put_text(out, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"resources\"; "
                         "filename=\"");
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

baton_result baton_deploy(baton_client *client, const baton_resource *resources, size_t count,
                          baton_response *out)
{
    baton_call call = {.method = "POST",
                       .path = "/v2/deployments",
                       .content_type = "multipart/form-data; boundary=" BOUNDARY};
    struct buffer body;
    baton_result result;

    if (count == 0) {
        return request_invalid(out, "a deployment needs at least one resource");
    }
    buffer_init(&body, BODY_BYTES);
    for (size_t i = 0; i < count; i++) {
        put_file(&body, &resources[i]);
    }
    buffer_put_text(&body, "--" BOUNDARY "--\r\n");
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

    open_body(&body);
    put_text_member(&body, "processDefinitionId", process_id);
    put_json_member(&body, "variables", variables);
    buffer_put_byte(&body, '}');
    return request_post(client, "/v2/process-instances", idempotency_key, &body, 0, out);
}

baton_result baton_create_and_await(baton_client *client, const char *process_id,
                                    const char *variables, const char *idempotency_key,
                                    uint32_t timeout_ms, baton_response *out)
{
    uint32_t wait_ms = timeout_ms == 0 ? client->timeout_ms : timeout_ms;
    struct buffer body;

    open_body(&body);
    put_text_member(&body, "processDefinitionId", process_id);
    put_json_member(&body, "variables", variables);
    put_json_member(&body, "awaitCompletion", "true");
    put_int_member(&body, "requestTimeout", wait_ms);
    buffer_put_byte(&body, '}');
    return request_post(client, "/v2/process-instances", idempotency_key, &body, wait_ms + 2000,
                        out);
}

/* POST path/<key>/verb */
static baton_result post_to(baton_client *client, const char *entity, uint64_t key,
                            const char *verb, struct buffer *body, baton_response *out)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "/v2/%s/%llu/%s", entity, (unsigned long long)key, verb);
    buffer_put_byte(body, '}');
    return request_post(client, path, NULL, body, 0, out);
}

baton_result baton_cancel_instance(baton_client *client, uint64_t key, baton_response *out)
{
    struct buffer body;

    open_body(&body);
    return post_to(client, "process-instances", key, "cancellation", &body, out);
}

baton_result baton_publish_message(baton_client *client, const char *name,
                                   const char *correlation_key, const char *variables,
                                   int64_t time_to_live_ms, baton_response *out)
{
    struct buffer body;

    open_body(&body);
    put_text_member(&body, "name", name);
    put_text_member(&body, "correlationKey", correlation_key);
    put_int_member(&body, "timeToLive", time_to_live_ms);
    put_json_member(&body, "variables", variables);
    buffer_put_byte(&body, '}');
    return request_post(client, "/v2/messages/publication", NULL, &body, 0, out);
}

baton_result baton_resolve_incident(baton_client *client, uint64_t key, baton_response *out)
{
    struct buffer body;

    open_body(&body);
    return post_to(client, "incidents", key, "resolution", &body, out);
}

baton_result baton_complete_user_task(baton_client *client, uint64_t key, const char *variables,
                                      baton_response *out)
{
    struct buffer body;

    open_body(&body);
    put_json_member(&body, "variables", variables);
    return post_to(client, "user-tasks", key, "completion", &body, out);
}

baton_result baton_complete_job(baton_client *client, uint64_t key, const char *variables,
                                baton_response *out)
{
    struct buffer body;

    open_body(&body);
    put_json_member(&body, "variables", variables);
    return post_to(client, "jobs", key, "completion", &body, out);
}

baton_result baton_fail_job(baton_client *client, uint64_t key, int32_t retries,
                            int64_t back_off_ms, const char *message, baton_response *out)
{
    struct buffer body;

    open_body(&body);
    put_int_member(&body, "retries", retries);
    put_int_member(&body, "retryBackOff", back_off_ms);
    put_text_member(&body, "errorMessage", message);
    return post_to(client, "jobs", key, "failure", &body, out);
}

baton_result baton_throw_error(baton_client *client, uint64_t key, const char *error_code,
                               const char *message, const char *variables, baton_response *out)
{
    struct buffer body;

    open_body(&body);
    put_text_member(&body, "errorCode", error_code);
    put_text_member(&body, "errorMessage", message);
    put_json_member(&body, "variables", variables);
    return post_to(client, "jobs", key, "error", &body, out);
}

baton_result baton_search(baton_client *client, const char *entity, const char *body,
                          baton_response *out)
{
    const char *text = body == NULL ? "{}" : body;
    char path[PATH_BYTES];
    baton_call call = {.method = "POST", .path = path, .body = text, .body_size = strlen(text)};

    snprintf(path, sizeof(path), "/v2/%s/search", entity);
    return baton_do(client, &call, out);
}
