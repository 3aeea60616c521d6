/* Traces by hand: a world with a read model in a fresh directory, and events spelt shortly. */
#ifndef READMODEL_TEST_FIXTURE_H
#define READMODEL_TEST_FIXTURE_H

#include "readmodel/query.h"
#include "testkit/test.h"

enum {
    WORLD_EVENTS_MAX = 4096,
    DEFINITION = 100,
    DEFINITION_2 = 101,
    DEPLOYMENT = 99
};

struct world {
    struct readmodel *rm;
    struct readmodel_read read;
    struct arena arena; /* of what is read */
    struct trace_event events[WORLD_EVENTS_MAX];
    uint32_t count;
    uint64_t index;
    int64_t now_ms;
    uint64_t puts; /* of the last apply, without what the turn's end writes */
};

/* Lives as long as the test binary. */
struct world *world_new(void);
void world_close(struct world *world);

/* --- one command: events, then apply in a turn of its own --- */

struct trace_event *world_event(struct world *world, enum trace_kind kind, uint64_t instance);
struct trace_event *world_definition(struct world *world, uint64_t key, int version);
struct trace_event *world_instance(struct world *world, uint64_t key, enum instance_state state);
struct trace_event *world_element(struct world *world, uint64_t instance, uint64_t key,
                                  enum element_state state);
struct trace_event *world_variable(struct world *world, uint64_t instance, uint64_t key,
                                   const char *name, const char *json);
struct trace_event *world_job(struct world *world, uint64_t instance, uint64_t key,
                              uint64_t element, enum job_state state);
struct trace_event *world_incident(struct world *world, uint64_t instance, uint64_t key,
                                   uint64_t element, enum incident_state state);
struct trace_event *world_user_task(struct world *world, uint64_t instance, uint64_t key,
                                    uint64_t element, enum user_task_state state);
struct trace_event *world_subscription(struct world *world, uint64_t instance, uint64_t key,
                                       enum subscription_state state);
void world_purge(struct world *world, int64_t before_ms, uint32_t limit);
void world_deletion(struct world *world, uint64_t instance, uint32_t limit);

void world_begin(struct world *world);
/* Apply the events so far as one command, inside the open turn. */
void world_apply_in_turn(struct world *world);
void world_commit(struct world *world);
/* All three. */
void world_apply(struct world *world);
struct hash128 world_digest(struct world *world);
/* The semantic check and the store's find nothing. */
void world_check(struct world *world);

/* --- reading: a transaction that is opened anew by each of these --- */

void world_read(struct world *world);
/* A value of JSON text, for the life of the test. */
struct slice world_json(const char *json);
/* "name: json" lines of a document's fields that are answered,
 * and "(name): json" of hidden ones. */
struct slice world_document(struct world *world, enum readmodel_entity entity, uint64_t key);
struct readmodel_result world_search(struct world *world, const struct readmodel_query *query);
/* The keys of a result, with blanks between. */
struct slice world_keys(struct world *world, const struct readmodel_result *result);

#endif
