/* The handlers of the commands, one file a group.
 *
 * A handler checks everything first; what it refuses it says by exec_reject and returns V_OK. Then
 * it changes rows and pushes steps, which the caller (fsm.c) runs.
 * V_INCIDENT does not leave one. */
#ifndef FSM_COMMANDS_H
#define FSM_COMMANDS_H

#include "engine/exec.h"
#include "row/job_rows.h"

/* deploy.c */
enum verdict run_deploy(struct exec *x) NODISCARD;
/* delete_resource.c */
enum verdict run_delete_resource(struct exec *x) NODISCARD;
/* instance.c */
enum verdict run_create_instance(struct exec *x) NODISCARD;
enum verdict run_cancel_instance(struct exec *x) NODISCARD;
enum verdict run_assign_business_id(struct exec *x) NODISCARD;
enum verdict run_set_variables(struct exec *x) NODISCARD;
/* batch.c: creating, canceling, suspending, resuming */
enum verdict run_batch(struct exec *x) NODISCARD;
/* apply.c: the handler of x->command */
enum verdict command_dispatch(struct exec *x) NODISCARD;
/* modify_instance.c */
enum verdict run_modify_instance(struct exec *x) NODISCARD;
/* migrate_instance.c */
enum verdict run_migrate_instance(struct exec *x) NODISCARD;
/* delete_instance.c */
enum verdict run_delete_instance(struct exec *x) NODISCARD;
/* activate_jobs.c */
enum verdict run_activate_jobs(struct exec *x) NODISCARD;
enum verdict run_yield_jobs(struct exec *x) NODISCARD;
enum verdict run_withhold_job(struct exec *x) NODISCARD;
/* job.c */
enum verdict run_complete_job(struct exec *x) NODISCARD;
enum verdict run_fail_job(struct exec *x) NODISCARD;
enum verdict run_throw_job_error(struct exec *x) NODISCARD;
enum verdict run_update_job(struct exec *x) NODISCARD;
/* message.c */
enum verdict run_publish_message(struct exec *x) NODISCARD;
enum verdict run_correlate_message(struct exec *x) NODISCARD;
/* signal.c */
enum verdict run_broadcast_signal(struct exec *x) NODISCARD;
/* incident.c */
enum verdict run_resolve_incident(struct exec *x) NODISCARD;
enum verdict run_resolve_incidents(struct exec *x) NODISCARD;
/* user_task.c */
enum verdict run_assign_user_task(struct exec *x) NODISCARD;
enum verdict run_unassign_user_task(struct exec *x) NODISCARD;
enum verdict run_update_user_task(struct exec *x) NODISCARD;
enum verdict run_complete_user_task(struct exec *x) NODISCARD;
/* clock.c */
enum verdict run_clock(struct exec *x) NODISCARD;
enum verdict run_purge(struct exec *x) NODISCARD;
/* due.c */
enum verdict run_tick(struct exec *x) NODISCARD;
enum verdict run_continue(struct exec *x) NODISCARD;

/* decision.c */
enum verdict run_evaluate_decision(struct exec *x) NODISCARD;
/* The answer that the command had; false when the decision is gone. */
bool evaluation_repeat(struct exec *x, uint64_t evaluation_key, uint64_t decision_key,
                       int64_t now_ms);

/* The instance may be worked on; else the command is rejected. From here on the instance pays for
 * bugs. */
bool instance_admit(struct exec *x, uint64_t instance_key);

#endif
