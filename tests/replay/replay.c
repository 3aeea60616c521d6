/* The differential replay test: one random log through four machines that must agree.
 *
 * A reference machine is driven by the generator and its log is recorded. Then four machines go
 * through that log: one command a turn, 256 a turn, random turns with kills, random turns with
 * snapshots that are taken and installed. The first shows digests at every index; the others must
 * show the same wherever a turn of theirs ends, every 1,000th index among them, and the same result
 * and trace of every command. At the end all checks over both environments must be clean. */
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/limits.h"
#include "census.h"
#include "course.h"
#include "generator.h"

enum {
    COMMANDS_DEFAULT = 20000,
    COURSE_COUNT = 4,
    PATH_BYTES = 256
};

static const struct course courses[COURSE_COUNT] = {
    {.name = "one command a turn", .turn_commands = 1},
    {.name = "256 commands a turn", .turn_commands = LIMIT_TURN_COMMANDS},
    {.name = "random turns, kills", .kills = true},
    {.name = "random turns, snapshots", .snapshots = true},
};

struct options {
    uint64_t seed;
    uint64_t commands;
    const char *write;
    const char *read;
    const char *digests;
    uint64_t show;
    bool census;
};

struct replay {
    struct options options;
    char root[PATH_BYTES];
    struct recording log;
    struct mark *marks;
    unsigned passed;
    unsigned failed;
};

/* --- recording --- */

struct recorder {
    struct generator *generator;
    struct census census;
};

static void on_trace(void *ctx, const struct trace *trace)
{
    struct recorder *recorder = ctx;

    generator_observe(recorder->generator, trace);
    census_trace(&recorder->census, trace);
}

/* One turn of the reference machine, its commands made on the way. */
static void record_turn(struct replay *r, struct recorder *recorder, struct machine *machine,
                        struct rng *rng)
{
    uint32_t commands = course_turn_commands(rng, 0);
    struct buffer bytes;

    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    machine_turn_begin(machine);
    do {
        buffer_reset(&bytes);
        generator_next(recorder->generator, machine->fsm, &bytes);
        machine_apply(machine, recording_append(&r->log, buffer_slice(&bytes)), true);
        census_result(&recorder->census, machine->result);
        commands--;
    } while (commands > 0 && r->log.count < r->options.commands &&
             r->log.count % COURSE_DIGESTS_EVERY != 0 && !machine_turn_is_full(machine));
    machine_turn_commit(machine);
    buffer_deinit(&bytes);
}

static void record(struct replay *r)
{
    struct models *models = CHECK_MEMORY(calloc(1, sizeof(*models)));
    struct recorder *recorder = CHECK_MEMORY(calloc(1, sizeof(*recorder)));
    struct machine *machine = CHECK_MEMORY(calloc(1, sizeof(*machine)));
    struct rng rng = {~r->options.seed};
    char root[PATH_BYTES + 16];

    (void)snprintf(root, sizeof root, "%s/reference", r->root);
    models_init(models, REPLAY_MODELS);
    recorder->generator = generator_new(r->options.seed, models);
    machine_open(machine, root);
    machine->observe = on_trace;
    machine->observe_ctx = recorder;
    while (r->log.count < r->options.commands) {
        record_turn(r, recorder, machine, &rng);
    }
    if (r->options.census) {
        census_print(&recorder->census);
    }
    machine_destroy(machine);
    generator_free(recorder->generator);
    models_deinit(models);
    free(machine);
    free(recorder);
    free(models);
}

/* --- the four --- */

static void run_course(struct replay *r, unsigned number)
{
    char root[PATH_BYTES + 16];
    struct course_run run = {.course = &courses[number],
                             .log = &r->log,
                             .root = root,
                             .seed = r->options.seed + number,
                             .show = r->options.show,
                             .marks = r->marks,
                             .fills = number == 0};

    (void)snprintf(root, sizeof root, "%s/%u", r->root, number);
    course_run(&run);
    printf("%-6s %s", run.findings == 0 ? "ok" : "FAILED", run.course->name);
    if (run.interruptions > 0) {
        printf(" (%u)", run.interruptions);
    }
    printf("\n");
    r->passed += run.findings == 0;
    r->failed += run.findings > 0;
}

