/* Jobs: activation (long poll), completion, failure, error, update, search. */
#include "base/assert.h"
#include "base/limits.h"
#include "batch_int.h"
#include "body_int.h"
#include "handlers_int.h"
#include "job_result_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "read_int.h"
#include "render_int.h"
#include "request_int.h"
#include "search_int.h"
#include "server_int.h"

/* --- activation --- */

struct activate_state {
    struct slice type;
    struct slice worker;
    int64_t timeout_ms;
    int32_t jobs_max;
    struct field_texts fetch_variables;
    int64_t request_timeout_ms;
    int tenant_filter;
    bool with_lease;
};

static const char *const tenant_filters[] = {"PROVIDED", "ASSIGNED", NULL};

#define AT(member) .offset = offsetof(struct activate_state, member)

static const struct field activate_fields[] = {
    {.name = "type", .kind = FIELD_TEXT, .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY, AT(type)},
    {.name = "worker", .kind = FIELD_TEXT, AT(worker)},
    {.name = "timeout",
     .kind = FIELD_INT64,
     .flags = FIELD_REQUIRED,
     AT(timeout_ms),
     .min = 1,
     .max = INT64_MAX,
     .constraint = "greater than 0"},
    {.name = "maxJobsToActivate",
     .kind = FIELD_INT32,
     .flags = FIELD_REQUIRED,
     AT(jobs_max),
     .min = 1,
     .max = INT32_MAX,
     .constraint = "greater than 0"},
    {.name = "fetchVariable", .kind = FIELD_TEXTS, AT(fetch_variables)},
    {.name = "requestTimeout", .kind = FIELD_INT64, AT(request_timeout_ms)},
    {.name = "tenantIds", .kind = FIELD_TENANTS},
    {.name = "tenantFilter", .kind = FIELD_ENUM, AT(tenant_filter), .values = tenant_filters},
    {.name = "withLease", .kind = FIELD_BOOL, AT(with_lease)},
    {0}};

#undef AT

/* The token of a lease is its activation; activation 0: no lease. */
static void put_lease(struct buffer *out, const char *name, uint64_t activation)
{
    if (activation == 0) {
        json_null(out, name);
    } else {
        json_key(out, name, activation);
    }
}

static void put_activated(struct buffer *out, const struct readmodel_document *job,
                          struct slice variables, uint64_t activation)
{
    static const uint32_t shown[] = {
        FIELD_JOB_TYPE,       FIELD_JOB_DEFINITION_ID,  FIELD_JOB_DEFINITION_VERSION,
        FIELD_JOB_ELEMENT_ID, FIELD_JOB_HEADERS,        FIELD_JOB_WORKER,
        FIELD_JOB_RETRIES,    FIELD_JOB_TENANT,         FIELD_JOB_KEY,
        FIELD_JOB_INSTANCE,   FIELD_JOB_DEFINITION_KEY, FIELD_JOB_ELEMENT_KEY,
        FIELD_JOB_KIND,       FIELD_JOB_LISTENER_EVENT, FIELD_JOB_TAGS,
        FIELD_JOB_ROOT_KEY,   FIELD_JOB_BUSINESS_ID,    FIELD_JOB_PRIORITY};

    json_open(out, '{');
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
        render_field(out, job, shown[i]);
    }
    json_number(out, "deadline", readmodel_document_int(job, FIELD_JOB_DEADLINE));
    json_value(out, "variables", variables);
    json_text(out, "physicalTenantId", SLICE("default"));
    json_null(out, "userTask");
    put_lease(out, "leaseToken", activation);
    put_lease(out, "jobLeaseToken", activation);
    json_close(out, '{');
}

/* A job that is no longer held by this activation (a repeated request) is left out. */
static enum status put_job(struct request *request, struct readmodel_read *read, uint64_t key)
{
    const struct activate_state *state = request->state;
    struct readmodel_document job;
    struct slice variables;
    enum status status = readmodel_get(read, READMODEL_JOB, key, &request->arena, &job);

    if (status == STATUS_NOT_FOUND ||
        (status == STATUS_OK &&
         readmodel_document_u64(&job, FIELD_JOB_ACTIVATION) != request->outcome.activation)) {
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        status = readmodel_job_variables(read, readmodel_document_u64(&job, FIELD_JOB_ELEMENT_KEY),
                                         state->fetch_variables.items, state->fetch_variables.count,
                                         &request->arena, &variables);
    }
    if (status == STATUS_OK) {
        put_activated(&request->out, &job, variables,
                      state->with_lease ? request->outcome.activation : 0);
    }
    return status;
}

