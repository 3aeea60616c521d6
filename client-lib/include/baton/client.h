/* libbaton: the C client of Baton. This header is its manual.
 *
 *     baton_client *client;
 *     if (baton_client_new(NULL, &client) != BATON_OK) { puts(baton_last_error()); ... }
 *
 *     baton_response response = {0};
 *     if (baton_create_instance(client, "order", "{\"total\":42}", NULL, &response) == BATON_OK) {
 *         printf("%.*s\n", (int)response.body_size, response.body);      // the answer's JSON
 *     }
 *     baton_response_clear(&response);
 *     baton_client_free(client);
 *
 * Bodies go in and come out as JSON text, the very text of the REST API: bring any JSON library, or
 * none.
 *
 * Connection: HTTP/2 over cleartext (prior knowledge) to one of the endpoints, made when first
 * needed and again after a failure; when an endpoint is away, the next one is tried. Every call
 * that changes something carries an Idempotency-Key, so a retry after a lost answer never does a
 * thing twice: the library retries by itself until the time-out, with a growing pause, on
 * connection failures and on 503 (whose Retry-After it keeps). After BATON_TIMED_OUT you may send
 * the same call again yourself, with an idempotency key of your own from the start.
 *
 * Errors: BATON_OK means an HTTP status below 300. BATON_REJECTED means the server said no:
 * response.status and the problem's title and detail say why. The rest is about the connection, and
 * response.detail says in words what happened to it.
 *
 * Two ways to call: a call waits for its answer, unless `done` of its response is set: then it only
 * begins (BATON_PENDING), and done is called from baton_process when the answer is there. See
 * "event loops" below. No call starts a thread; only baton_worker_start does.
 *
 * Ownership: arguments are borrowed until the function returns, in both ways. What a function hands
 * out says how it is given back.
 *
 * Thread: a client, its responses and its iterators are used by one thread at a time. Different
 * clients are independent. A worker that was started has threads of its own.
 *
 * Memory: when there is none left the process ends (abort), except where BATON_NO_MEMORY is said.
 *
 * ABI: symbols never change their meaning under one SONAME (libbaton.so.0 for all 0.x). Structs
 * that you fill grow at their end only, and zero means what it meant before: zero the whole of
 * them. While the version is 0.x a minor version may change structs: build with the header you run
 * with (baton_version tells the library's, BATON_VERSION_TEXT the header's). */
#ifndef BATON_CLIENT_H
#define BATON_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define BATON_API __attribute__((visibility("default")))
#define BATON_CHECKED __attribute__((warn_unused_result))
#else
#define BATON_API
#define BATON_CHECKED
#endif

/* Of this header. */
#define BATON_VERSION_MAJOR 0
#define BATON_VERSION_MINOR 1
#define BATON_VERSION_PATCH 0
#define BATON_VERSION_TEXT "0.1.0"
/* For #if: one number that grows. */
#define BATON_VERSION_NUMBER                                                                       \
    (BATON_VERSION_MAJOR * 10000 + BATON_VERSION_MINOR * 100 + BATON_VERSION_PATCH)

/* Of the library that runs: "0.1.0". Static text. Thread: any. */
BATON_API const char *baton_version(void);

typedef struct baton_client baton_client;
typedef struct baton_worker baton_worker;
typedef struct baton_iterator baton_iterator;
typedef struct baton_response baton_response;

typedef enum baton_result {
    BATON_OK = 0,
    BATON_REJECTED = 1,    /* the server answered with an error: response.status, title, detail */
    BATON_UNREACHABLE = 2, /* no connection within the time-out: it has not happened */
    BATON_TIMED_OUT = 3,   /* sent, but no answer in time: it may have happened */
    BATON_PROTOCOL = 4,    /* the peer does not speak HTTP/2 as it must */
    BATON_INVALID = 5,     /* an argument that cannot be: response.detail says which */
    BATON_NO_MEMORY = 6,
    BATON_TOO_LARGE = 7, /* the answer passed max_body_bytes: what was asked has happened */
    BATON_PENDING = 8,   /* begun; `done` will be called */
    BATON_CANCELLED = 9  /* the client was freed before the answer: it may have happened */
} baton_result;

