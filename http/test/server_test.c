/* The server itself: shapes that are refused, limits, many connections, health. */
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "fake_backend.h"
#include "h2.h"
#include "head_int.h"
#include "testkit/test.h"

/* Send the text on a connection of its own; the status of the answer, 0 when there was none. */
static int status_of_text(struct fake *fake, const char *text, bool *closed)
{
    struct wire wire;
    struct wire_answer answer;
    int status = 0;

    wire_open(&wire, fake->port);
    wire_send_text(&wire, text);
    if (wire_receive(&wire, &answer)) {
        status = answer.status;
    }
    *closed = status == 0 || wire_is_closed(&wire);
    wire_close(&wire);
    return status;
}

static void check_refused(struct fake *fake, const char *text)
{
    bool closed;
    int status = status_of_text(fake, text, &closed);

    if (status != 400 || !closed) {
        test_fail(__FILE__, __LINE__, "status %d, closed %d for:\n%s", status, closed, text);
    }
}

#define REST "GET /livez HTTP/1.1\r\nhost: smuggled\r\n\r\n"

TEST(shapes, on_which_servers_disagree_are_refused_and_the_connection_ends)
{
    struct fake fake;

    fake_start(&fake);
    check_refused(&fake, "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n"
                         "transfer-encoding: chunked\r\n\r\n0\r\n\r\n" REST);
    check_refused(&fake,
                  "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n"
                  "content-length: 5\r\n\r\n0\r\n\r\n" REST);
    check_refused(&fake, "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n"
                         "content-length: 2\r\n\r\n{}" REST);
    check_refused(&fake, "GET /livez HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n");
    check_refused(&fake, "GET /livez HTTP/1.1\r\naccept: */*\r\n\r\n");
    check_refused(&fake, "GET /livez HTTP/1.1\r\nhost: a\r\nx: 1\r\n folded\r\n\r\n");
    check_refused(&fake, "GET /livez HTTP/1.1\nhost: a\n\n");
    check_refused(&fake, "GET /livez HTTP/1.1\r\nhost: a/b\r\n\r\n");
    check_refused(&fake, "POST /v2/clock/reset HTTP/1.0\r\ntransfer-encoding: chunked\r\n\r\n"
                         "0\r\n\r\n" REST);
    check_refused(&fake, "GET /livez HTTP/1.1\r\nhost: a\nx: 1\r\n\r\n");
    fake_stop(&fake);
}

TEST(shapes, a_plain_request_and_the_next_are_served_on_one_connection)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    for (int i = 0; i < 3; i++) {
        wire_send_text(&wire, "GET /livez HTTP/1.1\r\nHost: a\r\nUpgrade: TLS/1.2, h2c\r\n"
                              "Connection: Upgrade\r\nauthorization: \r\n\r\n");
        CHECK(wire_receive(&wire, &answer));
        CHECK_INT(answer.status, ==, 200);
    }
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(shapes, an_answer_without_content_has_no_length_and_the_connection_goes_on)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    for (int i = 0; i < 3; i++) {
        wire_send_text(&wire, "GET /v2/status HTTP/1.1\r\nhost: a\r\n\r\n");
        CHECK(wire_receive(&wire, &answer));
        CHECK_INT(answer.status, ==, 204);
        CHECK(wire_header(&answer, "content-length: ").data == NULL);
        CHECK(wire_header(&answer, "content-type: ").data == NULL);
    }
    wire_close(&wire);
    fake_stop(&fake);
}

/* Several requests in one piece: each is answered, in order, on the connection that goes on. */
TEST(shapes, requests_with_bodies_may_come_before_their_answers)
{
    static const char request[] = "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\n"
                                  "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;
    struct buffer three;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    buffer_init(&three, KIB(4));
    for (int i = 0; i < 3; i++) {
        buffer_put_text(&three, request);
    }
    wire_send(&wire, buffer_slice(&three));
    for (int i = 0; i < 3; i++) {
        CHECK(wire_receive(&wire, &answer));
        CHECK_INT(answer.status, ==, 204);
    }
    buffer_deinit(&three);
    wire_close(&wire);
    fake_stop(&fake);
}

