/* user_task: work for people, managed by the engine. */
#ifndef FSM_USER_TASK_ROWS_H
#define FSM_USER_TASK_ROWS_H

#include "row/rows.h"

struct user_task_row {
    uint64_t key;
    uint64_t element_key;
    uint64_t instance_key;
    struct slice assignee;         /* data NULL: nobody */
    struct slice candidate_users;  /* array of strings */
    struct slice candidate_groups; /* array of strings */
    struct slice due_date;         /* data NULL: none */
    struct slice follow_up_date;   /* data NULL: none */
    int32_t priority;
    int64_t created_ms;
    uint64_t form_key;                    /* 0: none */
    struct slice external_form_reference; /* data NULL: none */
};

bool user_task_row_get(struct rows *rows, uint64_t key, struct user_task_row *out);
void user_task_row_put(struct rows *rows, const struct user_task_row *row);
void user_task_row_delete(struct rows *rows, uint64_t key);

#endif
