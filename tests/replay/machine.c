#include "machine.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/limits.h"

enum {
    TRACE_TEXT_BYTES = 256 * 1024 * 1024
};

static void must(enum status st, const char *what)
{
    if (st != STATUS_OK) {
        base_die(__FILE__, __LINE__, "%s: %s", what, status_name(st));
    }
}

static void make_directory(const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        base_die(__FILE__, __LINE__, "cannot create %s: %s", path, strerror(errno));
    }
}

static void path_of(char out[MACHINE_PATH_BYTES], const char *directory, const char *name)
{
    int size = snprintf(out, MACHINE_PATH_BYTES, "%s/%s", directory, name);

    ASSERT(size > 0);
    ASSERT(size < MACHINE_PATH_BYTES);
}

static enum status on_trace(void *ctx, const struct trace *trace)
{
    struct machine *m = ctx;

    buffer_reset(&m->text);
    for (uint32_t i = 0; i < trace->count; i++) {
        trace_event_print(&trace->events[i], &m->text);
        buffer_put_byte(&m->text, '\n');
    }
    ASSERT(!m->text.failed);
    m->trace = hash128(buffer_slice(&m->text));
    if (m->observe != NULL) {
        m->observe(m->observe_ctx, trace);
    }
    return readmodel_apply(m->read, trace);
}

static void come_up(struct machine *m)
{
    struct store_options options = {0};
    struct fsm_options fsm_options = {.on_trace = on_trace, .ctx = m};
    const char *message = "";
    char path[MACHINE_PATH_BYTES];

    options.tables = fsm_tables(&options.table_count);
    options.directory = path;
    path_of(path, m->directory, "state");
    must(store_open(&options, &m->state, &message), message);
    path_of(path, m->directory, "read");
    must(readmodel_open(path, false, &m->read, &message), message);
    fsm_options.state = m->state;
    must(fsm_open(&fsm_options, &m->fsm), "fsm_open");
    ASSERT(readmodel_applied(m->read) >= fsm_applied(m->fsm).index);
}

static void go_down(struct machine *m)
{
    fsm_close(m->fsm);
    readmodel_close(m->read);
    store_close(m->state);
}

static void new_directory(struct machine *m)
{
    char name[16];

    (void)snprintf(name, sizeof name, "%u", ++m->generation);
    path_of(m->directory, m->root, name);
    make_directory(m->directory);
}

static void remove_files(const char *directory)
{
    char path[MACHINE_PATH_BYTES];

    path_of(path, directory, "state");
    must(store_destroy(path), path);
    path_of(path, directory, "read");
    must(store_destroy(path), path);
    (void)rmdir(directory);
}

void machine_open(struct machine *m, const char *root)
{
    int size = snprintf(m->root, sizeof m->root, "%s", root);

    ASSERT(size > 0 && (size_t)size < sizeof m->root);
    m->generation = 0;
    m->frozen_state = NULL;
    m->observe = NULL;
    buffer_init(&m->text, TRACE_TEXT_BYTES);
    make_directory(root);
    new_directory(m);
    come_up(m);
}

static void thaw(struct machine *m)
{
    store_abort(m->frozen_state);
    readmodel_end_read(&m->frozen_read);
    m->frozen_state = NULL;
}

void machine_destroy(struct machine *m)
{
    if (m->frozen_state != NULL) {
        thaw(m);
    }
    go_down(m);
    remove_files(m->directory);
    (void)rmdir(m->root);
    buffer_deinit(&m->text);
}

uint64_t machine_applied(const struct machine *m)
{
    return fsm_applied(m->fsm).index;
}

/* --- turns --- */

void machine_turn_begin(struct machine *m)
{
    must(fsm_turn_begin(m->fsm), "fsm_turn_begin");
    must(readmodel_turn_begin(m->read), "readmodel_turn_begin");
}

void machine_turn_commit(struct machine *m)
{
    must(readmodel_turn_commit(m->read, m->last), "readmodel_turn_commit");
    must(fsm_turn_commit(m->fsm), "fsm_turn_commit");
}

