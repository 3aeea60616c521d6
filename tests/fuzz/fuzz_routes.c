/* Any request through routing, body tables, search filters and deployments, without a network.
 *
 * The first bytes choose the operation and the media type; the rest is "query\nbody". The backend
 * takes every command that can be decoded again. Each request is answered exactly once, and a JSON
 * answer is JSON. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "exchange_int.h"
#include "request_int.h"
#include "server_int.h"
#include "value/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int answers;

/* --- what exchange.c and work.c do with a connection --- */

void exchange_send(struct request *request, const struct answer *answer)
{
    struct buffer value;
    struct json_error error;

    ASSERT(!request->answered);
    request->answered = true;
    request->yields = false;
    answers++;
    ASSERT(answer->status >= 200);
    if (answer->content_type != NULL && strstr(answer->content_type, "json") != NULL) {
        buffer_init(&value, MIB(64));
        ASSERT(json_parse(buffer_slice(&request->out), &value, &error) == STATUS_OK);
        buffer_deinit(&value);
    }
}

void exchange_post(struct request *request)
{
    request_resume(request);
}

void exchange_watch(struct request *request)
{
    (void)request;
}

void exchange_unwatch(struct request *request)
{
    (void)request;
}

bool work_push(struct http_server *server, struct request *request)
{
    (void)server;
    request->with.work.run(request);
    request_resume(request);
    return true;
}

/* --- a backend that says yes --- */

static void fuzz_submit(void *ctx, struct slice bytes, struct backend_submit *submit)
{
    struct arena arena;
    struct command command;
    struct result result = {0};
    struct buffer encoded;

    (void)ctx;
    arena_init(&arena, MIB(64));
    buffer_init(&encoded, MIB(16));
    ASSERT(command_decode(bytes, &arena, &command) == STATUS_OK);
    result.type = command.type;
    if (command.type == COMMAND_CREATE_INSTANCE) {
        result.create_instance.process_id = SLICE("p");
    }
    result_encode(&result, &encoded);
    submit->done(submit, STATUS_OK, buffer_slice(&encoded), 1);
    buffer_deinit(&encoded);
    arena_deinit(&arena);
}

static void fuzz_fence(void *ctx, struct backend_fence *fence)
{
    (void)ctx;
    fence->done(fence, STATUS_OK, 1);
}

static void fuzz_readmodel_done(void *ctx)
{
    (void)ctx;
}

/* A cluster of one. */
static size_t fuzz_members(void *ctx, struct backend_member *out, size_t capacity)
{
    (void)ctx;
    ASSERT(capacity > 0);
    out[0] = (struct backend_member){.server_id = 1,
                                     .voter = true,
                                     .is_self = true,
                                     .is_leader = true,
                                     .link_up = true,
                                     .applied_index = 1};
    return 1;
}

static void fuzz_change(void *ctx, struct backend_change *change)
{
    (void)ctx;
    change->done(change, STATUS_UNAVAILABLE, SLICE_EMPTY);
}

static struct readmodel *fuzz_readmodel(void *ctx)
{
    (void)ctx;
    return NULL;
}

static void fuzz_poll(void *ctx, struct backend_poll *poll)
{
    (void)ctx;
    poll->done(poll, STATUS_OK, SLICE_EMPTY, 0, NULL, 0, 1);
}

static void fuzz_await(void *ctx, struct backend_await *await)
{
    (void)ctx;
    await->done(await, STATUS_DEADLINE_EXCEEDED, 1);
}

static void fuzz_status(void *ctx, struct backend_status *out)
{
    (void)ctx;
    *out = (struct backend_status){.alive = true, .ready = true, .clock_control = true};
}

static void fuzz_metrics(void *ctx, struct buffer *out)
{
    (void)ctx;
    (void)out;
}

static const struct http_backend backend = {.submit = fuzz_submit,
                                            .fence = fuzz_fence,
                                            .readmodel = fuzz_readmodel,
                                            .readmodel_done = fuzz_readmodel_done,
                                            .members = fuzz_members,
                                            .change = fuzz_change,
                                            .poll = fuzz_poll,
                                            .await = fuzz_await,
                                            .status = fuzz_status,
                                            .metrics = fuzz_metrics};

/* --- requests --- */

/* The template with every parameter as 1; some inputs get what they say themselves. */
static struct slice path_of(struct request *request, const struct route *route)
{
    char *path = CHECK_MEMORY(arena_alloc(&request->arena, strlen(route->path) + 1));
    size_t size = 0;
    bool inside = false;

    for (const char *at = route->path; *at != 0; at++) {
        if (*at == '{') {
            path[size++] = '1';
        }
        inside = *at == '{' || (inside && *at != '}');
        if (!inside && *at != '}') {
            path[size++] = *at;
        }
    }
    return slice_make(path, size);
}

static void request_fill(struct request *request, const struct route *route, uint8_t type,
                         struct slice rest)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    size_t line = slice_find_byte(rest, '\n');

    request->method = slice_of(methods[route->method]);
    request->path = path_of(request, route);
    request->content_type =
        type % 4 == 0 ? SLICE("multipart/form-data; boundary=b") : SLICE("application/json");
    if (line != SIZE_MAX) {
        request->query = slice_sub(rest, 0, line);
        rest = slice_from(rest, line + 1);
    }
    request->body = rest;
    if (type % 3 == 0) {
        request->idempotency_key = SLICE("key");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct http_server server;
    struct request request;

    if (size < 2) {
        return 0;
    }
    if (server.metrics.requests == NULL) {
        routes_prepare();
        server.options.address = "127.0.0.1";
        server.metrics.requests = CHECK_MEMORY(
            calloc((route_count + 1) * METRIC_STATUSES, sizeof(server.metrics.requests[0])));
    }
    answers = 0;
    request_init(&request, &server, &backend);
    request_fill(&request, &routes[data[0] % route_count], data[1], slice_make(data + 2, size - 2));
    request_handle(&request);
    ASSERT(answers == 1);
    request_deinit(&request);
    return 0;
}
