#include "transfer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/log.h"
#include "block.h"
#include "configuration.h"
#include "driver.h"
#include "manifest.h"
#include "problem.h"

enum {
    /* With its place it fills a piece. */
    CHUNK_BYTES = LIMIT_PEER_PIECE_BYTES - 1024,
    OFFER_AGAIN_MS = 1000,
    ASK_AGAIN_MS = 500,
    /* Who has not asked for so long does not install. */
    SERVING_MS = 10000,
};

enum transfer_stage {
    STAGE_FILES,
    STAGE_SEALING, /* on the pool */
    STAGE_INSTALLING,
};

struct transfer {
    uint64_t from;
    uint64_t term; /* of the offer heard last */
    unsigned char version;
    struct snapshot_manifest manifest;
    uint32_t sum; /* the manifest's */
    enum transfer_stage stage;
    uint32_t file; /* the place to go on from */
    uint64_t offset;
    int64_t asked_ms;
    enum status status; /* of the seal */
    struct replication_problem problem;
    struct raft_snapshot_metadata metadata; /* while installing: to be given back to the library */
};

static int64_t now_of(const struct replication *r)
{
    return r->host.now_ms(r->host.context);
}

static struct wire_place place_of(const struct transfer *t)
{
    return (struct wire_place){.index = t->manifest.index,
                               .term = t->manifest.term,
                               .manifest_crc = t->sum,
                               .file = t->file,
                               .offset = t->offset};
}

static bool is_of(const struct wire_place *place, const struct snapshot_manifest *manifest,
                  uint32_t sum)
{
    return place->index == manifest->index && place->term == manifest->term &&
           place->manifest_crc == sum;
}

/* --- who has one --- */

void transfer_offer(struct replication *r, uint64_t server_id,
                    const struct raft_install_snapshot *message)
{
    struct raft_message offer = {.type = RAFT_INSTALL_SNAPSHOT};
    struct peer *peer = peers_find(r, server_id);
    struct buffer manifest;

    if (peer == NULL || !r->has_snapshot ||
        (peer->offered_index == r->snapshot.index && peer->offered_ms != INT64_MIN &&
         now_of(r) - peer->offered_ms < OFFER_AGAIN_MS)) {
        return;
    }
    peer->offered_index = r->snapshot.index;
    peer->offered_ms = now_of(r);
    offer.install_snapshot.version = message->version;
    offer.install_snapshot.term = message->term;
    buffer_init(&manifest, MANIFEST_BYTES_MAX);
    manifest_encode(&r->snapshot, &manifest);
    buffer_reset(&r->peers.out);
    wire_raft_encode(&r->peers.out, &offer, buffer_slice(&manifest));
    buffer_deinit(&manifest);
    peers_send(r, server_id, WIRE_RAFT, buffer_slice(&r->peers.out));
}

bool transfer_is_serving(const struct replication *r)
{
    int64_t now_ms = now_of(r);

    for (size_t i = 0; i < r->peers.count; i++) {
        const struct peer *peer = r->peers.items[i];

        if ((peer->asked_ms != INT64_MIN && now_ms - peer->asked_ms < SERVING_MS) ||
            (peer->offered_ms != INT64_MIN && now_ms - peer->offered_ms < 2 * OFFER_AGAIN_MS)) {
            return true;
        }
    }
    return false;
}

static enum status chunk_read(struct replication *r, const struct wire_place *place, char *chunk,
                              size_t *got)
{
    char directory[REPLICATION_PATH_BYTES];
    char path[REPLICATION_PATH_BYTES];
    enum status st;
    int file;

    snapshot_directory(directory, r->directory, place->index, place->term);
    path_join(path, directory, r->snapshot.files[place->file].name);
    st = r->disk->open(r->disk, path, DISK_READ, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = r->disk->read(r->disk, file, chunk, CHUNK_BYTES, place->offset, got);
    r->disk->close(r->disk, file);
    return st;
}

static void chunk_send(struct replication *r, uint64_t server_id, const struct wire_place *place)
{
    struct replication_problem problem;
    struct buffer *out = &r->peers.out;
    enum wire_kind kind = WIRE_GONE;
    enum status st = STATUS_NOT_FOUND;
    size_t got = 0;

    buffer_reset(out);
    wire_place_encode(out, place);
    if (r->has_snapshot && is_of(place, &r->snapshot, manifest_sum(&r->snapshot)) &&
        place->file < r->snapshot.file_count) {
        char *chunk = buffer_reserve(out, CHUNK_BYTES);

        st = chunk_read(r, place, chunk, &got);
    }
    if (st == STATUS_OK && got > 0) {
        kind = WIRE_CHUNK;
        out->size += got;
    } else if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
        problem_disk(&problem, st, "read a snapshot in", r->directory);
        driver_fault(r, st, &problem);
        return;
    }
    peers_send(r, server_id, kind, buffer_slice(out));
}

