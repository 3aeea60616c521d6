/* The state machine: applies commands to the state store, in log order, and nothing else changes
 * state.
 *
 * It knows neither Raft nor network. A turn is one write transaction of the state store; each
 * command in it is all or nothing. Same commands in the same order give the same state digest,
 * whatever the turn borders, the compiler, the time zone or the restarts in between.
 *
 * Thread: one (the core). Memory: an arena a command, the model cache. */
#ifndef FSM_FSM_H
#define FSM_FSM_H

#include "fsm/command.h"
#include "fsm/trace.h"
#include "store/store.h"

struct fsm;

struct fsm_options {
    struct store *state; /* opened with fsm_tables; borrowed until fsm_close */
    /* Called inside fsm_apply after the command has succeeded or was rejected (then with count 0 or
     * only what a rejection does). A status other than STATUS_OK is a fault of the consumer. */
    enum status (*on_trace)(void *ctx, const struct trace *trace);
    void *ctx;
};

/* The tables of the state store, for store_open. */
const struct store_table *fsm_tables(size_t *count);

/* Errors: STATUS_CORRUPT, STATUS_IO; STATUS_UNAVAILABLE: written by a newer version. */
enum status fsm_open(const struct fsm_options *options, struct fsm **out) NODISCARD;
void fsm_close(struct fsm *fsm);

/* What the state says of itself: last applied entry. 0, 0, 0 for a new one. */
struct fsm_applied {
    uint64_t index;
    uint64_t term;
    uint32_t record_crc;
};
struct fsm_applied fsm_applied(const struct fsm *fsm);

enum status fsm_turn_begin(struct fsm *fsm) NODISCARD;
/* Ends the turn; what was applied in it is visible to readers after. */
enum status fsm_turn_commit(struct fsm *fsm) NODISCARD;
/* Give the turn up: state as before fsm_turn_begin, caches dropped. For shutdown on a fault. */
void fsm_turn_abort(struct fsm *fsm);
/* Bytes put in this turn so far: the caller ends the turn at LIMIT_TURN_BYTES. */
uint64_t fsm_turn_bytes(const struct fsm *fsm);

struct fsm_entry {
    uint64_t index;
    uint64_t term;
    uint32_t record_crc;
    struct slice
        command; /* encoded; empty for entries of Raft's own: only the applied index moves */
};

/* Apply one entry inside a turn. *result (encoded, result_encode) is filled only when want_result;
 * it is borrowed until the next call. A rejection is a result, not an error. Errors: faults only;
 * STATUS_NOT_IMPLEMENTED: command of a newer version. The caller stops the node. */
enum status fsm_apply(struct fsm *fsm, const struct fsm_entry *entry, bool want_result,
                      struct slice *result) NODISCARD;

/* When the next TICK is needed, as engine time and as stamp; INT64_MAX: never. Reads committed
 * state and the open turn. */
struct fsm_due {
    int64_t at_engine_ms; /* first row on the engine clock */
    int64_t at_stamp_ms;  /* first row on the stamp clock */
    bool has_steps;       /* stored steps wait: a CONTINUE is needed */
};
enum status fsm_next_due(struct fsm *fsm, struct fsm_due *out) NODISCARD;

/* The two clocks as of the last applied command. */
struct fsm_clock {
    int64_t stamp_ms;  /* last stamp: never goes back */
    int64_t offset_ms; /* engine time = stamp + offset, unless pinned */
    bool pinned;
    int64_t pinned_ms;
};
struct fsm_clock fsm_clock(const struct fsm *fsm);
int64_t fsm_engine_time(const struct fsm *fsm, int64_t stamp_ms);

/* Which ready jobs of a type exist (for parked polls). */
struct fsm_ready {
    bool for_all;
    bool for_leases; /* only for polls with a lease */
};
enum status fsm_has_ready_jobs(struct fsm *fsm, struct slice tenant, struct slice type,
                               struct fsm_ready *out) NODISCARD;

/* Types whose ready jobs appeared or came back since the last call: for waking parked polls.
 * Borrowed until the next fsm_apply. */
size_t fsm_take_ready_types(struct fsm *fsm, const struct slice **tenants,
                            const struct slice **types);

/* Semantic checks over the whole state: every reference resolves, counts are right, no row of an
 * ended instance is left. finding is called for each defect. Reads only. */
enum status fsm_check(struct store_txn *txn, void (*finding)(void *ctx, const char *line),
                      void *ctx) NODISCARD;

#endif
