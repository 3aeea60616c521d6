/* The cluster and its clock: topology, status, licence, who am I, pin and reset of the clock. */
#include "base/assert.h"
#include "base/limits.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "request_int.h"
#include "search_int.h"
#include "server_int.h"

/* Clients parse it and switch features by it: the newest API version that is covered. */
static const char gateway_version[] = "8.9.0";

static struct backend_status node_status(struct request *request)
{
    struct backend_status status = {0};

    request->backend->status(request->backend->ctx, &status);
    return status;
}

/* All servers, and how this one is; in the request's arena. */
struct view {
    struct backend_status status;
    struct backend_member members[BACKEND_MEMBERS_MAX];
    size_t count;
};

static struct view *view_of(struct request *request)
{
    struct view *view = CHECK_MEMORY(ARENA_NEW(&request->arena, struct view));

    view->status = node_status(request);
    view->count =
        request->backend->members(request->backend->ctx, view->members, BACKEND_MEMBERS_MAX);
    return view;
}

static const char *wire_role(const struct backend_member *member)
{
    return member->is_leader ? "leader" : member->voter ? "follower" : "inactive";
}

/* Of another server what is known of it here: whether it can be reached. */
static bool is_healthy(const struct view *view, const struct backend_member *member)
{
    return member->is_self ? view->status.ready : member->link_up;
}

static int64_t voter_count(const struct view *view)
{
    int64_t count = 0;

    for (size_t i = 0; i < view->count; i++) {
        count += view->members[i].voter;
    }
    return count;
}

static void put_partitions(struct buffer *out, const struct view *view,
                           const struct backend_member *member)
{
    json_name(out, "partitions");
    json_open(out, '[');
    json_open(out, '{');
    json_number(out, "partitionId", 1);
    json_text(out, "role", slice_of(wire_role(member)));
    json_text(out, "health", slice_of(is_healthy(view, member) ? "healthy" : "unhealthy"));
    json_text(out, "state", slice_of("active"));
    json_close(out, '{');
    json_close(out, '[');
}

/* Where clients reach it; of this server itself what it listens on. */
static void put_place(struct buffer *out, const struct request *request,
                      const struct backend_member *member)
{
    json_text(out, "host",
              slice_of(member->is_self ? request->server->options.address : member->host));
    json_number(out, "port", member->is_self ? request->server->port : member->http_port);
}

static void put_broker(struct buffer *out, const struct request *request, const struct view *view,
                       const struct backend_member *member)
{
    /* Server ids are wider than the wire's number; the text has all of it. */
    int64_t number = member->server_id <= INT32_MAX ? (int64_t)member->server_id
                                                    : (int64_t)(member - view->members);

    json_open(out, '{');
    json_number(out, "nodeId", number);
    json_key(out, "brokerId", member->server_id);
    put_place(out, request, member);
    put_partitions(out, view, member);
    json_text(out, "version", slice_of(gateway_version));
    json_close(out, '{');
}

void topology_get(struct request *request)
{
    const struct view *view = view_of(request);
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_name(out, "brokers");
    json_open(out, '[');
    for (size_t i = 0; i < view->count; i++) {
        put_broker(out, request, view, &view->members[i]);
    }
    json_close(out, '[');
    json_text(out, "clusterId", slice_of(view->status.cluster_id));
    json_number(out, "clusterSize", (int64_t)view->count);
    json_number(out, "partitionsCount", 1);
    json_number(out, "replicationFactor", voter_count(view));
    json_text(out, "gatewayVersion", slice_of(gateway_version));
    json_text(out, "lastCompletedChangeId", slice_of("-1"));
    json_close(out, '{');
    request->index = view->status.applied_index;
    request_answer_json(request);
}

/* --- the same for whoever runs the cluster: all tenants of the process are one --- */

static void put_member(struct buffer *out, const struct request *request,
                       const struct backend_member *member)
{
    json_open(out, '{');
    json_key(out, "brokerId", member->server_id);
    put_place(out, request, member);
    json_text(out, "version", slice_of(gateway_version));
    json_close(out, '{');
}

static void put_physical_tenant(struct buffer *out, const struct view *view)
{
    json_open(out, '{');
    json_text(out, "physicalTenantId", SLICE("default"));
    json_number(out, "partitionsCount", 1);
    json_number(out, "replicationFactor", voter_count(view));
    json_text(out, "lastCompletedChangeId", SLICE("-1"));
    json_name(out, "brokers");
    json_open(out, '[');
    for (size_t i = 0; i < view->count; i++) {
        json_open(out, '{');
        json_key(out, "brokerId", view->members[i].server_id);
        put_partitions(out, view, &view->members[i]);
        json_close(out, '{');
    }
    json_close(out, '[');
    json_close(out, '{');
}

