/* The tables of the state store. Numbers are part of digests and checksums: add, never renumber.
 * docs/format.md describes keys and values. */
#ifndef FSM_TABLES_H
#define FSM_TABLES_H

#define TABLE_LIST(X)                                                                              \
    X(META, 1, "meta")                                                                             \
    X(DEFINITION, 2, "definition")                                                                 \
    X(DEF_BY_ID, 3, "def_by_id")                                                                   \
    X(START_SUB, 4, "start_sub")                                                                   \
    X(START_BY_DEF, 5, "start_by_def")                                                             \
    X(ELEMENT, 6, "element")                                                                       \
    X(CHILD, 7, "child")                                                                           \
    X(JOIN, 8, "join")                                                                             \
    X(VARIABLE, 9, "variable")                                                                     \
    X(JOB, 10, "job")                                                                              \
    X(JOB_READY, 11, "job_ready")                                                                  \
    X(DUE, 12, "due")                                                                              \
    X(MSG, 13, "msg")                                                                              \
    X(MSG_BY_NAME, 14, "msg_by_name")                                                              \
    X(MSG_ID, 15, "msg_id")                                                                        \
    X(MSG_DONE, 16, "msg_done")                                                                    \
    X(MSG_LOCK, 17, "msg_lock")                                                                    \
    X(SUB, 18, "sub")                                                                              \
    X(INCIDENT, 19, "incident")                                                                    \
    X(USER_TASK, 20, "user_task")                                                                  \
    X(STEP, 21, "step")                                                                            \
    X(DEDUPE, 22, "dedupe")                                                                        \
    X(DEDUPE_BUCKET, 23, "dedupe_bucket")                                                          \
    X(DEDUPE_COUNT, 24, "dedupe_count")                                                            \
    X(BANNED, 25, "banned")                                                                        \
    X(RESOURCE, 26, "resource")                                                                    \
    X(RESOURCE_BY_ID, 27, "resource_by_id")                                                        \
    X(RESOURCE_IN, 28, "resource_in")                                                              \
    X(VERSION_FLOOR, 29, "version_floor")                                                          \
    X(ROOT_BY_BUSINESS_ID, 30, "root_by_business_id")                                              \
    X(MSG_PASSED, 31, "msg_passed")                                                                \
    X(INCIDENT_BY, 32, "incident_by")                                                              \
    X(DRAINING, 33, "draining")                                                                    \
    X(SIGNAL, 34, "signal")                                                                        \
    X(SIGNAL_SUB, 35, "signal_sub")                                                                \
    X(BATCH, 36, "batch")                                                                          \
    X(BATCH_PLAN, 37, "batch_plan")                                                                \
    X(BATCH_ITEM, 38, "batch_item")                                                                \
    X(LOOP_ITEM, 39, "loop_item")                                                                  \
    X(LOOP_OUTPUT, 40, "loop_output")                                                              \
    X(REQUIREMENTS, 41, "requirements")                                                            \
    X(DECISION, 42, "decision")                                                                    \
    X(DECISION_UNIT, 43, "decision_unit")                                                          \
    X(JOB_READY_LEASED, 44, "job_ready_leased")                                                    \
    X(COMPENSATION, 45, "compensation")                                                            \
    X(CONDITION_SUB, 46, "condition_sub")

#define TABLE_ENUM(name, number, text) TABLE_##name = (number),
enum table {
    TABLE_LIST(TABLE_ENUM)
};
#undef TABLE_ENUM

#endif
