/* A worker against a fake server that hands out jobs: every job is handled once, nothing is told
 * twice, nothing is held back. */
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "baton/client.h"
#include "fake.h"
#include "testkit/test.h"

enum {
    FIRST_KEY = 1000
};

struct shop {
    struct fake *fake;
    baton_worker *worker;
    baton_worker_config settings;
    baton_config config;
    void (*decide)(const baton_job *job, baton_outcome *outcome, struct shop *shop);
    sem_t has_begun;
    sem_t may_go_on;
    atomic_int handled[512]; /* by place of the job */
    atomic_int done_count;
    atomic_int problem_count;
    char problem[512]; /* the first */
    /* the server's side, on the fake's thread */
    int job_count; /* to give out */
    int given;
    int poll_from;                 /* the place of the first job of the last answer ... */
    char poll_key[FAKE_KEY_BYTES]; /* ... whose key brings the same jobs again */
    int done;
    uint32_t over_asked; /* activations for more jobs than the worker had places for */
    void (*bad_poll)(struct fake_stream *stream);
    int bad_polls;
    void (*bad_telling)(struct fake_stream *stream);
    int bad_tellings;
};

static void put_job(struct buffer *out, const struct shop *shop, int place)
{
    buffer_printf(out,
                  "%s{\"jobKey\":\"%d\",\"type\":\"work\",\"processInstanceKey\":\"7\","
                  "\"processDefinitionId\":\"order\",\"processDefinitionVersion\":3,"
                  "\"elementId\":\"a-\\u00e9\",\"retries\":3,\"deadline\":1795168260000,"
                  "\"variables\":{\"place\":%d},\"customHeaders\":{\"h\":\"v\"},\"userTask\":null}",
                  place > shop->given ? "," : "", FIRST_KEY + place, place);
}

/* Like the server: the same key gets the same jobs. */
static void give_jobs(struct shop *shop, struct fake_stream *stream, const char *key, int64_t asked)
{
    struct buffer answer;
    int end;

    if (strcmp(key, shop->poll_key) == 0) {
        shop->given = shop->poll_from;
    }
    end = shop->given + (int)asked < shop->job_count ? shop->given + (int)asked : shop->job_count;
    if (asked > (int64_t)shop->settings.max_jobs - (shop->given - shop->done)) {
        shop->over_asked++;
    }
    if (shop->given == shop->job_count) {
        return; /* a long poll */
    }
    buffer_init(&answer, 1024 * 1024);
    buffer_put_text(&answer, "{\"jobs\":[");
    for (int i = shop->given; i < end; i++) {
        put_job(&answer, shop, i);
    }
    snprintf(shop->poll_key, sizeof(shop->poll_key), "%s", key);
    shop->poll_from = shop->given;
    shop->given = end;
    buffer_put(&answer, "]}", 3);
    fake_answer(stream, 200, answer.data);
    buffer_deinit(&answer);
}

static void serve(struct fake_stream *stream, const struct fake_request *request, int number,
                  void *ctx)
{
    struct shop *shop = ctx;
    int64_t asked = 0;

    (void)number;
    if (strcmp(request->path, "/v2/jobs/activation") == 0) {
        if (shop->bad_polls > 0) {
            shop->bad_polls--;
            shop->bad_poll(stream);
        } else if (baton_json_int(request->body, "maxJobsToActivate", &asked)) {
            give_jobs(shop, stream, request->key, asked);
        }
    } else if (strcmp(request->method, "PATCH") == 0) {
        fake_answer(stream, 204, "");
    } else if (shop->bad_tellings > 0) {
        shop->bad_tellings--;
        shop->bad_telling(stream);
    } else {
        shop->done++;
        fake_answer(stream, 204, "");
    }
}

static void on_job(const baton_job *job, baton_outcome *outcome, void *ctx)
{
    struct shop *shop = ctx;

    atomic_fetch_add(&shop->handled[job->key - FIRST_KEY], 1);
    shop->decide(job, outcome, shop);
}

static void on_problem(const char *text, void *ctx)
{
    struct shop *shop = ctx;

    if (atomic_fetch_add(&shop->problem_count, 1) == 0) {
        snprintf(shop->problem, sizeof(shop->problem), "%s", text);
    }
}

static void on_done(const baton_job *job, void *ctx)
{
    struct shop *shop = ctx;

    atomic_fetch_add(&shop->done_count, job->key >= FIRST_KEY ? 1 : 0);
}

