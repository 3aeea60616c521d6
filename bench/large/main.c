/* baton-large DIRECTORY: one instance of each of some processes, and one ten times as large. For
 * each the processor time, the best of some runs, the longest of its commands, and how much longer
 * the larger took: about ten when it is linear. Ends with an error when rows are left of an
 * instance that has ended.
 *
 * DIRECTORY is an empty one for the stores; a memory file system keeps the disk out of it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/assert.h"
#include "base/limits.h"
#include "engine.h"
#include "models.h"
#include "value/value.h"

enum {
    COMMANDS_A_TURN = 64,
    JOBS_AT_ONCE = 1000,
    PATH_BYTES = 1024,
    GROWTH = 10,
    RUNS = 3,
    RUNS_SMALL = 10 /* of what takes milliseconds */
};

struct measured {
    int64_t all_ns;
    int64_t longest_ns; /* of one command, with the end of its turn */
    uint64_t commands;
};

struct run {
    struct engine engine;
    uint32_t in_turn;
    int64_t command_begun_ns;
    struct measured measured;
};

/* Of this process: what others do on the machine does not count. */
static int64_t now_ns(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void turn_end(struct run *run)
{
    if (run->in_turn > 0) {
        engine_turn_commit(&run->engine);
        run->in_turn = 0;
    }
}

static void apply(struct run *run, struct command *command)
{
    int64_t begun = now_ns();
    int64_t took;

    if (run->in_turn == 0) {
        engine_turn_begin(&run->engine);
    }
    engine_apply(&run->engine, command);
    if (++run->in_turn == COMMANDS_A_TURN) {
        turn_end(run);
    }
    took = now_ns() - begun;
    run->measured.commands++;
    if (took > run->measured.longest_ns) {
        run->measured.longest_ns = took;
    }
}

static bool has_steps(struct run *run)
{
    struct fsm_due due;

    ASSERT(fsm_next_due(run->engine.fsm, &due) == STATUS_OK);
    return due.has_steps;
}

static void go_on(struct run *run)
{
    while (has_steps(run)) {
        struct command command = {.type = COMMAND_CONTINUE};

        command.continue_.limit = LIMIT_CONTINUE_STEPS;
        apply(run, &command);
    }
}

/* False: there was none. */
static bool serve(struct run *run)
{
    struct activate_jobs_request request = {
        .waiter = 1, .worker = SLICE("w"), .timeout_ms = 60000, .jobs_max = JOBS_AT_ONCE};
    struct command activate = {.type = COMMAND_ACTIVATE_JOBS};
    static uint64_t keys[JOBS_AT_ONCE];
    uint32_t count;

    activate.activate_jobs = (struct activate_jobs_command){SLICE("work"), &request, 1};
    apply(run, &activate);
    count = run->engine.result.activate_jobs.served_count == 0
                ? 0
                : run->engine.result.activate_jobs.served[0].job_count;
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = run->engine.result.activate_jobs.served[0].job_keys[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        struct command complete = {.type = COMMAND_COMPLETE_JOB};

        complete.complete_job.job_key = keys[i];
        apply(run, &complete);
    }
    return count > 0;
}

static void create(struct run *run, const char *process_id, uint32_t many)
{
    struct command command = {.type = COMMAND_CREATE_INSTANCE};
    struct buffer variables;

    buffer_init(&variables, KIB(1));
    value_put_object(&variables, 1);
    value_put_string(&variables, SLICE("many"));
    value_put_u64(&variables, many);
    command.create_instance = (struct create_instance_command){
        .process_id = slice_of(process_id), .version = -1, .variables = buffer_slice(&variables)};
    apply(run, &command);
    buffer_deinit(&variables);
}

static uint64_t rows(struct run *run)
{
    const struct store_table *tables;
    struct store_txn *txn;
    uint64_t all = 0;
    size_t count;

    turn_end(run);
    tables = fsm_tables(&count);
    ASSERT(store_begin_read(run->engine.state, &txn) == STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        uint64_t in_table;

        ASSERT(store_count(txn, tables[i].id, &in_table) == STATUS_OK);
        all += in_table;
    }
    store_abort(txn);
    return all;
}

/* The life of one instance. */
static struct measured live(struct run *run, const char *process_id, uint32_t many)
{
    uint64_t before = rows(run);
    int64_t begun = now_ns();

    run->measured = (struct measured){.all_ns = 0};
    create(run, process_id, many);
    do {
        go_on(run);
    } while (serve(run));
    turn_end(run);
    run->measured.all_ns = now_ns() - begun;
    if (rows(run) != before) {
        printf("%s: rows are left\n", process_id);
        exit(EXIT_FAILURE);
    }
    return run->measured;
}

static void tell(const char *name, uint32_t many, const struct measured *small,
                 const struct measured *large)
{
    printf("%-18s %8u in %9.1f ms, %8u in %9.1f ms in %7llu commands of at most %6.1f ms: %6.2f\n",
           name, many, (double)small->all_ns / 1e6, many * GROWTH, (double)large->all_ns / 1e6,
           (unsigned long long)large->commands, (double)large->longest_ns / 1e6,
           (double)large->all_ns / (double)small->all_ns);
    (void)fflush(stdout);
}

static struct measured live_best(struct run *run, const char *process_id, uint32_t many, int runs)
{
    struct measured best = live(run, process_id, many);

    for (int i = 1; i < runs; i++) {
        struct measured other = live(run, process_id, many);

        best = other.all_ns < best.all_ns ? other : best;
    }
    return best;
}

static void compare(struct run *run, const char *process_id, uint32_t many)
{
    struct measured small = live_best(run, process_id, many, RUNS);
    struct measured large = live_best(run, process_id, many * GROWTH, RUNS - 1);

    tell(process_id, many, &small, &large);
}

typedef void model_writer(struct buffer *out, uint32_t size);

static struct measured live_in(struct run *run, model_writer *model, const char *process_id,
                               uint32_t size, uint32_t many)
{
    struct buffer xml;

    turn_end(run);
    buffer_init(&xml, LIMIT_XML_BYTES);
    model(&xml, size);
    ASSERT(!xml.failed);
    engine_deploy(&run->engine, buffer_slice(&xml));
    buffer_deinit(&xml);
    return live_best(run, process_id, many, RUNS_SMALL);
}

/* A model ten times as large; tasks: how many of them the small one has. */
static void compare_models(struct run *run, model_writer *model, const char *process_id,
                           uint32_t tasks)
{
    struct measured small = live_in(run, model, process_id, tasks, 1);
    struct measured large = live_in(run, model, process_id, tasks * GROWTH, 1);

    tell(process_id, tasks, &small, &large);
}

int main(int argc, char **argv)
{
    static struct run run;
    struct buffer xml;

    if (argc != 2) {
        (void)fprintf(stderr, "usage: baton-large DIRECTORY\n");
        return EXIT_FAILURE;
    }
    engine_open(&run.engine, argv[1]);
    buffer_init(&xml, LIMIT_XML_BYTES);
    model_repeating(&xml);
    engine_deploy(&run.engine, buffer_slice(&xml));
    buffer_reset(&xml);
    model_deep(&xml, 50);
    engine_deploy(&run.engine, buffer_slice(&xml));
    buffer_deinit(&xml);
    compare(&run, "parallel", 10000);
    compare(&run, "sequential", 10000);
    compare(&run, "parallel-jobs", 10000);
    compare(&run, "sequential-jobs", 10000);
    compare(&run, "deep", 1000);
    compare(&run, "loop", 100000);
    compare_models(&run, model_join, "join", 1600);
    compare_models(&run, model_row, "row", 500);
    engine_close(&run.engine);
    return EXIT_SUCCESS;
}