void machine_apply(struct machine *m, const struct fsm_entry *entry, bool want_result)
{
    enum status st;

    m->result = SLICE_EMPTY;
    m->trace = (struct hash128){0};
    st = fsm_apply(m->fsm, entry, want_result, &m->result);
    if (st != STATUS_OK) {
        base_die(__FILE__, __LINE__, "fsm_apply of entry %llu (%s): %s",
                 (unsigned long long)entry->index,
                 entry->command.size == 0 ? "empty"
                                          : command_type_name(command_type_of(entry->command)),
                 status_name(st));
    }
    m->last = entry->index;
}

bool machine_turn_is_full(const struct machine *m)
{
    return fsm_turn_bytes(m->fsm) >= LIMIT_TURN_BYTES;
}

/* --- kills --- */

void machine_kill(struct machine *m, enum machine_kill kind)
{
    switch (kind) {
    case KILL_AFTER:
        machine_turn_commit(m);
        break;
    case KILL_BETWEEN:
        must(readmodel_turn_commit(m->read, m->last), "readmodel_turn_commit");
        fsm_turn_abort(m->fsm);
        break;
    case KILL_IN_TURN:
    case KILL_WITHOUT_EXIT:
    case KILL_COUNT:
        readmodel_turn_abort(m->read);
        fsm_turn_abort(m->fsm);
        break;
    }
    if (kind != KILL_WITHOUT_EXIT) {
        go_down(m);
        come_up(m);
    }
}

/* --- snapshots --- */

void machine_snapshot_begin(struct machine *m)
{
    ASSERT(m->frozen_state == NULL);
    must(store_begin_read(m->state, &m->frozen_state), "store_begin_read");
    must(readmodel_begin_read(m->read, &m->frozen_read), "readmodel_begin_read");
}

struct digests machine_snapshot_install(struct machine *m)
{
    struct digests copied = {0};
    char before[MACHINE_PATH_BYTES];
    char path[MACHINE_PATH_BYTES];

    memcpy(before, m->directory, sizeof before);
    new_directory(m);
    path_of(path, m->directory, "state");
    must(store_copy(m->frozen_state, path, &copied.state), "store_copy of the state");
    path_of(path, m->directory, "read");
    must(store_copy(m->frozen_read.txn, path, &copied.read), "store_copy of the read model");
    thaw(m);
    go_down(m);
    remove_files(before);
    come_up(m);
    copied.state_index = machine_applied(m);
    copied.read_index = readmodel_applied(m->read);
    return copied;
}

/* --- looking --- */

struct digests machine_digests(struct machine *m)
{
    struct digests found = {.state_index = machine_applied(m),
                            .read_index = readmodel_applied(m->read)};
    struct readmodel_read read;
    struct store_txn *txn;

    must(store_begin_read(m->state, &txn), "store_begin_read");
    must(store_digest(txn, &found.state), "store_digest of the state");
    store_abort(txn);
    must(readmodel_begin_read(m->read, &read), "readmodel_begin_read");
    must(store_digest(read.txn, &found.read), "store_digest of the read model");
    readmodel_end_read(&read);
    return found;
}

struct findings {
    const char *name;
    unsigned count;
};

static void on_finding(void *ctx, const char *line)
{
    struct findings *findings = ctx;

    findings->count++;
    printf("  %s: %s\n", findings->name, line);
}

static void check_one(struct findings *findings, enum status st, const char *what)
{
    if (st == STATUS_OK) {
        return;
    }
    if (st != STATUS_CORRUPT || findings->count == 0) {
        findings->count++;
        printf("  %s: %s ended with %s\n", findings->name, what, status_name(st));
    }
}

unsigned machine_check(struct machine *m, const char *name)
{
    struct findings findings = {.name = name};
    struct readmodel_read read;
    struct store_txn *txn;

    must(store_begin_read(m->state, &txn), "store_begin_read");
    check_one(&findings, store_check(txn, on_finding, &findings), "store_check of the state");
    check_one(&findings, fsm_check(txn, on_finding, &findings), "fsm_check");
    store_abort(txn);
    must(readmodel_begin_read(m->read, &read), "readmodel_begin_read");
    check_one(&findings, store_check(read.txn, on_finding, &findings),
              "store_check of the read model");
    readmodel_end_read(&read);
    return findings.count;
}
