/* Calls in an event loop: begun, answered, cancelled, never waited for; and which endpoint they go
 * to. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "baton/client.h"
#include "fake.h"
#include "testkit/test.h"

enum {
    PATIENCE_MS = 120000,
    CALLS_MAX = 400
};

/* What a program with an event loop holds. */
struct program {
    struct fake *fake;
    baton_client *client;
    int done_count;
    baton_result results[CALLS_MAX];
    baton_response responses[CALLS_MAX];
    void (*answer)(struct fake_stream *stream);
};

static void play(struct fake_stream *stream, const struct fake_request *request, int number,
                 void *ctx)
{
    const struct program *program = ctx;

    (void)request;
    (void)number;
    program->answer(stream);
}

static void answer_well(struct fake_stream *stream)
{
    fake_answer(stream, 200, "{\"fine\":true}");
}

static void say_nothing(struct fake_stream *stream)
{
    (void)stream;
}

static void say_unready(struct fake_stream *stream)
{
    fake_answer(stream, 503, "{\"title\":\"UNAVAILABLE\",\"detail\":\"no leader\"}");
}

static void on_done(baton_result result, baton_response *response, void *ctx)
{
    struct program *program = ctx;

    program->results[response - program->responses] = result;
    program->done_count++;
}

static struct program *program_open(void (*answer)(struct fake_stream *))
{
    struct program *program = calloc(1, sizeof(*program));
    baton_config config = {.timeout_ms = PATIENCE_MS};

    program->answer = answer;
    program->fake = fake_start(play, program);
    config.address = fake_address(program->fake);
    for (int i = 0; i < CALLS_MAX; i++) {
        program->responses[i].done = on_done;
        program->responses[i].ctx = program;
    }
    CHECK_INT(baton_client_new(&config, &program->client), ==, BATON_OK);
    return program;
}

static void program_close(struct program *program)
{
    baton_client_free(program->client);
    for (int i = 0; i < CALLS_MAX; i++) {
        baton_response_clear(&program->responses[i]);
    }
    fake_stop(program->fake);
    free(program);
}

static void begin(struct program *program, int count)
{
    for (int i = 0; i < count; i++) {
        CHECK_INT(baton_create_instance(program->client, "order", "{\"n\":1}", NULL,
                                        &program->responses[i]),
                  ==, BATON_PENDING);
    }
}

static void turn(baton_client *client, int at_most_ms)
{
    struct pollfd wait = {.fd = baton_fd(client), .events = baton_events(client)};
    int timeout_ms = baton_timeout_ms(client);

    if (timeout_ms < 0 || timeout_ms > at_most_ms) {
        timeout_ms = at_most_ms;
    }
    (void)poll(&wait, 1, timeout_ms);
    baton_process(client);
}

static void run_until_done(struct program *program, int count)
{
    while (program->done_count < count) {
        turn(program->client, PATIENCE_MS);
    }
}

/* Until so many requests stand open at the server. */
static void run_until_parked(struct program *program, int count)
{
    while (fake_count(program->fake, "instances") < count) {
        turn(program->client, 10);
    }
    fake_wait_open(program->fake, count);
}

TEST(loop, answers_every_call_that_was_begun)
{
    struct program *program = program_open(answer_well);

    begin(program, CALLS_MAX);
    CHECK_INT(program->done_count, ==, 0);
    run_until_done(program, CALLS_MAX);

    CHECK_INT(fake_count(program->fake, "instances"), ==, CALLS_MAX);
    for (int i = 0; i < CALLS_MAX; i++) {
        CHECK_INT(program->results[i], ==, BATON_OK);
        CHECK_TEXT(slice_of(program->responses[i].body), "{\"fine\":true}");
    }
    CHECK_INT(baton_timeout_ms(program->client), !=, 0);
    program_close(program);
}

TEST(loop, adds_a_connection_when_one_is_full)
{
    struct program *program = program_open(say_nothing);
    int last = 0;

    fake_limit_streams(program->fake, 10);
    begin(program, 1);
    run_until_parked(program, 1); /* the limit is known now */
    program->responses[0].done = on_done;
    for (int i = 1; i < 25; i++) {
        CHECK_INT(baton_get_topology(program->client, &program->responses[i]), ==, BATON_PENDING);
    }
    while (fake_count(program->fake, "topology") < 24) {
        turn(program->client, 10);
    }
    fake_wait_open(program->fake, 25);

    for (int i = 0; i < 25; i++) {
        int connection = fake_seen(program->fake, "", i)->connection;

        last = connection > last ? connection : last;
    }
    CHECK_INT(last, ==, 3);
    program_close(program);
}

