/* A server for tests: HTTP/2 on a loopback port, in a thread of its own, answering by a script.
 *
 * The script runs on the fake's thread once for each request and calls one of the verbs below; when
 * it calls none, the request stays open until its client goes. Every request
 * is kept and can be looked at by the test. */
#ifndef CLIENT_TEST_FAKE_H
#define CLIENT_TEST_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake;
struct fake_stream;

enum {
    FAKE_PATH_BYTES = 128,
    FAKE_KEY_BYTES = 160
};

struct fake_request {
    int connection; /* counted from 1 */
    char method[8];
    char path[FAKE_PATH_BYTES];
    char key[FAKE_KEY_BYTES]; /* Idempotency-Key, "" when absent */
    char authorization[64];   /* "" when absent */
    char *body;               /* NUL behind it */
    size_t body_size;
};

/* number counts all requests from 1. */
typedef void (*fake_script)(struct fake_stream *stream, const struct fake_request *request,
                            int number, void *ctx);

struct fake *fake_start(fake_script script, void *ctx);
void fake_stop(struct fake *fake);
const char *fake_address(const struct fake *fake);

/* --- verbs of a script --- */
void fake_answer(struct fake_stream *stream, int status, const char *body);
/* 503 with Retry-After. */
void fake_answer_busy(struct fake_stream *stream, int retry_after_s);
/* 200 and a JSON string of so many bytes. */
void fake_answer_bytes(struct fake_stream *stream, size_t bytes);
/* Head and some of the body, then the connection is closed. */
void fake_answer_half(struct fake_stream *stream);
void fake_reset(struct fake_stream *stream, uint32_t error_code);
/* Close the connection without a word. */
void fake_close(struct fake_stream *stream);
/* GOAWAY that leaves this request out, then close. */
void fake_goaway(struct fake_stream *stream);
/* Answer, then close the connection while it rests. */
void fake_answer_and_close(struct fake_stream *stream, int status, const char *body);

/* --- from the test's thread --- */
/* Connections made from now on may carry so many requests at once. */
void fake_limit_streams(struct fake *fake, uint32_t streams);
/* From now on the script runs when a request's head is there, before its body. */
void fake_make_hasty(struct fake *fake);
/* Close every connection and the port; up again, same port. Requests kept stay. */
void fake_down(struct fake *fake);
void fake_up(struct fake *fake);
/* Requests so far whose path ends in `suffix`. */
int fake_count(struct fake *fake, const char *suffix);
/* Wait until there are at least `count` of them. Fails the test after two minutes. */
void fake_wait(struct fake *fake, const char *suffix, int count);
/* Wait until `count` requests stand open. */
void fake_wait_open(struct fake *fake, int count);
/* The n-th (from 0) of them; stays until fake_stop. */
const struct fake_request *fake_seen(struct fake *fake, const char *suffix, int n);

#endif
