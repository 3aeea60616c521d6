/* One command at work: everything that the engine's functions hand on from one to the next.
 *
 * What can go wrong, and how it travels (docs/architecture.md, errors):
 *   rejection  exec_reject fills x->result; the handler returns, nothing is stored
 *   incident   a function returns V_INCIDENT after exec_incident has said why
 *   bug        ENSURE fails: V_FAULT, x->bug; the command is dropped and its instance banned
 *   fault      sticks in x->rows; getters then find nothing, and the ENSUREs behind them stop the
 *              work; the loop looks once after each step */
#ifndef FSM_EXEC_H
#define FSM_EXEC_H

#include <stdarg.h>

#include "bpmn/model.h"
#include "engine/definitions.h"
#include "engine/steps.h"
#include "engine/trace_log.h"
#include "fsm/fsm.h"
#include "row/element_rows.h"
#include "row/meta_rows.h"
#include "row/step_rows.h"

enum verdict {
    V_OK,
    V_INCIDENT, /* x->failure says what the element waits for */
    V_FAULT     /* stop this command: x->bug or a fault in x->rows */
};

struct failure {
    enum incident_type type;
    struct slice message;
};

struct exec {
    struct rows rows;
    struct arena *arena;   /* lives as long as the command */
    struct arena *scratch; /* one evaluation of FEEL */
    struct definitions *definitions;
    const struct command *command;
    uint64_t index;
    int64_t now_ms; /* engine time */
    int64_t stamp_ms;
    struct meta_row meta; /* working copy: kept when the command succeeds */
    struct step_queue steps;
    uint64_t feel_steps;        /* of all expressions so far */
    uint64_t feel_steps_before; /* the present step began: its expressions share one budget */
    uint64_t value_bytes;       /* of the values that expressions gave */
    uint64_t evaluations;       /* of expressions so far: each has a seed of its own */
    struct trace_log trace;
    struct failure failure;
    const char *bug;      /* text of the ENSURE that failed; NULL: none */
    const char *bug_file; /* its place, for the log alone: another build has another one */
    int bug_line;
    bool outgrown;             /* it is but that the command needs more memory than it may */
    uint64_t acting_instance;  /* who is banned if it does */
    uint64_t acting_batch;     /* its item is at work: it alone pays */
    bool has_acting_due;       /* what is due happens ... */
    struct due_row acting_due; /* ... and this is it */
    struct result result;
    struct ready_types *ready_types; /* jobs of these types have become ready */
    uint32_t rows_looked_at;         /* children that searches for an element have seen, or made */
    bool definitions_changed;        /* what is loaded of them no longer holds */
    bool nothing_done;               /* an answer that is not worth a record: writes nothing */
};

/* True when the work must stop: a fault or a bug. */
bool exec_stopped(const struct exec *x);
/* A fresh engine key: partition, then counter. */
uint64_t exec_next_key(struct exec *x);
/* Reject the command. */
void exec_reject(struct exec *x, enum status status, const char *format, ...) PRINTF_LIKE(3, 4);
/* Always V_INCIDENT. */
enum verdict exec_incident(struct exec *x, enum incident_type type, const char *format, ...)
    PRINTF_LIKE(3, 4) NODISCARD;
/* Always V_FAULT. file and text must live for ever. */
enum verdict exec_bug(struct exec *x, const char *file, int line, const char *text);
struct slice exec_printf(struct exec *x, const char *format, ...) PRINTF_LIKE(2, 3);
struct slice exec_vprintf(struct exec *x, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* What no input may bring about; when it does, one instance pays and not the node. */
#define ENSURE(x, condition)                                                                       \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            return exec_bug((x), __FILE__, __LINE__, #condition);                                  \
        }                                                                                          \
    } while (0)

/* An element instance with its definition; NULL when there is none (or on a fault). */
struct element_row *element_find(struct exec *x, uint64_t key);
/* The process instance that an element belongs to. */
struct element_row *element_root(struct exec *x, const struct element_row *row);
static inline const struct bpmn_process *element_process(const struct element_row *row)
{
    return row->definition->process;
}
static inline const struct bpmn_element *element_model(const struct element_row *row)
{
    return &row->definition->process->elements[row->element];
}

#endif
