/* One request as its handler sees it: what was asked, memory, waits, and the answer.
 *
 * Knows nothing of h2o: exchange.c binds a request to its connection. A handler answers exactly
 * once, at once or in a continuation after a wait. While a wait is under way the request belongs to
 * the backend; its continuation runs on the request's own HTTP thread, and only while the client is
 * still there. Borrowed slices (path, body, headers) die with the client: what must outlive a wait
 * is copied into the arena. Thread: the request's own HTTP thread, but for the callbacks in
 * request.c. */
#ifndef HTTP_REQUEST_INT_H
#define HTTP_REQUEST_INT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/slice.h"
#include "fsm/command.h"
#include "http/backend.h"
#include "routes_int.h"

struct http_server;
struct request;

typedef void request_step(struct request *request);

enum request_wait {
    REQUEST_RUNNING, /* waits for nothing */
    REQUEST_SUBMIT,
    REQUEST_FENCE,
    REQUEST_POLL,
    REQUEST_AWAIT,
    REQUEST_CHANGE,
    REQUEST_WORK
};

/* What the last wait brought. */
struct request_outcome {
    enum status status;
    struct slice bytes; /* encoded result, or the detail of a poll; in the arena */
    uint64_t activation;
    uint64_t *job_keys; /* in the arena */
    uint32_t job_count;
};

/* Work off the event loop (compiling); run must touch nothing but the request's arena and state. */
struct request_work {
    request_step *run;
    struct request *next_in_queue;
};

struct request {
    struct http_server *server;
    const struct http_backend *backend;
    const struct route *route;
    struct slice method;
    struct slice path;  /* without the query */
    struct slice query; /* after '?', may be empty */
    struct slice body;
    struct slice content_type;     /* data NULL: none sent */
    struct slice content_encoding; /* data NULL: none sent */
    struct slice idempotency_key;  /* data NULL: none sent */
    struct slice min_index;        /* header text, data NULL: none sent */
    struct slice parameters[ROUTE_PARAMETERS_MAX];

    struct arena arena;
    struct buffer out; /* the answer's body; its memory lives until the answer is sent */
    void *state;       /* the handler's own, in the arena */
    uint64_t index;    /* for Baton-Index; 0: none */

    enum request_wait wait;
    request_step *next;    /* continuation of the wait */
    request_step *after;   /* the handler's, behind the decoding of the outcome */
    const char *intent;    /* for rejections; NULL: by the command's type */
    struct result *result; /* of the last submit, in the arena */
    bool yields;           /* an answer that reaches nobody gives its jobs back */
    bool answered;
    bool inline_done; /* the wait ended inside the call that began it */
    struct request_outcome outcome;
    union {
        struct backend_submit submit;
        struct backend_fence fence;
        struct backend_poll poll;
        struct backend_await await;
        struct request_work work;
    } with;
};

void request_init(struct request *request, struct http_server *server,
                  const struct http_backend *backend);
void request_deinit(struct request *request);

/* Route and handle. Everything borrowed is set; the answer may come later. */
void request_handle(struct request *request);

/* --- waits; each runs `next` once, unless the client leaves first --- */

/* Encode the command with tenant, idempotency key and body hash, and propose it. next runs only
 * when the result is good: rejections and failures are answered here, in the words of the
 * command's intent. Answers 400 when the command is too large. */
void request_submit(struct request *request, struct command *command,
                    enum backend_admission admission, request_step *next);
/* Wait for the read fence that the request asked for, then next; failures are answered here. */
void request_fence(struct request *request, request_step *next);
/* with.poll filled but for done and deadline; next sees every outcome. */
void request_poll(struct request *request, int64_t wait_ms, request_step *next);
/* Wait for an instance's end; next sees every outcome. */
void request_await(struct request *request, uint64_t process_instance_key, int64_t wait_ms,
                   request_step *next);
/* Change the membership, then next; refusals and failures are answered here. */
void request_change(struct request *request, const struct backend_change *change,
                    request_step *next);
/* Run `run` on the pool of the server, then next. Full queue: answered here with 503. */
void request_work(struct request *request, request_step *run, request_step *next);

/* --- for exchange.c --- */

/* The wait is over and the client is there: run the continuation. */
void request_resume(struct request *request);
/* The client has gone. True: nothing is under way any more. False: the wait's end will be posted,
 * then call request_drop. */
bool request_cancel(struct request *request);
/* The wait is over and nobody is there (or the answer reached nobody): give jobs back. */
void request_drop(struct request *request);
/* Server drain: end a parked wait now, with an answer. */
void request_unpark(struct request *request);

/* --- answers, exactly one --- */

/* 200 with request->out as application/json. */
void request_answer_json(struct request *request);
/* A body of any type; request->out is the body. content_type NULL: none. */
void request_answer(struct request *request, int status, const char *content_type);
void request_answer_no_content(struct request *request); /* 204 */

#endif
