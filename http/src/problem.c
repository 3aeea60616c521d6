/* Problem documents: one writer, and the few shapes that handlers need. */
#include "problem_int.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"
#include "exchange_int.h"
#include "request_int.h"

enum {
    RETRY_AFTER_S = 1,
    HTTP_METHOD_NOT_ALLOWED = 405,
    HTTP_UNAVAILABLE = 503
};

static const char content_type[] = "application/problem+json";

static void put_problem(struct request *request, int http_status, const char *title,
                        struct slice detail)
{
    struct buffer *out = &request->out;

    buffer_reset(out);
    buffer_put_text(out, "{\"type\":\"about:blank\",\"title\":");
    text_put_json(out, slice_of(title));
    buffer_printf(out, ",\"status\":%d,\"detail\":", http_status);
    text_put_json(out, detail);
    buffer_put_text(out, ",\"instance\":");
    text_put_json(out, request->path);
    buffer_put_byte(out, '}');
}

static void answer_problem(struct request *request, int http_status, const char *title,
                           struct slice detail)
{
    struct answer answer = {.status = http_status, .content_type = content_type};

    put_problem(request, http_status, title, detail);
    answer.retry_after_s = http_status == HTTP_UNAVAILABLE ? RETRY_AFTER_S : 0;
    exchange_send(request, &answer);
}

static struct slice detail_format(struct request *request, const char *format, va_list arguments)
    PRINTF_LIKE(2, 0);

/* vsnprintf twice, because the arena wants to know the size first. */
static struct slice detail_format(struct request *request, const char *format, va_list arguments)
{
    va_list again;
    int bytes;
    char *text;

    va_copy(again, arguments);
    bytes = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (bytes < 0) {
        return SLICE_EMPTY;
    }
    text = arena_alloc(&request->arena, (size_t)bytes + 1);
    if (text == NULL) {
        return SLICE_EMPTY;
    }
    (void)vsnprintf(text, (size_t)bytes + 1, format, arguments);
    return slice_make(text, (size_t)bytes);
}

void problem(struct request *request, int http_status, const char *title, const char *format, ...)
{
    va_list arguments;
    struct slice detail;

    va_start(arguments, format);
    detail = detail_format(request, format, arguments);
    va_end(arguments);
    answer_problem(request, http_status, title, detail);
}

void problem_status(struct request *request, enum status status, const char *format, ...)
{
    va_list arguments;
    struct slice detail;

    va_start(arguments, format);
    detail = detail_format(request, format, arguments);
    va_end(arguments);
    answer_problem(request, status_http(status), status_title(status), detail);
}

void problem_bad_request(struct request *request, const char *format, ...)
{
    va_list arguments;
    struct slice detail;

    va_start(arguments, format);
    detail = detail_format(request, format, arguments);
    va_end(arguments);
    answer_problem(request, 400, "Bad Request", detail);
}

void problem_invalid(struct request *request, const char *format, ...)
{
    va_list arguments;
    struct slice detail;

    va_start(arguments, format);
    detail = detail_format(request, format, arguments);
    va_end(arguments);
    answer_problem(request, 400, "INVALID_ARGUMENT", detail);
}

void problem_not_found(struct request *request)
{
    problem(request, 404, "Not Found", "No endpoint %.*s %.*s.", SLICE_ARG(request->method),
            SLICE_ARG(request->path));
}

void problem_method(struct request *request, uint32_t allowed)
{
    char storage[64];
    struct answer answer = {.status = HTTP_METHOD_NOT_ALLOWED, .content_type = content_type};
    struct slice detail;

    buffer_reset(&request->out);
    routes_put_allow(&request->out, allowed);
    (void)snprintf(storage, sizeof(storage), "%.*s", SLICE_ARG(buffer_slice(&request->out)));
    answer.allow = storage;
    detail = arena_printf(&request->arena, "Method '%.*s' is not supported here. Use %s.",
                          SLICE_ARG(request->method), storage);
    put_problem(request, HTTP_METHOD_NOT_ALLOWED, "Method Not Allowed", detail);
    exchange_send(request, &answer);
}

void problem_rejection(struct request *request, const char *intent, enum status status,
                       struct slice reason)
{
    problem_status(request, status, "Command '%s' rejected with code '%s': %.*s", intent,
                   status_title(status), SLICE_ARG(reason));
}

static const char *failure_detail(enum status status)
{
    switch ((int)status) {
    case STATUS_RESOURCE_EXHAUSTED:
        return "Expected to handle the request, but the node has too much work waiting";
    case STATUS_UNAVAILABLE:
        return "Expected to handle the request, but the cluster has no leader that can be reached";
    case STATUS_OUTCOME_UNKNOWN:
        return "The command was passed on, but no majority confirmed it in time: it may or may "
               "not be executed. Send it again with the same Idempotency-Key";
    case STATUS_DEADLINE_EXCEEDED:
        return "Expected to handle request, but request timed out between gateway and broker";
    case STATUS_KEY_REUSED:
        return "The Idempotency-Key was used before with another request body";
    default:
        return "The request could not be handled because of an internal error";
    }
}

void problem_failure(struct request *request, enum status status, struct slice detail)
{
    if (detail.size == 0) {
        detail = slice_of(failure_detail(status));
    }
    answer_problem(request, status_http(status), status_title(status), detail);
}

const char *http_reason(int http_status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {{200, "OK"},
                   {204, "No Content"},
                   {400, "Bad Request"},
                   {401, "Unauthorized"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {409, "Conflict"},
                   {413, "Payload Too Large"},
                   {414, "URI Too Long"},
                   {415, "Unsupported Media Type"},
                   {417, "Expectation Failed"},
                   {422, "Unprocessable Entity"},
                   {431, "Request Header Fields Too Large"},
                   {499, "Client Closed Request"},
                   {500, "Internal Server Error"},
                   {501, "Not Implemented"},
                   {503, "Service Unavailable"},
                   {504, "Gateway Timeout"}};

    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (reasons[i].status == http_status) {
            return reasons[i].reason;
        }
    }
    return "Unknown";
}
