/* The state machine's own struct, shared by fsm.c, apply.c and check.c. */
#ifndef FSM_INT_H
#define FSM_INT_H

#include "engine/definitions.h"
#include "engine/ready_types.h"
#include "fsm/fsm.h"
#include "row/meta_rows.h"
#include "row/rows.h"

/* One command: rows read, rows changed, trace, steps. Far above what the limits of a command let it
 * need; past it the command is a bug of its instance. */
#define COMMAND_ARENA_BYTES MIB(256)
/* One row: a definition holds the model of a whole deployment. */
#define ROW_BYTES_MAX MIB(16)

struct fsm {
    struct arena arena; /* this struct lives in it */
    struct fsm_options options;
    struct store_txn *turn; /* NULL between turns */
    struct meta_row meta;   /* with the open turn */
    struct meta_row committed;
    struct definitions definitions;
    struct ready_types ready_types;
    struct late_rows late; /* of the open turn */
    struct arena command_arena;
    struct arena scratch_arena;
    struct buffer row_buffer;
    struct buffer result;
    /* rows that the last command wrote (docs/raft-fsm.md, row budget) */
    uint32_t last_puts;
    uint32_t last_deletes;
};

/* Run one decoded command inside the turn and fill fsm->result when it is wanted.
 * Errors: faults. */
enum status command_apply(struct fsm *fsm, const struct command *command, uint64_t index,
                          bool want_result) NODISCARD;

#endif
