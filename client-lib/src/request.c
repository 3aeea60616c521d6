/* A call with its retries: the same idempotency key each time, so that a retry never does a thing
 * twice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "client_int.h"

enum {
    PAUSE_FIRST_MS = 20,
    PAUSE_MAX_MS = 1000,
    KEY_BYTES = 40
};

int64_t client_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

uint64_t client_random(baton_client *client)
{
    client->random ^= client->random << 13;
    client->random ^= client->random >> 7;
    client->random ^= client->random << 17;
    return client->random;
}

const char *baton_result_name(baton_result result)
{
    static const char *const names[] = {"OK",       "REJECTED", "UNREACHABLE", "TIMED_OUT",
                                        "PROTOCOL", "INVALID",  "NO_MEMORY"};

    return (unsigned)result < sizeof(names) / sizeof(names[0]) ? names[result] : "UNKNOWN";
}

const char *baton_version(void)
{
    return "0.1.0";
}

/* "http://host:port", "host:port" or "host" into its parts. */
static bool parse_address(const char *address, baton_client *client)
{
    struct slice text = slice_of(address);
    size_t colon;
    int64_t port = 8080;

    if (slice_starts_with(text, SLICE("http://"))) {
        text = slice_from(text, strlen("http://"));
    }
    if (text.size > 0 && text.data[text.size - 1] == '/') {
        text.size--;
    }
    colon = slice_find_byte(text, ':');
    if (colon != SIZE_MAX) {
        if (!slice_to_int64(slice_from(text, colon + 1), &port) || port < 1 || port > 65535) {
            return false;
        }
        text = slice_sub(text, 0, colon);
    }
    if (text.size == 0 || text.size >= sizeof(client->host)) {
        return false;
    }
    snprintf(client->host, sizeof(client->host), "%.*s", SLICE_ARG(text));
    snprintf(client->port, sizeof(client->port), "%d", (int)port);
    return true;
}

baton_result baton_client_new(const baton_config *config, baton_client **out)
{
    const char *address = config == NULL ? NULL : config->address;
    baton_client *client = calloc(1, sizeof(*client));

    if (client == NULL) {
        return BATON_NO_MEMORY;
    }
    if (address == NULL) {
        address = getenv("BATON_ADDRESS");
    }
    if (!parse_address(address == NULL ? "127.0.0.1:8080" : address, client)) {
        free(client);
        return BATON_INVALID;
    }
    client->timeout_ms =
        config == NULL || config->timeout_ms == 0 ? CLIENT_TIMEOUT_MS : config->timeout_ms;
    client->max_body_bytes =
        config == NULL || config->max_body_bytes == 0 ? CLIENT_BODY_BYTES : config->max_body_bytes;
    while (client->random == 0) {
        if (getrandom(&client->random, sizeof(client->random), 0) < 0) {
            client->random = (uint64_t)client_now_ms() | 1;
        }
    }
    *out = client;
    return BATON_OK;
}

void baton_client_free(baton_client *client)
{
    if (client != NULL) {
        connection_close(client->connection);
        free(client);
    }
}

void baton_response_clear(baton_response *response)
{
    free(response->body);
    *response = (baton_response){0};
}

static void copy_text(struct slice object, struct slice name, char *out, size_t bytes)
{
    struct buffer text;
    struct slice value;

    buffer_init(&text, 64 * 1024);
    if (json_member(object, name, &value) && json_put_decoded(&text, value)) {
        snprintf(out, bytes, "%.*s", SLICE_ARG(buffer_slice(&text)));
    }
    buffer_deinit(&text);
}

static void read_problem(baton_response *response)
{
    struct slice body = slice_make(response->body, response->body_size);

    copy_text(body, SLICE("title"), response->title, sizeof(response->title));
    copy_text(body, SLICE("detail"), response->detail, sizeof(response->detail));
    if (response->title[0] == '\0') {
        snprintf(response->title, sizeof(response->title), "HTTP %d", response->status);
    }
}

static void drop_connection(baton_client *client)
{
    connection_close(client->connection);
    client->connection = NULL;
}

