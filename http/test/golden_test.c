/* Wire goldens: test/golden/NAME.http holds requests and what the server makes of them.
 *
 *     === title
 *     POST /v2/jobs/1/completion HTTP/1.1
 *     content-type: application/json
 *
 *     {"variables":{}}
 *     --- given NOT_FOUND: Expected to ...     (optional: the engine rejects the next command)
 *     --- failure UNAVAILABLE                  (optional: the next submit fails)
 *     --- jobs 400 401                         (optional: the next poll gets these jobs)
 *     --- ended OK                             (optional: awaits end with this status)
 *     --- created 200                          (optional: the key of the created instance)
 *     --- command                              (what the backend was asked to do)
 *     --- answer
 *
 * Host and Content-Length are added; lines of a multipart body end with CRLF. BATON_BLESS=1
 * rewrites the files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "fake_backend.h"
#include "fixture.h"
#include "testkit/test.h"
#include "wire.h"

static void file_read(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "rb");
    char chunk[4096];
    size_t got;

    if (file == NULL) {
        test_fail(__FILE__, __LINE__, "cannot open %s", path);
    }
    while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0) {
        buffer_put(out, chunk, got);
    }
    (void)fclose(file);
}

static bool line_next(struct slice *text, struct slice *line)
{
    size_t end = slice_find_byte(*text, '\n');

    if (text->size == 0) {
        return false;
    }
    *line = slice_sub(*text, 0, end == SIZE_MAX ? text->size : end);
    *text = slice_from(*text, end == SIZE_MAX ? text->size : end + 1);
    return true;
}

static enum status status_of(struct slice name)
{
    for (int i = 0; i < STATUS_COUNT; i++) {
        if (slice_is(name, status_name((enum status)i))) {
            return (enum status)i;
        }
    }
    test_fail(__FILE__, __LINE__, "no status %.*s", SLICE_ARG(name));
}

/* The port differs from run to run. */
static void put_body(struct buffer *out, struct slice body, uint16_t port)
{
    char own[32];
    const char *at;

    (void)snprintf(own, sizeof(own), "\"port\":%u,", (unsigned)port);
    at = memmem(body.data, body.size, own, strlen(own));
    if (at == NULL) {
        buffer_printf(out, "\n%.*s\n", SLICE_ARG(body));
        return;
    }
    buffer_printf(out, "\n%.*s\"port\":8080,", (int)(at - body.data), body.data);
    buffer_printf(out, "%.*s\n",
                  SLICE_ARG(slice_from(body, (size_t)(at - body.data) + strlen(own))));
}

static void put_answer(struct buffer *out, const struct wire_answer *answer, uint16_t port)
{
    static const char *const shown[] = {
        "content-type: ", "allow: ", "retry-after: ", "baton-index: ", "connection: "};

    buffer_printf(out, "%d\n", answer->status);
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
        struct slice value = wire_header(answer, shown[i]);

        if (value.size > 0 && !slice_is(value, "keep-alive")) {
            buffer_printf(out, "%s%.*s\n", shown[i], SLICE_ARG(value));
        }
    }
    if (answer->body.size > 0) {
        put_body(out, answer->body, port);
    }
}

struct golden_case {
    struct buffer head; /* request lines with CRLF */
    struct buffer body;
    bool in_body;
    bool is_multipart;
    bool in_output;
};

