/* A call with its retries: the same idempotency key each time, so that a retry never does a thing
 * twice. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "client_int.h"
#include "config.h"
#include "socket.h"

enum {
    PAUSE_FIRST_MS = 20,
    PAUSE_MAX_MS = 1000
};

/* For pauses only: keys come from the system. */
static uint64_t next_random(baton_client *client)
{
    client->random ^= client->random << 13;
    client->random ^= client->random >> 7;
    client->random ^= client->random << 17;
    return client->random;
}

static void fill_random(void *out, size_t bytes)
{
    while (getrandom(out, bytes, 0) != (ssize_t)bytes) {
        ASSERT(errno == EINTR);
    }
}

/* From the system each time: two processes after a fork must not make the same keys. */
void client_make_key(char key[CLIENT_KEY_BYTES])
{
    uint64_t random[2];

    fill_random(random, sizeof(random));
    snprintf(key, CLIENT_KEY_BYTES, "%016llx%016llx", (unsigned long long)random[0],
             (unsigned long long)random[1]);
}

const char *baton_result_name(baton_result result)
{
    static const char *const names[] = {"OK",       "REJECTED", "UNREACHABLE", "TIMED_OUT",
                                        "PROTOCOL", "INVALID",  "NO_MEMORY",   "TOO_LARGE"};

    return (unsigned)result < sizeof(names) / sizeof(names[0]) ? names[result] : "UNKNOWN";
}

const char *baton_version(void)
{
    return BATON_VERSION;
}

baton_result baton_client_new(const baton_config *config, baton_client **out)
{
    baton_client *client = memory_zeroed(sizeof(*client));
    baton_result result;

    error_clear();
    result = settings_take(config, &client->settings);
    if (result != BATON_OK) {
        memory_release(client);
        return result;
    }
    client->timeout_ms = client->settings.timeout_ms;
    client->cancel_fd = -1;
    fill_random(&client->random, sizeof(client->random));
    client->random |= 1;
    *out = client;
    return BATON_OK;
}

void baton_client_free(baton_client *client)
{
    if (client != NULL) {
        connection_close(client->connection);
        memory_release(client);
    }
}

void baton_response_clear(baton_response *response)
{
    memory_release(response->body);
    *response = (baton_response){0};
}

