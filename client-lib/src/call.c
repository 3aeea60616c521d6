/* A call with its attempts: the same idempotency key each time, so that a retry never does a thing
 * twice. */
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "client_int.h"

enum {
    PAUSE_FIRST_MS = 20,
    PAUSE_MAX_MS = 1000,
    RETRY_AFTER_MAX_S = 30
};

const char *baton_result_name(baton_result result)
{
    static const char *const names[] = {"OK",       "REJECTED", "UNREACHABLE", "TIMED_OUT",
                                        "PROTOCOL", "INVALID",  "NO_MEMORY",   "TOO_LARGE",
                                        "PENDING",  "CANCELLED"};

    return (unsigned)result < sizeof(names) / sizeof(names[0]) ? names[result] : "UNKNOWN";
}

void response_reset(baton_response *response)
{
    baton_response empty = {
        .done = response->done, .ctx = response->ctx, .pending = response->pending};

    memory_release(response->body);
    *response = empty;
}

void baton_response_clear(baton_response *response)
{
    ASSERT(response->pending == NULL);
    response_reset(response);
}

/* --- answers --- */

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

static void take_answer(struct call *request)
{
    baton_response *out = request->out;

    request->answer.ceiling++; /* room for the NUL behind the longest body */
    buffer_put_byte(&request->answer, '\0');
    out->body_size = request->answer.size - 1;
    out->body = (char *)(uintptr_t)buffer_take(&request->answer).data;
    out->status = request->status;
    out->index = request->index;
    if (out->status >= 300) {
        read_problem(out);
    }
}

/* --- the end of an attempt --- */

static void tell_why(struct call *request, enum exchange_end end)
{
    static const char *const meanings[] = {
        [EXCHANGE_ENDED] = "",
        [EXCHANGE_REFUSED] = "the peer refused the request",
        [EXCHANGE_LOST] = "the connection was lost",
        [EXCHANGE_LATE] = "no answer in time",
        [EXCHANGE_TOO_LARGE] = "the answer is larger than max_body_bytes",
        [EXCHANGE_PROTOCOL] = "the peer does not speak HTTP/2",
    };
    const char *why = channel_why(request->connection);
    baton_response *out = request->out;

    if (end == EXCHANGE_LATE && request->sent_ms == 0) {
        if (out->detail[0] != '\0') {
            return; /* an earlier attempt knows more than that there was no time left */
        }
        why = "no connection in time";
    }
    snprintf(out->detail, sizeof(out->detail), "%s: %s",
             channel_endpoint(request->connection)->authority,
             why[0] != '\0' ? why : meanings[end]);
}

/* Silence since the request was sent: the next one goes elsewhere. */
static void leave_silent(struct call *request)
{
    baton_client *client = request->client;

    if (request->sent_ms == 0 || channel_heard_since(request->connection, request->sent_ms)) {
        return;
    }
    channel_leave(request->connection);
    client_log(client, BATON_LOG_WARNING, "%s: silent since %s %s",
               channel_endpoint(request->connection)->authority, request->method, request->path);
}

/* Not ready, though it answers: the next request goes elsewhere. Too much work is no reason, the
 * others have as much. */
static void leave_unready(struct call *request)
{
    baton_response *out = request->out;

    if (out->status == 503 && strcmp(out->title, "RESOURCE_EXHAUSTED") != 0 &&
        request->client->settings.endpoint_count > 1) {
        channel_leave(request->connection);
    }
}

void call_end(struct call *request, enum exchange_end end)
{
    request->end = end;
    if (end == EXCHANGE_ENDED) {
        response_reset(request->out);
        take_answer(request);
        leave_unready(request);
    } else {
        tell_why(request, end);
    }
    if (end == EXCHANGE_LATE) {
        leave_silent(request);
    }
    buffer_deinit(&request->answer);
    channel_drop(request->connection, request);
    list_push_back(&request->client->ended, &request->link);
}

/* --- judgement --- */

static bool is_worth_a_retry(baton_result result, const baton_response *out)
{
    return result == BATON_UNREACHABLE || (result == BATON_REJECTED && out->status == 503);
}

bool call_is_open(baton_result result, const baton_response *out)
{
    return result == BATON_TIMED_OUT || is_worth_a_retry(result, out);
}

