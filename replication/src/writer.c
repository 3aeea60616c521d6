#include "writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "block.h"
#include "problem.h"

enum {
    /* A frame bigger than this is given back after its write. */
    FRAME_KEPT_BYTES = 1 << 20,
    AHEAD_SECTORS = LIMIT_LOG_AHEAD_BYTES / DISK_SECTOR_BYTES,
};

/* Never written to: costs no memory until read, and then one page of the kernel. */
static const char zeros[LIMIT_LOG_AHEAD_BYTES];

void log_writer_init(struct log_writer *writer, struct disk *disk, const char *directory,
                     const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES], uint64_t segment_bytes,
                     const struct log_writer_place *place)
{
    *writer = (struct log_writer){
        .disk = disk,
        .directory = directory,
        .segment_sectors = segment_bytes / DISK_SECTOR_BYTES,
        .place = *place,
        .file = -1,
    };
    memcpy(writer->cluster_id, cluster_id, sizeof(writer->cluster_id));
    pthread_mutex_init(&writer->mutex, NULL);
    list_init(&writer->waiting);
    list_init(&writer->done);
    buffer_init(&writer->frame, 2 * (LIMIT_LOG_GROUP_BYTES + LIMIT_COMMAND_BYTES));
}

void log_group_free(struct log_group *group)
{
    buffer_deinit(&group->stream);
    free(group);
}

static void groups_free(struct list *list)
{
    struct list_node *node;

    while ((node = list_pop_front(list)) != NULL) {
        log_group_free(LIST_ITEM(node, struct log_group, link));
    }
}

void log_writer_deinit(struct log_writer *writer)
{
    groups_free(&writer->waiting);
    groups_free(&writer->done);
    buffer_deinit(&writer->frame);
    pthread_mutex_destroy(&writer->mutex);
    if (writer->file >= 0) {
        writer->disk->close(writer->disk, writer->file);
    }
    writer->file = -1;
}

/* The group that an entry may join, or a new one. Under the mutex. */
static struct log_group *group_for(struct log_writer *writer, const struct entry *entry,
                                   uint32_t chain, bool cuts)
{
    struct log_group *group = NULL;

    if (!list_is_empty(&writer->waiting)) {
        group = LIST_ITEM(writer->waiting.head.previous, struct log_group, link);
    }
    if (group == NULL || cuts || group->installs ||
        group->stream.size + RECORD_HEADER_BYTES + entry->payload.size > LIMIT_LOG_GROUP_BYTES) {
        group = CHECK_MEMORY(calloc(1, sizeof(*group)));
        buffer_init(&group->stream,
                    LIMIT_LOG_GROUP_BYTES + LIMIT_COMMAND_BYTES + RECORD_HEADER_BYTES);
        group->first_index = entry->index;
        group->chain = chain;
        group->cuts = cuts;
        list_push_back(&writer->waiting, &group->link);
    }
    return group;
}

uint32_t log_writer_put(struct log_writer *writer, uint32_t chain, const struct entry *entry,
                        bool cuts)
{
    struct log_group *group;
    uint32_t checksum;

    pthread_mutex_lock(&writer->mutex);
    group = group_for(writer, entry, chain, cuts);
    checksum = record_encode(&group->stream, chain, entry->index, entry->term, entry->kind,
                             entry->payload);
    group->last_index = entry->index;
    pthread_mutex_unlock(&writer->mutex);
    return checksum;
}

static void group_clip(struct log_group *group, uint64_t from)
{
    if (group->last_index >= from) {
        group->last_index = from - 1;
    }
}

static void groups_clip(struct list *list, uint64_t from)
{
    LIST_EACH(list, node)
    {
        group_clip(LIST_ITEM(node, struct log_group, link), from);
    }
}

void log_writer_clip(struct log_writer *writer, uint64_t from)
{
    pthread_mutex_lock(&writer->mutex);
    groups_clip(&writer->waiting, from);
    groups_clip(&writer->done, from);
    if (writer->active != NULL) {
        group_clip(writer->active, from);
    }
    pthread_mutex_unlock(&writer->mutex);
}

