/* The same worker without a thread, in a loop of the program's own: here poll(), there libuv, GLib
 * or whatever a program has.
 *
 *     cc worker_loop.c -o worker_loop $(pkg-config --cflags --libs baton)
 *     BATON_ADDRESS=127.0.0.1:8080 ./worker_loop charge-card */
#include <baton/client.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t has_ended;

static void on_signal(int number)
{
    has_ended = number;
}

static void on_job(const baton_job *job, baton_outcome *outcome, void *ctx)
{
    (void)ctx;
    printf("%s of instance %" PRIu64 "\n", job->element_id, job->process_instance_key);
    baton_outcome_complete(outcome, "{\"charged\":true}");
}

int main(int argc, char **argv)
{
    baton_worker_config config = {.handler = on_job};
    baton_client *client;
    baton_worker *worker;

    if (argc != 2) {
        fprintf(stderr, "usage: %s JOB_TYPE\n", argv[0]);
        return 2;
    }
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    config.type = argv[1];
    if (baton_client_new(NULL, &client) != BATON_OK ||
        baton_worker_attach(client, &config, &worker) != BATON_OK) {
        fprintf(stderr, "%s\n", baton_last_error());
        return 1;
    }
    while (!has_ended) {
        struct pollfd wait = {.fd = baton_fd(client), .events = baton_events(client)};
        int timeout_ms = baton_timeout_ms(client);

        /* At most a second: a signal may come between the question above and the wait. */
        (void)poll(&wait, 1, timeout_ms < 0 || timeout_ms > 1000 ? 1000 : timeout_ms);
        baton_process(client);
    }
    baton_worker_stop(worker);
    baton_client_free(client);
    return 0;
}