static baton_result result_of(const struct call *request)
{
    switch (request->end) {
    case EXCHANGE_ENDED:
        return request->out->status < 300 ? BATON_OK : BATON_REJECTED;
    case EXCHANGE_LATE:
        return request->sent_ms == 0 ? BATON_UNREACHABLE : BATON_TIMED_OUT;
    case EXCHANGE_TOO_LARGE:
        return BATON_TOO_LARGE;
    case EXCHANGE_PROTOCOL:
        return BATON_PROTOCOL;
    case EXCHANGE_REFUSED:
    case EXCHANGE_LOST:
        break;
    }
    return BATON_UNREACHABLE;
}

/* A growing, jittered while, and at least what the server asked for. */
static int64_t pause_of(struct call *request)
{
    uint32_t round = (request->attempts - 1) / request->client->settings.endpoint_count;
    int64_t pause_ms = PAUSE_FIRST_MS << (round < 6 ? round : 6);
    int64_t asked_s = request->retry_after_s;

    if (pause_ms > PAUSE_MAX_MS) {
        pause_ms = PAUSE_MAX_MS;
    }
    pause_ms =
        pause_ms / 2 + (int64_t)(client_random(request->client) % (uint64_t)(pause_ms / 2 + 1));
    return pause_ms + (asked_s < RETRY_AFTER_MAX_S ? asked_s : RETRY_AFTER_MAX_S) * 1000;
}

/* A server may close a connection that rests, and ours finds out by using it: that once, the next
 * attempt follows at once. So does one at an endpoint that was not tried yet. */
static bool needs_pause(const struct call *request)
{
    bool is_stale =
        request->is_kept && (request->end == EXCHANGE_LOST || request->end == EXCHANGE_REFUSED);

    return !is_stale && (request->retry_after_s > 0 ||
                         request->attempts % request->client->settings.endpoint_count == 0);
}

static void finish(struct call *request, baton_result result)
{
    /* "Unreachable" promises that nothing happened. */
    if (request->maybe_done && is_worth_a_retry(result, request->out)) {
        result = BATON_TIMED_OUT;
    }
    request->result = result;
    request->has_ended = true;
    request->out->attempts = request->attempts;
    if (request->is_async) {
        list_push_back(&request->client->done, &request->link);
    }
}

void call_judge(struct call *request)
{
    baton_result result = result_of(request);
    int64_t now_ms = clock_monotonic_ms();
    int64_t begin_ms = now_ms;

    request->maybe_done |= request->end == EXCHANGE_LOST;
    if (!is_worth_a_retry(result, request->out) || request->end == EXCHANGE_LATE) {
        finish(request, result);
        return;
    }
    if (needs_pause(request)) {
        begin_ms += pause_of(request);
    }
    if (begin_ms >= request->deadline_ms) {
        finish(request, result);
        return;
    }
    client_log(request->client, BATON_LOG_WARNING, "%s %s: again in %lld ms: %s", request->method,
               request->path, (long long)(begin_ms - now_ms), request->out->detail);
    request->begin_ms = begin_ms;
    list_push_back(&request->client->waiting, &request->link);
    client_due(request->client, begin_ms > now_ms ? begin_ms : request->deadline_ms);
}

void call_expire(struct call *request)
{
    list_remove(&request->link);
    if (request->out->detail[0] == '\0') {
        snprintf(request->out->detail, sizeof(request->out->detail), "no connection has room");
    }
    finish(request, BATON_UNREACHABLE);
}

/* --- the beginning --- */

void call_begin(struct call *request, struct channel *connection)
{
    request->attempts++;
    request->body_sent = 0;
    request->sent_ms = 0;
    request->status = 0;
    request->index = 0;
    request->retry_after_s = 0;
    buffer_init(&request->answer, request->client->settings.max_body_bytes);
    client_due(request->client, request->deadline_ms);
    channel_begin(connection, request);
}

