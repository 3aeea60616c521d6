/* Reading the whole log at the start: every record is verified before anything is believed or
 * changed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "block.h"
#include "log.h"
#include "problem.h"

/* The sequences of the files in log/, ascending. */
struct sequences {
    uint64_t *items;
    size_t count;
    size_t capacity;
};

static void sequences_add(void *context, const char *name)
{
    struct sequences *all = context;
    uint64_t sequence = segment_sequence(name);
    size_t at;

    if (sequence == 0) {
        return;
    }
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 16 : 2 * all->capacity;
        all->items = CHECK_MEMORY(realloc(all->items, all->capacity * sizeof(*all->items)));
    }
    for (at = all->count++; at > 0 && all->items[at - 1] > sequence; at--) {
        all->items[at] = all->items[at - 1];
    }
    all->items[at] = sequence;
}

/* Where the last unbroken row of sequences begins: what is before a gap was trimmed, or is lost,
 * and the caller tells which by the index the row begins with. */
static size_t sequences_last_row(const struct sequences *all)
{
    size_t at = all->count;

    while (at > 1 && all->items[at - 1] == all->items[at - 2] + 1) {
        at--;
    }
    return at == 0 ? 0 : at - 1;
}

struct load {
    struct entry_log *log;
    uint64_t snapshot_index;
    struct log_found *found;
    struct replication_problem *problem;
    bool first; /* no segment was read yet */
};

/* The records of a verified group join the log,
 * the first of them possibly in the place of others. */
static enum status load_group(struct load *load, const struct segment_reader *reader)
{
    struct slice rest = buffer_slice(&reader->group);
    struct entry_log *log = load->log;
    struct log_place place = {.segment = reader->sequence,
                              .sector = reader->group_sector,
                              .sector_end = reader->sector,
                              .chain = reader->group_chain};
    struct entry entry;
    size_t bytes;

    while (rest.size >= RECORD_HEADER_BYTES) {
        record_get(rest, &entry, &bytes);
        if (bytes == 0) {
            break;
        }
        if (place.first == 0 && entry.index <= log->last_index && entry.index >= log->first_index) {
            place.cuts = true;
            entry_log_cut(log, entry.index);
        }
        if (entry.index != log->last_index + 1) {
            return problem_corrupt(
                load->problem, reader->path, reader->group_sector * DISK_SECTOR_BYTES,
                "log index %" PRIu64 " follows %" PRIu64, entry.index, log->last_index);
        }
        entry_log_note(log, &entry);
        if (entry.index == load->snapshot_index) {
            log->record_bytes = 0;
        }
        place.first = place.first == 0 ? entry.index : place.first;
        place.last = entry.index;
        rest = slice_from(rest, bytes);
    }
    log_index_note(&log->index, &place);
    log->chain = reader->chain;
    return STATUS_OK;
}

static enum status chain_failed(struct load *load, enum status st)
{
    *load->problem = load->log->problem;
    return st;
}

static enum status load_chain_before(void *context, uint64_t index, uint32_t *chain)
{
    struct load *load = context;
    enum status st;

    if (index < load->log->first_index || index > load->log->last_index) {
        return problem_corrupt(load->problem, load->log->directory, 0,
                               "log index %" PRIu64 " stands behind %" PRIu64, index,
                               load->log->last_index);
    }
    st = entry_log_chain_before(load->log, index, chain);
    return st == STATUS_OK ? st : chain_failed(load, st);
}

static enum status load_header(struct load *load, const struct segment_reader *reader,
                               const struct segment_header *header)
{
    struct entry_log *log = load->log;
    bool joins = false;
    uint32_t chain = 0;
    enum status st;

    if (memcmp(header->cluster_id, log->cluster_id, sizeof(log->cluster_id)) != 0) {
        return problem_corrupt(load->problem, reader->path, 0, "the segment is of another cluster");
    }
    if (load->first) {
        log->first_index = header->next_index;
        log->last_index = header->next_index - 1;
        log->chain = header->chain;
        load->first = false;
        return STATUS_OK;
    }
    /* next_index may be lower than our last: the segment then begins with entries that replace
     * others. */
    if (header->next_index >= log->first_index && header->next_index <= log->last_index + 1) {
        st = entry_log_chain_before(log, header->next_index, &chain);
        if (st != STATUS_OK) {
            return chain_failed(load, st);
        }
        joins = header->chain == chain;
    }
    if (!joins) {
        return problem_corrupt(
            load->problem, reader->path, 0,
            "the segment does not follow the one before, which ends at log index "
            "%" PRIu64,
            log->last_index);
    }
    return STATUS_OK;
}

static enum status load_groups(struct load *load, struct segment_reader *reader, bool is_last)
{
    enum status st;

    for (;;) {
        switch (segment_read_group(reader)) {
        case SEGMENT_GROUP:
            st = load_group(load, reader);
            if (st != STATUS_OK) {
                return st;
            }
            break;
        case SEGMENT_END:
            load->found->place.sector = reader->sector;
            return STATUS_OK;
        case SEGMENT_TORN:
            if (!is_last) {
                return problem_corrupt(
                    load->problem, reader->path, reader->torn_sector * DISK_SECTOR_BYTES,
                    "records are missing behind log index %" PRIu64, load->log->last_index);
            }
            load->found->torn = true;
            load->found->torn_end = reader->sector_count;
            load->found->place.sector = reader->torn_sector;
            return STATUS_OK;
        case SEGMENT_CORRUPT:
        case SEGMENT_FAILED:
            return reader->status;
        }
    }
}