/* Jobs from the at-th on do not fit into the answer: they go back. */
static void give_back(struct request *request, uint32_t at)
{
    struct request_outcome *outcome = &request->outcome;

    request->backend->yield(request->backend->ctx, SLICE("<default>"), outcome->activation,
                            outcome->job_keys + at, outcome->job_count - at);
    outcome->job_count = at;
}

/* STATUS_LIMIT: the first job alone is larger than an answer may be. */
static enum status put_jobs(struct request *request, struct readmodel_read *read)
{
    struct request_outcome *outcome = &request->outcome;
    struct buffer *out = &request->out;
    enum status status = STATUS_OK;

    for (uint32_t i = 0; i < outcome->job_count && status == STATUS_OK; i++) {
        size_t before = out->size;

        status = put_job(request, read, outcome->job_keys[i]);
        if (status == STATUS_OK && out->size > LIMIT_ACTIVATION_RESPONSE_BYTES) {
            status = STATUS_LIMIT;
        }
        if (i > 0 && status == STATUS_LIMIT) {
            out->size = before;
            out->failed = false;
            give_back(request, i);
            status = STATUS_OK;
        }
    }
    return status;
}

static void answer_no_jobs(struct request *request)
{
    buffer_put_text(&request->out, "{\"jobs\":[]}");
    request_answer_json(request);
}

/* The first job cannot be delivered to anybody who asks like this: it waits with an incident, and
 * the others go back. */
static void withhold_first(struct request *request)
{
    struct request_outcome *outcome = &request->outcome;
    struct command command = {
        .type = COMMAND_WITHHOLD_JOB,
        .withhold_job = {.activation = outcome->activation, .job_key = outcome->job_keys[0]}};

    if (outcome->job_count > 1) {
        give_back(request, 1);
    }
    request->yields = false;
    buffer_reset(&request->out);
    request_submit(request, &command, BACKEND_COMPLETES_WORK, answer_no_jobs);
}

static void answer_jobs(struct request *request)
{
    struct arena_mark mark = arena_mark(&request->arena);
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    json_open(&request->out, '{');
    json_name(&request->out, "jobs");
    json_open(&request->out, '[');
    status = put_jobs(request, &read);
    read_end(request, &read);
    json_close(&request->out, '[');
    json_close(&request->out, '{');
    if (status == STATUS_OK) {
        request_answer_json(request);
    } else if (status == STATUS_LIMIT) {
        arena_rewind(&request->arena, mark);
        request->arena.exhausted = false;
        withhold_first(request);
    } else {
        problem_failure(request, status, SLICE_EMPTY);
    }
}

static void activate_done(struct request *request)
{
    const struct request_outcome *outcome = &request->outcome;

    if (outcome->status == STATUS_KEY_REUSED || status_http(outcome->status) >= 500) {
        problem_failure(request, outcome->status, outcome->bytes);
        return;
    }
    if (outcome->status != STATUS_OK) {
        problem_rejection(request, "ACTIVATE", outcome->status, outcome->bytes);
        return;
    }
    if (outcome->job_count == 0) {
        answer_no_jobs(request);
        return;
    }
    request->yields = true;
    answer_jobs(request);
}

void job_activate(struct request *request)
{
    struct activate_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct activate_state));

    request->state = state;
    if (!body_read(request, BODY_REQUIRED, activate_fields, "Activate Jobs", state)) {
        return;
    }
    if (state->jobs_max > LIMIT_JOBS_PER_ACTIVATION) {
        state->jobs_max = LIMIT_JOBS_PER_ACTIVATION;
    }
    request->with.poll = (struct backend_poll){.type = state->type,
                                               .worker = state->worker,
                                               .lock_ms = state->timeout_ms,
                                               .jobs_max = (uint32_t)state->jobs_max,
                                               .with_lease = state->with_lease};
    request_poll(request, state->request_timeout_ms, activate_done);
}

/* --- what workers say of their jobs --- */

static void submit_job(struct request *request, struct command *command)
{
    request_submit(request, command, BACKEND_COMPLETES_WORK, request_answer_no_content);
}

/* Under its released name and the older one. */
#define LEASE_FIELDS(type)                                                                         \
    {.name = "leaseToken", .kind = FIELD_TEXT, .offset = offsetof(type, lease_token)},             \
    {                                                                                              \
        .name = "jobLeaseToken", .kind = FIELD_TEXT, .offset = offsetof(type, lease_token)         \
    }

struct complete_state {
    struct slice variables;
    struct slice result;
    struct slice business_id;
    struct slice lease_token;
};