static void complete(const baton_job *job, baton_outcome *outcome, struct shop *shop)
{
    (void)job;
    (void)shop;
    baton_outcome_complete(outcome, "{\"ok\":true}");
}

static void complete_when_allowed(const baton_job *job, baton_outcome *outcome, struct shop *shop)
{
    sem_post(&shop->has_begun);
    sem_wait(&shop->may_go_on);
    complete(job, outcome, shop);
}

static struct shop *shop_new(int jobs)
{
    struct shop *shop = calloc(1, sizeof(*shop));

    shop->job_count = jobs;
    shop->decide = complete;
    sem_init(&shop->has_begun, 0, 0);
    sem_init(&shop->may_go_on, 0, 0);
    shop->settings = (baton_worker_config){.type = "work",
                                           .name = "test",
                                           .handler = on_job,
                                           .ctx = shop,
                                           .max_jobs = 8,
                                           .on_problem = on_problem,
                                           .on_done = on_done};
    shop->fake = fake_start(serve, shop);
    shop->config = (baton_config){.address = fake_address(shop->fake), .timeout_ms = 120000};
    return shop;
}

static void shop_open(struct shop *shop)
{
    CHECK_INT(baton_worker_start(&shop->config, &shop->settings, &shop->worker), ==, BATON_OK);
}

static void shop_stop_worker(struct shop *shop)
{
    baton_worker_stop(shop->worker);
    shop->worker = NULL;
}

static void shop_close(struct shop *shop)
{
    baton_worker_stop(shop->worker);
    fake_stop(shop->fake);
    sem_destroy(&shop->has_begun);
    sem_destroy(&shop->may_go_on);
    free(shop);
}

static void check_each_handled_once(struct shop *shop, int jobs)
{
    for (int i = 0; i < jobs; i++) {
        CHECK_INT(atomic_load(&shop->handled[i]), ==, 1);
    }
}

TEST(worker, handles_every_job_once)
{
    struct shop *shop = shop_new(300);

    shop->settings.threads = 4;
    shop_open(shop);
    fake_wait(shop->fake, "/completion", 300);
    shop_stop_worker(shop);

    check_each_handled_once(shop, 300);
    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 300);
    CHECK_INT(atomic_load(&shop->done_count), ==, 300);
    CHECK_INT(shop->over_asked, ==, 0);
    CHECK_INT(atomic_load(&shop->problem_count), ==, 0);
    shop_close(shop);
}

TEST(worker, asks_and_answers_as_the_api_wants_it)
{
    struct shop *shop = shop_new(1);

    shop->settings.fetch_variables = "total, customer";
    shop->settings.lock_ms = 5000;
    shop->settings.poll_ms = 7000;
    shop_open(shop);
    fake_wait(shop->fake, "/completion", 1);

    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/activation", 0)->body),
               "{\"type\":\"work\",\"worker\":\"test\",\"timeout\":5000,\"maxJobsToActivate\":8,"
               "\"requestTimeout\":7000,\"fetchVariable\":[\"total\",\"customer\"]}");
    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/completion", 0)->path), "/v2/jobs/1000/completion");
    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/completion", 0)->body),
               "{\"variables\":{\"ok\":true}}");
    shop_close(shop);
}

static void check_job(const baton_job *job, baton_outcome *outcome, struct shop *shop)
{
    bool ok = job->key == 1000 && job->process_instance_key == 7 && job->retries == 3 &&
              job->process_definition_version == 3 && job->deadline_ms == 1795168260000 &&
              strcmp(job->type, "work") == 0 && strcmp(job->process_id, "order") == 0 &&
              strcmp(job->element_id, "a-\xc3\xa9") == 0 && strcmp(job->worker, "") == 0 &&
              strcmp(job->variables, "{\"place\":0}") == 0 &&
              strcmp(job->headers, "{\"h\":\"v\"}") == 0;

    (void)shop;
    baton_outcome_error(outcome, ok ? "RIGHT" : "WRONG", NULL, "{\"a\":1}");
}

TEST(worker, gives_the_handler_the_whole_job_and_sends_its_error)
{
    struct shop *shop = shop_new(1);

    shop->decide = check_job;
    shop_open(shop);
    fake_wait(shop->fake, "/error", 1);

    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/error", 0)->body),
               "{\"errorCode\":\"RIGHT\",\"variables\":{\"a\":1}}");
    shop_close(shop);
}

static void decide_nothing(const baton_job *job, baton_outcome *outcome, struct shop *shop)
{
    (void)job;
    (void)outcome;
    (void)shop;
}

