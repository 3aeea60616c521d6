/* The inside of a worker, shared by its files.
 *
 * One poller asks for jobs when at most half of the places are taken and puts them into the queue;
 * handler threads take them from there; the keeper extends the locks of all jobs that are here,
 * queued or in a handler. Each thread has a client of its own. */
#ifndef CLIENT_WORKER_INT_H
#define CLIENT_WORKER_INT_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/attr.h"
#include "base/list.h"
#include "client_int.h"

enum {
    WORKER_THREADS_MAX = 1024,
    WORKER_MAX_JOBS = 32,
    WORKER_LOCK_MS = 60000,
    WORKER_POLL_MS = 20000,
    WORKER_STOP_CALL_MS = 1000
};

/* A job that is locked for us. */
struct held_job {
    baton_job job;             /* its texts point into `text` */
    struct list_node link;     /* in baton_worker.held */
    struct list_node in_queue; /* in baton_worker.queue until a handler takes it */
    struct buffer text;
    int64_t lock_end_ms;  /* by our monotonic clock */
    int64_t extend_at_ms; /* when the keeper acts; INT64_MAX: the lock is lost */
};

/* One of the worker's threads. */
struct worker_thread {
    baton_worker *worker;
    baton_client *client;
    pthread_t id;
    bool is_running;
};

struct baton_worker {
    /* settings, never changed after the start */
    char *type;
    char *name;
    char *fetch_variables; /* NULL: all */
    baton_handler handler;
    void *ctx;
    void (*on_problem)(const char *text, void *ctx);
    void (*on_done)(const baton_job *job, void *ctx);
    uint32_t max_jobs;
    uint32_t lock_ms;
    uint32_t poll_ms;

    struct worker_thread poller;
    struct worker_thread keeper;
    struct worker_thread *handlers;
    uint32_t handler_count;
    int stop_fd;  /* readable: the poller ends */
    int close_fd; /* readable: the keeper ends */
    atomic_uint_fast64_t handled;

    pthread_mutex_t lock;
    pthread_cond_t changed; /* of what follows; monotonic */
    struct list held;
    struct list queue;
    uint32_t held_count;
    bool is_stopping; /* no new jobs */
    bool is_closing;  /* no more extensions */
};

/* --- worker.c --- */

/* Tell the program of something that the worker survives. Thread: any. */
void worker_report(baton_worker *worker, const char *format, ...) PRINTF_LIKE(2, 3);
bool worker_is_stopping(baton_worker *worker);

/* --- worker_poll.c, worker_handle.c, worker_keep.c: the threads; ctx is a worker_thread --- */
void *worker_poll_run(void *ctx);
void *worker_handle_run(void *ctx);
void *worker_keep_run(void *ctx);
/* Set how long from now the job stays locked. */
baton_result worker_set_lock(baton_client *client, uint64_t key, uint32_t lock_ms,
                             baton_response *out);

/* --- worker_job.c --- */

/* A job of an activation's answer; NULL when it has no key. */
struct held_job *held_job_parse(struct slice value);
void held_job_free(struct held_job *held);
/* Under the lock. NULL when we do not hold it. */
struct held_job *worker_find(const baton_worker *worker, uint64_t key);
/* Under the lock: one place is free again. Frees the job. */
void worker_forget(baton_worker *worker, struct held_job *held);

#endif