TEST(loop, cancels_a_call_and_tells_the_server)
{
    struct program *program = program_open(say_nothing);

    begin(program, 2);
    run_until_parked(program, 2);
    baton_cancel(program->client, &program->responses[0]);
    while (baton_timeout_ms(program->client) == 0) {
        turn(program->client, 0);
    }
    fake_wait_open(program->fake, 1);

    CHECK_INT(program->done_count, ==, 0);
    CHECK(program->responses[0].pending == NULL);
    begin(program, 1);
    fake_wait_open(program->fake, 1);
    program_close(program);
}

TEST(loop, cancels_a_call_that_was_not_sent_yet)
{
    struct program *program = program_open(answer_well);

    begin(program, 2);
    baton_process(program->client);
    baton_cancel(program->client, &program->responses[0]);
    run_until_done(program, 1);

    CHECK_INT(program->results[1], ==, BATON_OK);
    CHECK_INT(fake_count(program->fake, ""), ==, 1);
    program_close(program);
}

TEST(loop, ends_what_is_under_way_with_the_client)
{
    struct program *program = program_open(say_nothing);

    begin(program, 3);
    run_until_parked(program, 3);
    baton_client_free(program->client);
    program->client = NULL;

    CHECK_INT(program->done_count, ==, 3);
    CHECK_INT(program->results[2], ==, BATON_CANCELLED);
    fake_wait_open(program->fake, 0);
    program_close(program);
}

static void on_done_begin_again(baton_result result, baton_response *response, void *ctx)
{
    struct program *program = ctx;

    on_done(result, response, ctx);
    if (program->done_count < 5) {
        CHECK_INT(baton_get_topology(program->client, response), ==, BATON_PENDING);
    }
}

TEST(loop, lets_done_begin_the_next_call)
{
    struct program *program = program_open(answer_well);

    program->responses[0].done = on_done_begin_again;
    begin(program, 1);
    run_until_done(program, 5);

    CHECK_INT(fake_count(program->fake, "topology"), ==, 4);
    program_close(program);
}

/* A call that waits serves the others; from inside done, too. */
static void on_done_wait(baton_result result, baton_response *response, void *ctx)
{
    struct program *program = ctx;
    baton_response answer = {0};

    CHECK_INT(baton_get_topology(program->client, &answer), ==, BATON_OK);
    baton_response_clear(&answer);
    on_done(result, response, ctx);
}

TEST(loop, serves_the_others_while_a_call_waits)
{
    struct program *program = program_open(answer_well);

    program->responses[0].done = on_done_wait;
    begin(program, 50);
    run_until_done(program, 50);

    CHECK_INT(program->results[0], ==, BATON_OK);
    CHECK_INT(fake_count(program->fake, "topology"), ==, 1);
    program_close(program);
}

TEST(loop, refuses_a_response_that_waits_already)
{
    struct program *program = program_open(say_nothing);

    begin(program, 1);
    CHECK_INT(baton_get_topology(program->client, &program->responses[0]), ==, BATON_INVALID);

    CHECK(program->responses[0].pending != NULL);
    program_close(program);
}

TEST(loop, times_out_without_being_waited_for)
{
    struct program *program = program_open(say_nothing);
    baton_call call = {.method = "GET", .path = "/v2/topology", .timeout_ms = 50};

    CHECK_INT(baton_do(program->client, &call, &program->responses[0]), ==, BATON_PENDING);
    run_until_done(program, 1);

    CHECK(program->results[0] == BATON_TIMED_OUT || program->results[0] == BATON_UNREACHABLE);
    program_close(program);
}

/* --- endpoints --- */

/* Two servers and a client that knows both. */
struct pair {
    struct program *first;
    struct program *second;
    baton_client *client;
    baton_response response;
};

static struct pair *pair_open(void (*answer)(struct fake_stream *))
{
    struct pair *pair = calloc(1, sizeof(*pair));
    baton_config config = {.timeout_ms = PATIENCE_MS};
    char address[128];

    pair->first = program_open(answer);
    pair->second = program_open(answer_well);
    snprintf(address, sizeof(address), "http://%s/v2, %s", fake_address(pair->first->fake),
             fake_address(pair->second->fake));
    config.address = address;
    CHECK_INT(baton_client_new(&config, &pair->client), ==, BATON_OK);
    return pair;
}

