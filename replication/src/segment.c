#include "segment.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/limits.h"
#include "block.h"
#include "problem.h"

static const char segment_magic[] = "BATONLOG";

enum {
    FORMAT_VERSION = 1,
    WINDOW_SECTORS = 256,
    SEQUENCE_DIGITS = 20,
};

void log_directory(char out[REPLICATION_PATH_BYTES], const char *directory)
{
    path_join(out, directory, "log");
}

void segment_path(char out[REPLICATION_PATH_BYTES], const char *directory, uint64_t sequence)
{
    char name[64];

    snprintf(name, sizeof(name), "log/%0*" PRIu64 ".log", SEQUENCE_DIGITS, sequence);
    path_join(out, directory, name);
}

uint64_t segment_sequence(const char *name)
{
    int64_t sequence;

    if (strlen(name) != SEQUENCE_DIGITS + 4 || strcmp(name + SEQUENCE_DIGITS, ".log") != 0 ||
        !slice_to_int64(slice_make(name, SEQUENCE_DIGITS), &sequence) || sequence <= 0) {
        return 0;
    }
    return (uint64_t)sequence;
}

void segment_header_encode(const struct segment_header *header, char sector[DISK_SECTOR_BYTES])
{
    char *at = sector + SECTOR_DATA_AT;

    memset(sector, 0, DISK_SECTOR_BYTES);
    memcpy(at, segment_magic, 8);
    bytes_put_u32be(at + 8, FORMAT_VERSION);
    bytes_put_u64be(at + 12, header->sequence);
    bytes_put_u64be(at + 20, header->next_index);
    bytes_put_u32be(at + 28, header->chain);
    memcpy(at + 32, header->cluster_id, REPLICATION_CLUSTER_ID_BYTES);
    sector_seal(sector, SECTOR_HEADER, header->sequence, 0);
}

enum status segment_reader_open(struct segment_reader *reader, struct disk *disk,
                                const char *directory, uint64_t sequence,
                                struct replication_problem *problem)
{
    uint64_t bytes;
    enum status st;

    *reader = (struct segment_reader){.disk = disk, .sequence = sequence, .problem = problem};
    buffer_init(&reader->group, 2 * (LIMIT_LOG_GROUP_BYTES + LIMIT_COMMAND_BYTES));
    segment_path(reader->path, directory, sequence);
    st = disk->open(disk, reader->path, DISK_READ, &reader->file);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "open", reader->path);
    }
    st = disk->size(disk, reader->file, &bytes);
    if (st != STATUS_OK) {
        disk->close(disk, reader->file);
        return problem_disk(problem, st, "measure", reader->path);
    }
    reader->sector_count = (bytes + DISK_SECTOR_BYTES - 1) / DISK_SECTOR_BYTES;
    reader->window = CHECK_MEMORY(malloc((size_t)WINDOW_SECTORS * DISK_SECTOR_BYTES));
    reader->sector = 1;
    return STATUS_OK;
}

void segment_reader_close(struct segment_reader *reader)
{
    reader->disk->close(reader->disk, reader->file);
    buffer_deinit(&reader->group);
    free(reader->window);
    reader->window = NULL;
}

void segment_reader_seek(struct segment_reader *reader, uint64_t sector, uint32_t chain)
{
    ASSERT(sector > 0);
    reader->sector = sector;
    reader->chain = chain;
    /* A window read earlier may hold sectors that were empty then and are written now. */
    reader->window_count = 0;
}

static bool window_load(struct segment_reader *reader, uint64_t sector)
{
    uint64_t count = reader->sector_count - sector;
    size_t got;

    if (count > WINDOW_SECTORS) {
        count = WINDOW_SECTORS;
    }
    reader->status =
        reader->disk->read(reader->disk, reader->file, reader->window, count * DISK_SECTOR_BYTES,
                           sector * DISK_SECTOR_BYTES, &got);
    if (reader->status != STATUS_OK) {
        reader->status = problem_disk(reader->problem, reader->status, "read", reader->path);
        return false;
    }
    /* A last sector that is not whole reads as if the rest were zeros. */
    memset(reader->window + got, 0, count * DISK_SECTOR_BYTES - got);
    reader->window_first = sector;
    reader->window_count = count;
    return true;
}

