/* One run of load: what is asked for, what is measured, and the parts that do it. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "histogram.h"
#include "ledger.h"

/* A model of bench/models and what one instance of it needs from outside. */
struct scenario {
    const char *name;
    const char *file;
    uint32_t jobs;     /* of type bench-task */
    uint32_t messages; /* bench-message, correlated by the variable key */
    const char *what;
};

/* NULL when there is none of that name. scenario_at: NULL past the last. */
const struct scenario *scenario_find(const char *name);
const struct scenario *scenario_at(unsigned place);

struct load {
    const struct scenario *scenario;
    const char *models; /* folder of the models */
    uint32_t clients;
    uint32_t workers;
    uint32_t seconds;
    uint32_t rate; /* instances a second, started on time whatever happens; 0: closed loop */
    uint32_t payload_bytes;
    uint32_t backlog; /* closed loop: most instances begun and not worked yet */
    bool blind;       /* neither deploy nor count afterwards: bench/limit has no engine */

    uint32_t run; /* tells this run's jobs from another's */
    int64_t begun_us;
    _Atomic bool stop;
    struct ledger ledger;
    struct histogram create_us;
    struct histogram whole_us; /* from the start to the last job done */
    _Atomic uint64_t published;
    _Atomic uint64_t failed;
};

int64_t load_now_us(void);

/* Run the clients for the time asked and join them. Thread: the caller's, and one a client. */
void clients_run(struct load *load);
/* Complete the scenario's jobs until worker_stop; false when it cannot start. */
struct baton_worker;
bool worker_start(struct load *load, struct baton_worker **out);

/* What the server itself counts of the scenario's process, by state. */
struct census {
    uint64_t active;
    uint64_t completed;
};

/* Deploy the scenario's model; false, said on stderr, when that fails. */
bool server_deploy(const struct load *load);
bool server_count(const struct load *load, struct census *out);

#endif
