/* A request's life from route to answer, and its waits on the backend.
 *
 * Every wait ends through one door: the backend's callback stores the outcome and either notes that
 * it ran inside the call that began the wait, or posts the request to its own thread. `calling`
 * tells the two apart without a lock: it is the request whose call is under way on this thread. */
#include "request_int.h"

#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/list.h"
#include "exchange_int.h"
#include "problem_int.h"
#include "query_int.h"
#include "server_int.h"

enum {
    ARENA_FIRST_BYTES = 1024 - 32 /* a poll's body and state: thousands of them wait */
};

static _Thread_local struct request *calling;

void request_init(struct request *request, struct http_server *server,
                  const struct http_backend *backend)
{
    *request = (struct request){.server = server, .backend = backend};
    arena_init_small(&request->arena, LIMIT_REQUEST_MEMORY_BYTES, ARENA_FIRST_BYTES);
    buffer_init(&request->out, LIMIT_RESPONSE_BYTES);
}

void request_deinit(struct request *request)
{
    ASSERT(request->wait == REQUEST_RUNNING);
    buffer_deinit(&request->out);
    arena_deinit(&request->arena);
}

/* --- routing --- */

/* The one physical tenant has a second address. */
static struct slice path_canonical(struct slice path)
{
    struct slice prefix = SLICE("/physical-tenants/default");

    if (slice_starts_with(path, prefix)) {
        struct slice rest = slice_from(path, prefix.size);

        return slice_starts_with(rest, SLICE("/v2/")) ? rest : path;
    }
    return path;
}

static bool accepts_idempotency_key(struct request *request)
{
    if (request->idempotency_key.data == NULL) {
        return true;
    }
    if (request->idempotency_key.size == 0 ||
        request->idempotency_key.size > LIMIT_IDEMPOTENCY_KEY_BYTES) {
        problem_invalid(request, "The header Idempotency-Key must have 1 to %d bytes, but has %zu.",
                        LIMIT_IDEMPOTENCY_KEY_BYTES, request->idempotency_key.size);
        return false;
    }
    return true;
}

/* HEAD is GET, and the answer goes without its body (RFC 9110, 9.3.2). */
static enum http_method method_of(struct slice name)
{
    return slice_is(name, "HEAD") ? HTTP_GET : http_method_of(name);
}

void request_handle(struct request *request)
{
    enum http_method method = method_of(request->method);
    struct route_match match = route_find(method, path_canonical(request->path));

    if (match.allowed == 0) {
        problem_not_found(request);
        return;
    }
    if (match.route == NULL) {
        problem_method(request, match.allowed);
        return;
    }
    request->route = match.route;
    memcpy(request->parameters, match.parameters, sizeof(match.parameters));
    if (match.route->handle == NULL) {
        problem_status(request, STATUS_NOT_IMPLEMENTED, "Operation '%s' is not implemented yet.",
                       match.route->operation);
        return;
    }
    if (accepts_idempotency_key(request)) {
        match.route->handle(request);
    }
}

/* --- waits --- */

static void wait_begin(struct request *request, enum request_wait wait, request_step *next)
{
    ASSERT(request->wait == REQUEST_RUNNING);
    ASSERT(!request->answered);
    request->wait = wait;
    request->next = next;
    request->inline_done = false;
    request->outcome = (struct request_outcome){0};
}

/* Called by whoever ends a wait, on any thread, with the outcome in place. */
static void wait_end(struct request *request)
{
    if (calling == request) {
        request->inline_done = true;
    } else {
        exchange_post(request);
    }
}

static struct request *call_enter(struct request *request)
{
    struct request *outer = calling;

    calling = request;
    return outer;
}

/* When the backend answered inside the call, go on at once; the request may be gone after. */
static void call_leave(struct request *request, struct request *outer)
{
    calling = outer;
    if (request->inline_done) {
        request->inline_done = false;
        request_resume(request);
    }
}

void request_resume(struct request *request)
{
    request_step *next = request->next;

    ASSERT(request->wait != REQUEST_RUNNING);
    request->wait = REQUEST_RUNNING;
    next(request);
}