TEST(worker, fails_a_job_whose_handler_decided_nothing)
{
    struct shop *shop = shop_new(1);

    shop->decide = decide_nothing;
    shop_open(shop);
    fake_wait(shop->fake, "/failure", 1);

    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/failure", 0)->body),
               "{\"retries\":2,\"retryBackOff\":0,\"errorMessage\":\"the handler decided "
               "nothing\"}");
    shop_close(shop);
}

static void decide_later(const baton_job *job, baton_outcome *outcome, struct shop *shop)
{
    (void)job;
    baton_outcome_fail(outcome, 1, 0, "changed its mind");
    baton_outcome_later(outcome);
    sem_post(&shop->may_go_on);
}

TEST(worker, leaves_a_job_alone_that_is_completed_later)
{
    struct shop *shop = shop_new(1);

    shop->decide = decide_later;
    shop_open(shop);
    sem_wait(&shop->may_go_on);
    fake_wait(shop->fake, "/activation", 2);
    shop_stop_worker(shop);

    CHECK_INT(atomic_load(&shop->handled[0]), ==, 1);
    CHECK_INT(fake_count(shop->fake, ""), ==, fake_count(shop->fake, "/activation"));
    shop_close(shop);
}

static void say_not_found(struct fake_stream *stream)
{
    fake_answer(stream, 404, "{\"title\":\"NOT_FOUND\",\"detail\":\"no such job\"}");
}

static void say_bad_request(struct fake_stream *stream)
{
    fake_answer(stream, 400, "{\"title\":\"INVALID_ARGUMENT\",\"detail\":\"not like this\"}");
}

/* A completion whose answer is lost and which is answered 404 after that had been done. */
static _Atomic int lost_first;

static void lose_then_not_found(struct fake_stream *stream)
{
    if (atomic_fetch_add(&lost_first, 1) == 0) {
        fake_close(stream);
    } else {
        say_not_found(stream);
    }
}

TEST(worker, takes_a_404_after_a_lost_answer_for_done)
{
    struct shop *shop = shop_new(1);

    atomic_store(&lost_first, 0);
    shop->bad_telling = lose_then_not_found;
    shop->bad_tellings = 2;
    shop_open(shop);
    fake_wait(shop->fake, "/completion", 2);
    shop_stop_worker(shop);

    check_each_handled_once(shop, 1);
    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/completion", 1)->key),
               fake_seen(shop->fake, "/completion", 0)->key);
    CHECK_INT(atomic_load(&shop->done_count), ==, 1);
    CHECK_INT(atomic_load(&shop->problem_count), ==, 0);
    shop_close(shop);
}

TEST(worker, reports_a_job_that_is_no_longer_its_own)
{
    struct shop *shop = shop_new(2);

    shop->bad_telling = say_not_found;
    shop->bad_tellings = 1;
    shop_open(shop);
    fake_wait(shop->fake, "/completion", 2);
    shop_stop_worker(shop);

    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 2);
    CHECK_INT(atomic_load(&shop->done_count), ==, 1);
    CHECK_INT(atomic_load(&shop->problem_count), ==, 1);
    CHECK(strstr(shop->problem, "no such job") != NULL);
    shop_close(shop);
}

TEST(worker, fails_a_job_whose_outcome_the_server_refuses)
{
    struct shop *shop = shop_new(1);

    shop->bad_telling = say_bad_request;
    shop->bad_tellings = 1;
    shop_open(shop);
    fake_wait(shop->fake, "/failure", 1);

    CHECK(strstr(fake_seen(shop->fake, "/failure", 0)->body, "not like this") != NULL);
    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 1);
    shop_close(shop);
}

/* An activation whose answer is lost has locked jobs: only the same key brings them at once. */
TEST(worker, repeats_a_lost_poll_with_its_key)
{
    struct shop *shop = shop_new(1);

    shop->bad_poll = fake_answer_half;
    shop->bad_polls = 3;
    shop_open(shop);
    fake_wait(shop->fake, "/completion", 1);

    for (int i = 1; i < 4; i++) {
        CHECK_TEXT(slice_of(fake_seen(shop->fake, "/activation", i)->key),
                   fake_seen(shop->fake, "/activation", 0)->key);
        CHECK_TEXT(slice_of(fake_seen(shop->fake, "/activation", i)->body),
                   fake_seen(shop->fake, "/activation", 0)->body);
    }
    shop_close(shop);
}

static void say_nothing(struct fake_stream *stream)
{
    (void)stream;
}