static void case_run(struct fake *fake, struct golden_case *one, struct buffer *out)
{
    struct wire wire;
    struct wire_answer answer;
    struct buffer request;
    struct buffer commands;
    struct slice body = buffer_slice(&one->body);

    if (one->head.size == 0) {
        return;
    }
    buffer_init(&request, MIB(8));
    buffer_init(&commands, MIB(8));
    if (slice_ends_with(body, SLICE("\n"))) {
        body.size--;
    }
    buffer_printf(&request, "%.*shost: test\r\n", SLICE_ARG(buffer_slice(&one->head)));
    if (one->in_body) {
        buffer_printf(&request, "content-length: %zu\r\n", body.size);
    }
    buffer_put_text(&request, "\r\n");
    buffer_put_slice(&request, body);
    wire_open(&wire, fake->port);
    wire_send(&wire, buffer_slice(&request));
    CHECK(wire_receive(&wire, &answer));
    fake_take_commands(fake, &commands);
    if (commands.size > 0) {
        buffer_printf(out, "--- command\n%.*s", SLICE_ARG(buffer_slice(&commands)));
    }
    buffer_put_text(out, "--- answer\n");
    put_answer(out, &answer, fake->port);
    buffer_put_text(out, "\n");
    wire_close(&wire);
    buffer_deinit(&request);
    buffer_deinit(&commands);
    buffer_reset(&one->head);
    buffer_reset(&one->body);
}

static void given(struct fake *fake, struct slice line)
{
    size_t colon = slice_find_byte(line, ':');

    CHECK(colon != SIZE_MAX);
    fake->next_status = status_of(slice_sub(line, 0, colon));
    (void)snprintf(fake->next_detail, sizeof(fake->next_detail), "%.*s",
                   SLICE_ARG(slice_trim(slice_from(line, colon + 1))));
}

/* "500 501" */
static void given_jobs(struct fake *fake, struct slice line)
{
    while (line.size > 0) {
        size_t blank = slice_find_byte(line, ' ');
        size_t end = blank == SIZE_MAX ? line.size : blank;
        int64_t key;

        CHECK(slice_to_int64(slice_sub(line, 0, end), &key));
        fake->next_jobs[fake->next_job_count++] = (uint64_t)key;
        line = slice_from(line, blank == SIZE_MAX ? line.size : blank + 1);
    }
}

/* A line that says what happens next. False: it is none. */
static bool directive(struct fake *fake, struct slice line)
{
    struct slice given_mark = SLICE("--- given ");
    struct slice failure_mark = SLICE("--- failure ");
    struct slice jobs_mark = SLICE("--- jobs ");
    struct slice ended_mark = SLICE("--- ended ");
    struct slice created_mark = SLICE("--- created ");
    int64_t key;

    if (slice_starts_with(line, given_mark)) {
        given(fake, slice_from(line, given_mark.size));
    } else if (slice_starts_with(line, failure_mark)) {
        fake->next_failure = status_of(slice_from(line, failure_mark.size));
    } else if (slice_starts_with(line, jobs_mark)) {
        given_jobs(fake, slice_from(line, jobs_mark.size));
    } else if (slice_starts_with(line, ended_mark)) {
        fake->awaits_end = true;
        fake->next_await = status_of(slice_from(line, ended_mark.size));
    } else if (slice_starts_with(line, created_mark)) {
        CHECK(slice_to_int64(slice_from(line, created_mark.size), &key));
        fake->created_key = (uint64_t)key;
    } else {
        return false;
    }
    return true;
}

static void case_line(struct fake *fake, struct golden_case *one, struct slice line,
                      struct buffer *out)
{
    if (slice_starts_with(line, SLICE("=== "))) {
        case_run(fake, one, out);
        one->in_body = false;
        one->is_multipart = false;
        one->in_output = false;
        buffer_printf(out, "%.*s\n", SLICE_ARG(line));
        return;
    }
    if (slice_starts_with(line, SLICE("--- command")) ||
        slice_starts_with(line, SLICE("--- answer"))) {
        one->in_output = true;
    }
    if (one->in_output) {
        return;
    }
    buffer_printf(out, "%.*s\n", SLICE_ARG(line));
    if (directive(fake, line)) {
        return;
    }
    if (one->in_body) {
        buffer_printf(&one->body, "%.*s%s\n", SLICE_ARG(line), one->is_multipart ? "\r" : "");
    } else if (line.size == 0) {
        one->in_body = true;
    } else {
        one->is_multipart =
            one->is_multipart || slice_starts_with(line, SLICE("content-type: multipart"));
        buffer_printf(&one->head, "%.*s\r\n", SLICE_ARG(line));
    }
}