static const char *intent_of(enum command_type type)
{
    switch (type) {
    case COMMAND_DEPLOY:
    case COMMAND_CREATE_INSTANCE:
    case COMMAND_CREATE_BATCH:
        return "CREATE";
    case COMMAND_DELETE_RESOURCE:
        return "DELETE";
    case COMMAND_EVALUATE_DECISION:
        return "EVALUATE";
    case COMMAND_CANCEL_INSTANCE:
    case COMMAND_CANCEL_BATCH:
        return "CANCEL";
    case COMMAND_SUSPEND_BATCH:
        return "SUSPEND";
    case COMMAND_RESUME_BATCH:
        return "RESUME";
    case COMMAND_MODIFY_INSTANCE:
        return "MODIFY";
    case COMMAND_MIGRATE_INSTANCE:
        return "MIGRATE";
    case COMMAND_DELETE_INSTANCE:
        return "DELETE";
    case COMMAND_SET_VARIABLES:
    case COMMAND_UPDATE_JOB:
    case COMMAND_UPDATE_USER_TASK:
        return "UPDATE";
    case COMMAND_ACTIVATE_JOBS:
        return "ACTIVATE";
    case COMMAND_COMPLETE_JOB:
    case COMMAND_COMPLETE_USER_TASK:
        return "COMPLETE";
    case COMMAND_FAIL_JOB:
        return "FAIL";
    case COMMAND_THROW_JOB_ERROR:
        return "THROW_ERROR";
    case COMMAND_BROADCAST_SIGNAL:
        return "BROADCAST";
    case COMMAND_PUBLISH_MESSAGE:
        return "PUBLISH";
    case COMMAND_CORRELATE_MESSAGE:
        return "CORRELATE";
    case COMMAND_RESOLVE_INCIDENT:
    case COMMAND_RESOLVE_INCIDENTS:
        return "RESOLVE";
    case COMMAND_ASSIGN_BUSINESS_ID:
    case COMMAND_ASSIGN_USER_TASK:
    case COMMAND_UNASSIGN_USER_TASK:
        return "ASSIGN";
    case COMMAND_PIN_CLOCK:
        return "PIN";
    case COMMAND_RESET_CLOCK:
        return "RESET";
    case COMMAND_YIELD_JOBS:
    case COMMAND_WITHHOLD_JOB:
    case COMMAND_TICK:
    case COMMAND_CONTINUE:
    case COMMAND_PURGE:
        break;
    }
    return command_type_name(type);
}

static void submit_done(struct backend_submit *submit, enum status status, struct slice result,
                        uint64_t index)
{
    struct request *request = LIST_ITEM(submit, struct request, with.submit);

    request->outcome.status = status;
    request->outcome.bytes = arena_copy(&request->arena, result);
    request->index = index;
    wait_end(request);
}

static void submit_resume(struct request *request)
{
    struct result *result = ARENA_NEW(&request->arena, struct result);
    enum status status = request->outcome.status;

    if (status == STATUS_OK) {
        status = result == NULL ? STATUS_RESOURCE_EXHAUSTED
                                : result_decode(request->outcome.bytes, &request->arena, result);
    }
    if (status != STATUS_OK || result == NULL) {
        problem_failure(request, status == STATUS_MALFORMED ? STATUS_INTERNAL : status,
                        request->outcome.status == STATUS_OK ? SLICE_EMPTY
                                                             : request->outcome.bytes);
        return;
    }
    if (result->status == STATUS_KEY_REUSED) {
        problem_failure(request, STATUS_KEY_REUSED, result->detail);
        return;
    }
    if (result->status != STATUS_OK) {
        problem_rejection(request, request->intent, result->status, result->detail);
        return;
    }
    request->result = result;
    request->after(request);
}

/* The hash tells apart what was asked under one key:
 * the operation, what the path names, the body. */
static struct hash128 body_hash_of(const struct request *request)
{
    const struct slice parts[] = {slice_of(request->route->operation), request->path,
                                  request->body};

    return hash128_parts(parts, sizeof(parts) / sizeof(parts[0]));
}

void request_submit(struct request *request, struct command *command,
                    enum backend_admission admission, request_step *next)
{
    struct buffer bytes;
    struct request *outer;

    command->version = 1;
    command->tenant = SLICE("<default>");
    command->idempotency_key = request->idempotency_key;
    if (command->idempotency_key.data != NULL) {
        command->body_hash = body_hash_of(request);
    }
    if (request->intent == NULL) {
        request->intent = intent_of(command->type);
    }
    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    command_encode(command, &bytes);
    if (bytes.failed || request->arena.exhausted) {
        buffer_deinit(&bytes);
        problem_status(request, STATUS_TOO_LARGE, "The request is larger than a command may be.");
        return;
    }
    request->after = next;
    wait_begin(request, REQUEST_SUBMIT, submit_resume);
    request->with.submit =
        (struct backend_submit){.admission = admission,
                                .deadline_ms = clock_monotonic_ms() + LIMIT_SUBMIT_MS,
                                .done = submit_done};
    outer = call_enter(request);
    request->backend->submit(request->backend->ctx, buffer_slice(&bytes), &request->with.submit);
    buffer_deinit(&bytes);
    call_leave(request, outer);
}

