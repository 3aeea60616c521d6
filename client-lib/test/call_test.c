/* One call against a server that misbehaves: what is tried again, with which key, and what the
 * caller is told in the end. */
#include <nghttp2/nghttp2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baton/client.h"
#include "fake.h"
#include "testkit/test.h"

TEST_MAIN

enum {
    PATIENCE_MS = 120000 /* of a call whose deadline is not the point */
};

/* A fake that misbehaves for the first `times` requests and answers well after that. */
struct stage {
    struct fake *fake;
    baton_client *client;
    baton_response response;
    void (*misbehave)(struct fake_stream *stream);
    int times;
};

static void play(struct fake_stream *stream, const struct fake_request *request, int number,
                 void *ctx)
{
    const struct stage *stage = ctx;

    (void)request;
    if (number <= stage->times) {
        stage->misbehave(stream);
    } else {
        fake_answer(stream, 200, "{\"fine\":true}");
    }
}

static struct stage *stage_open(void (*misbehave)(struct fake_stream *), int times,
                                uint32_t timeout_ms, uint32_t max_body_bytes)
{
    struct stage *stage = calloc(1, sizeof(*stage));
    baton_config config = {.timeout_ms = timeout_ms == 0 ? PATIENCE_MS : timeout_ms,
                           .max_body_bytes = max_body_bytes};

    stage->misbehave = misbehave;
    stage->times = times;
    stage->fake = fake_start(play, stage);
    config.address = fake_address(stage->fake);
    CHECK_INT(baton_client_new(&config, &stage->client), ==, BATON_OK);
    return stage;
}

static void stage_close(struct stage *stage)
{
    baton_response_clear(&stage->response);
    baton_client_free(stage->client);
    fake_stop(stage->fake);
    free(stage);
}

static baton_result create(struct stage *stage)
{
    return baton_create_instance(stage->client, "order", "{\"n\":1}", NULL, &stage->response);
}

static void unavailable(struct fake_stream *stream)
{
    fake_answer(stream, 503, "{\"title\":\"RESOURCE_EXHAUSTED\",\"detail\":\"busy\"}");
}

static void refuse_stream(struct fake_stream *stream)
{
    fake_reset(stream, NGHTTP2_REFUSED_STREAM);
}

static void cancel_stream(struct fake_stream *stream)
{
    fake_reset(stream, NGHTTP2_CANCEL);
}

static void say_nothing(struct fake_stream *stream)
{
    (void)stream;
}

static void reject(struct fake_stream *stream)
{
    fake_answer(stream, 404, "{\"title\":\"NOT_FOUND\",\"detail\":\"no such \\u00e9lement\"}");
}

static void answer_large(struct fake_stream *stream)
{
    fake_answer_bytes(stream, 1001);
}

static void answer_at_limit(struct fake_stream *stream)
{
    fake_answer_bytes(stream, 1000);
}

static void answer_and_close(struct fake_stream *stream)
{
    fake_answer_and_close(stream, 200, "{}");
}

/* Every way in which a call can be lost: tried again with the same key and the same body. */
static void check_retried_with_one_key(void (*misbehave)(struct fake_stream *))
{
    struct stage *stage = stage_open(misbehave, 2, 0, 0);

    CHECK_INT(create(stage), ==, BATON_OK);

    CHECK_INT(stage->response.attempts, ==, 3);
    CHECK_INT(fake_count(stage->fake, "/process-instances"), ==, 3);
    for (int i = 0; i < 3; i++) {
        CHECK_TEXT(slice_of(fake_seen(stage->fake, "/process-instances", i)->key),
                   fake_seen(stage->fake, "/process-instances", 0)->key);
        CHECK_TEXT(slice_of(fake_seen(stage->fake, "/process-instances", i)->body),
                   "{\"processDefinitionId\":\"order\",\"variables\":{\"n\":1}}");
    }
    CHECK_INT(strlen(fake_seen(stage->fake, "/process-instances", 0)->key), ==, 32);
    CHECK_TEXT(slice_of(stage->response.body), "{\"fine\":true}");
    CHECK_INT(stage->response.index, ==, 7);
    stage_close(stage);
}

TEST(call, is_sent_again_after_a_close_without_answer)
{
    check_retried_with_one_key(fake_close);
}

TEST(call, is_sent_again_after_half_an_answer)
{
    check_retried_with_one_key(fake_answer_half);
}

TEST(call, is_sent_again_after_503)
{
    check_retried_with_one_key(unavailable);
}

TEST(call, is_sent_again_after_goaway)
{
    check_retried_with_one_key(fake_goaway);
}

TEST(call, is_sent_again_after_a_refused_stream)
{
    check_retried_with_one_key(refuse_stream);
}

TEST(call, is_sent_again_after_a_reset_stream)
{
    check_retried_with_one_key(cancel_stream);
}

