/* Where on disk each entry of the log lies: segments, and in each a mark every 64 KiB.
 *
 * Groups are noted in the order they were written. A group may replace entries that were noted
 * before (a follower's log that its leader corrects): they are cut first, so the live entries of
 * the segments are contiguous and a mark never leads to an entry that was replaced. */
#ifndef REPLICATION_LOG_INDEX_H
#define REPLICATION_LOG_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct log_mark {
    uint64_t index; /* the first of the group */
    uint64_t sector;
    uint32_t chain; /* checksum of the record before */
};

struct log_segment {
    uint64_t sequence;
    uint64_t first; /* live entries; none when last < first */
    uint64_t last;
    uint64_t base;   /* where the log went on when the segment was made, as its header says */
    uint64_t lowest; /* that any group in it begins with, live or not */
    uint64_t sector_end;
    struct log_mark *marks;
    size_t mark_count;
    size_t mark_capacity;
};

struct log_index {
    struct log_segment *segments;
    size_t count;
    size_t capacity;
};

struct log_place {
    uint64_t segment;
    uint64_t sector;
    uint64_t sector_end; /* of the group */
    uint64_t first;      /* entries of the group that are live */
    uint64_t last;
    uint32_t chain;
    bool cuts;
};

void log_index_deinit(struct log_index *index);
/* A group is on disk; its segment is the last noted or a newer one. */
void log_index_note(struct log_index *index, const struct log_place *place);
/* Entries from `from` on are no longer part of the log. */
void log_index_cut(struct log_index *index, uint64_t from);
/* The segment that holds the live entry, and in *mark the last mark at or before it; NULL when none
 * holds it. */
const struct log_segment *log_index_find(const struct log_index *index, uint64_t entry,
                                         const struct log_mark **mark);
/* The first live entry that would be left by log_index_trim(keep), 0 when nothing is noted. */
uint64_t log_index_trim_point(const struct log_index *index, uint64_t keep);
/* The first live entry of the last segments that together hold no more than so many bytes, the very
 * last one counted in any case; 0 when nothing is noted. */
uint64_t log_index_keep_point(const struct log_index *index, uint64_t bytes);
/* Forget the leading segments that hold nothing at or after `keep` (never the last one), but for
 * those that a later one goes back behind: its records go on from one of theirs. Returns
 * the sequence of the oldest that stays, 0 when there is none. */
uint64_t log_index_trim(struct log_index *index, uint64_t keep);
uint64_t log_index_bytes(const struct log_index *index);

#endif