static void fence_done(struct backend_fence *fence, enum status status, uint64_t index)
{
    struct request *request = LIST_ITEM(fence, struct request, with.fence);

    request->outcome.status = status;
    request->index = index;
    wait_end(request);
}

static void fence_resume(struct request *request)
{
    if (request->outcome.status != STATUS_OK) {
        problem_failure(request, request->outcome.status, SLICE_EMPTY);
        return;
    }
    request->after(request);
}

/* What the request says of consistency: Baton-Min-Index, ?consistency=local, or neither. */
static bool consistency_read(struct request *request, struct backend_fence *fence)
{
    struct slice wanted = query_find(request->query, "consistency");
    int64_t index;

    fence->consistency = BACKEND_LINEARIZABLE;
    if (request->min_index.data != NULL) {
        if (!slice_to_int64(request->min_index, &index) || index < 0) {
            problem_bad_request(request, "Failed to convert 'Baton-Min-Index' with value: '%.*s'",
                                SLICE_ARG(request->min_index));
            return false;
        }
        fence->consistency = BACKEND_MIN_INDEX;
        fence->min_index = (uint64_t)index;
    } else if (slice_is(wanted, "local")) {
        fence->consistency = BACKEND_LOCAL;
    } else if (wanted.data != NULL && !slice_is(wanted, "linearizable")) {
        problem_bad_request(request, "Failed to convert 'consistency' with value: '%.*s'",
                            SLICE_ARG(wanted));
        return false;
    }
    return true;
}

void request_fence(struct request *request, request_step *next)
{
    struct backend_fence fence = {.deadline_ms = clock_monotonic_ms() + LIMIT_FENCE_MS,
                                  .done = fence_done};
    struct request *outer;

    if (!consistency_read(request, &fence)) {
        return;
    }
    request->after = next;
    wait_begin(request, REQUEST_FENCE, fence_resume);
    request->with.fence = fence;
    outer = call_enter(request);
    request->backend->fence(request->backend->ctx, &request->with.fence);
    call_leave(request, outer);
}

static void poll_done(struct backend_poll *poll, enum status status, struct slice detail,
                      uint64_t activation, const uint64_t *job_keys, uint32_t job_count,
                      uint64_t index)
{
    struct request *request = LIST_ITEM(poll, struct request, with.poll);
    struct request_outcome *outcome = &request->outcome;

    outcome->status = status;
    outcome->bytes = arena_copy(&request->arena, detail);
    outcome->activation = activation;
    if (job_count > 0) {
        outcome->job_keys = CHECK_MEMORY(ARENA_ARRAY(&request->arena, uint64_t, job_count));
        memcpy(outcome->job_keys, job_keys, job_count * sizeof(job_keys[0]));
        outcome->job_count = job_count;
    }
    request->index = index;
    wait_end(request);
}

/* 0 is the default, negative is no wait at all. */
static int64_t deadline_of(int64_t wait_ms, int64_t default_ms)
{
    if (wait_ms < 0) {
        return clock_monotonic_ms();
    }
    if (wait_ms == 0) {
        wait_ms = default_ms;
    }
    return clock_monotonic_ms() + (wait_ms > LIMIT_LONG_POLL_MS ? LIMIT_LONG_POLL_MS : wait_ms);
}

void request_poll(struct request *request, int64_t wait_ms, request_step *next)
{
    struct request *outer;

    wait_begin(request, REQUEST_POLL, next);
    request->with.poll.deadline_ms = deadline_of(wait_ms, DEFAULT_LONG_POLL_MS);
    request->with.poll.tenant = SLICE("<default>");
    request->with.poll.idempotency_key = request->idempotency_key;
    if (request->idempotency_key.data != NULL) {
        request->with.poll.body_hash = body_hash_of(request);
    }
    request->with.poll.done = poll_done;
    exchange_watch(request);
    outer = call_enter(request);
    request->backend->poll(request->backend->ctx, &request->with.poll);
    call_leave(request, outer);
}

static void await_done(struct backend_await *await, enum status status, uint64_t index)
{
    struct request *request = LIST_ITEM(await, struct request, with.await);

    request->outcome.status = status;
    request->index = index;
    wait_end(request);
}