static void pair_close(struct pair *pair)
{
    baton_response_clear(&pair->response);
    baton_client_free(pair->client);
    program_close(pair->first);
    program_close(pair->second);
    free(pair);
}

TEST(endpoints, of_which_one_is_away_are_passed_over)
{
    struct pair *pair = pair_open(answer_well);

    fake_down(pair->first->fake);
    CHECK_INT(baton_get_topology(pair->client, &pair->response), ==, BATON_OK);
    fake_up(pair->first->fake);
    fake_down(pair->second->fake);
    CHECK_INT(baton_get_topology(pair->client, &pair->response), ==, BATON_OK);

    CHECK_INT(fake_count(pair->second->fake, "topology"), ==, 1);
    CHECK_INT(fake_count(pair->first->fake, "topology"), ==, 1);
    pair_close(pair);
}

TEST(endpoints, that_are_not_ready_are_left_with_the_same_key)
{
    struct pair *pair = pair_open(say_unready);

    CHECK_INT(baton_create_instance(pair->client, "order", NULL, NULL, &pair->response), ==,
              BATON_OK);

    CHECK_INT(pair->response.attempts, ==, 2);
    CHECK_TEXT(slice_of(fake_seen(pair->second->fake, "instances", 0)->key),
               fake_seen(pair->first->fake, "instances", 0)->key);
    pair_close(pair);
}

static void say_busy_once(struct fake_stream *stream)
{
    static _Thread_local bool was_busy;

    if (was_busy) {
        answer_well(stream);
    } else {
        was_busy = true;
        fake_answer_busy(stream, 1);
    }
}

TEST(endpoints, that_are_busy_are_asked_again_when_they_said)
{
    struct program *program = program_open(say_busy_once);
    baton_response response = {0};
    int64_t start_ms = clock_monotonic_ms();

    CHECK_INT(baton_get_topology(program->client, &response), ==, BATON_OK);

    CHECK_INT(clock_monotonic_ms() - start_ms, >=, 1000);
    CHECK_INT(response.attempts, ==, 2);
    baton_response_clear(&response);
    program_close(program);
}

/* --- memory and log --- */

static _Atomic int64_t blocks;
static _Atomic int64_t resizes;
static char tag; /* the context */

static void *count_resize(void *memory, size_t bytes, void *ctx)
{
    CHECK(ctx == (void *)&tag);
    resizes++;
    blocks += memory == NULL ? 1 : 0;
    return realloc(memory, bytes);
}

static void count_release(void *memory, void *ctx)
{
    CHECK(ctx == (void *)&tag);
    blocks -= memory != NULL ? 1 : 0;
    free(memory);
}

TEST(allocator, gets_everything_back)
{
    baton_allocator allocator = {
        .resize = count_resize, .release = count_release, .ctx = (void *)&tag};
    struct program *program;

    baton_set_allocator(&allocator);
    program = program_open(answer_well);
    begin(program, 20);
    run_until_done(program, 20);
    program_close(program);
    baton_set_allocator(NULL);

    CHECK_INT(resizes, >, 40);
    CHECK_INT(blocks, ==, 0);
}

struct diary {
    int info;
    int warnings;
    char last[256];
};

static void keep_log(baton_log_level level, const char *text, void *ctx)
{
    struct diary *diary = ctx;

    diary->info += level == BATON_LOG_INFO;
    diary->warnings += level == BATON_LOG_WARNING;
    snprintf(diary->last, sizeof(diary->last), "%s", text);
}

TEST(log, tells_of_connections_and_of_their_loss)
{
    struct program *program = program_open(answer_well);
    struct diary diary = {0};
    baton_config config = {.address = fake_address(program->fake),
                           .timeout_ms = 200,
                           .log = keep_log,
                           .log_ctx = &diary};
    baton_response response = {0};
    baton_client *client;

    CHECK_INT(baton_client_new(&config, &client), ==, BATON_OK);
    CHECK_INT(baton_get_topology(client, &response), ==, BATON_OK);
    CHECK_INT(diary.info, ==, 1);
    fake_down(program->fake);
    CHECK_INT(baton_get_topology(client, &response), ==, BATON_UNREACHABLE);

    CHECK_INT(diary.warnings, >, 0);
    CHECK(strstr(diary.last, "refused") != NULL);
    baton_response_clear(&response);
    baton_client_free(client);
    program_close(program);
}
