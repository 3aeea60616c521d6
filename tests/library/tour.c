/* libbaton against a real server, call by call. The server is $BATON_ADDRESS and holds nothing
 * else; the model is $TOUR_MODEL. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baton/client.h"
#include "testkit/test.h"

TEST_MAIN

enum {
    PATIENCE_MS = 60000,
    SWARM = 120
};

struct tour {
    baton_client *client;
    baton_response response;
};

static void deploy(struct tour *tour)
{
    const char *path = getenv("TOUR_MODEL");
    FILE *file = fopen(path, "rb");
    static char content[64 * 1024];
    baton_resource resource = {.name = "story.bpmn", .content = content};

    CHECK(file != NULL);
    resource.size = fread(content, 1, sizeof(content), file);
    fclose(file);
    CHECK_INT(baton_deploy(tour->client, &resource, 1, &tour->response), ==, BATON_OK);
}

static struct tour *tour_begin(void)
{
    struct tour *tour = calloc(1, sizeof(*tour));
    baton_config config = {.timeout_ms = PATIENCE_MS};

    CHECK_INT(baton_client_new(&config, &tour->client), ==, BATON_OK);
    deploy(tour);
    return tour;
}

static void tour_end(struct tour *tour)
{
    baton_response_clear(&tour->response);
    baton_client_free(tour->client);
    free(tour);
}

static uint64_t key_of(const struct tour *tour, const char *path)
{
    int64_t key = 0;

    CHECK(baton_json_int(tour->response.body, path, &key));
    return (uint64_t)key;
}

static uint64_t start(struct tour *tour, const char *process_id, const char *variables)
{
    CHECK_INT(baton_create_instance(tour->client, process_id, variables, NULL, &tour->response), ==,
              BATON_OK);
    CHECK_INT(tour->response.index, >, 0);
    return key_of(tour, "processInstanceKey");
}

static void check_state(struct tour *tour, uint64_t instance, const char *wanted)
{
    char state[32] = "";

    CHECK_INT(baton_get(tour->client, "process-instances", instance, &tour->response), ==,
              BATON_OK);
    CHECK(baton_json_text(tour->response.body, "state", state, sizeof(state)));
    CHECK_TEXT(slice_of(state), wanted);
}

/* The key at `path` of the first thing of an instance that the search finds. */
static uint64_t find(struct tour *tour, const char *entity, uint64_t instance, const char *path)
{
    char body[128];

    snprintf(body, sizeof(body), "{\"filter\":{\"processInstanceKey\":\"%llu\"}}",
             (unsigned long long)instance);
    CHECK_INT(baton_search(tour->client, entity, body, &tour->response), ==, BATON_OK);
    return key_of(tour, path);
}

static uint64_t activate(struct tour *tour, const char *type)
{
    baton_activation activation = {
        .type = type, .worker = "tour", .max_jobs = 1, .poll_ms = PATIENCE_MS};

    CHECK_INT(baton_activate_jobs(tour->client, &activation, &tour->response), ==, BATON_OK);
    return key_of(tour, "jobs.0.jobKey");
}

TEST(tour, tells_a_whole_story)
{
    struct tour *tour = tour_begin();
    baton_client *client = tour->client;
    baton_response *out = &tour->response;
    uint64_t instance = start(tour, "story", "{\"orderId\":\"o-1\"}");
    uint64_t job = activate(tour, "story-charge");
    uint64_t task;

    CHECK_INT(baton_update_job(client, job, "{\"timeout\":50000}", out), ==, BATON_OK);
    CHECK_INT(baton_fail_job(client, job, 2, 0, "the till is stuck", out), ==, BATON_OK);
    CHECK_INT(activate(tour, "story-charge"), ==, job);
    CHECK_INT(baton_complete_job(client, job, "{\"charged\":true}", out), ==, BATON_OK);
    CHECK_INT(baton_complete_job(client, job, NULL, out), ==, BATON_REJECTED);
    CHECK_INT(out->status, ==, 404);
    CHECK_INT(baton_set_variables(client, instance, "{\"note\":\"hurry\"}", false, out), ==,
              BATON_OK);
    CHECK_INT(baton_publish_message(client, "paid", "o-1", "{\"paid\":1}", 0, out), ==, BATON_OK);
    task = find(tour, "user-tasks", instance, "items.0.userTaskKey");
    CHECK_INT(baton_assign_user_task(client, task, "ada", false, out), ==, BATON_OK);
    CHECK_INT(baton_unassign_user_task(client, task, out), ==, BATON_OK);
    CHECK_INT(baton_update_user_task(client, task, "{\"priority\":10}", out), ==, BATON_OK);
    CHECK_INT(baton_complete_user_task(client, task, "{\"ok\":true}", out), ==, BATON_OK);

    check_state(tour, instance, "COMPLETED");
    tour_end(tour);
}