static enum status load_segment(struct load *load, uint64_t sequence, bool is_last)
{
    struct segment_header header;
    struct segment_reader reader;
    enum status st;

    st = segment_reader_open(&reader, load->log->disk, load->log->directory, sequence,
                             load->problem);
    if (st != STATUS_OK) {
        return st;
    }
    reader.chain_before = load_chain_before;
    reader.context = load;
    switch (segment_read_header(&reader, &header)) {
    case SEGMENT_GROUP:
        load->found->place.segment = sequence;
        load->found->place.zeroed = reader.sector_count;
        st = load_header(load, &reader, &header);
        st = st == STATUS_OK ? load_groups(load, &reader, is_last) : st;
        break;
    case SEGMENT_END:
        /* The header is on the medium before anything else is written there. */
        if (!is_last) {
            st = problem_corrupt(load->problem, reader.path, 0, "the segment's header is missing");
        }
        load->found->unfinished = sequence;
        break;
    case SEGMENT_TORN:
    case SEGMENT_CORRUPT:
    case SEGMENT_FAILED:
        st = reader.status;
        break;
    }
    segment_reader_close(&reader);
    return st;
}

enum status entry_log_load(struct entry_log *log, uint64_t snapshot_index, struct log_found *found,
                           struct replication_problem *problem)
{
    struct load load = {.log = log,
                        .snapshot_index = snapshot_index,
                        .found = found,
                        .problem = problem,
                        .first = true};
    char path[REPLICATION_PATH_BYTES];
    struct sequences all = {0};
    enum status st;
    size_t from;

    *found = (struct log_found){0};
    log_directory(path, log->directory);
    st = log->disk->list(log->disk, path, sequences_add, &all);
    if (st != STATUS_OK) {
        free(all.items);
        return problem_disk(problem, st, "list", path);
    }
    from = sequences_last_row(&all);
    if (all.count > 0) {
        found->oldest = all.items[0];
        found->place.oldest = all.items[from];
    }
    for (size_t i = from; i < all.count && st == STATUS_OK; i++) {
        st = load_segment(&load, all.items[i], i + 1 == all.count);
    }
    free(all.items);
    return st;
}

/* Zeros over the torn tail. */
static enum status tail_zero(struct entry_log *log, const struct log_found *found, int file)
{
    uint64_t left = (found->torn_end - found->place.sector) * DISK_SECTOR_BYTES;
    size_t size = left < LIMIT_LOG_AHEAD_BYTES ? left : LIMIT_LOG_AHEAD_BYTES;
    struct iovec part = {.iov_base = CHECK_MEMORY(calloc(1, size))};
    uint64_t at = found->place.sector * DISK_SECTOR_BYTES;
    enum status st = STATUS_OK;

    while (left > 0 && st == STATUS_OK) {
        part.iov_len = left < size ? left : size;
        st = log->disk->write(log->disk, file, &part, 1, at);
        left -= part.iov_len;
        at += part.iov_len;
    }
    free(part.iov_base);
    return st;
}

/* The last segment as it is to be gone on with, on the medium before anything is written there
 * again or believed to be stored. Segments before it are: the writer syncs one before it makes the
 * next. */
static enum status tail_settle(struct entry_log *log, const struct log_found *found,
                               const char *path)
{
    enum status st;
    int file;

    st = log->disk->open(log->disk, path, DISK_WRITE, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = found->torn ? tail_zero(log, found, file) : STATUS_OK;
    if (st == STATUS_OK) {
        st = log->disk->sync(log->disk, file);
    }
    log->disk->close(log->disk, file);
    return st;
}

static enum status segment_remove(struct entry_log *log, uint64_t sequence,
                                  struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;

    segment_path(path, log->directory, sequence);
    st = log->disk->unlink(log->disk, path);
    return st == STATUS_OK || st == STATUS_NOT_FOUND ? STATUS_OK
                                                     : problem_disk(problem, st, "remove", path);
}

enum status entry_log_repair(struct entry_log *log, const struct log_found *found,
                             struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st = STATUS_OK;

    /* Durably gone before the segment before it is written to again: only the last segment may have
     * a torn tail. */
    if (found->unfinished != 0) {
        st = segment_remove(log, found->unfinished, problem);
    }
    for (uint64_t i = found->oldest; i < found->place.oldest && st == STATUS_OK; i++) {
        st = segment_remove(log, i, problem);
    }
    if (st != STATUS_OK) {
        return st;
    }
    /* A segment that holds records had its name synced before them. */
    if (found->unfinished != 0 || found->place.sector == 1) {
        log_directory(path, log->directory);
        st = log->disk->sync_directory(log->disk, path);
        if (st != STATUS_OK) {
            return problem_disk(problem, st, "sync", path);
        }
    }
    segment_path(path, log->directory, found->place.segment);
    st = tail_settle(log, found, path);
    return st == STATUS_OK ? st : problem_disk(problem, st, "settle", path);
}
