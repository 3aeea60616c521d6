/* job, job_ready, job_ready_leased: work for workers.
 *
 * job_ready holds the jobs that may be handed out now, by tenant and type, highest priority first,
 * then oldest first. A job that waits for a deadline or a back-off has a row in `due` under
 * due_ms. job_ready_leased is the same for jobs that go to leasing workers only. */
#ifndef FSM_JOB_ROWS_H
#define FSM_JOB_ROWS_H

#include "row/rows.h"

enum job_row_state {
    JOB_ROW_READY = 1,
    JOB_ROW_ACTIVE,       /* held by a worker until due_ms */
    JOB_ROW_BACK_OFF,     /* ready again at due_ms */
    JOB_ROW_FAILED,       /* no retries left */
    JOB_ROW_ERROR_THROWN, /* and nobody caught it */
};

struct job_row {
    uint64_t key;
    enum job_row_state state;
    uint64_t element_key;
    uint64_t instance_key;
    struct slice tenant;
    struct slice type;
    struct slice worker; /* data NULL: nobody */
    int32_t retries;
    int32_t priority;
    int64_t due_ms; /* deadline or end of back-off; 0: none */
    uint64_t activation;
    uint64_t incident_key;
    struct slice error_code;
    struct slice error_message;
    int64_t created_ms;
    bool is_leased; /* handed out with a lease once: from then on to those only who lease */
};

bool job_row_get(struct rows *rows, uint64_t key, struct job_row *out);
void job_row_put(struct rows *rows, const struct job_row *row);
void job_row_delete(struct rows *rows, uint64_t key);

void job_ready_put(struct rows *rows, const struct job_row *row);
void job_ready_delete(struct rows *rows, const struct job_row *row);
struct row_key job_ready_key(const struct job_row *row);
/* The one of the two tables that it stands in when it is ready. */
enum table job_ready_table(const struct job_row *row);
/* Prefix of the ready jobs of one type in both tables; the last part of a key is the job's. */
struct row_key job_ready_prefix(struct slice tenant, struct slice type);

#endif