TEST(tour, takes_the_other_ways)
{
    struct tour *tour = tour_begin();
    baton_client *client = tour->client;
    baton_response *out = &tour->response;
    uint64_t refused = start(tour, "story", "{\"orderId\":\"o-2\"}");
    uint64_t cancelled;
    uint64_t correlated;

    CHECK_INT(
        baton_throw_error(client, activate(tour, "story-charge"), "NO_MONEY", NULL, NULL, out), ==,
        BATON_OK);
    check_state(tour, refused, "COMPLETED");

    cancelled = start(tour, "story", "{\"orderId\":\"o-3\"}");
    CHECK_INT(baton_cancel_instance(client, cancelled, out), ==, BATON_OK);
    check_state(tour, cancelled, "TERMINATED");

    correlated = start(tour, "story", "{\"orderId\":\"o-4\"}");
    CHECK_INT(baton_complete_job(client, activate(tour, "story-charge"), NULL, out), ==, BATON_OK);
    CHECK_INT(baton_correlate_message(client, "paid", "o-4", NULL, out), ==, BATON_OK);
    CHECK_INT(key_of(tour, "processInstanceKey"), ==, correlated);
    CHECK_INT(baton_correlate_message(client, "paid", "nobody", NULL, out), ==, BATON_REJECTED);
    CHECK_INT(out->status, ==, 404);
    tour_end(tour);
}

TEST(tour, resolves_an_incident)
{
    struct tour *tour = tour_begin();
    uint64_t instance = start(tour, "story-broken", NULL);
    uint64_t incident = find(tour, "incidents", instance, "items.0.incidentKey");

    CHECK_INT(baton_set_variables(tour->client, instance, "{\"amount\":5}", false, &tour->response),
              ==, BATON_OK);
    CHECK_INT(baton_resolve_incident(tour->client, incident, &tour->response), ==, BATON_OK);

    check_state(tour, instance, "COMPLETED");
    tour_end(tour);
}

TEST(tour, starts_nothing_twice_with_one_key)
{
    struct tour *tour = tour_begin();
    uint64_t first;

    CHECK_INT(baton_create_instance(tour->client, "story", "{\"orderId\":\"o-5\"}", "tour-5",
                                    &tour->response),
              ==, BATON_OK);
    first = key_of(tour, "processInstanceKey");
    CHECK_INT(baton_create_instance(tour->client, "story", "{\"orderId\":\"o-5\"}", "tour-5",
                                    &tour->response),
              ==, BATON_OK);

    CHECK_INT(key_of(tour, "processInstanceKey"), ==, first);
    CHECK_INT(baton_cancel_instance(tour->client, first, &tour->response), ==, BATON_OK);
    tour_end(tour);
}

TEST(tour, awaits_an_end)
{
    struct tour *tour = tour_begin();
    baton_creation creation = {.process_id = "story-broken",
                               .variables = "{\"amount\":500,\"other\":1}",
                               .awaits = true,
                               .fetch_variables = "amount",
                               .timeout_ms = PATIENCE_MS};
    int64_t amount = 0;

    CHECK_INT(baton_create(tour->client, &creation, &tour->response), ==, BATON_OK);

    CHECK(baton_json_int(tour->response.body, "variables.amount", &amount));
    CHECK_INT(amount, ==, 500);
    CHECK(!baton_json_int(tour->response.body, "variables.other", &amount));
    tour_end(tour);
}

static void on_job(const baton_job *job, baton_outcome *outcome, void *ctx)
{
    _Atomic int *handled = ctx;

    (*handled)++;
    baton_outcome_complete(outcome, job->retries > 0 ? "{}" : NULL);
}