static void write_digests(const struct replay *r)
{
    FILE *file = fopen(r->options.digests, "w");

    if (file == NULL) {
        base_die(__FILE__, __LINE__, "cannot write %s", r->options.digests);
    }
    for (size_t i = 1; i <= r->log.count; i++) {
        const struct mark *mark = &r->marks[i - 1];

        if (i % COURSE_DIGESTS_EVERY == 0 || i == r->log.count) {
            (void)fprintf(file, "%zu %016llx%016llx %016llx%016llx\n", i,
                          (unsigned long long)mark->state.high, (unsigned long long)mark->state.low,
                          (unsigned long long)mark->read.high, (unsigned long long)mark->read.low);
        }
    }
    if (fclose(file) != 0) {
        base_die(__FILE__, __LINE__, "cannot write %s", r->options.digests);
    }
}

static void replay(struct replay *r)
{
    if (r->options.read != NULL) {
        recording_read(&r->log, r->options.read);
    } else {
        record(r);
    }
    if (r->options.write != NULL) {
        recording_write(&r->log, r->options.write);
    }
    r->marks = CHECK_MEMORY(calloc(r->log.count + 1, sizeof(*r->marks)));
    /* Without the first there is nothing to compare with. */
    for (unsigned i = 0; i < COURSE_COUNT && (i == 0 || r->passed > 0); i++) {
        run_course(r, i);
    }
    if (r->options.digests != NULL) {
        write_digests(r);
    }
    free(r->marks);
    recording_deinit(&r->log);
}

/* --- options --- */

static NORETURN void usage(void)
{
    (void)fprintf(stderr, "usage: replay [--seed N] [--commands N] [--write FILE | --read FILE]\n"
                          "              [--digests FILE] [--census] [--show INDEX]\n");
    exit(2);
}

static uint64_t number_of(const char *text)
{
    int64_t value;

    if (!slice_to_int64(slice_of(text), &value) || value < 1) {
        usage();
    }
    return (uint64_t)value;
}

static struct options options_of(int argc, char **argv)
{
    static const struct option names[] = {
        {"seed", required_argument, NULL, 's'},    {"commands", required_argument, NULL, 'c'},
        {"write", required_argument, NULL, 'w'},   {"read", required_argument, NULL, 'r'},
        {"digests", required_argument, NULL, 'd'}, {"show", required_argument, NULL, 'i'},
        {"census", no_argument, NULL, 'n'},        {0}};
    struct options options = {.seed = 1, .commands = COMMANDS_DEFAULT};
    int option;

    while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
        switch (option) {
        case 's':
            options.seed = number_of(optarg);
            break;
        case 'c':
            options.commands = number_of(optarg);
            break;
        case 'w':
            options.write = optarg;
            break;
        case 'r':
            options.read = optarg;
            break;
        case 'd':
            options.digests = optarg;
            break;
        case 'i':
            options.show = number_of(optarg);
            break;
        case 'n':
            options.census = true;
            break;
        default:
            usage();
        }
    }
    if (optind != argc) {
        usage();
    }
    return options;
}

int main(int argc, char **argv)
{
    struct replay r = {.options = options_of(argc, argv)};
    const char *parent = getenv("TMPDIR");
    /* The program never does this: here a locale must be given the chance to do harm. */
    const char *locale = setlocale(LC_ALL, "");

    (void)snprintf(r.root, sizeof r.root, "%s/baton-replay-XXXXXX",
                   parent == NULL ? "/tmp" : parent);
    if (mkdtemp(r.root) == NULL) {
        base_die(__FILE__, __LINE__, "cannot create %s", r.root);
    }
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    printf("seed %llu, locale %s\n", (unsigned long long)r.options.seed,
           locale == NULL ? "not installed" : locale);
    replay(&r);
    (void)rmdir(r.root);
    printf("%u passed, %u failed\n", r.passed, r.failed);
    return r.failed == 0 ? 0 : 1;
}