/* The sector's bytes, NULL when the disk failed. */
static const char *sector_at(struct segment_reader *reader, uint64_t sector)
{
    ASSERT(sector < reader->sector_count);
    if (sector < reader->window_first || sector >= reader->window_first + reader->window_count) {
        if (!window_load(reader, sector)) {
            return NULL;
        }
    }
    return reader->window + (sector - reader->window_first) * DISK_SECTOR_BYTES;
}

static enum segment_look corrupt(struct segment_reader *reader, uint64_t sector, const char *what)
{
    problem_corrupt(reader->problem, reader->path, sector * DISK_SECTOR_BYTES,
                    "%s, behind log index %" PRIu64, what, reader->last_index);
    reader->status = STATUS_CORRUPT;
    return SEGMENT_CORRUPT;
}

static enum segment_look header_fields(struct segment_reader *reader, const char *at,
                                       struct segment_header *header)
{
    if (memcmp(at, segment_magic, 8) != 0 || bytes_get_u64be(at + 12) != reader->sequence) {
        return corrupt(reader, 0, "the segment's header is not of this file");
    }
    if (bytes_get_u32be(at + 8) != FORMAT_VERSION) {
        reader->status = problem_say(reader->problem, STATUS_NOT_IMPLEMENTED,
                                     "%s: written by another version of Baton: start that version",
                                     reader->path);
        return SEGMENT_FAILED;
    }
    header->sequence = reader->sequence;
    header->next_index = bytes_get_u64be(at + 20);
    header->chain = bytes_get_u32be(at + 28);
    memcpy(header->cluster_id, at + 32, REPLICATION_CLUSTER_ID_BYTES);
    reader->chain = header->chain;
    reader->last_index = header->next_index - 1;
    return SEGMENT_GROUP;
}

/* What lies from `sector` on: only empty sectors, leftovers of a torn group, or something worse. */
static enum segment_look look_behind(struct segment_reader *reader, uint64_t sector)
{
    bool leftovers = false;

    for (; sector < reader->sector_count; sector++) {
        const char *bytes = sector_at(reader, sector);

        if (bytes == NULL) {
            return SEGMENT_FAILED;
        }
        switch (sector_look(bytes, reader->sequence, sector)) {
        case SECTOR_EMPTY:
            break;
        case SECTOR_NEXT:
            leftovers = true;
            break;
        case SECTOR_FIRST:
        case SECTOR_HEADER:
            return corrupt(reader, sector, "records are missing before this place");
        case SECTOR_BAD:
            return corrupt(reader, sector, "bytes changed behind the last record");
        }
    }
    return leftovers ? SEGMENT_TORN : SEGMENT_END;
}

enum segment_look segment_read_header(struct segment_reader *reader, struct segment_header *header)
{
    const char *bytes;

    if (reader->sector_count == 0) {
        return SEGMENT_END;
    }
    bytes = sector_at(reader, 0);
    if (bytes == NULL) {
        return SEGMENT_FAILED;
    }
    switch (sector_look(bytes, reader->sequence, 0)) {
    case SECTOR_HEADER:
        return header_fields(reader, bytes + SECTOR_DATA_AT, header);
    case SECTOR_EMPTY:
        /* The header is on the medium before anything else is written. */
        return look_behind(reader, 1) == SEGMENT_END
                   ? SEGMENT_END
                   : corrupt(reader, 0, "the segment's header is missing");
    case SECTOR_FIRST:
    case SECTOR_NEXT:
    case SECTOR_BAD:
        break;
    }
    return corrupt(reader, 0, "the segment's header is damaged");
}

/* Append the data of the group that begins at reader->sector; stops at the first sector that is not
 * of it. *after is that sector's mark, EMPTY at the end. */
static enum segment_look group_load(struct segment_reader *reader, enum sector_mark *after)
{
    enum sector_mark mark = SECTOR_FIRST;