/* Two calls are two things: each has a key of its own. */
TEST(call, has_a_key_of_its_own)
{
    struct stage *stage = stage_open(NULL, 0, 0, 0);

    CHECK_INT(create(stage), ==, BATON_OK);
    CHECK_INT(create(stage), ==, BATON_OK);

    CHECK(strcmp(fake_seen(stage->fake, "instances", 0)->key,
                 fake_seen(stage->fake, "instances", 1)->key) != 0);
    CHECK_INT(fake_seen(stage->fake, "instances", 1)->connection, ==, 1);
    stage_close(stage);
}

TEST(call, sends_the_callers_key_as_it_is)
{
    struct stage *stage = stage_open(NULL, 0, 0, 0);

    CHECK_INT(baton_create_instance(stage->client, "order", NULL, "order-17", &stage->response), ==,
              BATON_OK);

    CHECK_TEXT(slice_of(fake_seen(stage->fake, "instances", 0)->key), "order-17");
    stage_close(stage);
}

/* Reading needs no key, so none is sent. */
TEST(call, that_reads_has_no_key)
{
    struct stage *stage = stage_open(NULL, 0, 0, 0);
    baton_call get = {.method = "GET", .path = "/v2/topology"};

    CHECK_INT(baton_search(stage->client, "jobs", NULL, &stage->response), ==, BATON_OK);
    CHECK_INT(baton_do(stage->client, &get, &stage->response), ==, BATON_OK);

    CHECK_TEXT(slice_of(fake_seen(stage->fake, "/search", 0)->key), "");
    CHECK_TEXT(slice_of(fake_seen(stage->fake, "/topology", 0)->key), "");
    stage_close(stage);
}

/* A server may close a connection that rests; the caller must not notice. */
TEST(call, finds_a_closed_connection_and_opens_another)
{
    struct stage *stage = stage_open(answer_and_close, 5, 0, 0);

    for (int i = 0; i < 6; i++) {
        CHECK_INT(create(stage), ==, BATON_OK);
    }

    CHECK_INT(fake_count(stage->fake, "instances"), ==, 6);
    CHECK_INT(fake_seen(stage->fake, "instances", 5)->connection, ==, 6);
    stage_close(stage);
}

TEST(call, is_not_repeated_when_the_server_says_no)
{
    struct stage *stage = stage_open(reject, 9, 0, 0);

    CHECK_INT(create(stage), ==, BATON_REJECTED);

    CHECK_INT(stage->response.status, ==, 404);
    CHECK_TEXT(slice_of(stage->response.title), "NOT_FOUND");
    CHECK_TEXT(slice_of(stage->response.detail), "no such \xc3\xa9lement");
    CHECK_INT(fake_count(stage->fake, "instances"), ==, 1);
    stage_close(stage);
}

TEST(call, without_any_answer_times_out)
{
    struct stage *stage = stage_open(say_nothing, 99, 200, 0);

    CHECK_INT(create(stage), ==, BATON_TIMED_OUT);

    CHECK_INT(stage->response.status, ==, 0);
    CHECK_INT(stage->response.attempts, ==, 1);
    CHECK(strstr(stage->response.detail, "no answer in time") != NULL);
    stage_close(stage);
}

/* Once sent and lost, nobody can promise that it has not happened. */
TEST(call, that_was_lost_on_the_way_is_never_called_unreachable)
{
    struct stage *stage = stage_open(fake_close, 9999, 1000, 0);

    CHECK_INT(create(stage), ==, BATON_TIMED_OUT);
    stage_close(stage);
}

TEST(call, to_nobody_is_unreachable)
{
    struct stage *stage = stage_open(NULL, 0, 200, 0);

    fake_down(stage->fake);
    CHECK_INT(create(stage), ==, BATON_UNREACHABLE);

    CHECK(strstr(stage->response.detail, "refused") != NULL);
    stage_close(stage);
}

/* A refused request has surely not happened, however often; only an attempt that the deadline cuts
 * off half-way leaves a doubt. */
TEST(call, to_a_refusing_server_is_unreachable_at_last)
{
    struct stage *stage = stage_open(refuse_stream, 9999, 500, 0);
    baton_result result = create(stage);
    bool is_cut_off = strstr(stage->response.detail, "no answer in time") != NULL;

    CHECK_INT(result, ==, is_cut_off ? BATON_TIMED_OUT : BATON_UNREACHABLE);
    stage_close(stage);
}

TEST(call, survives_a_restart_of_the_server)
{
    struct stage *stage = stage_open(NULL, 0, 0, 0);

    CHECK_INT(create(stage), ==, BATON_OK);
    fake_down(stage->fake);
    fake_up(stage->fake);
    CHECK_INT(create(stage), ==, BATON_OK);

    CHECK_INT(fake_count(stage->fake, "instances"), ==, 2);
    stage_close(stage);
}

TEST(call, refuses_an_answer_one_byte_above_the_limit)
{
    struct stage *stage = stage_open(answer_large, 1, 0, 1000);

    CHECK_INT(create(stage), ==, BATON_TOO_LARGE);
    CHECK(strstr(stage->response.detail, "max_body_bytes") != NULL);
    CHECK_INT(create(stage), ==, BATON_OK);
    stage_close(stage);
}