static void golden_check(const char *name, void (*prepare)(struct fake *fake))
{
    struct fake fake;
    struct golden_case one = {0};
    struct buffer want;
    struct buffer have;
    struct slice text;
    struct slice line;
    char path[256];

    buffer_init(&want, MIB(4));
    buffer_init(&have, MIB(4));
    buffer_init(&one.head, MIB(1));
    buffer_init(&one.body, MIB(8));
    (void)snprintf(path, sizeof(path), "http/test/golden/%s.http", name);
    file_read(path, &want);
    fake_start(&fake);
    if (prepare != NULL) {
        prepare(&fake);
    }
    text = buffer_slice(&want);
    while (line_next(&text, &line)) {
        case_line(&fake, &one, line, &have);
    }
    case_run(&fake, &one, &have);
    fake_stop(&fake);
    if (getenv("BATON_BLESS") != NULL) {
        FILE *file = fopen(path, "wb");

        CHECK(file != NULL);
        CHECK_INT(fwrite(have.data, 1, have.size, file), ==, have.size);
        (void)fclose(file);
    } else {
        CHECK_SLICE(buffer_slice(&have), buffer_slice(&want));
    }
    buffer_deinit(&want);
    buffer_deinit(&have);
    buffer_deinit(&one.head);
    buffer_deinit(&one.body);
}

TEST(golden, cluster_and_errors)
{
    golden_check("cluster", NULL);
}

TEST(golden, commands)
{
    golden_check("commands", NULL);
}

static struct world *world;

/* Two definitions, an instance in the middle of everything, one that has ended, one cancelled. */
static void world_fill(struct fake *fake)
{
    static const struct slice tags[] = {{"vip", 3}, {"eu", 2}};
    struct trace_event *event;

    world = world_new();
    world->now_ms = 1795168260000;
    world_definition(world, DEFINITION, 1);
    world_definition(world, DEFINITION_2, 2);
    event = world_instance(world, 200, INSTANCE_ACTIVE);
    event->instance.tags = tags;
    event->instance.tag_count = 2;
    event->instance.business_id = SLICE("B-17");
    event->instance.incident_count = 1;
    world_instance(world, 201, INSTANCE_COMPLETED);
    world_instance(world, 202, INSTANCE_TERMINATED);
    world_element(world, 200, 300, ELEMENT_ACTIVATED);
    world_element(world, 201, 301, ELEMENT_COMPLETED);
    event = world_job(world, 200, 400, 300, JOB_ACTIVE);
    event->job.worker = SLICE("w");
    event->job.activation = FAKE_ACTIVATION;
    event->job.deadline_ms = 1795168320000;
    event->job.headers = world_json("{\"url\":\"x\"}");
    event = world_job(world, 200, 401, 300, JOB_ACTIVE); /* held by another activation */
    event->job.worker = SLICE("other");
    event->job.activation = FAKE_ACTIVATION + 1;
    world_variable(world, 200, 500, "amount", "12.50");
    world_variable(world, 200, 501, "name", "\"A \\\"b\\\"\"");
    world_variable(world, 201, 502, "amount", "99");
    world_incident(world, 200, 600, 300, INCIDENT_ACTIVE);
    event = world_user_task(world, 200, 700, 300, USER_TASK_CREATED);
    event->user_task.assignee = SLICE("ann");
    event->user_task.candidate_groups = world_json("[\"sales\",\"boss\"]");
    event->user_task.due_date = SLICE("2026-11-20T10:10:00+01:00");
    world_apply(world);
    fake->readmodel = world->rm;
}

TEST(golden, reads)
{
    golden_check("reads", world_fill);
    world_close(world);
}