/* Its chunks were not seen as they came: they are not trusted. */
TEST(shapes, a_chunked_request_behind_another_one_is_refused)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    wire_send_text(&wire, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n"
                          "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\n"
                          "transfer-encoding: chunked\r\n\r\n2x\r\n{}\r\n0\r\n\r\n");
    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 200);
    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 400);
    CHECK(wire_is_closed(&wire));
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(shapes, a_target_may_name_scheme_and_authority)
{
    struct fake fake;
    bool closed;

    fake_start(&fake);
    CHECK_INT(status_of_text(&fake, "GET http://a:1/livez?verbose HTTP/1.0\r\n\r\n", &closed), ==,
              200);
    CHECK_INT(status_of_text(&fake, "GET http://a HTTP/1.0\r\n\r\n", &closed), ==, 404);
    fake_stop(&fake);
}

TEST(shapes, an_answer_to_head_has_the_length_and_no_body)
{
    struct fake fake;
    struct wire wire;
    char answer[512] = "";
    ssize_t taken = 0;
    ssize_t got;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    wire_send_text(&wire, "HEAD /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    while ((got = read(wire.fd, answer + taken, sizeof(answer) - 1 - (size_t)taken)) > 0) {
        taken += got;
    }
    CHECK(strstr(answer, "HTTP/1.1 200") == answer);
    CHECK(strcasestr(answer, "content-length: 6\r\n") != NULL);
    CHECK_TEXT(slice_make(answer + taken - 4, 4), "\r\n\r\n");
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(shapes, a_packed_body_is_not_taken_for_text)
{
    struct fake fake;
    bool closed;

    fake_start(&fake);
    CHECK_INT(
        status_of_text(&fake,
                       "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\ncontent-encoding: gzip\r\n"
                       "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
                       &closed),
        ==, 415);
    CHECK(closed);
    fake_stop(&fake);
}

TEST(shapes, a_chunked_body_is_read_and_its_connection_ends)
{
    struct fake fake;
    bool closed;

    fake_start(&fake);
    CHECK_INT(status_of_text(&fake,
                             "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\n"
                             "transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" REST,
                             &closed),
              ==, 204);
    CHECK(closed);
    fake_stop(&fake);
}

TEST(shapes, a_chunk_that_is_not_framed_right_is_refused)
{
    static const char head[] = "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\n"
                               "transfer-encoding: chunked\r\n\r\n";
    static const char *const bodies[] = {"2x\r\n{}\r\n0\r\n\r\n", "2 \r\n{}\r\n0\r\n\r\n",
                                         "2\n{}\r\n0\r\n\r\n", "1\r\n{\r\n1x\r\n}\r\n0\r\n\r\n"};
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        wire_open(&wire, fake.port);
        /* Not the first request of its connection, and in two pieces. */
        wire_send_text(&wire, "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
        CHECK(wire_receive(&wire, &answer));
        wire_send_text(&wire, head);
        wire_send(&wire, slice_make(bodies[i], 5));
        wire_send_text(&wire, bodies[i] + 5);
        CHECK(wire_receive(&wire, &answer));
        CHECK_INT(answer.status, ==, 400);
        CHECK(wire_is_closed(&wire));
        wire_close(&wire);
    }
    fake_stop(&fake);
}

TEST(shapes, errors_of_the_parser_are_problem_documents)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    wire_send_text(&wire, "POST /v2/clock/reset HTTP/1.1\r\nhost: a\r\n"
                          "content-length: 99999999\r\n\r\n");
    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 413);
    CHECK_TEXT(wire_header(&answer, "content-type: "), "application/problem+json");
    CHECK_TEXT(answer.body, "{\"type\":\"about:blank\",\"title\":\"Payload Too Large\",\"status\":"
                            "413,\"detail\":\"The body is larger than the server takes.\","
                            "\"instance\":\"/v2/clock/reset\"}");
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(shapes, expect_100_continue_is_answered)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;

    fake_start(&fake);
    wire_open(&wire, fake.port);
    wire_send_text(&wire, "PUT /v2/clock HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\n"
                          "content-type: application/json\r\ncontent-length: 15\r\n\r\n");
    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 100);
    wire_send_text(&wire, "{\"timestamp\":1}");
    CHECK(wire_receive(&wire, &answer));
    CHECK_INT(answer.status, ==, 204);
    wire_close(&wire);
    fake_stop(&fake);
}

