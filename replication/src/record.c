#include "record.h"

#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"
#include "base/limits.h"

/* Four bits each and eight apart: no flipped bit turns one into another or into nothing. */
static const unsigned char mark_bytes[] = {
    [SECTOR_HEADER] = 0x3c,
    [SECTOR_FIRST] = 0x5a,
    [SECTOR_NEXT] = 0xa5,
};

static uint32_t sector_checksum(const char *sector, uint64_t segment, uint64_t number)
{
    char place[16];

    bytes_put_u64be(place, segment);
    bytes_put_u64be(place + 8, number);
    return crc32c(crc32c(0, place, sizeof(place)), sector + 4, DISK_SECTOR_BYTES - 4);
}

void sector_seal(char sector[DISK_SECTOR_BYTES], enum sector_mark mark, uint64_t segment,
                 uint64_t number)
{
    ASSERT(mark >= SECTOR_HEADER);
    sector[4] = (char)mark_bytes[mark];
    bytes_put_u32be(sector, sector_checksum(sector, segment, number));
}

static bool sector_is_empty(const char *sector)
{
    return sector[0] == 0 && memcmp(sector, sector + 1, DISK_SECTOR_BYTES - 1) == 0;
}

enum sector_mark sector_look(const char sector[DISK_SECTOR_BYTES], uint64_t segment,
                             uint64_t number)
{
    if (sector_is_empty(sector)) {
        return SECTOR_EMPTY;
    }
    if (bytes_get_u32be(sector) != sector_checksum(sector, segment, number)) {
        return SECTOR_BAD;
    }
    for (enum sector_mark mark = SECTOR_HEADER; mark <= SECTOR_NEXT; mark++) {
        if ((unsigned char)sector[4] == mark_bytes[mark]) {
            return mark;
        }
    }
    return SECTOR_BAD;
}

uint64_t group_sectors(size_t bytes)
{
    return (bytes + SECTOR_DATA_BYTES - 1) / SECTOR_DATA_BYTES;
}

void group_frame(struct slice records, uint64_t segment, uint64_t number, char *out)
{
    uint64_t sectors = group_sectors(records.size);

    memset(out, 0, sectors * DISK_SECTOR_BYTES);
    for (uint64_t i = 0; i < sectors; i++, out += DISK_SECTOR_BYTES) {
        size_t bytes = records.size < SECTOR_DATA_BYTES ? records.size : SECTOR_DATA_BYTES;

        memcpy(out + SECTOR_DATA_AT, records.data, bytes);
        sector_seal(out, i == 0 ? SECTOR_FIRST : SECTOR_NEXT, segment, number + i);
        records = slice_from(records, bytes);
    }
}

/* Everything but the checksum's own four bytes. */
static uint32_t record_checksum(uint32_t chain, const char *record, size_t bytes)
{
    return crc32c(crc32c(chain, record, 4), record + 8, bytes - 8);
}

uint32_t record_encode(struct buffer *out, uint32_t chain, uint64_t index, uint64_t term,
                       enum entry_kind kind, struct slice payload)
{
    size_t bytes = RECORD_HEADER_BYTES + payload.size;
    char *at = buffer_reserve(out, bytes);
    uint32_t checksum;

    ASSERT(at != NULL);
    ASSERT(index > 0);
    memset(at, 0, RECORD_HEADER_BYTES);
    bytes_put_u32be(at, (uint32_t)bytes);
    bytes_put_u64be(at + 8, index);
    bytes_put_u64be(at + 16, term);
    at[24] = (char)kind;
    if (payload.size > 0) {
        memcpy(at + RECORD_HEADER_BYTES, payload.data, payload.size);
    }
    checksum = record_checksum(chain, at, bytes);
    bytes_put_u32be(at + 4, checksum);
    out->size += bytes;
    return checksum;
}

static bool group_rest_is_padding(struct slice group)
{
    for (size_t i = 0; i < group.size; i++) {
        if (group.data[i] != 0) {
            return false;
        }
    }
    return group.size < SECTOR_DATA_BYTES;
}

enum record_look record_decode(struct slice group, uint32_t chain, struct entry *entry,
                               size_t *bytes)
{
    size_t length;

    if (group.size < 4) {
        return group_rest_is_padding(group) ? RECORD_END : RECORD_CUT;
    }
    if (bytes_get_u32be(group.data) == 0) {
        return group_rest_is_padding(group) ? RECORD_END : RECORD_BAD;
    }
    length = bytes_get_u32be(group.data);
    if (length < RECORD_HEADER_BYTES || length > RECORD_HEADER_BYTES + LIMIT_COMMAND_BYTES) {
        return RECORD_BAD;
    }
    if (length > group.size) {
        return RECORD_CUT;
    }
    record_get(group, entry, bytes);
    if (record_checksum(chain, group.data, length) != entry->record_crc || entry->index == 0 ||
        entry->kind < ENTRY_COMMAND || entry->kind > ENTRY_CHANGE) {
        return RECORD_BAD;
    }
    return RECORD_OK;
}

void record_get_header(struct slice group, struct entry *entry, size_t *bytes)
{
    *bytes = bytes_get_u32be(group.data);
    *entry = (struct entry){
        .index = bytes_get_u64be(group.data + 8),
        .term = bytes_get_u64be(group.data + 16),
        .record_crc = bytes_get_u32be(group.data + 4),
        .kind = (enum entry_kind)group.data[24],
    };
}

void record_get(struct slice group, struct entry *entry, size_t *bytes)
{
    record_get_header(group, entry, bytes);
    if (*bytes > 0) {
        entry->payload = slice_sub(group, RECORD_HEADER_BYTES, *bytes - RECORD_HEADER_BYTES);
    }
}