static void copy_text(struct slice object, struct slice name, char *out, size_t bytes)
{
    struct buffer text;
    struct slice value;

    buffer_init(&text, 64 * 1024);
    if (json_member(object, name, &value) && json_put_decoded(&text, value)) {
        size_t size = text.size < bytes ? text.size : bytes - 1;

        /* Cut between characters, never inside one. */
        while (size < text.size && size > 0 && ((unsigned char)text.data[size] & 0xc0) == 0x80) {
            size--;
        }
        snprintf(out, bytes, "%.*s", (int)size, text.data == NULL ? "" : text.data);
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

/* What is known of a call over all its attempts. */
struct attempts {
    uint32_t count;
    bool maybe_done; /* one was lost on the way: the server may have carried it out */
    bool was_stale;  /* the last failed on a connection that had served before */
};

static bool ensure_connection(baton_client *client, int64_t deadline_ms, baton_response *out)
{
    if (client->connection != NULL && !connection_is_usable(client->connection)) {
        drop_connection(client);
    }
    if (client->connection == NULL) {
        client->connection =
            connection_open(&client->settings.endpoints[client->endpoint], client->cancel_fd,
                            deadline_ms, out->detail, sizeof(out->detail));
    }
    if (client->connection == NULL) {
        client->endpoint = (client->endpoint + 1) % client->settings.endpoint_count;
    }
    return client->connection != NULL;
}

static baton_result judge_failure(baton_client *client, enum exchange_end end, baton_response *out)
{
    static const struct {
        baton_result result;
        const char *text;
    } meanings[] = {
        [EXCHANGE_ENDED] = {BATON_OK, ""},
        [EXCHANGE_REFUSED] = {BATON_UNREACHABLE, "the peer refused the request"},
        [EXCHANGE_LOST] = {BATON_UNREACHABLE, "the connection was lost"},
        [EXCHANGE_LATE] = {BATON_TIMED_OUT, "no answer in time"},
        [EXCHANGE_TOO_LARGE] = {BATON_TOO_LARGE, "the answer is larger than max_body_bytes"},
        [EXCHANGE_PROTOCOL] = {BATON_PROTOCOL, "the peer does not speak HTTP/2"},
    };

    snprintf(out->detail, sizeof(out->detail), "%s: %s",
             client->settings.endpoints[client->endpoint].authority, meanings[end].text);
    return meanings[end].result;
}

/* One attempt; opens the connection when there is none. */
static baton_result attempt(baton_client *client, const struct exchange *exchange,
                            int64_t deadline_ms, struct attempts *attempts, baton_response *out)
{
    bool is_kept = client->connection != NULL;
    struct connection *kept = client->connection;
    enum exchange_end end;

    attempts->count++;
    attempts->was_stale = false;
    if (!ensure_connection(client, deadline_ms, out)) {
        return BATON_UNREACHABLE;
    }
    is_kept = is_kept && client->connection == kept;
    end = connection_exchange(client->connection, exchange, deadline_ms,
                              client->settings.max_body_bytes, out);
    if (end != EXCHANGE_ENDED) {
        drop_connection(client);
        attempts->maybe_done |= end == EXCHANGE_LOST;
        attempts->was_stale = is_kept && (end == EXCHANGE_LOST || end == EXCHANGE_REFUSED);
        return judge_failure(client, end, out);
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

bool request_is_open(baton_result result, const baton_response *out)
{
    return result == BATON_TIMED_OUT || is_worth_a_retry(result, out);
}

/* Waits a growing, jittered while; false when the deadline or a cancellation comes first. */
static bool pause_before_retry(baton_client *client, uint32_t attempts, int64_t deadline_ms)
{
    uint32_t shift = attempts < 7 ? attempts - 1 : 6;
    int64_t pause_ms = PAUSE_FIRST_MS << shift;
    int64_t until_ms;

    if (pause_ms > PAUSE_MAX_MS) {
        pause_ms = PAUSE_MAX_MS;
    }
    pause_ms = pause_ms / 2 + (int64_t)(next_random(client) % (uint64_t)(pause_ms / 2 + 1));
    until_ms = clock_monotonic_ms() + pause_ms;
    return until_ms < deadline_ms &&
           socket_wait(-1, 0, client->cancel_fd, until_ms) != SOCKET_CANCELLED;
}

/* A server may close a connection that rests, and ours finds out by using it: that once, the next
 * attempt follows at once. */
static bool may_try_again(baton_client *client, const struct attempts *attempts,
                          int64_t deadline_ms)
{
    if (attempts->was_stale) {
        return clock_monotonic_ms() < deadline_ms;
    }
    return pause_before_retry(client, attempts->count, deadline_ms);
}

static baton_result with_retries(baton_client *client, const struct exchange *exchange,
                                 uint32_t timeout_ms, baton_response *out)
{
    int64_t deadline_ms = clock_monotonic_ms() + timeout_ms;
    struct attempts attempts = {0};
    baton_result result;

    do {
        baton_response_clear(out);
        result = attempt(client, exchange, deadline_ms, &attempts, out);
        out->attempts = attempts.count;
    } while (is_worth_a_retry(result, out) && may_try_again(client, &attempts, deadline_ms));
    /* "Unreachable" promises that nothing happened. */
    if (attempts.maybe_done && is_worth_a_retry(result, out)) {
        return BATON_TIMED_OUT;
    }
    return result;
}

baton_result request_invalid(baton_response *out, const char *detail)
{
    baton_response_clear(out);
    snprintf(out->detail, sizeof(out->detail), "%s", detail);
    return BATON_INVALID;
}

/* Printable ASCII, as a header takes it; `also` is one more character that may stand in it. */
static bool is_header_text(const char *text, char also)
{
    for (; *text != '\0'; text++) {
        if ((*text <= ' ' || *text > '~') && *text != also) {
            return false;
        }
    }
    return true;
}

static const char *find_fault(const baton_call *call)
{
    if (call->method == NULL || call->path == NULL || call->path[0] != '/') {
        return "a call needs a method and a path that starts with '/'";
    }
    if (!is_header_text(call->method, '\0') || !is_header_text(call->path, '\0')) {
        return "method and path are printable ASCII without blanks";
    }
    if (call->content_type != NULL && !is_header_text(call->content_type, ' ')) {
        return "a content type is printable ASCII";
    }
    if (call->idempotency_key != NULL &&
        (call->idempotency_key[0] == '\0' || !is_header_text(call->idempotency_key, '\0') ||
         strlen(call->idempotency_key) > LIMIT_IDEMPOTENCY_KEY_BYTES)) {
        return "an idempotency key is 1 to 128 characters of printable ASCII without blanks";
    }
    return NULL;
}

/* Reading twice is harmless; all else needs a key to be sent twice. */
static bool is_reading(const baton_call *call)
{
    struct slice path = slice_of(call->path);
    size_t query = slice_find_byte(path, '?');

    if (query != SIZE_MAX) {
        path = slice_sub(path, 0, query);
    }
    return strcmp(call->method, "GET") == 0 || strcmp(call->method, "HEAD") == 0 ||
           (strcmp(call->method, "POST") == 0 && slice_ends_with(path, SLICE("/search")));
}

baton_result baton_do(baton_client *client, const baton_call *call, baton_response *out)
{
    const char *fault = find_fault(call);
    char key[CLIENT_KEY_BYTES];
    struct exchange exchange = {
        .method = call->method,
        .path = call->path,
        .content_type = call->content_type == NULL ? "application/json" : call->content_type,
        .idempotency_key = call->idempotency_key,
        .authorization =
            client->settings.authorization[0] == '\0' ? NULL : client->settings.authorization,
        .body = slice_make(call->body, call->body_size),
    };

    if (fault != NULL) {
        return request_invalid(out, fault);
    }
    if (exchange.idempotency_key == NULL && !is_reading(call)) {
        client_make_key(key);
        exchange.idempotency_key = key;
    }
    return with_retries(client, &exchange,
                        call->timeout_ms == 0 ? client->timeout_ms : call->timeout_ms, out);
}

baton_result request_send(baton_client *client, baton_call *call, struct buffer *body,
                          baton_response *out)
{
    baton_result result;

    call->body = body->data;
    call->body_size = body->size;
    if (body->failed) {
        result = request_invalid(out, "the request is larger than a server takes");
    } else {
        result = baton_do(client, call, out);
    }
    buffer_deinit(body);
    return result;
}