baton_result call_invalid(baton_response *out, const char *detail)
{
    response_reset(out);
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

static void init(struct call *request, baton_client *client, const baton_call *call,
                 baton_response *out)
{
    uint32_t timeout_ms = call->timeout_ms == 0 ? client->settings.timeout_ms : call->timeout_ms;
    int64_t now_ms = clock_monotonic_ms();

    *request = (struct call){
        .client = client,
        .out = out,
        .method = call->method,
        .path = call->path,
        .content_type = call->content_type == NULL ? "application/json" : call->content_type,
        .idempotency_key = call->idempotency_key,
        .body = slice_make(call->body, call->body_size),
        .deadline_ms = now_ms + timeout_ms,
        .begin_ms = now_ms,
    };
    if (request->idempotency_key == NULL && !is_reading(call)) {
        client_make_key(request->key);
        request->idempotency_key = request->key;
    }
    response_reset(out);
    list_node_init(&request->link);
    list_push_back(&client->waiting, &request->link);
}

static const char *keep_text(char **at, const char *text)
{
    size_t bytes = strlen(text) + 1;
    char *kept = memcpy(*at, text, bytes);

    *at += bytes;
    return kept;
}

/* Its texts become its own, and so does the body: copied, unless `body` gives it. */
static baton_result begin_async(baton_client *client, const baton_call *call, struct buffer *body,
                                baton_response *out)
{
    const char *type = call->content_type == NULL ? "" : call->content_type;
    const char *key = call->idempotency_key == NULL ? "" : call->idempotency_key;
    size_t texts = strlen(call->method) + strlen(call->path) + strlen(type) + strlen(key) + 4;
    struct call *request = memory_zeroed(sizeof(*request) + texts);
    char *at = request->texts;

    init(request, client, call, out);
    request->is_async = true;
    request->method = keep_text(&at, call->method);
    request->path = keep_text(&at, call->path);
    if (call->content_type != NULL) {
        request->content_type = keep_text(&at, type);
    }
    if (call->idempotency_key != NULL) {
        request->idempotency_key = keep_text(&at, key);
    }
    if (body != NULL) {
        request->owned_body = (char *)(uintptr_t)buffer_take(body).data;
    } else if (call->body != NULL) {
        request->owned_body = memory_resize(NULL, call->body_size + 1);
        memcpy(request->owned_body, call->body, call->body_size);
        request->body.data = request->owned_body;
    }
    out->pending = request;
    return BATON_PENDING;
}

/* `body` NULL: the call's; else where the call's lies, to be taken over. */
static baton_result run(baton_client *client, const baton_call *call, struct buffer *body,
                        baton_response *out)
{
    const char *fault = find_fault(call);
    struct call request;

    if (out->pending != NULL) {
        return BATON_INVALID; /* it waits for another answer, which must find it as it is */
    }
    if (fault != NULL) {
        return call_invalid(out, fault);
    }
    if (out->done != NULL) {
        return begin_async(client, call, body, out);
    }
    init(&request, client, call, out);
    client_turn(client);
    while (!request.has_ended) {
        client_wait(client);
    }
    return request.result;
}

baton_result baton_do(baton_client *client, const baton_call *call, baton_response *out)
{
    return run(client, call, NULL, out);
}

baton_result call_send(baton_client *client, baton_call *call, struct buffer *body,
                       baton_response *out)
{
    baton_result result;

    call->body = body->data;
    call->body_size = body->size;
    if (body->failed) {
        result = call_invalid(out, "the request is larger than a server takes");
    } else {
        result = run(client, call, body, out);
    }
    buffer_deinit(body);
    return result;
}

/* --- the end of a call --- */

static void call_free(struct call *request)
{
    memory_release(request->owned_body);
    buffer_deinit(&request->answer);
    memory_release(request);
}

void call_deliver(struct call *request)
{
    baton_response *out = request->out;
    baton_result result = request->result;

    call_free(request);
    out->pending = NULL;
    out->done(result, out, out->ctx);
}

void baton_cancel(baton_client *client, baton_response *response)
{
    struct call *request = response->pending;

    (void)client;
    if (request == NULL) {
        return;
    }
    if (request->connection != NULL) {
        request->end = EXCHANGE_LATE; /* the peer may still work on it */
        channel_drop(request->connection, request);
    } else {
        list_remove(&request->link);
    }
    call_free(request);
    response->pending = NULL;
    response_reset(response);
}
