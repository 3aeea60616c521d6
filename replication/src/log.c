#include "log.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "block.h"
#include "problem.h"

enum {
    ITEM_COUNT_MIN = 256
};

void entry_log_init(struct entry_log *log, struct disk *disk, const char *directory,
                    const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES], uint64_t memory_bytes)
{
    *log = (struct entry_log){
        .disk = disk, .first_index = 1, .item_first = UINT64_MAX, .memory_bytes = memory_bytes};
    memcpy(log->cluster_id, cluster_id, sizeof(log->cluster_id));
    ASSERT(strlen(directory) < sizeof(log->directory));
    memcpy(log->directory, directory, strlen(directory) + 1);
}

static void reader_drop(struct entry_log *log)
{
    if (log->reader_up) {
        segment_reader_close(&log->reader);
    }
    log->reader_up = false;
}

static struct log_item *item_at(const struct entry_log *log, uint64_t index)
{
    return &log->items[index & (log->item_capacity - 1)];
}

static void item_drop(struct entry_log *log, uint64_t index)
{
    struct log_item *item = item_at(log, index);

    log->item_bytes -= item->size;
    free(item->payload);
    *item = (struct log_item){0};
}

static void change_drop(struct entry_log *log, size_t at)
{
    union {
        const char *in;
        void *out; /* the slice owns what it shows */
    } payload = {.in = log->changes[at].payload.data};

    free(payload.out);
}

void entry_log_deinit(struct entry_log *log)
{
    reader_drop(log);
    while (log->item_first <= log->last_index && log->items != NULL) {
        item_drop(log, log->item_first++);
    }
    for (size_t i = 0; i < log->change_count; i++) {
        change_drop(log, i);
    }
    if (log->writer_up) {
        log_writer_deinit(&log->writer);
    }
    log_index_deinit(&log->index);
    free(log->items);
    free(log->runs);
    free(log->changes);
}

void entry_log_begin(struct entry_log *log, uint64_t segment_bytes, const struct log_found *found)
{
    ASSERT(!log->writer_up);
    log_writer_init(&log->writer, log->disk, log->directory, log->cluster_id, segment_bytes,
                    &found->place);
    log->writer_up = true;
    log->item_first = log->last_index + 1;
}

static void run_note(struct entry_log *log, uint64_t index, uint64_t term)
{
    if (log->run_count > 0 && log->runs[log->run_count - 1].term == term) {
        return;
    }
    if (log->run_count == log->run_capacity) {
        log->run_capacity = log->run_capacity == 0 ? 8 : 2 * log->run_capacity;
        log->runs = CHECK_MEMORY(realloc(log->runs, log->run_capacity * sizeof(*log->runs)));
    }
    log->runs[log->run_count++] = (struct log_run){.first = index, .term = term};
}

static void change_note(struct entry_log *log, uint64_t index, struct slice payload)
{
    char *copy = CHECK_MEMORY(malloc(payload.size + 1));

    if (log->change_count == log->change_capacity) {
        log->change_capacity = log->change_capacity == 0 ? 4 : 2 * log->change_capacity;
        log->changes =
            CHECK_MEMORY(realloc(log->changes, log->change_capacity * sizeof(*log->changes)));
    }
    memcpy(copy, payload.data, payload.size);
    log->changes[log->change_count++] =
        (struct log_change){.index = index, .payload = slice_make(copy, payload.size)};
}

/* Forget everything from `from` on, in all but the files: there the entries that replace it stand
 * behind it. */
void entry_log_cut(struct entry_log *log, uint64_t from)
{
    ASSERT(from >= log->first_index);
    while (log->last_index >= from) {
        if (log->last_index >= log->item_first && log->items != NULL) {
            item_drop(log, log->last_index);
        }
        log->last_index--;
    }
    if (log->writer_up && log->item_first > log->last_index + 1) {
        log->item_first = log->last_index + 1;
    }
    while (log->run_count > 0 && log->runs[log->run_count - 1].first >= from) {
        log->run_count--;
    }
    while (log->change_count > 0 && log->changes[log->change_count - 1].index >= from) {
        change_drop(log, --log->change_count);
    }
    log_index_cut(&log->index, from);
}

/* Terms, changes and counters of an entry at last_index + 1. */
void entry_log_note(struct entry_log *log, const struct entry *entry)
{
    ASSERT(entry->index == log->last_index + 1);
    run_note(log, entry->index, entry->term);
    if (entry->kind == ENTRY_CHANGE) {
        change_note(log, entry->index, entry->payload);
    }
    log->record_bytes += RECORD_HEADER_BYTES + entry->payload.size;
    log->last_index = entry->index;
}

