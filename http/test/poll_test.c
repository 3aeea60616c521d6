/* Long polls and awaited instances, and clients that leave them. */
#include <string.h>
#include <sys/socket.h>

#include "base/limits.h"
#include "fake_backend.h"
#include "fixture.h"
#include "h2.h"
#include "testkit/test.h"

static const char activate[] = "{\"type\":\"pay\",\"timeout\":1000,\"maxJobsToActivate\":2}";
static const char create[] = "{\"processDefinitionId\":\"order\",\"awaitCompletion\":true}";
static const uint64_t two_keys[] = {2251799813685310, 2251799813685311};

static void send_json(struct wire *wire, const char *path, const char *body)
{
    struct buffer out;

    buffer_init(&out, MIB(1));
    buffer_printf(&out,
                  "POST %s HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n"
                  "content-length: %zu\r\n\r\n%s",
                  path, strlen(body), body);
    wire_send(wire, buffer_slice(&out));
    buffer_deinit(&out);
}

static void check_no_jobs(struct wire *wire)
{
    struct wire_answer answer;

    CHECK(wire_receive(wire, &answer));
    CHECK_INT(answer.status, ==, 200);
    CHECK_TEXT(answer.body, "{\"jobs\":[]}");
}

TEST(poll, parks_until_the_backend_answers_and_the_connection_goes_on)
{
    struct fake fake;
    struct wire wire;

    fake_start(&fake);
    wire_open(&wire, fake.port);

    send_json(&wire, "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 1);
    CHECK_INT(fake.polls[0]->jobs_max, ==, 2);
    CHECK_TEXT(fake.polls[0]->type, "pay");
    fake_answer_poll(&fake, NULL, 0);
    check_no_jobs(&wire);

    send_json(&wire, "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 2);
    fake_answer_poll(&fake, NULL, 0);
    check_no_jobs(&wire);

    wire_close(&wire);
    fake_stop(&fake);
}

TEST(poll, is_taken_back_when_an_http1_client_leaves)
{
    struct fake fake;
    struct wire wire;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    send_json(&wire, "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 1);

    wire_close(&wire);

    fake_wait(&fake, &fake.polls_cancelled, 1);
    CHECK_INT(fake.poll_count, ==, 0);
    fake_stop(&fake);
}

TEST(poll, gives_jobs_back_that_come_after_an_http1_client_left)
{
    struct fake fake;
    struct wire wire;

    fake_start(&fake);
    fake.refuses_cancel = true;
    wire_open(&wire, fake.port);
    send_json(&wire, "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 1);
    wire_close(&wire);
    fake_wait(&fake, &fake.polls_cancelled, 1);

    fake_answer_poll(&fake, two_keys, 2);

    fake_wait(&fake, &fake.jobs_yielded, 2);
    fake_stop(&fake);
}

TEST(poll, gives_jobs_back_that_cannot_be_read)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    send_json(&wire, "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 1);

    fake_answer_poll(&fake, two_keys, 2); /* and there is no read model */

    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 503);
    CHECK_INT(fake.jobs_yielded, ==, 2);
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(poll, is_taken_back_when_an_http2_stream_is_reset)
{
    struct fake fake;
    struct wire wire;
    struct buffer body;

    fake_start(&fake);
    buffer_init(&body, MIB(1));
    h2_open(&wire, fake.port);
    h2_request(&wire, 1, "POST", "/v2/jobs/activation", activate);
    h2_request(&wire, 3, "POST", "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 2);

    h2_reset(&wire, 1);

    fake_wait(&fake, &fake.polls_cancelled, 1);
    CHECK_INT(fake.poll_count, ==, 1);
    fake_answer_poll(&fake, NULL, 0);
    CHECK(h2_receive(&wire, 3, &body));
    CHECK_TEXT(buffer_slice(&body), "{\"jobs\":[]}");
    buffer_deinit(&body);
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(poll, gives_jobs_back_that_come_after_an_http2_client_left)
{
    struct fake fake;
    struct wire wire;

    fake_start(&fake);
    fake.refuses_cancel = true;
    h2_open(&wire, fake.port);
    h2_request(&wire, 1, "POST", "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 1);
    wire_close(&wire);
    fake_wait(&fake, &fake.polls_cancelled, 1);

    fake_answer_poll(&fake, two_keys, 2);

    fake_wait(&fake, &fake.jobs_yielded, 2);
    fake_stop(&fake);
}

TEST(await, ends_with_a_time_out_of_its_own)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    send_json(&wire, "/v2/process-instances", create);
    fake_wait(&fake, &fake.awaits_seen, 1);

    fake_answer_await(&fake, STATUS_DEADLINE_EXCEEDED);

    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 504);
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(await, is_taken_back_when_the_client_leaves)
{
    struct fake fake;
    struct wire one;
    struct wire two;

    fake_start(&fake);
    wire_open(&one, fake.port);
    h2_open(&two, fake.port);
    send_json(&one, "/v2/process-instances", create);
    h2_request(&two, 1, "POST", "/v2/process-instances", create);
    fake_wait(&fake, &fake.awaits_seen, 2);

    wire_close(&one);
    wire_close(&two);

    fake_wait(&fake, &fake.awaits_cancelled, 2);
    CHECK_INT(fake.await_count, ==, 0);
    fake_stop(&fake);
}

TEST(drain, answers_what_is_parked_and_closes)
{
    struct fake fake;
    struct wire poll;
    struct wire await;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&poll, fake.port);
    wire_open(&await, fake.port);
    send_json(&poll, "/v2/jobs/activation", activate);
    send_json(&await, "/v2/process-instances", create);
    fake_wait(&fake, &fake.polls_seen, 1);
    fake_wait(&fake, &fake.awaits_seen, 1);

    http_drain(fake.server);

    check_no_jobs(&poll);
    CHECK(wire_is_closed(&poll));
    CHECK(wire_receive(&await, &answer));
    CHECK_INT(answer.status, ==, 503);
    CHECK(wire_is_closed(&await));
    wire_close(&poll);
    wire_close(&await);
    fake_stop(&fake);
}

TEST(stop, ends_parked_requests_that_cannot_be_taken_back)
{
    struct fake fake;
    struct wire wire;

    fake_start(&fake);
    fake.refuses_cancel = true;
    wire_open(&wire, fake.port);
    send_json(&wire, "/v2/jobs/activation", activate);
    fake_wait(&fake, &fake.polls_seen, 1);
    http_drain(fake.server);
    fake_wait(&fake, &fake.polls_cancelled, 1);

    fake_answer_poll(&fake, two_keys, 2);

    fake_wait(&fake, &fake.jobs_yielded, 2);
    wire_close(&wire);
    fake_stop(&fake);
}

/* A job whose answer is far larger than what sockets hold. */
static struct world *world_with_a_big_job(struct fake *fake)
{
    struct world *world = world_new();
    struct trace_event *event;
    struct buffer json;

    buffer_init(&json, MIB(4));
    buffer_put_byte(&json, '"');
    while (json.size < MIB(3)) {
        buffer_put_text(&json, "0123456789abcdef");
    }
    buffer_put_text(&json, "\"");
    buffer_put_byte(&json, 0);
    world_definition(world, DEFINITION, 1);
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 300, ELEMENT_ACTIVATED);
    event = world_job(world, 200, 400, 300, JOB_ACTIVE);
    event->job.activation = FAKE_ACTIVATION;
    event->job.worker = SLICE("w");
    world_variable(world, 200, 500, "big", json.data);
    world_apply(world);
    buffer_deinit(&json);
    fake->readmodel = world->rm;
    fake->next_jobs[0] = 400;
    fake->next_job_count = 1;
    return world;
}

TEST(activation, gives_the_job_back_when_the_client_leaves_in_the_middle_of_the_answer)
{
    struct fake fake;
    struct world *world;
    struct wire wire;
    char byte;

    fake_start(&fake);
    world = world_with_a_big_job(&fake);
    wire_open_narrow(&wire, fake.port);
    send_json(&wire, "/v2/jobs/activation", activate);
    CHECK_INT(recv(wire.fd, &byte, 1, MSG_PEEK), ==, 1);

    wire_close(&wire);

    fake_wait(&fake, &fake.jobs_yielded, 1);
    fake_stop(&fake);
    world_close(world);
}

TEST(activation, keeps_the_job_with_a_client_that_reads_all)
{
    struct fake fake;
    struct world *world;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    world = world_with_a_big_job(&fake);
    wire_open(&wire, fake.port);
    send_json(&wire, "/v2/jobs/activation", activate);
    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 200);
    CHECK_INT(answer.body.size, >, MIB(3));

    wire_close(&wire);
    fake_stop(&fake);

    CHECK_INT(fake.jobs_yielded, ==, 0);
    world_close(world);
}
