/* One entry as bytes of the log, and the sectors that carry those bytes.
 *
 * A record is length, checksum, index, term, kind, payload; its checksum goes on from the one of
 * the record before, so that equal checksums mean equal history. Records of one write form a group:
 * a stream of bytes cut into sectors of 507 bytes, each with a mark (first of the group, or next)
 * and a checksum of its own that also covers its place. Why both: after a power cut any subset of
 * the sectors of the last write may be missing, and only sectors that vouch for themselves tell
 * that from a flipped bit in the last record that was acknowledged. */
#ifndef REPLICATION_RECORD_H
#define REPLICATION_RECORD_H

#include "base/attr.h"
#include "base/buffer.h"
#include "replication/replication.h"

enum {
    RECORD_HEADER_BYTES = 32,
    SECTOR_DATA_AT = 5,
    SECTOR_DATA_BYTES = DISK_SECTOR_BYTES - SECTOR_DATA_AT,
};

enum sector_mark {
    SECTOR_EMPTY,  /* all zeros: never written */
    SECTOR_BAD,    /* written, and not what was written there */
    SECTOR_HEADER, /* a segment's first */
    SECTOR_FIRST,  /* of a group */
    SECTOR_NEXT,   /* of a group */
};

/* Give the sector its mark and checksum; data lies at SECTOR_DATA_AT already. */
void sector_seal(char sector[DISK_SECTOR_BYTES], enum sector_mark mark, uint64_t segment,
                 uint64_t number);
enum sector_mark sector_look(const char sector[DISK_SECTOR_BYTES], uint64_t segment,
                             uint64_t number);

/* How many sectors a group of so many bytes of records takes. */
uint64_t group_sectors(size_t bytes);
/* The group as sealed sectors, the first at that number of the segment, into group_sectors *
 * DISK_SECTOR_BYTES. */
void group_frame(struct slice records, uint64_t segment, uint64_t number, char *out);

enum record_look {
    RECORD_OK,
    RECORD_END, /* nothing but padding follows in the group */
    RECORD_CUT, /* the group ends inside the record */
    RECORD_BAD,
};

/* Append the record to out and return its checksum. */
uint32_t record_encode(struct buffer *out, uint32_t chain, uint64_t index, uint64_t term,
                       enum entry_kind kind, struct slice payload);
/* The record at the start of `group`: entry borrows from it, *bytes is its size. The checksum is
 * compared with `chain`, the one of the record before. */
enum record_look record_decode(struct slice group, uint32_t chain, struct entry *entry,
                               size_t *bytes) NODISCARD;
/* The same of a record that was decoded before: no checksum is computed. */
void record_get(struct slice group, struct entry *entry, size_t *bytes);
/* Its header alone, unverified; the payload is left empty.
 * group has RECORD_HEADER_BYTES at least. */
void record_get_header(struct slice group, struct entry *entry, size_t *bytes);

#endif