TEST(call, takes_an_answer_at_the_limit)
{
    struct stage *stage = stage_open(answer_at_limit, 1, 0, 1000);

    CHECK_INT(create(stage), ==, BATON_OK);
    CHECK_INT(stage->response.body_size, ==, 1000);
    CHECK_INT(strlen(stage->response.body), ==, 1000);
    stage_close(stage);
}

/* Above the flow-control window and the sockets' buffers. */
TEST(call, carries_a_large_body)
{
    struct stage *stage = stage_open(NULL, 0, 0, 0);
    size_t size = 3 * 1024 * 1024;
    char *content = malloc(size);
    baton_resource resource = {.name = "a\"b.bpmn", .content = content, .size = size};
    const struct fake_request *seen;

    memset(content, 'c', size);
    CHECK_INT(baton_deploy(stage->client, &resource, 1, &stage->response), ==, BATON_OK);

    seen = fake_seen(stage->fake, "/deployments", 0);
    CHECK_INT(seen->body_size, >, size);
    CHECK(strstr(seen->body, "filename=\"a\\\"b.bpmn\"\r\n") != NULL);
    free(content);
    stage_close(stage);
}

/* A server that refuses by the head alone does not read the body first. */
TEST(call, takes_an_answer_that_comes_before_its_body_is_sent)
{
    struct stage *stage = stage_open(reject, 1, 0, 0);
    size_t size = 3 * 1024 * 1024;
    char *content = calloc(1, size);
    baton_resource resource = {.name = "a.bpmn", .content = content, .size = size};

    fake_make_hasty(stage->fake);
    CHECK_INT(baton_deploy(stage->client, &resource, 1, &stage->response), ==, BATON_REJECTED);
    CHECK_INT(stage->response.status, ==, 404);
    CHECK_INT(create(stage), ==, BATON_OK);

    CHECK_INT(fake_count(stage->fake, ""), ==, 2);
    free(content);
    stage_close(stage);
}

TEST(call, refuses_what_cannot_be_a_header)
{
    struct stage *stage = stage_open(NULL, 0, 0, 0);
    baton_call with_blank = {.method = "GET", .path = "/v2/a b"};
    char key[130];

    memset(key, 'k', 129);
    key[129] = '\0';

    CHECK_INT(baton_do(stage->client, &with_blank, &stage->response), ==, BATON_INVALID);
    CHECK_INT(baton_create_instance(stage->client, "p", NULL, "a\nb", &stage->response), ==,
              BATON_INVALID);
    CHECK_INT(baton_create_instance(stage->client, "p", NULL, key, &stage->response), ==,
              BATON_INVALID);
    CHECK_INT(baton_create_instance(stage->client, "p", NULL, key + 1, &stage->response), ==,
              BATON_OK);
    CHECK_INT(fake_count(stage->fake, ""), ==, 1);
    stage_close(stage);
}

static baton_result try_address(const char *address)
{
    baton_config config = {.address = address};
    baton_client *client = NULL;
    baton_result result = baton_client_new(&config, &client);

    baton_client_free(client);
    return result;
}

TEST(address, is_read_in_every_usual_form)
{
    CHECK_INT(try_address("127.0.0.1:8080"), ==, BATON_OK);
    CHECK_INT(try_address("localhost"), ==, BATON_OK);
    CHECK_INT(try_address("http://host:1/"), ==, BATON_OK);
    CHECK_INT(try_address("http://host:65535/v2"), ==, BATON_OK);
    CHECK_INT(try_address("http://host/v2/"), ==, BATON_OK);
    CHECK_INT(try_address("[::1]:8080"), ==, BATON_OK);
    CHECK_INT(try_address("http://[::1]:8080/v2"), ==, BATON_OK);
    CHECK_INT(try_address("[::1]"), ==, BATON_OK);

    CHECK_INT(try_address("https://host"), ==, BATON_INVALID);
    CHECK_INT(try_address("host:0"), ==, BATON_INVALID);
    CHECK_INT(try_address("host:65536"), ==, BATON_INVALID);
    CHECK_INT(try_address("host:80x"), ==, BATON_INVALID);
    CHECK_INT(try_address("[::1"), ==, BATON_INVALID);
    CHECK_INT(try_address("[::1]8080"), ==, BATON_INVALID);
    CHECK_INT(try_address("::1"), ==, BATON_INVALID);
    CHECK_INT(try_address("host/other"), ==, BATON_INVALID);
    CHECK_INT(try_address(":8080"), ==, BATON_INVALID);
}

TEST(address, with_the_path_of_the_api_reaches_the_server)
{
    struct stage *stage = stage_open(NULL, 0, 0, 0);
    baton_config config = {0};
    char address[64];

    snprintf(address, sizeof(address), "http://%s/v2", fake_address(stage->fake));
    config.address = address;
    baton_client_free(stage->client);
    CHECK_INT(baton_client_new(&config, &stage->client), ==, BATON_OK);

    CHECK_INT(create(stage), ==, BATON_OK);

    CHECK_TEXT(slice_of(fake_seen(stage->fake, "", 0)->path), "/v2/process-instances");
    stage_close(stage);
}