/* One attempt; opens the connection when there is none. */
static baton_result attempt(baton_client *client, const struct exchange *exchange,
                            int64_t deadline_ms, baton_response *out)
{
    baton_result result;

    if (client->connection == NULL) {
        client->connection = connection_open(client->host, client->port, deadline_ms, out->detail,
                                             sizeof(out->detail));
    }
    if (client->connection == NULL) {
        return BATON_UNREACHABLE;
    }
    result =
        connection_exchange(client->connection, exchange, deadline_ms, client->max_body_bytes, out);
    if (result != BATON_OK) {
        drop_connection(client);
        snprintf(out->detail, sizeof(out->detail), "%s:%s: %s", client->host, client->port,
                 result == BATON_TIMED_OUT  ? "no answer in time"
                 : result == BATON_PROTOCOL ? "the peer does not speak HTTP/2"
                                            : "the connection was lost");
        return result;
    }
    if (out->status < 300) {
        return BATON_OK;
    }
    read_problem(out);
    return BATON_REJECTED;
}

static bool is_worth_a_retry(baton_result result, const baton_response *out)
{
    return result == BATON_UNREACHABLE || (result == BATON_REJECTED && out->status == 503);
}

/* Waits a growing, jittered while; false when the deadline comes first. */
static bool pause_before_retry(baton_client *client, uint32_t attempts, int64_t deadline_ms)
{
    uint32_t shift = attempts < 6 ? attempts : 6;
    int64_t pause_ms = PAUSE_FIRST_MS << shift;
    struct timespec span;

    if (pause_ms > PAUSE_MAX_MS) {
        pause_ms = PAUSE_MAX_MS;
    }
    pause_ms = pause_ms / 2 + (int64_t)(client_random(client) % (uint64_t)(pause_ms / 2 + 1));
    if (client_now_ms() + pause_ms >= deadline_ms) {
        return false;
    }
    span = (struct timespec){.tv_sec = pause_ms / 1000, .tv_nsec = pause_ms % 1000 * 1000000};
    nanosleep(&span, NULL);
    return true;
}

static baton_result with_retries(baton_client *client, const struct exchange *exchange,
                                 uint32_t timeout_ms, baton_response *out)
{
    int64_t deadline_ms = client_now_ms() + timeout_ms;
    uint32_t attempts = 0;
    baton_result result;

    do {
        baton_response_clear(out);
        result = attempt(client, exchange, deadline_ms, out);
        attempts++;
        out->attempts = attempts;
    } while (is_worth_a_retry(result, out) && pause_before_retry(client, attempts, deadline_ms));
    return result;
}

baton_result request_invalid(baton_response *out, const char *detail)
{
    baton_response_clear(out);
    snprintf(out->detail, sizeof(out->detail), "%s", detail);
    return BATON_INVALID;
}

baton_result baton_do(baton_client *client, const baton_call *call, baton_response *out)
{
    char key[KEY_BYTES];
    struct exchange exchange = {
        .method = call->method,
        .path = call->path,
        .content_type = call->content_type == NULL ? "application/json" : call->content_type,
        .idempotency_key = call->idempotency_key,
        .body = slice_make(call->body, call->body_size),
    };

    if (call->method == NULL || call->path == NULL || call->path[0] != '/') {
        return request_invalid(out, "a call needs a method and a path that starts with '/'");
    }
    if (exchange.idempotency_key == NULL && strcmp(call->method, "GET") != 0 &&
        strstr(call->path, "/search") == NULL) {
        snprintf(key, sizeof(key), "%016llx%016llx", (unsigned long long)client_random(client),
                 (unsigned long long)client_random(client));
        exchange.idempotency_key = key;
    }
    return with_retries(client, &exchange,
                        call->timeout_ms == 0 ? client->timeout_ms : call->timeout_ms, out);
}

baton_result request_post(baton_client *client, const char *path, const char *idempotency_key,
                          struct buffer *body, uint32_t timeout_ms, baton_response *out)
{
    baton_call call = {.method = "POST",
                       .path = path,
                       .body = body->data,
                       .body_size = body->size,
                       .idempotency_key = idempotency_key,
                       .timeout_ms = timeout_ms};
    baton_result result;

    if (body->failed) {
        result = request_invalid(out, "the request is larger than a server takes");
    } else {
        result = baton_do(client, &call, out);
    }
    buffer_deinit(body);
    return result;
}