/* "UNREACHABLE". Static text. Thread: any. */
BATON_API const char *baton_result_name(baton_result result);

/* Why the last baton_client_new, baton_worker_start, baton_worker_attach or baton_iterator_new of
 * this thread did not return BATON_OK; "" when none failed. Valid until the next of them. */
BATON_API const char *baton_last_error(void);

/* --- memory and log --- */

/* All memory of the library comes from here, that of the HTTP/2 library it uses included; the C
 * library's own (name look-ups, threads) does not. resize(NULL, n) allocates; it may return NULL
 * only when there is no memory left. Thread: the functions are called from any thread. */
typedef struct baton_allocator {
    void *(*resize)(void *memory, size_t bytes, void *ctx);
    void (*release)(void *memory, void *ctx); /* memory may be NULL */
    void *ctx;
} baton_allocator;

/* For the whole process; before any other function of the library. NULL: the C library's. Copied.
 */
BATON_API void baton_set_allocator(const baton_allocator *allocator);

typedef enum baton_log_level {
    BATON_LOG_INFO = 0,   /* connected to an endpoint */
    BATON_LOG_WARNING = 1 /* an endpoint is away, a connection was lost, a call is tried again */
} baton_log_level;

/* One line without its end. It must not call the library. Thread: the one that uses the client; in
 * a worker that was started, one of the worker's. */
typedef void (*baton_log)(baton_log_level level, const char *text, void *ctx);

/* --- clients --- */

/* All borrowed until the function that takes it returns. Zero is a good value for each member.
 *
 * Where a member is not set, the environment says, then a default:
 *     address               BATON_ADDRESS, CAMUNDA_REST_ADDRESS, ZEEBE_REST_ADDRESS
 *     timeout_ms            BATON_TIMEOUT_MS
 *     user_name, password   BATON_BASIC_AUTH_USERNAME, BATON_BASIC_AUTH_PASSWORD,
 *                           CAMUNDA_BASIC_AUTH_USERNAME, CAMUNDA_BASIC_AUTH_PASSWORD
 * The first that is set and not empty counts. CAMUNDA_AUTH_STRATEGY may be NONE (nothing is sent,
 * whatever else is set) or BASIC. Any other strategy, and variables of OAuth without a strategy
 * (CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET, CAMUNDA_OAUTH_URL, ZEEBE_CLIENT_ID,
 * ZEEBE_CLIENT_SECRET, ZEEBE_AUTHORIZATION_SERVER_URL), are refused with BATON_INVALID rather than
 * ignored. So is https: there is no TLS yet. */
typedef struct baton_config {
    /* One endpoint, or several with commas between: "127.0.0.1:8080", "[::1]:8080",
     * "http://host:port", "http://host:port/v2"; default 127.0.0.1:8080. At most 16. */
    const char *address;
    uint32_t timeout_ms;     /* of one call with all its retries; default 10,000 */
    uint32_t max_body_bytes; /* of an answer; default 64 MiB */
    const char *user_name;   /* sent as HTTP Basic; default none */
    const char *password;
    baton_log log; /* NULL: silent */
    void *log_ctx;
} baton_config;

/* config NULL: all defaults. Does not connect yet.
 * Ownership: *out is the caller's, to be freed with baton_client_free.
 * Errors:    BATON_INVALID (an address, a variable), BATON_NO_MEMORY (no descriptors left);
 *            baton_last_error says which and why. */
BATON_API baton_result baton_client_new(const baton_config *config,
                                        baton_client **out) BATON_CHECKED;
/* Closes its connections. Calls that are not answered end with BATON_CANCELLED: their `done` is
 * called from here. Workers attached to it are stopped before, iterators freed before. NULL:
 * nothing is done. Not from `done` nor from a handler of it. */
BATON_API void baton_client_free(baton_client *client);

/* The answer is here, or the call has failed; response is the one that the call was given. It may
 * begin other calls, with this response too. */
typedef void (*baton_done)(baton_result result, baton_response *response, void *ctx);

/* An answer. Zero it before the first call, clear it after the last; a call clears what was there.
 */