    buffer_reset(&reader->group);
    reader->group_sector = reader->sector;
    reader->group_chain = reader->chain;
    *after = SECTOR_EMPTY;
    while (reader->sector < reader->sector_count) {
        const char *bytes = sector_at(reader, reader->sector);

        if (bytes == NULL) {
            return SEGMENT_FAILED;
        }
        mark = sector_look(bytes, reader->sequence, reader->sector);
        *after = mark;
        if (mark != (reader->sector == reader->group_sector ? SECTOR_FIRST : SECTOR_NEXT)) {
            return SEGMENT_GROUP;
        }
        *after = SECTOR_EMPTY;
        buffer_put(&reader->group, bytes + SECTOR_DATA_AT, SECTOR_DATA_BYTES);
        if (reader->group.failed) {
            return corrupt(reader, reader->group_sector, "a group of records is too long");
        }
        reader->sector++;
    }
    return SEGMENT_GROUP;
}

/* Set reader->chain to what the loaded group goes on from. */
static enum segment_look group_chain(struct segment_reader *reader)
{
    struct slice group = buffer_slice(&reader->group);
    struct entry entry;
    size_t bytes;

    if (reader->chain_before == NULL || group.size < RECORD_HEADER_BYTES) {
        return SEGMENT_GROUP;
    }
    record_get_header(group, &entry, &bytes);
    if (entry.index == 0 || entry.index > reader->last_index) {
        return SEGMENT_GROUP;
    }
    reader->status = reader->chain_before(reader->context, entry.index, &reader->chain);
    reader->group_chain = reader->chain;
    return reader->status == STATUS_OK        ? SEGMENT_GROUP
           : reader->status == STATUS_CORRUPT ? SEGMENT_CORRUPT
                                              : SEGMENT_FAILED;
}

/* Verify all records of the loaded group. END: all well; TORN: the group ends inside a record. */
static enum segment_look group_verify(struct segment_reader *reader)
{
    struct slice rest = buffer_slice(&reader->group);
    struct entry entry;
    size_t bytes;

    for (;;) {
        switch (record_decode(rest, reader->chain, &entry, &bytes)) {
        case RECORD_OK:
            reader->chain = entry.record_crc;
            reader->last_index = entry.index;
            rest = slice_from(rest, bytes);
            break;
        case RECORD_END:
            return SEGMENT_END;
        case RECORD_CUT:
            return SEGMENT_TORN;
        case RECORD_BAD:
            return corrupt(reader, reader->group_sector, "a record is damaged or out of order");
        }
    }
}

/* No group begins at reader->sector, where `after` stands. */
static enum segment_look look_at_end(struct segment_reader *reader, enum sector_mark after)
{
    if (reader->tail_is_known) {
        return SEGMENT_END;
    }
    if (after == SECTOR_BAD) {
        return corrupt(reader, reader->sector, "a sector is damaged");
    }
    if (after == SECTOR_HEADER) {
        return corrupt(reader, reader->sector, "a header stands where none may be");
    }
    return look_behind(reader, reader->sector);
}

enum segment_look segment_read_group(struct segment_reader *reader)
{
    enum segment_look verified;
    enum segment_look behind;
    enum sector_mark after;
    enum segment_look look = group_load(reader, &after);

    if (look != SEGMENT_GROUP) {
        return look;
    }
    reader->torn_sector = reader->group_sector;
    if (reader->group.size == 0) {
        return look_at_end(reader, after);
    }
    look = group_chain(reader);
    if (look != SEGMENT_GROUP) {
        return look;
    }
    verified = group_verify(reader);
    if (verified != SEGMENT_TORN) {
        /* Leftovers behind whole records are of a later group, or of this one behind a whole number
         * of records: either way what is whole stays. */
        return verified == SEGMENT_END ? SEGMENT_GROUP : verified;
    }
    if (after == SECTOR_FIRST) {
        return corrupt(reader, reader->group_sector, "a record is not whole");
    }
    behind = look_at_end(reader, after);
    if (behind == SEGMENT_CORRUPT || behind == SEGMENT_FAILED) {
        return behind;
    }
    reader->chain = reader->group_chain;
    return SEGMENT_TORN;
}