uint64_t log_writer_install(struct log_writer *writer, const struct install *install)
{
    struct log_group *group = CHECK_MEMORY(calloc(1, sizeof(*group)));
    uint64_t dropped = 0;

    buffer_init(&group->stream, LIMIT_LOG_GROUP_BYTES);
    group->installs = true;
    group->install = *install;
    group->first_index = install->index + 1;
    group->last_index = install->index;
    group->chain = install->record_crc;
    pthread_mutex_lock(&writer->mutex);
    LIST_EACH(&writer->waiting, node)
    {
        dropped += LIST_ITEM(node, struct log_group, link)->stream.size;
    }
    groups_free(&writer->waiting);
    groups_clip(&writer->done, 1);
    if (writer->active != NULL) {
        group_clip(writer->active, 1);
    }
    list_push_back(&writer->waiting, &group->link);
    pthread_mutex_unlock(&writer->mutex);
    return dropped;
}

void log_writer_trim(struct log_writer *writer, uint64_t below)
{
    pthread_mutex_lock(&writer->mutex);
    ASSERT(below >= writer->trim_below);
    writer->trim_below = below;
    pthread_mutex_unlock(&writer->mutex);
}

struct log_group *log_writer_take_done(struct log_writer *writer)
{
    struct list_node *node;

    pthread_mutex_lock(&writer->mutex);
    node = list_pop_front(&writer->done);
    pthread_mutex_unlock(&writer->mutex);
    return node == NULL ? NULL : LIST_ITEM(node, struct log_group, link);
}

enum status log_writer_status(struct log_writer *writer, struct replication_problem *problem)
{
    enum status st;

    pthread_mutex_lock(&writer->mutex);
    st = writer->status;
    *problem = writer->problem;
    pthread_mutex_unlock(&writer->mutex);
    return st;
}

/* How far the file shall be zeroed when a write ends at that sector: whole MiB, but not past a
 * segment's end. */
static uint64_t ahead_of(const struct log_writer *writer, uint64_t end)
{
    uint64_t ahead = (end + AHEAD_SECTORS - 1) / AHEAD_SECTORS * AHEAD_SECTORS;

    if (ahead > writer->segment_sectors) {
        ahead = writer->segment_sectors;
    }
    return ahead > end ? ahead : end;
}

/* A write of `bytes` followed by zeros up to a whole number of MiB, when the file does not reach
 * there yet. */
static enum status write_ahead(struct log_writer *writer, const char *bytes, size_t size,
                               uint64_t sector)
{
    union {
        const char *in;
        void *out; /* iovec knows no const */
    } data = {.in = bytes}, ahead = {.in = zeros};
    struct iovec parts[2] = {{.iov_base = data.out, .iov_len = size}, {.iov_base = ahead.out}};
    uint64_t end = sector + size / DISK_SECTOR_BYTES;
    int count = 1;
    enum status st;

    if (end > writer->place.zeroed) {
        writer->place.zeroed = ahead_of(writer, end);
        parts[1].iov_len = (writer->place.zeroed - end) * DISK_SECTOR_BYTES;
        count = parts[1].iov_len > 0 ? 2 : 1;
    }
    st = writer->disk->write(writer->disk, writer->file, parts, count, sector * DISK_SECTOR_BYTES);
    return st == STATUS_OK ? writer->disk->sync(writer->disk, writer->file) : st;
}

/* Header and zeros on the medium, then the name: only then may a group go there. */
static enum status segment_begin(struct log_writer *writer, const struct log_group *group,
                                 char path[REPLICATION_PATH_BYTES])
{
    struct segment_header header = {
        .sequence = writer->place.segment + 1,
        .next_index = group->first_index,
        .chain = group->chain,
    };
    char names[REPLICATION_PATH_BYTES];
    char sector[DISK_SECTOR_BYTES];
    enum status st;

    memcpy(header.cluster_id, writer->cluster_id, sizeof(header.cluster_id));
    segment_header_encode(&header, sector);
    segment_path(path, writer->directory, header.sequence);
    if (writer->file >= 0) {
        writer->disk->close(writer->disk, writer->file);
        writer->file = -1;
    }
    st = writer->disk->open(writer->disk, path, DISK_CREATE, &writer->file);
    if (st != STATUS_OK) {
        writer->file = -1;
        return st;
    }
    writer->place.segment = header.sequence;
    writer->place.sector = 1;
    writer->place.zeroed = 0;
    st = write_ahead(writer, sector, sizeof(sector), 0);
    log_directory(names, writer->directory);
    return st == STATUS_OK ? writer->disk->sync_directory(writer->disk, names) : st;
}