static const struct field complete_fields[] = {
    {.name = "variables",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct complete_state, variables)},
    {.name = "result", .kind = FIELD_VALUE, .offset = offsetof(struct complete_state, result)},
    LEASE_FIELDS(struct complete_state),
    FIELD_BUSINESS_ID(0, offsetof(struct complete_state, business_id)),
    {0}};

void job_complete(struct request *request)
{
    struct command command = {.type = COMMAND_COMPLETE_JOB};
    struct complete_state state = {.result = SLICE_EMPTY};

    if (path_key(request, 0, "jobKey", &command.complete_job.job_key) &&
        body_read(request, BODY_OPTIONAL, complete_fields, "Complete Job", &state) &&
        job_result_is_good(request, state.result)) {
        command.complete_job.variables = state.variables;
        command.complete_job.business_id = state.business_id;
        command.complete_job.lease_token = state.lease_token;
        command.complete_job.unique_business_id = request->server->options.unique_business_ids;
        submit_job(request, &command);
    }
}

static const struct field fail_fields[] = {
    {.name = "retries", .kind = FIELD_INT32, .offset = offsetof(struct fail_job_command, retries)},
    {.name = "errorMessage",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct fail_job_command, error_message)},
    {.name = "retryBackOff",
     .kind = FIELD_INT64,
     .offset = offsetof(struct fail_job_command, back_off_ms),
     .min = 0,
     .max = INT64_MAX,
     .constraint = "not negative"},
    {.name = "variables",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct fail_job_command, variables)},
    LEASE_FIELDS(struct fail_job_command),
    {0}};

void job_fail(struct request *request)
{
    struct command command = {.type = COMMAND_FAIL_JOB};

    if (path_key(request, 0, "jobKey", &command.fail_job.job_key) &&
        body_read(request, BODY_OPTIONAL, fail_fields, "Fail Job", &command.fail_job)) {
        submit_job(request, &command);
    }
}

static const struct field error_fields[] = {
    {.name = "errorCode",
     .kind = FIELD_TEXT,
     .flags = FIELD_REQUIRED | FIELD_NOT_EMPTY,
     .offset = offsetof(struct throw_job_error_command, error_code)},
    {.name = "errorMessage",
     .kind = FIELD_TEXT,
     .offset = offsetof(struct throw_job_error_command, error_message)},
    {.name = "variables",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct throw_job_error_command, variables)},
    LEASE_FIELDS(struct throw_job_error_command),
    {0}};

void job_throw_error(struct request *request)
{
    struct command command = {.type = COMMAND_THROW_JOB_ERROR};

    if (path_key(request, 0, "jobKey", &command.throw_job_error.job_key) &&
        body_read(request, BODY_REQUIRED, error_fields, "Throw Job Error",
                  &command.throw_job_error)) {
        submit_job(request, &command);
    }
}

#define IN_UPDATE(member) offsetof(struct update_job_command, member)

static const struct field changeset_fields[] = {{.name = "retries",
                                                 .kind = FIELD_INT32,
                                                 .offset = IN_UPDATE(retries),
                                                 .has_offset = IN_UPDATE(has_retries)},
                                                {.name = "timeout",
                                                 .kind = FIELD_INT64,
                                                 .offset = IN_UPDATE(timeout_ms),
                                                 .has_offset = IN_UPDATE(has_timeout)},
                                                {.name = "priority",
                                                 .kind = FIELD_INT32,
                                                 .offset = IN_UPDATE(priority),
                                                 .has_offset = IN_UPDATE(has_priority)},
                                                {0}};

#undef IN_UPDATE

static const struct field update_fields[] = {
    {.name = "changeset",
     .kind = FIELD_NESTED,
     .flags = FIELD_REQUIRED,
     .fields = changeset_fields},
    {.name = "operationReference", .kind = FIELD_REFERENCE},
    LEASE_FIELDS(struct update_job_command),
    {0}};

static bool changes_something(struct request *request, const struct update_job_command *update)
{
    if (!update->has_retries && !update->has_timeout && !update->has_priority) {
        problem_invalid(request, "At least one of [retries, timeout, priority] is required.");
        return false;
    }
    return true;
}

bool changeset_read(struct request *request, struct slice value, struct command *out)
{
    return body_read_value(request, "changeset.", changeset_fields, value, &out->update_job) &&
           changes_something(request, &out->update_job);
}

void job_update(struct request *request)
{
    struct command command = {.type = COMMAND_UPDATE_JOB};

    if (path_key(request, 0, "jobKey", &command.update_job.job_key) &&
        body_read(request, BODY_REQUIRED, update_fields, "Update Job", &command.update_job) &&
        changes_something(request, &command.update_job)) {
        submit_job(request, &command);
    }
}

void job_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_JOB};

    search(request, &spec);
}