static void on_started(baton_result result, baton_response *response, void *ctx)
{
    int *started = ctx;

    CHECK_INT(result, ==, BATON_OK);
    CHECK_INT(response->status, ==, 200);
    (*started)++;
}

static void turn(baton_client *client)
{
    struct pollfd wait = {.fd = baton_fd(client), .events = baton_events(client)};
    int timeout_ms = baton_timeout_ms(client);

    (void)poll(&wait, 1, timeout_ms < 0 || timeout_ms > 10 ? 10 : timeout_ms);
    baton_process(client);
}

static void begin_swarm(baton_client *client, baton_response *responses, int *started)
{
    for (int i = 0; i < SWARM; i++) {
        responses[i].done = on_started;
        responses[i].ctx = started;
        CHECK_INT(baton_create_instance(client, "story-swarm", NULL, NULL, &responses[i]), ==,
                  BATON_PENDING);
    }
}

/* Everything of it that the search finds, and how often each was seen. */
static int count_completed(struct tour *tour)
{
    baton_iterator *iterator;
    const char *item;
    size_t size;
    int count = 0;

    CHECK_INT(baton_iterator_new(tour->client, "process-instances",
                                 "{\"filter\":{\"processDefinitionId\":\"story-swarm\",\"state\":"
                                 "\"COMPLETED\"},\"page\":{\"limit\":7}}",
                                 &iterator),
              ==, BATON_OK);
    while (baton_iterator_next(iterator, &item, &size)) {
        CHECK(size > 2 && item[0] == '{');
        count++;
    }
    CHECK_INT(baton_iterator_result(iterator), ==, BATON_OK);
    baton_iterator_free(iterator);
    return count;
}

/* One thread, one client: a hundred calls at once and a worker beside them. Then the same jobs by a
 * worker with threads. */
TEST(tour, works_a_swarm_in_a_loop_and_on_threads)
{
    struct tour *tour = tour_begin();
    static baton_response responses[SWARM];
    _Atomic int handled = 0;
    int started = 0;
    baton_worker_config settings = {.type = "story-swarm",
                                    .handler = on_job,
                                    .ctx = (void *)(uintptr_t)&handled,
                                    .poll_ms = 1000};
    baton_worker *worker;

    CHECK_INT(baton_worker_attach(tour->client, &settings, &worker), ==, BATON_OK);
    begin_swarm(tour->client, responses, &started);
    while (started < SWARM || baton_worker_handled(worker) < SWARM) {
        turn(tour->client);
    }
    baton_worker_stop(worker);
    CHECK_INT(handled, ==, SWARM);
    CHECK_INT(count_completed(tour), ==, SWARM);

    settings.threads = 4;
    CHECK_INT(baton_worker_start(NULL, &settings, &worker), ==, BATON_OK);
    begin_swarm(tour->client, responses, &started);
    while (started < 2 * SWARM || baton_worker_handled(worker) < SWARM) {
        turn(tour->client);
    }
    baton_worker_stop(worker);
    CHECK_INT(handled, ==, 2 * SWARM);
    CHECK_INT(count_completed(tour), ==, 2 * SWARM);
    for (int i = 0; i < SWARM; i++) {
        baton_response_clear(&responses[i]);
    }
    tour_end(tour);
}

TEST(tour, reads_what_there_is)
{
    struct tour *tour = tour_begin();
    char id[64] = "";
    uint64_t definition;

    CHECK_INT(baton_get_topology(tour->client, &tour->response), ==, BATON_OK);
    CHECK_INT(key_of(tour, "clusterSize"), ==, 1);
    CHECK_INT(baton_search(tour->client, "process-definitions",
                           "{\"filter\":{\"processDefinitionId\":\"story\"}}", &tour->response),
              ==, BATON_OK);
    definition = key_of(tour, "items.0.processDefinitionKey");
    CHECK_INT(baton_get(tour->client, "process-definitions", definition, &tour->response), ==,
              BATON_OK);
    CHECK(baton_json_text(tour->response.body, "processDefinitionId", id, sizeof(id)));
    CHECK_TEXT(slice_of(id), "story");
    CHECK_INT(baton_search(tour->client, "jobs", "{\"filters\":{}}", &tour->response), ==,
              BATON_REJECTED);
    CHECK(strstr(tour->response.detail, "filters") != NULL);
    tour_end(tour);
}
