/* The worker of a run: completes what comes and tells the ledger when the server has it. */
#include "baton/client.h"
#include "load.h"

enum {
    JOBS_A_THREAD = 8
};

static void handle(const baton_job *job, baton_outcome *outcome, void *ctx)
{
    (void)job;
    (void)ctx;
    baton_outcome_complete(outcome, "{}");
}

static void on_done(const baton_job *job, void *ctx)
{
    struct load *load = ctx;
    int64_t number;
    int64_t run;
    int64_t begun_us;

    if (!baton_json_int(job->variables, "run", &run) || run != (int64_t)load->run ||
        !baton_json_int(job->variables, "n", &number) || number < 0 ||
        number >= LEDGER_INSTANCES_MAX) {
        return; /* left over by an earlier run */
    }
    if (ledger_job_done(&load->ledger, (uint64_t)number, &begun_us)) {
        histogram_note(&load->whole_us, (uint64_t)(load_now_us() - begun_us));
    }
}

bool worker_start(struct load *load, baton_worker **out)
{
    baton_worker_config config = {.type = "bench-task",
                                  .handler = handle,
                                  .on_done = on_done,
                                  .ctx = load,
                                  .fetch_variables = "n,run",
                                  .threads = load->workers,
                                  .max_jobs = load->workers * JOBS_A_THREAD};

    return baton_worker_start(NULL, &config, out) == BATON_OK;
}
