#include "testkit/rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"

enum {
    STATE_BYTES = 40
};

static int64_t host_now_ms(void *context)
{
    const struct rig *rig = context;

    return rig->now_ms;
}

static void host_timer_set(void *context, int64_t at_ms)
{
    struct rig *rig = context;

    rig->timer_ms = at_ms;
}

static void host_writer_wake(void *context)
{
    struct rig *rig = context;

    rig->writer_due = true;
}

static void host_snapshot_start(void *context)
{
    struct rig *rig = context;

    rig->snapshot_due = true;
}

static void host_send(void *context, uint64_t server_id, enum peer_channel channel,
                      const struct slice *parts, size_t count)
{
    struct rig *rig = context;

    if (rig->on_send != NULL) {
        rig->on_send(rig->context, server_id, channel, parts, count);
    }
}

static void host_peers_set(void *context, const struct transport_peer *peers, size_t count)
{
    struct rig *rig = context;

    if (rig->on_peers != NULL) {
        rig->on_peers(rig->context, peers, count);
    }
}

static void on_progress(void *context)
{
    struct rig *rig = context;

    rig->progress = true;
}

static void on_role(void *context, enum replication_role role, uint64_t term)
{
    struct rig *rig = context;

    (void)term;
    rig->role = role;
    rig->ready = false;
}

static void on_ready(void *context, uint64_t term)
{
    struct rig *rig = context;

    rig->ready = true;
    rig->ready_term = term;
}

static void on_fault(void *context, enum status status, const char *message)
{
    struct rig *rig = context;

    ASSERT(rig->fault == STATUS_OK);
    rig->fault = status;
    snprintf(rig->fault_text, sizeof(rig->fault_text), "%s", message);
}

static void on_peer_message(void *context, uint64_t from, struct slice bytes)
{
    struct rig *rig = context;

    if (rig->on_peer_message != NULL) {
        rig->on_peer_message(rig->context, from, bytes);
    }
}

static void on_peer_link(void *context, uint64_t server_id, bool up)
{
    (void)context;
    (void)server_id;
    (void)up;
}

static void on_membership(void *context)
{
    (void)context;
}

static enum status state_restore(struct rig *rig);

static enum status on_snapshot_installed(void *context, const struct snapshot_info *info)
{
    struct rig *rig = context;

    ASSERT(info->index > rig->state.index);
    rig->installs++;
    return state_restore(rig);
}

struct pinned {
    struct rig *rig;
    struct rig_state state;
};

static enum status snapshot_begin(void *context, void **handle)
{
    struct rig *rig = context;
    struct pinned *pinned = CHECK_MEMORY(calloc(1, sizeof(*pinned)));

    pinned->rig = rig;
    pinned->state = rig->state;
    rig->pins++;
    *handle = pinned;
    return STATUS_OK;
}