static int status_of_big(struct fake *fake, size_t path_bytes, size_t header_bytes,
                         size_t body_bytes)
{
    struct buffer out;
    bool closed;
    int status;

    buffer_init(&out, MIB(16));
    buffer_put_text(&out, "POST /");
    for (size_t i = 1; i < path_bytes; i++) {
        buffer_put_byte(&out, 'p');
    }
    buffer_put_text(&out, " HTTP/1.1\r\nhost: a\r\nx: ");
    for (size_t i = 0; i < header_bytes; i++) {
        buffer_put_byte(&out, 'h');
    }
    buffer_printf(&out, "\r\ncontent-length: %zu\r\nconnection: close\r\n\r\n", body_bytes);
    for (size_t i = 0; i < body_bytes; i++) {
        buffer_put_byte(&out, 'b');
    }
    buffer_put_byte(&out, 0);
    status = status_of_text(fake, out.data, &closed);
    buffer_deinit(&out);
    return status;
}

TEST(limits, of_path_head_and_body_hold_one_above)
{
    struct fake fake;

    fake_start(&fake);
    CHECK_INT(status_of_big(&fake, LIMIT_REQUEST_PATH_BYTES, 1, 0), ==, 404);
    CHECK_INT(status_of_big(&fake, LIMIT_REQUEST_PATH_BYTES + 1, 1, 0), ==, 414);
    CHECK_INT(status_of_big(&fake, 10, LIMIT_REQUEST_HEAD_BYTES + 1, 0), ==, 431);
    CHECK_INT(status_of_big(&fake, 10, 1, LIMIT_REQUEST_BODY_BYTES), ==, 404);
    CHECK_INT(status_of_big(&fake, 10, 1, LIMIT_REQUEST_BODY_BYTES + 1), ==, 413);
    fake_stop(&fake);
}

static int status_of_fields(struct fake *fake, int count)
{
    struct buffer text;
    bool closed;
    int status;

    buffer_init(&text, KIB(8));
    buffer_put_text(&text, "GET /livez HTTP/1.0\r\n");
    for (int i = 0; i < count; i++) {
        buffer_printf(&text, "x%d: 1\r\n", i);
    }
    buffer_put_text(&text, "\r\n");
    buffer_put_byte(&text, '\0');
    status = status_of_text(fake, text.data, &closed);
    CHECK(closed);
    buffer_deinit(&text);
    return status;
}

TEST(limits, of_headers_hold_one_above)
{
    struct fake fake;

    fake_start(&fake);
    CHECK_INT(status_of_fields(&fake, LIMIT_REQUEST_FIELDS), ==, 200);
    CHECK_INT(status_of_fields(&fake, LIMIT_REQUEST_FIELDS + 1), ==, 431);
    fake_stop(&fake);
}

/* Nobody waits for the end of a head that is too large already. */
TEST(limits, of_heads_hold_for_one_without_end)
{
    struct fake fake;
    struct buffer text;
    bool closed;

    fake_start(&fake);
    buffer_init(&text, KIB(64));
    buffer_put_text(&text, "GET /livez HTTP/1.1\r\nx: ");
    for (size_t i = 0; i < KIB(33); i++) {
        buffer_put_byte(&text, 'a');
    }
    buffer_put_byte(&text, '\0');
    CHECK_INT(status_of_text(&fake, text.data, &closed), ==, 431);
    CHECK(closed);
    buffer_deinit(&text);
    fake_stop(&fake);
}

