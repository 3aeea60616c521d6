/* A whole worker: completes every job of one type and says so, until Ctrl-C.
 *
 *     cc worker.c -o worker $(pkg-config --cflags --libs baton)
 *     BATON_ADDRESS=127.0.0.1:8080 ./worker charge-card */
#include <baton/client.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

static void on_job(const baton_job *job, baton_outcome *outcome, void *ctx)
{
    int64_t total;

    (void)ctx;
    if (!baton_json_int(job->variables, "total", &total)) {
        baton_outcome_error(outcome, "NO_TOTAL", "there is no whole number 'total'", NULL);
        return;
    }
    printf("%s of instance %" PRIu64 ": total %" PRId64 "\n", job->element_id,
           job->process_instance_key, total);
    baton_outcome_complete(outcome, "{\"charged\":true}");
}

static void on_problem(const char *text, void *ctx)
{
    (void)ctx;
    fprintf(stderr, "%s\n", text);
}

int main(int argc, char **argv)
{
    baton_worker_config config = {.handler = on_job, .on_problem = on_problem, .threads = 4};
    baton_worker *worker;
    sigset_t end;
    int which;

    if (argc != 2) {
        fprintf(stderr, "usage: %s JOB_TYPE\n", argv[0]);
        return 2;
    }
    sigemptyset(&end);
    sigaddset(&end, SIGINT);
    sigaddset(&end, SIGTERM);
    sigprocmask(SIG_BLOCK, &end, NULL);
    config.type = argv[1];
    if (baton_worker_start(NULL, &config, &worker) != BATON_OK) {
        fprintf(stderr, "the worker cannot start: %s\n", baton_last_error());
        return 1;
    }
    sigwait(&end, &which);
    printf("%" PRIu64 " jobs\n", baton_worker_handled(worker));
    baton_worker_stop(worker);
    return 0;
}