static enum status file_put(struct disk *disk, const char *directory, const char *name,
                            const void *data, size_t size)
{
    char path[REPLICATION_PATH_BYTES];
    union {
        const void *in;
        void *out; /* iovec knows no const */
    } bytes = {.in = data};
    struct iovec part = {.iov_base = bytes.out, .iov_len = size};
    enum status st;
    int file;

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    st = disk->open(disk, path, DISK_CREATE, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = disk->write(disk, file, &part, 1, 0);
    disk->close(disk, file);
    return st;
}

static enum status snapshot_write(void *handle, const char *directory,
                                  struct snapshot_content *content)
{
    const struct pinned *pinned = handle;
    const struct rig_state *state = &pinned->state;
    struct disk *disk = pinned->rig->options.disk;
    char bytes[STATE_BYTES];
    enum status st;
    char *filler;

    bytes_put_u64be(bytes, state->index);
    bytes_put_u64be(bytes + 8, state->term);
    bytes_put_u32be(bytes + 16, state->record_crc);
    bytes_put_u64be(bytes + 20, state->hash);
    bytes_put_u64be(bytes + 28, state->commands);
    bytes_put_u32be(bytes + 36, crc32c(0, bytes, 36));
    st = file_put(disk, directory, "state", bytes, sizeof(bytes));
    if (st != STATUS_OK || pinned->rig->filler_bytes == 0) {
        return st;
    }
    filler = CHECK_MEMORY(malloc(pinned->rig->filler_bytes));
    memset(filler, (int)(state->index & 0xff) | 1, pinned->rig->filler_bytes);
    st = file_put(disk, directory, "filler", filler, pinned->rig->filler_bytes);
    free(filler);
    content->feature_level = 1;
    content->digest_count = 1;
    bytes_put_u64be(content->digests[0], state->hash);
    return st;
}

static void snapshot_finish(void *handle)
{
    struct pinned *pinned = handle;

    pinned->rig->pins--;
    free(pinned);
}

static uint64_t snapshot_live_bytes(void *context)
{
    const struct rig *rig = context;

    return rig->live_bytes;
}

void rig_init(struct rig *rig, struct disk *disk, const char *directory)
{
    *rig = (struct rig){.now_ms = 1000, .timer_ms = 1000};
    rig->options = (struct replication_options){
        .directory = directory,
        .server_id = 7,
        .address = "127.0.0.1:26000",
        .cluster_id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
        .random_seed = 42,
        .disk = disk,
        .events = {.context = rig,
                   .progress = on_progress,
                   .role_changed = on_role,
                   .leader_ready = on_ready,
                   .fault = on_fault,
                   .peer_message = on_peer_message,
                   .peer_link = on_peer_link,
                   .snapshot_installed = on_snapshot_installed,
                   .membership_changed = on_membership},
        .snapshots = {.context = rig,
                      .begin = snapshot_begin,
                      .write = snapshot_write,
                      .finish = snapshot_finish,
                      .live_bytes = snapshot_live_bytes},
    };
}

/* The state as the newest snapshot has it, empty when there is none. */
static enum status state_restore(struct rig *rig)
{
    struct disk *disk = rig->options.disk;
    char path[REPLICATION_PATH_BYTES + 16];
    struct snapshot_info info;
    char bytes[STATE_BYTES];
    enum status st;
    size_t got = 0;
    int file;

    memset(&rig->state, 0, sizeof(rig->state));
    if (!replication_snapshot_get(rig->r, &info)) {
        return STATUS_OK;
    }
    st = replication_snapshot_verify(rig->r, &rig->problem);
    if (st != STATUS_OK) {
        return st;
    }
    snprintf(path, sizeof(path), "%s/state", info.directory);
    st = disk->open(disk, path, DISK_READ, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = disk->read(disk, file, bytes, sizeof(bytes), 0, &got);
    disk->close(disk, file);
    if (st != STATUS_OK) {
        return st;
    }
    ASSERT(got == sizeof(bytes));
    ASSERT(bytes_get_u32be(bytes + 36) == crc32c(0, bytes, 36));
    rig->state = (struct rig_state){.index = bytes_get_u64be(bytes),
                                    .term = bytes_get_u64be(bytes + 8),
                                    .record_crc = bytes_get_u32be(bytes + 16),
                                    .hash = bytes_get_u64be(bytes + 20),
                                    .commands = bytes_get_u64be(bytes + 28)};
    ASSERT(rig->state.index == info.index);
    return STATUS_OK;
}

static enum status state_find(struct rig *rig, bool keep_state)
{
    enum status st;

    if (!keep_state) {
        st = state_restore(rig);
        if (st != STATUS_OK) {
            return st;
        }
    }
    return replication_verify_applied(rig->r, rig->state.index, rig->state.term,
                                      rig->state.record_crc, &rig->problem);
}

enum status rig_open(struct rig *rig, enum replication_mode mode, bool keep_state)
{
    struct replication_host host = {
        .context = rig,
        .now_ms = host_now_ms,
        .timer_set = host_timer_set,
        .writer_wake = host_writer_wake,
        .snapshot_start = host_snapshot_start,
        .send = host_send,
        .peers_set = host_peers_set,
    };
    enum status st;

    ASSERT(rig->r == NULL);
    rig->options.mode = mode;
    rig->fault = STATUS_OK;
    rig->writer_due = rig->snapshot_due = rig->progress = rig->ready = false;
    st = replication_open(&rig->options, &rig->r, &rig->problem);
    if (st != STATUS_OK) {
        return st;
    }
    st = state_find(rig, keep_state);
    if (st == STATUS_OK) {
        st = replication_start(rig->r, &host, rig->state.index);
        snprintf(rig->problem.text, sizeof(rig->problem.text), "%s", rig->fault_text);
    }
    if (st != STATUS_OK) {
        rig_close(rig);
    }
    return st;
}

void rig_close(struct rig *rig)
{
    if (rig->r != NULL) {
        replication_close(rig->r);
    }
    rig->r = NULL;
    ASSERT(rig->pins == 0);
}

bool rig_write(struct rig *rig, bool hear)
{
    bool did = replication_writer_step(rig->r);

    rig->writer_due = did;
    if (hear) {
        rig_hear(rig);
    }
    return did;
}

void rig_hear(struct rig *rig)
{
    replication_stored(rig->r);
}

uint64_t rig_hash(uint64_t hash, uint64_t index, struct slice payload)
{
    char bytes[16];

    bytes_put_u64be(bytes, hash);
    bytes_put_u64be(bytes + 8, index);
    return hash * UINT64_C(0x9e3779b97f4a7c15) + ((uint64_t)crc32c(0, bytes, sizeof(bytes)) << 32) +
           crc32c(0, payload.data, payload.size);
}

uint32_t rig_turn(struct rig *rig, uint32_t max)
{
    struct entry entry;
    uint32_t count = 0;

    while (count < max && replication_next(rig->r, &entry)) {
        ASSERT(entry.index == rig->state.index + 1);
        rig->state.index = entry.index;
        rig->state.term = entry.term;
        rig->state.record_crc = entry.record_crc;
        if (entry.kind == ENTRY_COMMAND) {
            rig->state.hash = rig_hash(rig->state.hash, entry.index, entry.payload);
            rig->state.commands++;
        }
        if (rig->on_apply != NULL) {
            rig->on_apply(rig->context, &entry, &rig->state);
        }
        count++;
    }
    rig->progress = count == max;
    replication_applied(rig->r);
    return count;
}

void rig_snapshot(struct rig *rig)
{
    ASSERT(rig->snapshot_due);
    rig->snapshot_due = false;
    replication_snapshot_run(rig->r);
    replication_snapshot_done(rig->r);
}

void rig_settle(struct rig *rig)
{
    bool did = true;

    while (did && rig->fault == STATUS_OK) {
        did = rig_write(rig, true);
        did = rig_turn(rig, 1000) > 0 || did;
        if (rig->snapshot_due) {
            rig_snapshot(rig);
            did = true;
        }
    }
}

enum status rig_submit(struct rig *rig, const void *payload, size_t size, uint64_t *index,
                       uint64_t *term)
{
    struct slice one = slice_make(payload, size);

    return replication_submit(rig->r, &one, 1, index, term);
}
