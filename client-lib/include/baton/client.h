/* libbaton: the C client of Baton. This header is its manual.
 *
 *     baton_client *client;
 *     if (baton_client_new(NULL, &client) != BATON_OK) { ... }   // BATON_ADDRESS or localhost
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
 * Connection: HTTP/2 over cleartext (prior knowledge), one connection a client, made when first
 * needed and again after a failure. Every call that changes something carries an Idempotency-Key,
 * so a retry after a lost answer never does a thing twice: the library retries by itself until the
 * time-out, with a growing pause, on connection failures and on 503. After BATON_TIMED_OUT you may
 * send the same call again yourself, with an idempotency key of your own from the start.
 *
 * Errors: BATON_OK means an HTTP status below 300. BATON_REJECTED means the server said no:
 * response.status and the problem's title and detail say why. The rest is about the connection, and
 * response.detail says in words what happened to it.
 *
 * Thread: a client is used by one thread at a time. A worker runs its handlers on threads of its
 * own, each with a client of its own. */
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

typedef struct baton_client baton_client;
typedef struct baton_worker baton_worker;

typedef enum baton_result {
    BATON_OK = 0,
    BATON_REJECTED = 1,    /* the server answered with an error: response.status, title, detail */
    BATON_UNREACHABLE = 2, /* no connection within the time-out: it has not happened */
    BATON_TIMED_OUT = 3,   /* sent, but no answer in time: it may have happened */
    BATON_PROTOCOL = 4,    /* the peer does not speak HTTP/2 as it must */
    BATON_INVALID = 5,     /* an argument that cannot be: response.detail says which */
    BATON_NO_MEMORY = 6,
    BATON_TOO_LARGE = 7 /* the answer passed max_body_bytes: what was asked has happened */
} baton_result;

/* "UNREACHABLE" */
BATON_API const char *baton_result_name(baton_result result);

typedef struct baton_config {
    /* "127.0.0.1:8080", "[::1]:8080", "http://host:port", "http://host:port/v2"; NULL:
     * $BATON_ADDRESS or 127.0.0.1:8080 */
    const char *address;
    uint32_t timeout_ms;     /* of one call with all its retries; 0: 10,000 */
    uint32_t max_body_bytes; /* of an answer; 0: 64 MiB */
} baton_config;

/* config NULL: all defaults. Does not connect yet. */
BATON_API baton_result baton_client_new(const baton_config *config,
                                        baton_client **out) BATON_CHECKED;
BATON_API void baton_client_free(baton_client *client);

/* An answer. Zero it before the first call, clear it after use; a call clears what was there. */
typedef struct baton_response {
    int status; /* HTTP status; 0 when there was none */
    char *body; /* as sent, NUL behind it; never NULL after a call that got an answer */
    size_t body_size;
    uint64_t index;   /* Baton-Index: the log entry that holds this, 0 when none */
    char title[64];   /* of a problem */
    char detail[512]; /* of a problem, or what went wrong with the connection */
    uint32_t attempts;
} baton_response;

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

BATON_API baton_result baton_do(baton_client *client, const baton_call *call,
                                baton_response *out) BATON_CHECKED;

/* --- main calls; variables and bodies are JSON objects as text, NULL: {} --- */

typedef struct baton_resource {
    const char *name; /* "order.bpmn" */
    const void *content;
    size_t size;
} baton_resource;

BATON_API baton_result baton_deploy(baton_client *client, const baton_resource *resources,
                                    size_t count, baton_response *out) BATON_CHECKED;
/* idempotency_key NULL: a fresh one. Give your own (an order number) and starting twice is
 * impossible. */
BATON_API baton_result baton_create_instance(baton_client *client, const char *process_id,
                                             const char *variables, const char *idempotency_key,
                                             baton_response *out) BATON_CHECKED;
/* Create and wait for the end; the answer holds the variables. */
BATON_API baton_result baton_create_and_await(baton_client *client, const char *process_id,
                                              const char *variables, const char *idempotency_key,
                                              uint32_t timeout_ms,
                                              baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_cancel_instance(baton_client *client, uint64_t key,
                                             baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_publish_message(baton_client *client, const char *name,
                                             const char *correlation_key, const char *variables,
                                             int64_t time_to_live_ms,
                                             baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_resolve_incident(baton_client *client, uint64_t key,
                                              baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_complete_user_task(baton_client *client, uint64_t key,
                                                const char *variables,
                                                baton_response *out) BATON_CHECKED;
/* entity: "process-instances", "jobs", "user-tasks" ...; body NULL: {} */
BATON_API baton_result baton_search(baton_client *client, const char *entity, const char *body,
                                    baton_response *out) BATON_CHECKED;

/* --- jobs --- */

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

BATON_API baton_result baton_complete_job(baton_client *client, uint64_t key, const char *variables,
                                          baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_fail_job(baton_client *client, uint64_t key, int32_t retries,
                                      int64_t back_off_ms, const char *message,
                                      baton_response *out) BATON_CHECKED;
BATON_API baton_result baton_throw_error(baton_client *client, uint64_t key, const char *error_code,
                                         const char *message, const char *variables,
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
/* Neither now: the handler's program completes the job itself, later, by its key and before its
 * lock ends: the worker extends it no more. */
BATON_API void baton_outcome_later(baton_outcome *outcome);

/* One job. Runs on a thread of the worker; job and its texts are borrowed until it returns. An
 * outcome that was never set fails the job with one retry less. */
typedef void (*baton_handler)(const baton_job *job, baton_outcome *outcome, void *ctx);

typedef struct baton_worker_config {
    const char *type;
    /* Of the worker, shown in searches; NULL: host and process id. */
    const char *name;
    baton_handler handler;
    void *ctx;
    uint32_t threads;  /* handlers at the same time; 0: 1 */
    uint32_t max_jobs; /* activated at once; 0: 32 */
    /* How long a job is ours; 0: 60,000. Half-way through it is extended by itself. */
    uint32_t lock_ms;
    uint32_t poll_ms;            /* of one long poll; 0: 20,000 */
    const char *fetch_variables; /* comma-separated names; NULL: all */
    /* Called on failures that the worker survives (it goes on by itself); NULL: silent.
     * Any thread. */
    void (*on_problem)(const char *text, void *ctx);
    /* Called when the server has taken a job's outcome, on the handler's thread; job is borrowed.
     * NULL: nobody wants to know. */
    void (*on_done)(const baton_job *job, void *ctx);
} baton_worker_config;

/* Start to work: threads are made, polls go out. The connection may come later. */
BATON_API baton_result baton_worker_start(const baton_config *config,
                                          const baton_worker_config *worker,
                                          baton_worker **out) BATON_CHECKED;
/* No new jobs; what handlers hold is finished and sent; jobs not begun are given back. Frees the
 * worker. Not from a handler. */
BATON_API void baton_worker_stop(baton_worker *worker);
/* Jobs handled since the start. */
BATON_API uint64_t baton_worker_handled(const baton_worker *worker);

BATON_API const char *baton_version(void);

#ifdef __cplusplus
}
#endif

#endif