static void items_grow(struct entry_log *log)
{
    uint64_t capacity = log->item_capacity == 0 ? ITEM_COUNT_MIN : 2 * log->item_capacity;
    struct log_item *items = CHECK_MEMORY(calloc(capacity, sizeof(*items)));

    for (uint64_t i = log->item_first; i <= log->last_index; i++) {
        items[i & (capacity - 1)] = *item_at(log, i);
    }
    free(log->items);
    log->items = items;
    log->item_capacity = capacity;
}

enum status entry_log_chain_before(struct entry_log *log, uint64_t index, uint32_t *chain)
{
    const struct log_mark *mark = NULL;
    struct entry entry;
    enum status st;

    ASSERT(index >= log->first_index);
    if (index == log->last_index + 1) {
        *chain = log->chain;
        return STATUS_OK;
    }
    if (index == log->first_index) {
        ASSERT(log_index_find(&log->index, index, &mark) != NULL);
        ASSERT(mark->index == index);
        *chain = mark->chain;
        return STATUS_OK;
    }
    st = entry_log_read(log, index - 1, &entry);
    *chain = entry.record_crc;
    return st;
}

/* Make index the next one again. */
static enum status log_replace(struct entry_log *log, uint64_t index)
{
    uint32_t chain = 0;
    enum status st = entry_log_chain_before(log, index, &chain);

    if (st == STATUS_OK) {
        log_writer_clip(&log->writer, index);
        entry_log_cut(log, index);
        log->chain = chain;
    }
    return st;
}

enum status entry_log_append(struct entry_log *log, const struct entry *entry)
{
    bool cuts = entry->index <= log->last_index;
    struct log_item *item;

    ASSERT(log->writer_up);
    ASSERT(entry->index <= log->last_index + 1);
    if (cuts) {
        enum status st = log_replace(log, entry->index);

        if (st != STATUS_OK) {
            return st;
        }
    }
    if (log->last_index + 1 - log->item_first >= log->item_capacity) {
        items_grow(log);
    }
    log->chain = log_writer_put(&log->writer, log->chain, entry, cuts);
    entry_log_note(log, entry);
    item = item_at(log, entry->index);
    *item = (struct log_item){
        .term = entry->term,
        .payload = CHECK_MEMORY(malloc(entry->payload.size + 1)),
        .size = (uint32_t)entry->payload.size,
        .record_crc = log->chain,
        .kind = entry->kind,
    };
    if (entry->payload.size > 0) {
        memcpy(item->payload, entry->payload.data, entry->payload.size);
    }
    log->item_bytes += item->size;
    log->waiting_bytes += RECORD_HEADER_BYTES + entry->payload.size;
    return STATUS_OK;
}

void entry_log_install(struct entry_log *log, const struct install *install)
{
    ASSERT(!log->installing);
    reader_drop(log);
    while (log->item_first <= log->last_index && log->items != NULL) {
        item_drop(log, log->item_first++);
    }
    while (log->change_count > 0) {
        change_drop(log, --log->change_count);
    }
    log->run_count = 0;
    log_index_deinit(&log->index);
    log->first_index = install->index + 1;
    log->last_index = install->index;
    log->item_first = log->first_index;
    log->chain = install->record_crc;
    log->record_bytes = 0;
    log->installing = true;
    log->waiting_bytes -= log_writer_install(&log->writer, install);
}

/* Of groups that were written before a snapshot took the log's place nothing is known. */
static void group_note(struct entry_log *log, const struct log_group *group)
{
    if (log->installing && !group->installs) {
        return;
    }
    log->installing = false;
    log_index_note(&log->index, &(struct log_place){
                                    .segment = group->segment,
                                    .sector = group->sector,
                                    .sector_end = group->sector_end,
                                    .first = group->first_index,
                                    .last = group->last_index,
                                    .chain = group->chain,
                                    .cuts = group->cuts,
                                });
}

bool entry_log_take_stored(struct entry_log *log, uint64_t *stored_index)
{
    struct log_group *group = log_writer_take_done(&log->writer);

    if (group == NULL) {
        return false;
    }
    group_note(log, group);
    *stored_index = group->last_index >= group->first_index ? group->last_index : 0;
    log->waiting_bytes -= group->stream.size;
    log_group_free(group);
    if (*stored_index > 0 && log->item_bytes > log->memory_bytes) {
        uint64_t keep = log->item_first;

        for (uint64_t bytes = log->item_bytes; keep <= *stored_index && bytes > log->memory_bytes;
             keep++) {
            bytes -= item_at(log, keep)->size;
        }
        entry_log_release(log, keep, *stored_index);
    }
    return true;
}

void entry_log_release(struct entry_log *log, uint64_t keep, uint64_t stored_index)
{
    while (log->item_first < keep && log->item_first <= stored_index &&
           log->item_first <= log->last_index) {
        item_drop(log, log->item_first++);
    }
}

