/* A backend of the test's own: remembers the commands, answers what the test says.
 *
 * submit answers inside the call with the scripted result, or with a success of fixed numbers.
 * Polls and awaits park until the test answers them; the test's thread plays the core. */
#ifndef FAKE_BACKEND_H
#define FAKE_BACKEND_H

#include <pthread.h>

#include "fsm/command.h"
#include "http/backend.h"
#include "http/http.h"

enum {
    FAKE_PARKED_MAX = 64,
    FAKE_INDEX = 42,
    FAKE_ACTIVATION = 7
};

struct fake {
    struct http_backend backend;
    struct http_server *server;
    uint16_t port;
    struct backend_status status;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct buffer commands;  /* one printed command a line */
    enum status next_status; /* of the next result; STATUS_OK after */
    char next_detail[256];
    enum status next_failure; /* the submit itself fails with it */
    enum status fence_failure;
    uint64_t next_jobs[8]; /* of the next poll, answered at once with activation FAKE_ACTIVATION */
    uint32_t next_job_count;
    uint64_t created_key; /* of the next instance; 0: some */
    bool awaits_end;      /* awaits are answered at once with next_await */
    enum status next_await;
    enum backend_consistency last_consistency; /* of the last fence */
    uint64_t last_min_index;
    struct backend_poll *polls[FAKE_PARKED_MAX];
    struct backend_await *awaits[FAKE_PARKED_MAX];
    uint32_t poll_count; /* parked now */
    uint32_t await_count;
    uint32_t polls_seen;
    uint32_t awaits_seen;
    uint32_t polls_cancelled;
    uint32_t awaits_cancelled;
    uint32_t jobs_yielded;
    bool refuses_cancel; /* poll_cancel says: too late */
    struct readmodel *readmodel;
};

/* Starts a server on a free port of loopback. Ends by fake_stop. */
void fake_start(struct fake *fake);
void fake_start_with(struct fake *fake, const struct http_options *options);
void fake_stop(struct fake *fake);

/* Wait (without limit of our own; the test's time-out is ctest's) until the number is reached. */
void fake_wait(struct fake *fake, const uint32_t *number, uint32_t at_least);
/* Answer the oldest parked poll. */
void fake_answer_poll(struct fake *fake, const uint64_t *keys, uint32_t count);
/* Answer the oldest parked await. */
void fake_answer_await(struct fake *fake, enum status status);
/* What was commanded since the last call, one line each; into out. */
void fake_take_commands(struct fake *fake, struct buffer *out);

#endif