void cluster_topology_get(struct request *request)
{
    const struct view *view = view_of(request);
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_name(out, "brokers");
    json_open(out, '[');
    for (size_t i = 0; i < view->count; i++) {
        put_member(out, request, &view->members[i]);
    }
    json_close(out, '[');
    json_text(out, "clusterId", slice_of(view->status.cluster_id));
    json_number(out, "clusterSize", (int64_t)view->count);
    json_text(out, "gatewayVersion", slice_of(gateway_version));
    json_name(out, "physicalTenants");
    json_open(out, '[');
    put_physical_tenant(out, view);
    json_close(out, '[');
    json_close(out, '{');
    request->index = view->status.applied_index;
    request_answer_json(request);
}

void cluster_status_get(struct request *request)
{
    struct backend_status status = node_status(request);

    request->index = status.applied_index;
    if (!status.ready) {
        problem_status(request, STATUS_UNAVAILABLE, "No partition has a healthy leader.");
        return;
    }
    json_open(&request->out, '{');
    json_text(&request->out, "status", SLICE("HEALTHY"));
    json_close(&request->out, '{');
    request_answer_json(request);
}

/* What no client can ask of this server is off, and its limits are none. */
static void put_job_metrics(struct buffer *out)
{
    static const char *const limits[] = {"maxWorkerNameLength", "maxJobTypeLength",
                                         "maxTenantIdLength", "maxUniqueKeys"};

    json_name(out, "jobMetrics");
    json_open(out, '{');
    json_bool(out, "enabled", false);
    json_text(out, "exportInterval", SLICE("PT0S"));
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        json_number(out, limits[i], 0);
    }
    json_close(out, '{');
}

void system_configuration_get(struct request *request)
{
    struct backend_status status = node_status(request);
    uint64_t body_bytes = request->server->options.body_max_bytes;
    struct buffer *out = &request->out;

    json_open(out, '{');
    put_job_metrics(out);
    json_name(out, "components");
    json_open(out, '{');
    json_empty(out, "active", '[');
    json_close(out, '{');
    json_name(out, "deployment");
    json_open(out, '{');
    json_bool(out, "isMultiTenancyEnabled", false);
    json_number(out, "maxRequestSize",
                (int64_t)(body_bytes == 0 ? LIMIT_REQUEST_BODY_BYTES : body_bytes));
    json_close(out, '{');
    json_name(out, "authentication");
    json_open(out, '{');
    json_bool(out, "canLogout", false);
    json_bool(out, "isLoginDelegated", false);
    json_close(out, '{');
    json_name(out, "cloud");
    json_open(out, '{');
    json_null(out, "stage");
    json_close(out, '{');
    json_close(out, '{');
    request->index = status.applied_index;
    request_answer_json(request);
}

void status_get(struct request *request)
{
    struct backend_status status = node_status(request);

    request->index = status.applied_index;
    request_answer(request, status.ready ? 204 : 503, NULL);
}

void license_get(struct request *request)
{
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_bool(out, "validLicense", true);
    json_text(out, "licenseType", SLICE("unknown"));
    json_bool(out, "isCommercial", false);
    json_null(out, "expiresAt");
    json_close(out, '{');
    request_answer_json(request);
}

static void put_default_tenant(struct buffer *out)
{
    json_open(out, '{');
    json_text(out, "name", SLICE("Default"));
    json_text(out, "tenantId", SLICE("<default>"));
    json_null(out, "description");
    json_close(out, '{');
}

/* Without authentication everybody is the same somebody. */
void authentication_get(struct request *request)
{
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_text(out, "username", SLICE("demo"));
    json_null(out, "displayName");
    json_null(out, "email");
    json_empty(out, "authorizedComponents", '[');
    json_name(out, "tenants");
    json_open(out, '[');
    put_default_tenant(out);
    json_close(out, '[');
    json_empty(out, "groups", '[');
    json_empty(out, "roles", '[');
    json_null(out, "salesPlanType");
    json_empty(out, "c8Links", '{');
    json_bool(out, "canLogout", false);
    json_close(out, '{');
    request_answer_json(request);
}

/* Nobody needs one, so nobody has one. */
void own_authorization_search(struct request *request)
{
    static const struct search_spec spec = {.entity = READMODEL_AUTHORIZATION,
                                            .more = "\"authorizationsEnabled\":false"};

    search(request, &spec);
}

/* --- the clock --- */

static const struct field pin_fields[] = {
    {.name = "timestamp",
     .kind = FIELD_INT64,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct pin_clock_command, timestamp_ms),
     .min = 0,
     .max = INT64_MAX,
     .constraint = "not negative"},
    {0}};

static bool clock_is_ours(struct request *request)
{
    if (node_status(request).clock_control) {
        return true;
    }
    problem_status(
        request, STATUS_FORBIDDEN,
        "The clock of this cluster cannot be controlled: start it with --clock-control.");
    return false;
}

void clock_pin(struct request *request)
{
    struct command command = {.type = COMMAND_PIN_CLOCK};

    if (clock_is_ours(request) &&
        body_read(request, BODY_REQUIRED, pin_fields, "Pin Clock", &command.pin_clock)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}

void clock_reset(struct request *request)
{
    struct command command = {.type = COMMAND_RESET_CLOCK};

    if (clock_is_ours(request)) {
        request_submit(request, &command, BACKEND_COMPLETES_WORK, request_answer_no_content);
    }
}