struct baton_response {
    int status; /* HTTP status; 0 when there was none */
    char *body; /* as sent, NUL behind it; never NULL after a call that got an answer */
    size_t body_size;
    uint64_t index;   /* Baton-Index: the log entry that holds this, 0 when none */
    char title[64];   /* of a problem */
    char detail[512]; /* of a problem, or what went wrong with the connection */
    uint32_t attempts;
    baton_done
        done;      /* yours to set: NULL, the call waits; else it only begins. No call changes it */
    void *ctx;     /* of done */
    void *pending; /* the library's: the call under way, NULL when there is none */
};

/* Frees the body and zeroes all but done and ctx. Not while a call is pending. */
BATON_API void baton_response_clear(baton_response *response);

/* Any call of the API. path starts with '/'. body NULL: none. idempotency_key NULL: one is made up
 * for methods that change something. timeout_ms 0: the client's. */
typedef struct baton_call {
    const char *method;
    const char *path;
    const char *content_type; /* NULL: application/json */
    const void *body;
    size_t body_size;
    const char *idempotency_key;
    uint32_t timeout_ms;
} baton_call;

/* The call that all others are made of.
 * Errors: all of baton_result; BATON_INVALID (response.detail says why) sends nothing and calls no
 *         done. BATON_PENDING when out->done is set. */
BATON_API baton_result baton_do(baton_client *client, const baton_call *call,
                                baton_response *out) BATON_CHECKED;

/* --- event loops ---
 *
 * A program with a loop of its own, one thread and no blocking call:
 *
 *     response.done = on_answer;                       // and response lives until then
 *     (void)baton_create_instance(client, "order", NULL, NULL, &response);
 *     for (;;) {
 *         struct pollfd p = {.fd = baton_fd(client), .events = baton_events(client)};
 *         poll(&p, 1, baton_timeout_ms(client));
 *         baton_process(client);                       // done is called from here, and only here
 *     }
 *
 * Any number of calls may be under way on one client; connections are added when one is full. The
 * only thing that may block is the look-up of a host name when a connection is made: give numeric
 * addresses where that matters. A call that waits may be made at any time, also from done: it
 * serves the others meanwhile. */

/* Descriptor to watch. The same for the life of the client; never read it, never close it. */
BATON_API int baton_fd(const baton_client *client);
/* What to watch it for: always POLLIN. */
BATON_API short baton_events(const baton_client *client);
/* How long to wait at most before baton_process: 0 when there is something to do at once, -1 when
 * nothing but the descriptor counts. Ask before each wait: every call that begins may shorten it.
 */
BATON_API int baton_timeout_ms(const baton_client *client);
/* Sends, receives, retries, polls for workers, and calls what is done. Never waits. */
BATON_API void baton_process(baton_client *client);
/* Gives up the call that the response waits for; nothing when there is none. done is not called;
 * the response is free again. It may have happened, and the server is told that nobody waits. */
BATON_API void baton_cancel(baton_client *client, baton_response *response);

/* --- main calls ---
 *
 * Each is one operation of the API; its answer and its errors are the API's. Variables and other
 * JSON arguments are objects as text, NULL: {}. Texts that may be NULL are then not sent. Errors as
 * baton_do; BATON_INVALID also when a body would be larger than a server takes. */

/* GET /v2/topology: the cluster's nodes, the version. */
BATON_API baton_result baton_get_topology(baton_client *client, baton_response *out) BATON_CHECKED;
/* GET /v2/<entity>/<key>: "process-instances", "jobs", "user-tasks", "incidents" ... */
BATON_API baton_result baton_get(baton_client *client, const char *entity, uint64_t key,
                                 baton_response *out) BATON_CHECKED;
/* POST /v2/<entity>/search: one page. body NULL: {}. All pages: baton_iterator_new. */
BATON_API baton_result baton_search(baton_client *client, const char *entity, const char *body,
                                    baton_response *out) BATON_CHECKED;

typedef struct baton_resource {
    const char *name; /* "order.bpmn" */
    const void *content;
    size_t size;
} baton_resource;

/* All or none of them. */
BATON_API baton_result baton_deploy(baton_client *client, const baton_resource *resources,
                                    size_t count, baton_response *out) BATON_CHECKED;
/* A process, decision or form by its key. */
BATON_API baton_result baton_delete_resource(baton_client *client, uint64_t key,
                                             baton_response *out) BATON_CHECKED;