/* The segment that takes a group of so many sectors: the present one, or the next. */
static enum status segment_ready(struct log_writer *writer, const struct log_group *group,
                                 uint64_t sectors, char path[REPLICATION_PATH_BYTES])
{
    bool full =
        writer->place.sector > 1 && writer->place.sector + sectors > writer->segment_sectors;
    enum status st;

    if (writer->place.segment == 0 || full) {
        return segment_begin(writer, group, path);
    }
    segment_path(path, writer->directory, writer->place.segment);
    if (writer->file >= 0) {
        return STATUS_OK;
    }
    st = writer->disk->open(writer->disk, path, DISK_WRITE, &writer->file);
    if (st != STATUS_OK) {
        writer->file = -1;
    }
    return st;
}

/* The segment that was written to is gone; the new one is empty. */
static enum status group_install(struct log_writer *writer, struct log_group *group,
                                 struct replication_problem *problem)
{
    uint64_t segment = 0;
    enum status st;

    if (writer->file >= 0) {
        writer->disk->close(writer->disk, writer->file);
        writer->file = -1;
    }
    st = install_run(writer->disk, writer->directory, writer->cluster_id, &group->install, &segment,
                     problem);
    writer->place =
        (struct log_writer_place){.segment = segment, .sector = 1, .zeroed = 1, .oldest = segment};
    group->segment = segment;
    group->sector = 1;
    group->sector_end = 1;
    return st;
}

static enum status group_write(struct log_writer *writer, struct log_group *group,
                               struct replication_problem *problem)
{
    uint64_t sectors = group_sectors(group->stream.size);
    char path[REPLICATION_PATH_BYTES];
    enum status st;
    char *frame;

    ASSERT(sectors > 0);
    st = segment_ready(writer, group, sectors, path);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "make", path);
    }
    buffer_reset(&writer->frame);
    frame = buffer_reserve(&writer->frame, sectors * DISK_SECTOR_BYTES);
    ASSERT(frame != NULL);
    group_frame(buffer_slice(&group->stream), writer->place.segment, writer->place.sector, frame);
    st = write_ahead(writer, frame, sectors * DISK_SECTOR_BYTES, writer->place.sector);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "write", path);
    }
    group->segment = writer->place.segment;
    group->sector = writer->place.sector;
    group->sector_end = writer->place.sector + sectors;
    writer->place.sector = group->sector_end;
    if (writer->frame.capacity > FRAME_KEPT_BYTES) {
        size_t ceiling = writer->frame.ceiling;

        buffer_deinit(&writer->frame);
        buffer_init(&writer->frame, ceiling);
    }
    return STATUS_OK;
}

/* No sync of the directory: a segment that comes back after a power cut is removed by the next
 * open. */
static enum status segments_remove(struct log_writer *writer, uint64_t below,
                                   struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;

    ASSERT(below <= writer->place.segment);
    for (; writer->place.oldest < below; writer->place.oldest++) {
        segment_path(path, writer->directory, writer->place.oldest);
        st = writer->disk->unlink(writer->disk, path);
        if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
            return problem_disk(problem, st, "remove", path);
        }
    }
    return STATUS_OK;
}

/* The oldest group that waits, marked as under way. */
static struct log_group *writer_take(struct log_writer *writer, uint64_t *trim_below)
{
    struct list_node *node = NULL;

    pthread_mutex_lock(&writer->mutex);
    *trim_below = writer->trim_below;
    if (writer->status == STATUS_OK) {
        node = list_pop_front(&writer->waiting);
    } else {
        *trim_below = 0;
    }
    writer->active = node == NULL ? NULL : LIST_ITEM(node, struct log_group, link);
    pthread_mutex_unlock(&writer->mutex);
    return writer->active;
}

static void writer_report(struct log_writer *writer, struct log_group *group, enum status st,
                          const struct replication_problem *problem)
{
    pthread_mutex_lock(&writer->mutex);
    writer->active = NULL;
    if (st == STATUS_OK && group != NULL) {
        list_push_back(&writer->done, &group->link);
    } else if (st != STATUS_OK) {
        writer->status = st;
        writer->problem = *problem;
    }
    pthread_mutex_unlock(&writer->mutex);
    if (st != STATUS_OK && group != NULL) {
        log_group_free(group);
    }
}

bool log_writer_step(struct log_writer *writer)
{
    struct replication_problem problem = {{0}};
    struct log_group *group;
    uint64_t trim_below;

    group = writer_take(writer, &trim_below);
    if (group != NULL) {
        enum status st = group->installs ? group_install(writer, group, &problem)
                                         : group_write(writer, group, &problem);

        writer_report(writer, group, st, &problem);
        return true;
    }
    if (writer->place.oldest < trim_below) {
        enum status st = segments_remove(writer, trim_below, &problem);

        writer_report(writer, NULL, st, &problem);
        return true;
    }
    return false;
}