void request_await(struct request *request, uint64_t process_instance_key, int64_t wait_ms,
                   request_step *next)
{
    struct request *outer;

    wait_begin(request, REQUEST_AWAIT, next);
    request->with.await = (struct backend_await){
        .process_instance_key = process_instance_key,
        .deadline_ms = deadline_of(wait_ms < 0 ? 0 : wait_ms, DEFAULT_AWAIT_MS),
        .done = await_done};
    exchange_watch(request);
    outer = call_enter(request);
    request->backend->await(request->backend->ctx, &request->with.await);
    call_leave(request, outer);
}

/* In the arena: it is larger than all other waits, of which thousands may be parked. */
struct change_wait {
    struct backend_change change;
    struct request *request;
};

static void change_done(struct backend_change *change, enum status status, struct slice reason)
{
    struct request *request = LIST_ITEM(change, struct change_wait, change)->request;

    request->outcome.status = status;
    request->outcome.bytes = arena_copy(&request->arena, reason);
    wait_end(request);
}

static void change_resume(struct request *request)
{
    if (request->outcome.status != STATUS_OK) {
        problem_failure(request, request->outcome.status, request->outcome.bytes);
        return;
    }
    request->after(request);
}

void request_change(struct request *request, const struct backend_change *change,
                    request_step *next)
{
    struct change_wait *wait = CHECK_MEMORY(ARENA_NEW(&request->arena, struct change_wait));
    struct request *outer;

    *wait = (struct change_wait){.change = *change, .request = request};
    wait->change.deadline_ms = clock_monotonic_ms() + LIMIT_SUBMIT_MS;
    wait->change.done = change_done;
    request->after = next;
    wait_begin(request, REQUEST_CHANGE, change_resume);
    outer = call_enter(request);
    request->backend->change(request->backend->ctx, &wait->change);
    call_leave(request, outer);
}

void request_work(struct request *request, request_step *run, request_step *next)
{
    wait_begin(request, REQUEST_WORK, next);
    request->with.work = (struct request_work){.run = run};
    if (!work_push(request->server, request)) {
        request->wait = REQUEST_RUNNING;
        problem_failure(request, STATUS_RESOURCE_EXHAUSTED,
                        SLICE("Expected to work on the request, but too many wait already"));
    }
}

/* --- leaving --- */

bool request_cancel(struct request *request)
{
    const struct http_backend *backend = request->backend;
    bool forgotten = false;

    switch (request->wait) {
    case REQUEST_RUNNING:
        return true;
    case REQUEST_POLL:
        forgotten = backend->poll_cancel(backend->ctx, &request->with.poll);
        break;
    case REQUEST_AWAIT:
        forgotten = backend->await_cancel(backend->ctx, &request->with.await);
        break;
    case REQUEST_SUBMIT:
    case REQUEST_FENCE:
    case REQUEST_CHANGE:
    case REQUEST_WORK:
        break;
    }
    if (forgotten) {
        request->wait = REQUEST_RUNNING;
    }
    return forgotten;
}

void request_drop(struct request *request)
{
    const struct request_outcome *outcome = &request->outcome;
    bool was_poll = request->wait == REQUEST_POLL || request->yields;

    if (was_poll && outcome->status == STATUS_OK && outcome->job_count > 0) {
        request->backend->yield(request->backend->ctx, SLICE("<default>"), outcome->activation,
                                outcome->job_keys, outcome->job_count);
    }
    request->yields = false;
    request->wait = REQUEST_RUNNING;
}

void request_unpark(struct request *request)
{
    enum request_wait wait = request->wait;

    if ((wait != REQUEST_POLL && wait != REQUEST_AWAIT) || !request_cancel(request)) {
        return;
    }
    request->outcome =
        (struct request_outcome){.status = wait == REQUEST_POLL ? STATUS_OK : STATUS_UNAVAILABLE};
    request->next(request);
}

/* --- answers --- */

void request_answer(struct request *request, int status, const char *content_type)
{
    struct answer answer = {.status = status, .content_type = content_type};

    if (request->out.failed) {
        problem_failure(
            request, STATUS_RESOURCE_EXHAUSTED,
            SLICE("The answer is larger than the server sends: ask for a smaller page"));
        return;
    }
    exchange_send(request, &answer);
}

void request_answer_json(struct request *request)
{
    request_answer(request, 200, "application/json");
}

void request_answer_no_content(struct request *request)
{
    buffer_reset(&request->out);
    request_answer(request, 204, NULL);
}