/* idempotency_key NULL: a fresh one. Give your own (an order number) and starting twice is
 * impossible. */
BATON_API baton_result baton_create_instance(baton_client *client, const char *process_id,
                                             const char *variables, const char *idempotency_key,
                                             baton_response *out) BATON_CHECKED;
/* Create and wait for the end, at most timeout_ms (0: the client's); the answer holds the
 * variables. A time-out answers 504: the instance lives on. */
BATON_API baton_result baton_create_and_await(baton_client *client, const char *process_id,
                                              const char *variables, const char *idempotency_key,
                                              uint32_t timeout_ms,
                                              baton_response *out) BATON_CHECKED;

typedef struct baton_creation {
    const char *process_id;  /* this or definition_key */
    uint64_t definition_key; /* 0: by process_id */
    int32_t version;         /* 0: the latest */
    const char *variables;
    const char *business_id;     /* NULL: none */
    const char *tags;            /* comma-separated; NULL: none */
    const char *start_elements;  /* comma-separated ids to start before; NULL: the start event */
    const char *idempotency_key; /* NULL: a fresh one */
    bool awaits;                 /* wait for the end */
    const char *fetch_variables; /* when it awaits: comma-separated names; NULL: all */
    uint32_t timeout_ms;         /* of the wait; 0: the client's */
} baton_creation;