bool transfer_asked(struct replication *r, struct peer *from, struct slice message)
{
    struct wire_place place;
    struct slice rest;

    if (!wire_place_decode(message, &place, &rest) || rest.size != 0) {
        return false;
    }
    from->asked_ms = now_of(r);
    chunk_send(r, from->server_id, &place);
    return true;
}

/* --- who gets one --- */

bool transfer_is_installing(const struct replication *r)
{
    return r->transfer != NULL && r->transfer->stage == STAGE_INSTALLING;
}

void transfer_drop(struct replication *r)
{
    if (r->transfer == NULL) {
        return;
    }
    if (r->transfer->stage == STAGE_INSTALLING) {
        raft_configuration_close(&r->transfer->metadata.configuration);
    }
    snapshot_manifest_deinit(&r->transfer->manifest);
    free(r->transfer);
    r->transfer = NULL;
}

void transfer_forget(struct replication *r)
{
    if (r->transfer != NULL && r->transfer->stage == STAGE_FILES) {
        transfer_drop(r);
    }
}

/* The library's own rules for not installing. */
static bool is_here(const struct replication *r, const struct snapshot_manifest *manifest)
{
    return r->raft.trail.snapshot.index >= manifest->index ||
           entry_log_term(&r->log, manifest->index) >= manifest->term;
}

/* Tell the library of a snapshot. Its data is a token: the files are ours. */
static void library_tell(struct replication *r, uint64_t from, uint64_t term, unsigned char version,
                         const struct snapshot_manifest *manifest)
{
    const struct peer *peer = peers_find(r, from);
    struct raft_message message = {.type = RAFT_INSTALL_SNAPSHOT, .server_id = from};
    struct raft_install_snapshot *install = &message.install_snapshot;

    if (peer == NULL || r->raft.snapshot.installing) {
        return;
    }
    message.server_address = peer->address;
    install->version = version;
    install->term = term;
    install->last_index = manifest->index;
    install->last_term = manifest->term;
    install->conf_index = manifest->configuration_index;
    configuration_decode(manifest->configuration, &install->conf);
    install->data.len = 1;
    install->data.base = CHECK_MEMORY(raft_calloc(1, 1));
    driver_receive(r, &message, NULL);
}

static void disk_failed(struct replication *r, enum status st)
{
    struct replication_problem problem;

    problem_disk(&problem, st, "write a received snapshot in", r->directory);
    driver_fault(r, st, &problem);
}

/* The file of the present place, made when it begins. */
static enum status file_open(struct replication *r, const struct transfer *t, int *file)
{
    char directory[REPLICATION_PATH_BYTES];
    char path[REPLICATION_PATH_BYTES];

    snapshot_received_directory(directory, r->directory);
    path_join(path, directory, t->manifest.files[t->file].name);
    return r->disk->open(r->disk, path, t->offset == 0 ? DISK_CREATE : DISK_WRITE, file);
}

static enum status chunk_write(struct replication *r, const struct transfer *t, struct slice bytes)
{
    union {
        const char *in;
        void *out; /* iovec knows no const */
    } data = {.in = bytes.data};
    struct iovec part = {.iov_base = data.out, .iov_len = bytes.size};
    enum status st;
    int file;

    st = file_open(r, t, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = bytes.size == 0 ? STATUS_OK : r->disk->write(r->disk, file, &part, 1, t->offset);
    r->disk->close(r->disk, file);
    return st;
}

/* Empty files need no asking. */
static enum status empty_files_make(struct replication *r, struct transfer *t)
{
    enum status st = STATUS_OK;