TEST(worker, repeats_a_poll_without_answer_with_its_key)
{
    struct shop *shop = shop_new(1);

    shop->bad_poll = say_nothing;
    shop->bad_polls = 2;
    shop->settings.poll_ms = 10;
    shop->config.timeout_ms = 100;
    shop_open(shop);
    fake_wait(shop->fake, "/activation", 3);

    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/activation", 2)->key),
               fake_seen(shop->fake, "/activation", 0)->key);
    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/activation", 2)->body),
               fake_seen(shop->fake, "/activation", 0)->body);
    shop_close(shop);
}

TEST(worker, reports_a_refused_poll_once_and_goes_on)
{
    struct shop *shop = shop_new(1);

    shop->bad_poll = say_bad_request;
    shop->bad_polls = 3;
    shop_open(shop);
    fake_wait(shop->fake, "/completion", 1);
    shop_stop_worker(shop);

    CHECK_INT(atomic_load(&shop->problem_count), ==, 1);
    CHECK(strstr(shop->problem, "not like this") != NULL);
    CHECK(strcmp(fake_seen(shop->fake, "/activation", 1)->key,
                 fake_seen(shop->fake, "/activation", 0)->key) != 0);
    shop_close(shop);
}

/* The server goes while jobs are in work and a poll is open, and comes back. */
TEST(worker, survives_a_restart_of_the_server)
{
    struct shop *shop = shop_new(4);

    shop->decide = complete_when_allowed;
    shop->settings.threads = 2;
    shop->settings.max_jobs = 4;
    shop_open(shop);
    fake_wait(shop->fake, "/activation", 1);
    fake_down(shop->fake);
    for (int i = 0; i < 4; i++) {
        sem_post(&shop->may_go_on);
    }
    fake_up(shop->fake);
    fake_wait(shop->fake, "/completion", 4);
    shop_stop_worker(shop);

    check_each_handled_once(shop, 4);
    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 4);
    shop_close(shop);
}

TEST(worker, extends_the_lock_while_a_handler_works)
{
    struct shop *shop = shop_new(1);

    shop->decide = complete_when_allowed;
    shop->settings.lock_ms = 1200;
    shop_open(shop);
    fake_wait(shop->fake, "/jobs/1000", 3);
    sem_post(&shop->may_go_on);
    fake_wait(shop->fake, "/completion", 1);

    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/jobs/1000", 1)->method), "PATCH");
    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/jobs/1000", 1)->body),
               "{\"changeset\":{\"timeout\":1200}}");
    shop_close(shop);
}

static void *stop_worker(void *ctx)
{
    struct shop *shop = ctx;

    shop_stop_worker(shop);
    return NULL;
}

/* What a handler holds is finished and told; what none has begun goes back at once. */
TEST(worker, stops_in_order)
{
    struct shop *shop = shop_new(3);
    pthread_t stopper;

    shop->decide = complete_when_allowed;
    shop_open(shop);
    sem_wait(&shop->has_begun);
    fake_wait_open(shop->fake, 1); /* the poll for the places that are left */
    CHECK_INT(pthread_create(&stopper, NULL, stop_worker, shop), ==, 0);
    fake_wait_open(shop->fake, 0); /* the stop has begun */
    sem_post(&shop->may_go_on);
    pthread_join(stopper, NULL);

    CHECK_INT(fake_count(shop->fake, "/jobs/1000/completion"), ==, 1);
    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 1);
    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/jobs/1001", 0)->body),
               "{\"changeset\":{\"timeout\":1}}");
    CHECK_INT(fake_count(shop->fake, "/jobs/1002"), ==, 1);
    shop_close(shop);
}

/* Otherwise this test takes an hour. */
TEST(worker, ends_its_open_poll_when_it_stops)
{
    struct shop *shop = shop_new(0);

    shop->settings.poll_ms = 3600 * 1000;
    shop_open(shop);
    fake_wait_open(shop->fake, 1);
    shop_stop_worker(shop);

    fake_wait_open(shop->fake, 0);
    CHECK_INT(atomic_load(&shop->problem_count), ==, 0);
    shop_close(shop);
}

