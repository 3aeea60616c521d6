#include "install.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "block.h"
#include "problem.h"
#include "segment.h"
#include "snapshot.h"

static const char install_magic[] = "BATONINS";
static const char install_name[] = "install";

enum {
    FORMAT_VERSION = 1,
    /* The new segment's number leaves one out: what comes back of the old ones after a power cut
     * lies before a gap, and counts for nothing. */
    SEQUENCE_STEP = 2,
};

static enum status marker_write(struct disk *disk, const char *directory,
                                const struct install *install, struct replication_problem *problem)
{
    struct block block = {{0}};
    char *at = block.bytes + BLOCK_CONTENT_AT;

    bytes_put_u32be(at, FORMAT_VERSION);
    bytes_put_u64be(at + 4, install->index);
    bytes_put_u64be(at + 12, install->term);
    bytes_put_u32be(at + 20, install->record_crc);
    block_seal(&block, install_magic);
    return file_write_whole(disk, directory, install_name,
                            slice_make(block.bytes, sizeof(block.bytes)), problem);
}

static enum status marker_read(struct disk *disk, const char *path, struct block *block,
                               size_t *got)
{
    enum status st;
    int file;

    st = disk->open(disk, path, DISK_READ, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = disk->read(disk, file, block->bytes, sizeof(block->bytes), 0, got);
    disk->close(disk, file);
    return st;
}

enum status install_find(struct disk *disk, const char *directory, bool *found, struct install *out,
                         struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    struct block block = {{0}};
    const char *at = block.bytes + BLOCK_CONTENT_AT;
    size_t got = 0;
    enum status st;

    path_join(path, directory, install_name);
    st = marker_read(disk, path, &block, &got);
    *found = st == STATUS_OK;
    if (st != STATUS_OK) {
        return st == STATUS_NOT_FOUND ? STATUS_OK : problem_disk(problem, st, "read", path);
    }
    if (got != sizeof(block.bytes) || !block_check(&block, install_magic) ||
        bytes_get_u32be(at) != FORMAT_VERSION) {
        return problem_corrupt(problem, path, 0,
                               "the file that names a snapshot being installed is damaged");
    }
    out->index = bytes_get_u64be(at + 4);
    out->term = bytes_get_u64be(at + 12);
    out->record_crc = bytes_get_u32be(at + 20);
    return STATUS_OK;
}

enum status install_forget(struct disk *disk, const char *directory,
                           struct replication_problem *problem)
{
    enum status st = file_remove(disk, directory, install_name);

    if (st == STATUS_OK) {
        st = disk->sync_directory(disk, directory);
    }
    return st == STATUS_OK ? st : problem_disk(problem, st, "clean up", directory);
}

/* The numbers of all segments. */
struct sequences {
    uint64_t *items;
    size_t count;
    size_t capacity;
    uint64_t highest;
};

static void sequences_add(void *context, const char *name)
{
    struct sequences *all = context;
    uint64_t sequence = segment_sequence(name);

    if (sequence == 0) {
        return;
    }
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 16 : 2 * all->capacity;
        all->items = CHECK_MEMORY(realloc(all->items, all->capacity * sizeof(*all->items)));
    }
    all->items[all->count++] = sequence;
    all->highest = sequence > all->highest ? sequence : all->highest;
}

/* A segment with its header and nothing else, on the medium. */
static enum status segment_make(struct disk *disk, const char *directory,
                                const struct segment_header *header,
                                struct replication_problem *problem)
{
    char names[REPLICATION_PATH_BYTES];
    char path[REPLICATION_PATH_BYTES];
    char sector[DISK_SECTOR_BYTES];
    enum status st;

    segment_header_encode(header, sector);
    segment_path(path, directory, header->sequence);
    log_directory(names, directory);
    st = file_put(disk, names, strrchr(path, '/') + 1, slice_make(sector, sizeof(sector)), problem);
    if (st == STATUS_OK) {
        st = disk->sync_directory(disk, names);
        st = st == STATUS_OK ? st : problem_disk(problem, st, "sync", names);
    }
    return st;
}

static enum status segments_drop(struct disk *disk, const char *directory,
                                 const struct sequences *all, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];

    for (size_t i = 0; i < all->count; i++) {
        enum status st;

        segment_path(path, directory, all->items[i]);
        st = disk->unlink(disk, path);
        if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
            return problem_disk(problem, st, "remove", path);
        }
    }
    return STATUS_OK;
}

static enum status log_replace(struct disk *disk, const char *directory,
                               const struct segment_header *header, const struct sequences *old,
                               struct replication_problem *problem)
{
    enum status st = segment_make(disk, directory, header, problem);

    return st == STATUS_OK ? segments_drop(disk, directory, old, problem) : st;
}

enum status install_finish(struct disk *disk, const char *directory,
                           const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES],
                           const struct install *install, uint64_t *segment,
                           struct replication_problem *problem)
{
    struct segment_header header = {.next_index = install->index + 1, .chain = install->record_crc};
    char path[REPLICATION_PATH_BYTES];
    struct sequences all = {0};
    enum status st;

    log_directory(path, directory);
    st = disk->list(disk, path, sequences_add, &all);
    if (st != STATUS_OK) {
        free(all.items);
        return problem_disk(problem, st, "list", path);
    }
    header.sequence = all.highest + SEQUENCE_STEP;
    memcpy(header.cluster_id, cluster_id, sizeof(header.cluster_id));
    st = log_replace(disk, directory, &header, &all, problem);
    free(all.items);
    /* Nothing may be acknowledged before "install" is gone for good: it would drop the log again.
     */
    if (st == STATUS_OK) {
        st = install_forget(disk, directory, problem);
    }
    if (st == STATUS_OK) {
        st = snapshot_sweep(disk, directory, install->index, install->term, problem);
    }
    *segment = header.sequence;
    return st;
}

enum status install_run(struct disk *disk, const char *directory,
                        const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES],
                        const struct install *install, uint64_t *segment,
                        struct replication_problem *problem)
{
    enum status st = marker_write(disk, directory, install, problem);

    if (st == STATUS_OK) {
        st = snapshot_publish_received(disk, directory, install->index, install->term, problem);
    }
    return st == STATUS_OK ? install_finish(disk, directory, cluster_id, install, segment, problem)
                           : st;
}