    while (st == STATUS_OK && t->file < t->manifest.file_count &&
           t->manifest.files[t->file].bytes == 0) {
        st = chunk_write(r, t, SLICE_EMPTY);
        t->file++;
    }
    return st;
}

/* Ask for the present place, or go on when there is none any more. */
static void place_ask(struct replication *r)
{
    struct transfer *t = r->transfer;
    struct wire_place place;
    enum status st = empty_files_make(r, t);

    if (st != STATUS_OK) {
        disk_failed(r, st);
        return;
    }
    if (t->file == t->manifest.file_count) {
        t->stage = STAGE_SEALING;
        r->host.snapshot_start(r->host.context);
        return;
    }
    t->asked_ms = now_of(r);
    place = place_of(t);
    buffer_reset(&r->peers.out);
    wire_place_encode(&r->peers.out, &place);
    peers_send(r, t->from, WIRE_ASK, buffer_slice(&r->peers.out));
}

static void transfer_begin(struct replication *r, const struct peer *from,
                           const struct wire_raft *received, struct snapshot_manifest *manifest)
{
    struct replication_problem problem;
    enum status st = snapshot_receive(r->disk, r->directory, &problem);
    struct transfer *t;

    if (st != STATUS_OK) {
        snapshot_manifest_deinit(manifest);
        driver_fault(r, st, &problem);
        return;
    }
    t = CHECK_MEMORY(calloc(1, sizeof(*t)));
    t->from = from->server_id;
    t->term = received->message.install_snapshot.term;
    t->version = received->message.install_snapshot.version;
    t->manifest = *manifest;
    t->sum = manifest_sum(manifest);
    r->transfer = t;
    log_info("replication", "snapshot_offered index=%" PRIu64 " from=%" PRIu64, manifest->index,
             from->server_id);
    place_ask(r);
}

/* An offer while one is under way: of the same snapshot it says who has it and leads now; another
 * one takes its place as long as nothing but files has come. True: manifest is not needed. */
static bool offer_again(struct replication *r, const struct peer *from,
                        const struct wire_raft *received, const struct snapshot_manifest *manifest)
{
    struct transfer *t = r->transfer;

    if (t->manifest.index == manifest->index && t->manifest.term == manifest->term &&
        t->sum == manifest_sum(manifest)) {
        t->from = from->server_id;
        t->term = received->message.install_snapshot.term;
        t->version = received->message.install_snapshot.version;
        return true;
    }
    if (t->stage != STAGE_FILES) {
        return true;
    }
    transfer_drop(r);
    return false;
}

static bool offer_take(struct replication *r, const struct peer *from,
                       const struct wire_raft *received, struct snapshot_manifest *manifest)
{
    const struct raft_install_snapshot *offer = &received->message.install_snapshot;

    if (offer->term < raft_current_term(&r->raft) || is_here(r, manifest)) {
        library_tell(r, from->server_id, offer->term, offer->version, manifest);
        return false;
    }
    /* An own snapshot that is being written ends first: there will be another offer. */
    if (r->job != NULL || r->raft.snapshot.installing) {
        return false;
    }
    return r->transfer == NULL || !offer_again(r, from, received, manifest);
}

bool transfer_offered(struct replication *r, const struct peer *from,
                      const struct wire_raft *received)
{
    struct snapshot_manifest manifest;

    if (!manifest_decode(received->manifest, &manifest)) {
        return false;
    }
    if (!manifest_is_acceptable(&manifest, r->identity.cluster_id)) {
        snapshot_manifest_deinit(&manifest);
        return false;
    }
    if (offer_take(r, from, received, &manifest)) {
        transfer_begin(r, from, received, &manifest);
    } else {
        snapshot_manifest_deinit(&manifest);
    }
    return true;
}

static void chunk_taken(struct replication *r, struct slice bytes)
{
    struct transfer *t = r->transfer;
    enum status st = chunk_write(r, t, bytes);

    if (st != STATUS_OK) {
        disk_failed(r, st);
        return;
    }
    t->offset += bytes.size;
    if (t->offset == t->manifest.files[t->file].bytes) {
        t->file++;
        t->offset = 0;
    }
    place_ask(r);
}

bool transfer_answered(struct replication *r, const struct peer *from, enum wire_kind kind,
                       struct slice message)
{
    struct transfer *t = r->transfer;
    struct wire_place place;
    struct slice bytes;

