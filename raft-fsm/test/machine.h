/* A state machine on a store of its own, for tests: it takes commands, keeps what the trace said,
 * and fails the test on a fault. Text in, text out. */
#ifndef FSM_TEST_MACHINE_H
#define FSM_TEST_MACHINE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "fsm/fsm.h"

enum {
    MACHINE_NAMES_MAX = 4096
};

/* The newest thing of its kind at an element, or an instance under a name. */
struct machine_name {
    char kind; /* 'i' instance, 'j' job, 'c' incident, 'u' user task, 'e' element */
    struct slice name;
    uint64_t key;
    uint64_t activation;
};

struct machine {
    const char *directory;
    struct store *store;
    struct fsm *fsm;
    struct arena arena; /* as long as the machine */
    uint64_t index;
    int64_t stamp_ms;
    struct buffer trace; /* lines of the last command, each indented by two blanks */
    /* Instead of the lines and names: told of every event. */
    void (*on_event)(void *ctx, const struct trace_event *event);
    void *on_event_ctx;
    struct machine_name names[MACHINE_NAMES_MAX];
    uint32_t name_count;
    struct result result; /* of the last command */
    /* one turn for so many commands; 1 unless set */
    uint32_t turn_commands;
    uint32_t in_turn;
};

void machine_open(struct machine *m, const char *directory);
void machine_close(struct machine *m);
/* Close and open again: what is not committed is gone. */
void machine_reopen(struct machine *m);
void machine_commit(struct machine *m);

/* Apply the bytes of a command as they are, under the next index. */
enum status machine_apply_bytes(struct machine *m, struct slice bytes);
/* Stamp, encode, apply; the result is in m->result until the next one. */
enum status machine_apply(struct machine *m, struct command *command);
/* The command of that type with default tenant. */
struct command machine_command(enum command_type type);
/* JSON text as a value in the machine's arena. */
struct slice machine_value(struct machine *m, const char *json);
/* A deployment of the BPMN text under the name, compiled into the machine's arena. */
struct command machine_deployment(struct machine *m, const char *name, struct slice xml);
/* Compile what is RESOURCE_REQUIREMENTS among the resources, which have names and contents, into
 * one unit. */
void machine_compile_decisions(struct machine *m, struct deploy_resource *resources,
                               uint32_t count);
/* machine_deployment, applied. */
enum status machine_deploy(struct machine *m, const char *name, struct slice xml);

/* Key of the newest one of its kind; 0: none. */
uint64_t machine_key(const struct machine *m, char kind, struct slice name);
const struct machine_name *machine_find(const struct machine *m, char kind, struct slice name);

/* Bytes of a file in the machine's arena. */
struct slice machine_read_file(struct machine *m, const char *path);

/* The content digest as text. Commits the turn. */
struct slice machine_digest(struct machine *m);
/* Fails the test when fsm_check has findings or a row of an ended instance is left. */
void machine_check(struct machine *m);
uint64_t machine_rows(struct machine *m, uint8_t table);

#endif