uint64_t entry_log_term(const struct entry_log *log, uint64_t index)
{
    if (index < log->first_index || index > log->last_index) {
        return 0;
    }
    for (size_t i = log->run_count; i > 0; i--) {
        if (log->runs[i - 1].first <= index) {
            return log->runs[i - 1].term;
        }
    }
    return 0;
}

const struct log_change *entry_log_change(const struct entry_log *log, uint64_t index)
{
    for (size_t i = log->change_count; i > 0; i--) {
        if (log->changes[i - 1].index <= index) {
            return &log->changes[i - 1];
        }
    }
    return NULL;
}

uint64_t entry_log_trim_point(const struct entry_log *log, uint64_t keep)
{
    uint64_t first = log_index_trim_point(&log->index, keep);

    return first > log->first_index ? first : log->first_index;
}

uint64_t entry_log_keep_point(const struct entry_log *log, uint64_t bytes)
{
    uint64_t first = log_index_keep_point(&log->index, bytes);

    return first > log->first_index ? first : log->first_index;
}

void entry_log_trim(struct entry_log *log, uint64_t first)
{
    uint64_t oldest;

    if (first <= log->first_index) {
        return;
    }
    oldest = log_index_trim(&log->index, first);
    ASSERT(oldest > 0);
    entry_log_release(log, first, log->last_index);
    log->first_index = first;
    if (log->reader_up && log->reader.sequence < oldest) {
        reader_drop(log);
    }
    log_writer_trim(&log->writer, oldest);
}

/* Read the group at a mark, or the one that follows the present one. */
static enum status group_fetch(struct entry_log *log)
{
    switch (segment_read_group(&log->reader)) {
    case SEGMENT_GROUP:
        log->reader_at = 0;
        return STATUS_OK;
    case SEGMENT_FAILED:
        return log->reader.status;
    case SEGMENT_CORRUPT:
    case SEGMENT_END:
    case SEGMENT_TORN:
        break;
    }
    if (log->reader.status != STATUS_CORRUPT) {
        problem_corrupt(&log->problem, log->reader.path,
                        log->reader.group_sector * DISK_SECTOR_BYTES,
                        "records that were stored are missing, behind log index %" PRIu64,
                        log->reader.last_index);
    }
    return STATUS_CORRUPT;
}

/* Bring the reader to a group that holds `index` or comes before it in the same segment. */
static enum status reader_aim(struct entry_log *log, uint64_t index)
{
    const struct log_mark *mark = NULL;
    const struct log_segment *segment = log_index_find(&log->index, index, &mark);
    enum status st;

    ASSERT(segment != NULL);
    if (log->reader_up && log->reader.sequence == segment->sequence &&
        log->reader.group_sector >= mark->sector && log->reader_at < log->reader.group.size) {
        struct entry entry;
        size_t bytes;

        /* reader_at is a record that was found before. */
        record_get(slice_from(buffer_slice(&log->reader.group), log->reader_at), &entry, &bytes);
        if (entry.index <= index) {
            log->reader.sector_count = segment->sector_end;
            return STATUS_OK;
        }
    }
    if (!log->reader_up || log->reader.sequence != segment->sequence) {
        reader_drop(log);
        st = segment_reader_open(&log->reader, log->disk, log->directory, segment->sequence,
                                 &log->problem);
        if (st != STATUS_OK) {
            return st;
        }
        log->reader_up = true;
        log->reader.tail_is_known = true;
    }
    log->reader.sector_count = segment->sector_end;
    segment_reader_seek(&log->reader, mark->sector, mark->chain);
    return group_fetch(log);
}

/* Walk from the reader's place to the entry; entries before it in the group are passed over. */
static enum status reader_walk(struct entry_log *log, uint64_t index, struct entry *out)
{
    for (;;) {
        struct slice rest = slice_from(buffer_slice(&log->reader.group), log->reader_at);
        size_t bytes = 0;

        if (rest.size >= RECORD_HEADER_BYTES) {
            record_get(rest, out, &bytes);
        }
        if (bytes == 0) {
            enum status st = group_fetch(log);

            if (st != STATUS_OK) {
                return st;
            }
            continue;
        }
        if (out->index == index) {
            return STATUS_OK;
        }
        log->reader_at += bytes;
    }
}

enum status entry_log_read(struct entry_log *log, uint64_t index, struct entry *out)
{
    enum status st;

    ASSERT(index >= log->first_index);
    ASSERT(index <= log->last_index);
    if (index >= log->item_first) {
        const struct log_item *item = item_at(log, index);

        *out = (struct entry){
            .index = index,
            .term = item->term,
            .record_crc = item->record_crc,
            .kind = item->kind,
            .payload = slice_make(item->payload, item->size),
        };
        return STATUS_OK;
    }
    st = reader_aim(log, index);
    return st == STATUS_OK ? reader_walk(log, index, out) : st;
}