    if (!wire_place_decode(message, &place, &bytes)) {
        return false;
    }
    if (t == NULL || t->stage != STAGE_FILES || t->from != from->server_id ||
        !is_of(&place, &t->manifest, t->sum) || place.file != t->file ||
        place.offset != t->offset) {
        return true; /* late, or twice */
    }
    if (kind == WIRE_GONE) {
        log_info("replication", "snapshot_gone index=%" PRIu64 " from=%" PRIu64, place.index,
                 from->server_id);
        transfer_drop(r);
        return bytes.size == 0;
    }
    if (bytes.size == 0 || bytes.size > t->manifest.files[t->file].bytes - t->offset) {
        return false;
    }
    chunk_taken(r, bytes);
    return true;
}

void transfer_tend(struct replication *r)
{
    struct transfer *t = r->transfer;

    if (t == NULL || t->stage != STAGE_FILES || now_of(r) < transfer_due_ms(r)) {
        return;
    }
    if (is_here(r, &t->manifest)) {
        transfer_drop(r); /* a leader with a longer log sent the entries */
        return;
    }
    place_ask(r);
}

int64_t transfer_due_ms(const struct replication *r)
{
    return r->transfer == NULL || r->transfer->stage != STAGE_FILES
               ? INT64_MAX
               : r->transfer->asked_ms + ASK_AGAIN_MS;
}

void transfer_seal(struct replication *r)
{
    struct transfer *t = r->transfer;

    t->status = snapshot_seal_received(r->disk, r->directory, &t->manifest, &t->problem);
}

void transfer_sealed(struct replication *r)
{
    struct transfer *t = r->transfer;

    ASSERT(t->stage == STAGE_SEALING);
    if (t->status != STATUS_OK && t->status != STATUS_CORRUPT) {
        driver_fault(r, t->status, &t->problem);
        return;
    }
    if (t->status == STATUS_CORRUPT) {
        log_warn("replication", "snapshot_refused index=%" PRIu64 " from=%" PRIu64,
                 t->manifest.index, t->from);
        transfer_drop(r);
        return;
    }
    library_tell(r, t->from, t->term, t->version, &t->manifest);
    if (!transfer_is_installing(r)) {
        transfer_drop(r); /* a term that is over, or all of it has come as entries */
    }
}

void transfer_install(struct replication *r, struct raft_update *update)
{
    struct transfer *t = r->transfer;

    ASSERT(t != NULL);
    ASSERT(t->stage == STAGE_SEALING);
    ASSERT(update->snapshot.metadata.index == t->manifest.index);
    raft_free(update->snapshot.chunk.base);
    t->metadata = update->snapshot.metadata;
    t->stage = STAGE_INSTALLING;
    entry_log_install(&r->log, &(struct install){.index = t->manifest.index,
                                                 .term = t->manifest.term,
                                                 .record_crc = t->manifest.record_crc});
    r->host.writer_wake(r->host.context);
}

/* Everything up to the snapshot's index counts as handed out and applied. */
static enum status state_replace(struct replication *r)
{
    struct snapshot_info info;
    bool has;

    snapshot_manifest_deinit(&r->snapshot);
    r->snapshot = r->transfer->manifest;
    r->transfer->manifest.configuration = SLICE_EMPTY;
    r->has_snapshot = true;
    r->handed = r->snapshot.index;
    r->applied = r->snapshot.index;
    r->applied_term = r->snapshot.term;
    r->applied_crc = r->snapshot.record_crc;
    r->configured_index = r->snapshot.configuration_index;
    has = replication_snapshot_get(r, &info);
    ASSERT(has);
    return r->options.events.snapshot_installed(r->options.events.context, &info);
}

void transfer_installed(struct replication *r)
{
    struct raft_event event = {.type = RAFT_PERSISTED_SNAPSHOT};
    struct replication_problem problem;
    enum status st = state_replace(r);

    if (st != STATUS_OK) {
        problem_say(&problem, st,
                    "the state cannot be replaced by the snapshot at log index %" PRIu64,
                    r->snapshot.index);
        driver_fault(r, st, &problem);
        return;
    }
    log_info("replication", "snapshot_installed index=%" PRIu64, r->snapshot.index);
    event.persisted_snapshot.metadata = r->transfer->metadata;
    event.persisted_snapshot.last = true;
    raft_configuration_init(&r->transfer->metadata.configuration); /* the library's now */
    transfer_drop(r);
    (void)driver_event(r, &event);
}