TEST(limits, of_connections_close_the_one_above)
{
    struct fake fake;
    struct http_options options = {.threads = 1, .connections_per_address_max = 2};
    struct wire wires[3];
    struct wire_answer answer;

    fake_start_with(&fake, &options);
    for (int i = 0; i < 2; i++) {
        wire_open(&wires[i], fake.port);
        wire_send_text(&wires[i], "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
        CHECK(wire_receive(&wires[i], &answer));
    }
    wire_open(&wires[2], fake.port);
    wire_send_text(&wires[2], "GET /livez HTTP/1.1\r\nhost: a\r\n\r\n");
    CHECK(!wire_receive(&wires[2], &answer));
    for (int i = 0; i < 3; i++) {
        wire_close(&wires[i]);
    }
    fake_stop(&fake);
}

TEST(limits, of_resets_end_an_http2_connection)
{
    struct fake fake;
    struct wire wire;
    struct buffer body;

    fake_start(&fake);
    h2_open(&wire, fake.port);
    buffer_init(&body, MIB(1));
    for (uint32_t i = 0; i < LIMIT_STREAM_RESETS + 200; i++) {
        h2_request(&wire, 2 * i + 1, "POST", "/v2/jobs/activation",
                   "{\"type\":\"t\",\"timeout\":1,\"maxJobsToActivate\":1}");
        h2_reset(&wire, 2 * i + 1);
    }
    CHECK(!h2_receive(&wire, 3, &body));
    buffer_deinit(&body);
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(http2, serves_many_streams_on_one_connection)
{
    struct fake fake;
    struct wire wire;
    struct buffer body;

    fake_start(&fake);
    buffer_init(&body, MIB(1));
    h2_open(&wire, fake.port);
    h2_request(&wire, 1, "GET", "/livez", "");
    h2_request(&wire, 3, "POST", "/v2/messages/publication", "{\"name\":\"m\"}");
    CHECK(h2_receive(&wire, 3, &body));
    CHECK_TEXT(buffer_slice(&body),
               "{\"tenantId\":\"<default>\",\"messageKey\":\"2251799813685400\"}");
    buffer_deinit(&body);
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(health, is_not_ready_while_draining_and_without_a_leader)
{
    struct fake fake;
    bool closed;

    fake_start(&fake);
    fake.status.ready = false;
    fake.status.not_ready_reason = "no leader";
    CHECK_INT(status_of_text(&fake, "GET /readyz HTTP/1.0\r\n\r\n", &closed), ==, 503);
    CHECK_INT(status_of_text(&fake, "GET /v2/status HTTP/1.0\r\n\r\n", &closed), ==, 503);
    CHECK_INT(status_of_text(&fake, "GET /livez HTTP/1.0\r\n\r\n", &closed), ==, 200);
    fake.status.clock_control = false;
    CHECK_INT(status_of_text(&fake, "POST /v2/clock/reset HTTP/1.0\r\n\r\n", &closed), ==, 403);
    fake_stop(&fake);
}

TEST(metrics, count_by_operation_and_status)
{
    struct fake fake;
    struct wire wire;
    struct wire_answer answer;
    bool closed;

    fake_start(&fake);
    (void)status_of_text(&fake, "GET /v2/license HTTP/1.0\r\n\r\n", &closed);
    wire_open(&wire, fake.port);
    wire_send_text(&wire, "GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n");
    CHECK(wire_receive(&wire, &answer));
    CHECK(
        memmem(answer.body.data, answer.body.size,
               "baton_http_requests_total{operation=\"getLicense\",status=\"200\"} 1\n",
               strlen("baton_http_requests_total{operation=\"getLicense\",status=\"200\"} 1\n")) !=
        NULL);
    CHECK(memmem(answer.body.data, answer.body.size, "baton_fake 1\n", 13) != NULL);
    wire_close(&wire);
    fake_stop(&fake);
}

TEST(start, tells_a_taken_port)
{
    struct fake fake;
    struct http_server *second;
    struct http_options options = {.address = "127.0.0.1", .threads = 1};
    char message[256];

    fake_start(&fake);
    options.port = fake.port;
    options.backend = &fake.backend;
    CHECK_STATUS(http_start(&options, &second, message, sizeof(message)), STATUS_ALREADY_EXISTS);
    options.address = "not an address";
    CHECK_STATUS(http_start(&options, &second, message, sizeof(message)), STATUS_INVALID_ARGUMENT);
    fake_stop(&fake);
}
