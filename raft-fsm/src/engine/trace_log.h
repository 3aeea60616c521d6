/* The trace of one command: events with the whole entity, in the command's arena.
 *
 * One function a kind of event; fsm/trace.h says what the members mean. */
#ifndef FSM_TRACE_LOG_H
#define FSM_TRACE_LOG_H

#include "engine/definitions.h"
#include "fsm/trace.h"
#include "row/due_rows.h"
#include "row/element_rows.h"
#include "row/job_rows.h"
#include "row/message_rows.h"
#include "row/step_rows.h"
#include "row/user_task_rows.h"
#include "row/variable_rows.h"

struct exec;

struct trace_log {
    struct trace_event *events;
    uint32_t count;
    uint32_t capacity;
    struct trace_event
        lost; /* where events go when the arena is exhausted: the command is dropped */
};

struct definition_row;
struct requirements_row;
struct resource_row;
struct start_subscription;

void trace_definition(struct exec *x, const struct definition_row *row, struct slice resource,
                      const struct bpmn_process *process);
/* It was deleted: draining or gone. */
void trace_definition_end(struct exec *x, const struct definition_row *row,
                          enum definition_state state);
void trace_resource(struct exec *x, const struct resource_row *row, struct slice content);
/* A file of decisions, or a decision in it, by its row; name: its own. */
void trace_decisions(struct exec *x, const struct resource_row *row,
                     const struct requirements_row *requirements, const struct resource_row *file,
                     struct slice name, struct slice content);
/* row: the element that called it; NULL: none. */
void trace_decision(struct exec *x, const struct element_row *row,
                    const struct trace_decision *decision);
void trace_resource_deleted(struct exec *x, const struct resource_row *row);
/* row: a process instance. */
void trace_instance(struct exec *x, const struct element_row *row, enum instance_state state);
void trace_element(struct exec *x, const struct element_row *row, enum element_state state);
void trace_flow(struct exec *x, const struct element_row *scope, const struct bpmn_flow *flow);
/* scope: the element that has the variable. */
void trace_variable(struct exec *x, const struct element_row *scope,
                    const struct variable_row *variable, bool created);
void trace_job(struct exec *x, const struct element_row *row, const struct job_row *job,
               enum job_state state);
void trace_incident(struct exec *x, const struct element_row *row,
                    const struct incident_row *incident, enum incident_state state);
void trace_user_task(struct exec *x, const struct element_row *row,
                     const struct user_task_row *task, enum user_task_state state);
void trace_message(struct exec *x, const struct message_row *message, enum message_state state);
/* row: the element that waits. */
void trace_subscription(struct exec *x, const struct element_row *row,
                        const struct subscription_row *subscription, enum subscription_state state);
/* A message has come; stays_open: the next one may come, too. */
void trace_correlation(struct exec *x, const struct element_row *row,
                       const struct subscription_row *subscription, uint64_t message_key,
                       bool stays_open);
/* A message start event of a definition: created, deleted. It stays what it is when a message
 * starts an instance. */
void trace_start_subscription(struct exec *x, const struct definition *definition,
                              const struct start_subscription *start,
                              enum subscription_state state);
/* A message has started this instance. */
void trace_start_correlation(struct exec *x, const struct element_row *root,
                             const struct start_subscription *start, struct slice correlation_key,
                             uint64_t message_key);
/* row: NULL for the timer of a start event. */
void trace_timer(struct exec *x, const struct definition *definition, const struct element_row *row,
                 const struct timer_row *timer, enum timer_state state);
void trace_batch(struct exec *x, const struct trace_batch *batch);
void trace_batch_item(struct exec *x, uint64_t instance_key, const struct trace_batch_item *item);
void trace_deletion(struct exec *x, uint64_t instance_key, uint32_t limit);
/* of: TRACE_JOB, TRACE_USER_TASK or TRACE_SUBSCRIPTION. */
void trace_naming(struct exec *x, const struct element_row *row, enum trace_kind of, uint64_t key);
void trace_purge(struct exec *x, int64_t before_ms, uint32_t limit);

#endif
