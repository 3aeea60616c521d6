/* The inside of a worker, shared by its files.
 *
 * A worker lives in the loop of a client: it polls for jobs when at most half of its places are
 * taken, extends the locks of all jobs that are here, and tells the server what handlers decided.
 * Attached to the program's client it runs the handlers there, too. Started by itself it has a
 * client and a thread for all of that, and threads that only run handlers: they take jobs from the
 * queue and put them into `decided`, both under the lock. Everything else belongs to the loop's
 * thread. */
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

enum outcome_kind {
    OUTCOME_NONE,
    OUTCOME_COMPLETE,
    OUTCOME_FAIL,
    OUTCOME_ERROR,
    OUTCOME_LATER,
    OUTCOME_EXPIRED /* its lock ended before a handler began */
};

struct held_job;

struct baton_outcome {
    struct held_job *held;
    enum outcome_kind kind;
    struct buffer body; /* of the call that tells it */
};

/* A job that is locked for us. */
struct held_job {
    baton_worker *worker;
    baton_job job;             /* its texts point into `text` */
    struct list_node link;     /* in baton_worker.held */
    struct list_node in_queue; /* in baton_worker.queue or .decided */
    struct buffer text;
    baton_outcome outcome;
    /* under the lock of the worker */
    bool is_kept;     /* baton_outcome_keep was called */
    bool is_returned; /* its handler has returned */
    bool is_sent;     /* baton_outcome_send was called */
    /* the lock of the job */
    atomic_int_fast64_t lock_end_ms; /* by our monotonic clock */
    int64_t extend_at_ms;            /* INT64_MAX: the lock is lost, or needed no more */
    int64_t extended_ms;             /* when the extension under way was sent */
    baton_response extension;
    /* telling the outcome */
    baton_response telling;
    uint32_t attempts;
    bool is_replaced; /* the outcome was refused: it tells the server that */
    char key[CLIENT_KEY_BYTES];
};

/* What a worker remembers from one poll to the next. */
struct worker_poll {
    baton_response response;
    char key[CLIENT_KEY_BYTES];
    struct buffer body;  /* of the poll that is not answered yet */
    bool is_open;        /* body and key are to be sent again */
    bool is_repeated;    /* the locks may be older than the answer */
    bool has_complained; /* of this outage */
    int64_t sent_ms;
    int64_t pause_ms;   /* before the next, 0: none */
    int64_t next_ms;    /* not before */
    uint32_t job_count; /* in the last answer */
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
    uint32_t call_ms; /* of an extension */

    baton_client *client; /* its own when it has threads */
    struct list_node in_client;
    struct worker_poll poll;
    struct list held;
    uint32_t held_count;
    uint32_t telling_count; /* outcomes under way */
    int64_t next_extend_ms; /* no lock is to be extended before */
    bool is_in_handler;     /* attached: no second one meanwhile */
    bool is_ending;         /* no new jobs; the loop's own view of is_stopping */
    atomic_uint_fast64_t handled;

    /* of a worker with threads */
    pthread_t loop;
    pthread_t *handlers;
    uint32_t handler_count; /* 0: attached */
    uint32_t running_count;
    bool is_looping;
    int wake_fd; /* readable: `decided` or a flag has changed */

    pthread_mutex_t lock;
    pthread_cond_t changed; /* of what follows */
    struct list queue;      /* jobs that no handler has begun */
    struct list decided;    /* jobs whose outcome is to be told */
    bool is_stopping;       /* no new jobs */
    bool is_closing;        /* the handlers have ended */
};

/* --- worker.c --- */

/* Tell the program of something that the worker survives. Thread: the loop's. */
void worker_report(baton_worker *worker, const char *format, ...) PRINTF_LIKE(2, 3);
/* Everything that can be done without waiting. Thread: the loop's, as all below. */
void worker_turn(baton_worker *worker);
bool worker_has_work(baton_worker *worker);
/* When it next has something to do by itself. */
int64_t worker_due(const baton_worker *worker);

/* --- worker_thread.c --- */

bool worker_threads_start(baton_worker *worker);
/* No handler runs any more and nothing is left to tell. */
void worker_threads_stop(baton_worker *worker);
/* The loop is to look. Thread: any. */
void worker_wake(baton_worker *worker);

/* --- worker_poll.c --- */

void worker_poll(baton_worker *worker, int64_t now_ms);
void worker_poll_cancel(baton_worker *worker);

/* --- worker_keep.c --- */

/* Extends what is due and notes when to look again. */
void worker_extend(baton_worker *worker, int64_t now_ms);
/* The jobs that no handler has begun, back to the server. Waits, but not long. */
void worker_give_back(baton_worker *worker);

/* --- worker_tell.c --- */

/* Runs the handler; the outcome is to be told unless it was kept. Thread: a handler's. */
void worker_handle(struct held_job *held);
/* Tells the server what was decided. */
void worker_tell(struct held_job *held);
void outcome_reset(baton_outcome *outcome, enum outcome_kind kind);

/* --- worker_job.c --- */

/* A job of an activation's answer; NULL when it has no key. */
struct held_job *held_job_parse(struct slice value);
void held_job_free(struct held_job *held);
/* NULL when we do not hold it. */
struct held_job *worker_find(const baton_worker *worker, uint64_t key);
/* One place is free again. Frees the job. */
void worker_forget(struct held_job *held);
/* From the queue; NULL when it is empty. Under the lock. A job whose lock has ended is passed on as
 * decided. */
struct held_job *worker_take(baton_worker *worker);

#endif
