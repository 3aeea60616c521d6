/* One state machine with its read model, in a directory of its own: turns, kills, snapshots.
 *
 * Anything but a rejection ends the process with a word: there is nothing to go on with. */
#ifndef REPLAY_MACHINE_H
#define REPLAY_MACHINE_H

#include "fsm/fsm.h"
#include "readmodel/readmodel.h"

enum {
    MACHINE_PATH_BYTES = 512
};

/* How a machine may stop in the middle. */
enum machine_kill {
    KILL_IN_TURN,      /* the process dies before either commit */
    KILL_BETWEEN,      /* ... after the read model's commit and before the state's */
    KILL_AFTER,        /* ... after both */
    KILL_WITHOUT_EXIT, /* the turn is given up and the process lives on */
    KILL_COUNT
};

struct digests {
    uint64_t state_index;
    uint64_t read_index;
    struct hash128 state;
    struct hash128 read;
};

struct machine {
    char root[MACHINE_PATH_BYTES];
    char directory[MACHINE_PATH_BYTES]; /* root/<generation>: state and read below it */
    uint32_t generation;
    uint64_t last; /* entry that was applied last, committed or not */
    struct store *state;
    struct fsm *fsm;
    struct readmodel *read;
    struct buffer text; /* the trace of the last command, to be hashed */
    struct hash128 trace;
    struct slice result; /* of the last command, when it was wanted; borrowed until the next */
    struct store_txn *frozen_state; /* of a snapshot that is being taken */
    struct readmodel_read frozen_read;
    void (*observe)(void *ctx, const struct trace *trace); /* NULL: nobody looks */
    void *observe_ctx;
};

/* A new machine in `root`, which is created. The structure must not move while it is open. */
void machine_open(struct machine *m, const char *root);
/* Close it and remove its files. */
void machine_destroy(struct machine *m);
uint64_t machine_applied(const struct machine *m);

void machine_turn_begin(struct machine *m);
void machine_turn_commit(struct machine *m);
/* Apply one entry. m->result is the encoded result, m->trace the hash of the trace's text. */
void machine_apply(struct machine *m, const struct fsm_entry *entry, bool want_result);
bool machine_turn_is_full(const struct machine *m);

/* End the open turn by a kill and come up again. */
void machine_kill(struct machine *m, enum machine_kill kind);

/* Freeze what is committed; go on applying; then copy what was frozen, throw the machine away and
 * come up from the copy. Returns the digests of the copy as they were computed while copying. */
void machine_snapshot_begin(struct machine *m);
struct digests machine_snapshot_install(struct machine *m);

/* As committed. */
struct digests machine_digests(struct machine *m);
/* Every check there is over both environments: the number of findings, each printed. */
unsigned machine_check(struct machine *m, const char *name);

#endif