TEST(worker, refuses_settings_that_cannot_be)
{
    struct shop *shop = shop_new(0);
    baton_worker *worker = NULL;
    baton_worker_config settings = shop->settings;

    settings.type = NULL;
    CHECK_INT(baton_worker_start(&shop->config, &settings, &worker), ==, BATON_INVALID);
    settings = shop->settings;
    settings.handler = NULL;
    CHECK_INT(baton_worker_start(&shop->config, &settings, &worker), ==, BATON_INVALID);
    settings = shop->settings;
    settings.threads = 1025;
    CHECK_INT(baton_worker_start(&shop->config, &settings, &worker), ==, BATON_INVALID);
    shop->config.address = "no:such:address";
    CHECK_INT(baton_worker_start(&shop->config, &shop->settings, &worker), ==, BATON_INVALID);
    shop_close(shop);
}

/* --- in the loop of a client --- */

static void run_until_seen(baton_client *client, struct shop *shop, const char *suffix, int count)
{
    while (fake_count(shop->fake, suffix) < count) {
        struct pollfd wait = {.fd = baton_fd(client), .events = baton_events(client)};
        int timeout_ms = baton_timeout_ms(client);

        (void)poll(&wait, 1, timeout_ms < 0 || timeout_ms > 10 ? 10 : timeout_ms);
        baton_process(client);
    }
}

static baton_client *shop_attach(struct shop *shop)
{
    baton_client *client = NULL;

    CHECK_INT(baton_client_new(&shop->config, &client), ==, BATON_OK);
    CHECK_INT(baton_worker_attach(client, &shop->settings, &shop->worker), ==, BATON_OK);
    return client;
}

TEST(attached_worker, handles_every_job_once_on_one_connection)
{
    struct shop *shop = shop_new(100);
    baton_client *client = shop_attach(shop);

    run_until_seen(client, shop, "/completion", 100);
    shop_stop_worker(shop);

    check_each_handled_once(shop, 100);
    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 100);
    CHECK_INT(atomic_load(&shop->done_count), ==, 100);
    CHECK_INT(fake_seen(shop->fake, "", fake_count(shop->fake, "") - 1)->connection, ==, 1);
    baton_client_free(client);
    shop_close(shop);
}

static _Atomic(baton_outcome *) kept[8];
static _Atomic int kept_count;

static void keep(const baton_job *job, baton_outcome *outcome, struct shop *shop)
{
    (void)shop;
    baton_outcome_keep(outcome);
    kept[job->key - FIRST_KEY] = outcome;
    atomic_fetch_add(&kept_count, 1);
}

/* A handler without an answer yet: its job stays locked, others go on. */
TEST(attached_worker, extends_a_job_that_was_kept_until_it_is_sent)
{
    struct shop *shop = shop_new(2);
    baton_client *client;

    atomic_store(&kept_count, 0);
    shop->decide = keep;
    shop->settings.lock_ms = 1200;
    client = shop_attach(shop);
    run_until_seen(client, shop, "/jobs/1001", 2);
    CHECK_INT(atomic_load(&kept_count), ==, 2);
    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 0);
    baton_outcome_complete(kept[1], "{\"late\":true}");
    baton_outcome_send(kept[1]);
    run_until_seen(client, shop, "/completion", 1);
    shop_stop_worker(shop);

    CHECK_TEXT(slice_of(fake_seen(shop->fake, "/jobs/1001/completion", 0)->body),
               "{\"variables\":{\"late\":true}}");
    CHECK_INT(fake_count(shop->fake, "/completion"), ==, 1);
    baton_client_free(client);
    shop_close(shop);
}

TEST(worker, takes_a_kept_outcome_from_any_thread)
{
    struct shop *shop = shop_new(6);

    atomic_store(&kept_count, 0);
    shop->decide = keep;
    shop->settings.threads = 3;
    shop_open(shop);
    while (atomic_load(&kept_count) < 6) {
        sched_yield();
    }
    for (int i = 0; i < 6; i++) {
        baton_outcome_fail(kept[i], 0, 0, NULL);
        baton_outcome_send(kept[i]);
    }
    fake_wait(shop->fake, "/failure", 6);
    shop_stop_worker(shop);

    check_each_handled_once(shop, 6);
    CHECK_INT(fake_count(shop->fake, "/failure"), ==, 6);
    shop_close(shop);
}

TEST(attached_worker, has_no_threads)
{
    struct shop *shop = shop_new(0);
    baton_client *client = NULL;
    baton_worker *worker = NULL;

    CHECK_INT(baton_client_new(&shop->config, &client), ==, BATON_OK);
    shop->settings.threads = 1;
    CHECK_INT(baton_worker_attach(client, &shop->settings, &worker), ==, BATON_INVALID);
    CHECK(strstr(baton_last_error(), "threads") != NULL);
    baton_client_free(client);
    shop_close(shop);
}