/* Everything that creating an instance can say. */
BATON_API baton_result baton_create(baton_client *client, const baton_creation *creation,
                                    baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_cancel_instance(baton_client *client, uint64_t key,
                                             baton_response *out) BATON_CHECKED;
/* Of a process instance or element instance. local: in this very scope; else where each variable
 * is, or at the root. */
BATON_API baton_result baton_set_variables(baton_client *client, uint64_t element_instance_key,
                                           const char *variables, bool local,
                                           baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_resolve_incident(baton_client *client, uint64_t key,
                                              baton_response *out) BATON_CHECKED;

/* Kept for time_to_live_ms when nobody waits for it yet. */
BATON_API baton_result baton_publish_message(baton_client *client, const char *name,
                                             const char *correlation_key, const char *variables,
                                             int64_t time_to_live_ms,
                                             baton_response *out) BATON_CHECKED;
/* The same, and refused as a second one while a message with this id is kept. */
BATON_API baton_result baton_publish_message_once(baton_client *client, const char *name,
                                                  const char *correlation_key,
                                                  const char *message_id, const char *variables,
                                                  int64_t time_to_live_ms,
                                                  baton_response *out) BATON_CHECKED;
/* To whom it reaches now: the answer names the instance; 404 when nobody waits for it. */
BATON_API baton_result baton_correlate_message(baton_client *client, const char *name,
                                               const char *correlation_key, const char *variables,
                                               baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_broadcast_signal(baton_client *client, const char *name,
                                              const char *variables,
                                              baton_response *out) BATON_CHECKED;
/* The latest version of a decision. */
BATON_API baton_result baton_evaluate_decision(baton_client *client, const char *decision_id,
                                               const char *variables,
                                               baton_response *out) BATON_CHECKED;

BATON_API baton_result baton_complete_user_task(baton_client *client, uint64_t key,
                                                const char *variables,
                                                baton_response *out) BATON_CHECKED;
/* may_replace: also when somebody has it. */
BATON_API baton_result baton_assign_user_task(baton_client *client, uint64_t key,
                                              const char *assignee, bool may_replace,
                                              baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_unassign_user_task(baton_client *client, uint64_t key,
                                                baton_response *out) BATON_CHECKED;
/* changeset: {"dueDate":...,"priority":...,"candidateGroups":[...]} */
BATON_API baton_result baton_update_user_task(baton_client *client, uint64_t key,
                                              const char *changeset,
                                              baton_response *out) BATON_CHECKED;

/* --- iterators ---
 *
 * Every result of a search, page by page, by cursor:
 *
 *     while (baton_iterator_next(it, &item, &size)) { ... }
 *     if (baton_iterator_result(it) != BATON_OK) { ... incomplete: baton_iterator_response(it) }
 *
 * They wait for their pages. Results that appear or change while it runs may be seen or not;
 * nothing is seen twice unless it moved in the order asked for. */

/* body: filter, sort and page.limit (of each page, default 100) as of baton_search; NULL: {}.
 * Ownership: *out is the caller's, to be freed before the client; the client is borrowed.
 * Errors:    BATON_INVALID when body is no JSON object. */
BATON_API baton_result baton_iterator_new(baton_client *client, const char *entity,
                                          const char *body, baton_iterator **out) BATON_CHECKED;
/* The next result: raw JSON without a NUL at its end, borrowed until the next call. False at the
 * end and after a failure. */
BATON_API bool baton_iterator_next(baton_iterator *iterator, const char **item, size_t *size);
/* Of the last page asked for: BATON_OK, or why there are no more results. */
BATON_API baton_result baton_iterator_result(const baton_iterator *iterator);
/* The answer behind it; borrowed until the next call. */
BATON_API const baton_response *baton_iterator_response(const baton_iterator *iterator);
BATON_API void baton_iterator_free(baton_iterator *iterator);

/* --- jobs; a worker, below, does all of this by itself --- */

typedef struct baton_job {
    uint64_t key;
    uint64_t process_instance_key;
    uint64_t element_instance_key;
    uint64_t process_definition_key;
    int32_t process_definition_version;
    int32_t retries;
    int64_t deadline_ms;
    const char *type;
    const char *process_id;
    const char *element_id;
    const char *worker;
    const char *variables; /* JSON object */
    const char *headers;   /* JSON object of strings */
} baton_job;

typedef struct baton_activation {
    const char *type;
    const char *worker;          /* shown in searches; NULL: not said */
    uint32_t lock_ms;            /* how long the jobs are ours; 0: 60,000 */
    uint32_t max_jobs;           /* 0: 32 */
    uint32_t poll_ms;            /* wait so long for a job; 0: do not wait */
    const char *fetch_variables; /* comma-separated names; NULL: all */
    const char *idempotency_key; /* the same key again brings the same jobs; NULL: a fresh one */
} baton_activation;

/* {"jobs":[...]}: baton_json_each(out->body, "jobs", ...) and baton_json_* on each. */
BATON_API baton_result baton_activate_jobs(baton_client *client, const baton_activation *activation,
                                           baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_complete_job(baton_client *client, uint64_t key, const char *variables,
                                          baton_response *out) BATON_CHECKED;
/* retries is what is left; 0 makes an incident. message NULL: none. */
BATON_API baton_result baton_fail_job(baton_client *client, uint64_t key, int32_t retries,
                                      int64_t back_off_ms, const char *message,
                                      baton_response *out) BATON_CHECKED;
/* A BPMN error, for a boundary event to catch. */
BATON_API baton_result baton_throw_error(baton_client *client, uint64_t key, const char *error_code,
                                         const char *message, const char *variables,
                                         baton_response *out) BATON_CHECKED;
/* changeset: {"retries":3} or {"timeout":60000} (from now) or both. */
BATON_API baton_result baton_update_job(baton_client *client, uint64_t key, const char *changeset,
                                        baton_response *out) BATON_CHECKED;

/* --- small help with JSON, for handlers without a library ---
 * Look up a value by a path of names and places with dots ("customer.name", "items.0.state"). The
 * text returned is the raw JSON of the value within `json` (a string keeps its quotes); false when
 * it is absent or when what must be read to find it is not well formed. */
BATON_API bool baton_json_find(const char *json, const char *path, const char **value,
                               size_t *size);
/* The same, as a C string with escapes resolved; false when it is no string, holds a NUL or is too
 * long for `bytes`. */
BATON_API bool baton_json_text(const char *json, const char *path, char *out, size_t bytes);
/* A whole number, or a string that holds one (as keys are written). */
BATON_API bool baton_json_int(const char *json, const char *path, int64_t *out);
/* Calls item for each item of the list at `path` ("" is the document itself), in order. The value
 * is raw JSON without a NUL at its end. False when there is no list or it is not well formed: items
 * before the fault were seen then. */
BATON_API bool baton_json_each(const char *json, const char *path,
                               void (*item)(const char *value, size_t size, void *ctx), void *ctx);
/* A JSON string literal of the text, quotes included, NUL at the end;
 * false when it does not fit. */
BATON_API bool baton_json_quote(const char *text, char *out, size_t bytes);

/* --- workers --- */

/* What a handler decides. Fill one of the calls below and return; the worker sends it. */
typedef struct baton_outcome baton_outcome;
BATON_API void baton_outcome_complete(baton_outcome *outcome, const char *variables); /* copied */
BATON_API void baton_outcome_fail(baton_outcome *outcome, int32_t retries, int64_t back_off_ms,
                                  const char *message);
BATON_API void baton_outcome_error(baton_outcome *outcome, const char *error_code,
                                   const char *message, const char *variables);
/* Neither now: the program completes the job itself, later, by its key and before its lock ends:
 * the worker extends it no more. */
BATON_API void baton_outcome_later(baton_outcome *outcome);
/* Not decided yet: the handler returns, the job and its lock stay the worker's, which goes on to
 * extend it. Decide with one of the above and call baton_outcome_send, which ends outcome and job;
 * both are borrowed until then, and gone when the worker is stopped: such a job goes to whoever has
 * it when its lock ends. It takes a place of max_jobs, but no thread. Thread: baton_outcome_send on
 * any for a worker that was started, on the client's for one that is attached. */
BATON_API void baton_outcome_keep(baton_outcome *outcome);
BATON_API void baton_outcome_send(baton_outcome *outcome);

/* One job. Runs on a thread of the worker, or in baton_process when it is attached; job and its
 * texts are borrowed until it returns. An outcome that was never set fails the job with one retry
 * less. */
typedef void (*baton_handler)(const baton_job *job, baton_outcome *outcome, void *ctx);

typedef struct baton_worker_config {
    const char *type;
    /* Of the worker, shown in searches; NULL: BATON_WORKER_NAME, CAMUNDA_WORKER_NAME, or host and
     * process id. */
    const char *name;
    baton_handler handler;
    void *ctx;
    uint32_t threads;  /* handlers at the same time; 0: 1. Attached: 0 */
    uint32_t max_jobs; /* activated at once; 0: 32 */
    /* How long a job is ours; 0: 60,000. Half-way through it is extended by itself. */
    uint32_t lock_ms;
    uint32_t poll_ms;            /* of one long poll; 0: 20,000 */
    const char *fetch_variables; /* comma-separated names; NULL: all */
    /* Called on failures that the worker survives (it goes on by itself); NULL: silent.
     * Thread: a thread of the worker; attached, in baton_process. */
    void (*on_problem)(const char *text, void *ctx);
    /* Called when the server has taken a job's outcome; job is borrowed. NULL: nobody wants to
     * know. Thread: as on_problem. */
    void (*on_done)(const baton_job *job, void *ctx);
} baton_worker_config;

/* Start to work: threads are made (handlers, and one for all connections), polls go out. The
 * connection may come later.
 * Ownership: *out is the caller's, to be ended with baton_worker_stop; all arguments are copied.
 * Errors:    BATON_INVALID, BATON_NO_MEMORY (no threads or descriptors left); baton_last_error. */
BATON_API baton_result baton_worker_start(const baton_config *config,
                                          const baton_worker_config *worker,
                                          baton_worker **out) BATON_CHECKED;
/* The same without any thread: it lives in the event loop of the client. Handlers run in
 * baton_process, one at a time, and must not block; a handler whose answer takes longer uses
 * baton_outcome_keep. Several workers may share a client.
 * Ownership: as baton_worker_start; the client is borrowed and must outlive the worker.
 * Errors:    BATON_INVALID. */
BATON_API baton_result baton_worker_attach(baton_client *client, const baton_worker_config *worker,
                                           baton_worker **out) BATON_CHECKED;
/* No new jobs; what handlers hold is finished and sent; jobs not begun are given back. Frees the
 * worker; NULL: nothing is done. It waits: for handlers, and for the server at most the time-out of
 * a call. Not from a handler, on_done or on_problem. */
BATON_API void baton_worker_stop(baton_worker *worker);
/* Jobs handled since the start. Thread: any. */
BATON_API uint64_t baton_worker_handled(const baton_worker *worker);

#ifdef __cplusplus
}
#endif

#endif
