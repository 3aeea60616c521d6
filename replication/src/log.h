/* The log as the core sees it: entries by index, recent ones in memory, older ones read back from
 * the segments.
 *
 * Every entry from first_index to last_index can be read at any time. An entry is in memory from
 * its append until it is on the medium, at least; after that it stays while memory_bytes allows.
 * Configurations (entries of kind CHANGE) stay in memory in any case, and terms as runs. Thread:
 * the core (the writer inside has its own half). */
#ifndef REPLICATION_LOG_H
#define REPLICATION_LOG_H

#include "log_index.h"
#include "replication/replication.h"
#include "writer.h"

struct log_item {
    uint64_t term;
    char *payload; /* owned */
    uint32_t size;
    uint32_t record_crc;
    enum entry_kind kind;
};

struct log_run { /* entries from first on, up to the next run, have this term */
    uint64_t first;
    uint64_t term;
};

struct log_change {
    uint64_t index;
    struct slice payload; /* owned */
};

struct entry_log {
    struct disk *disk;
    char directory[REPLICATION_PATH_BYTES];
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];
    uint64_t first_index; /* last_index + 1 when the log is empty */
    uint64_t last_index;
    uint64_t record_bytes; /* of all records appended or read since the caller last set it to 0 */
    uint32_t chain;        /* checksum of the last entry */
    struct log_index index;
    struct log_writer writer;
    bool writer_up;
    bool installing;        /* a snapshot is being put in the place of all that was before */
    uint64_t waiting_bytes; /* records that are not on the medium */

    struct log_item *items; /* a ring; the entry i lies at i % item_capacity */
    uint64_t item_capacity; /* a power of two */
    uint64_t item_first;    /* items are item_first .. last_index; UINT64_MAX before begin */
    uint64_t item_bytes;
    uint64_t memory_bytes;

    struct log_run *runs;
    size_t run_count, run_capacity;
    struct log_change *changes;
    size_t change_count, change_capacity;

    struct segment_reader reader; /* of older entries */
    bool reader_up;
    size_t reader_at;                   /* in the reader's group */
    struct replication_problem problem; /* of the last read that failed */
};

/* What reading all segments found, beside the log itself. */
struct log_found {
    struct log_writer_place place; /* where to go on writing */
    uint64_t oldest;     /* segments below are leftovers of an older trim, 0 when there are none */
    uint64_t unfinished; /* a last segment whose making was cut short, 0 when there is none */
    bool torn;           /* place.sector begins a torn tail; the file reaches to torn_end */
    uint64_t torn_end;
};

/* An empty log; nothing is read or written. */
void entry_log_init(struct entry_log *log, struct disk *disk, const char *directory,
                    const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES], uint64_t memory_bytes);
void entry_log_deinit(struct entry_log *log);

/* Read and verify all segments; nothing is changed on disk. snapshot_index (0: none) says which
 * leading segments may be missing, and from where record_bytes counts. */
enum status entry_log_load(struct entry_log *log, uint64_t snapshot_index, struct log_found *found,
                           struct replication_problem *problem) NODISCARD;
/* Put on the medium what load found (the process that wrote it may have died before its sync), cut
 * the torn tail and remove the leftovers. */
enum status entry_log_repair(struct entry_log *log, const struct log_found *found,
                             struct replication_problem *problem) NODISCARD;
/* From here on append may be called. */
void entry_log_begin(struct entry_log *log, uint64_t segment_bytes, const struct log_found *found);

/* Add an entry (its record_crc is ignored, its payload copied) at its index. index <= last_index
 * first drops all entries from index on. It is queued for the writer at once. */
enum status entry_log_append(struct entry_log *log, const struct entry *entry) NODISCARD;
/* Forget everything: a snapshot, sealed in snapshots/install, takes its place and the log goes on
 * behind it. Done when take_stored returned true and `installing` is false. */
void entry_log_install(struct entry_log *log, const struct install *install);
/* Note the next group that the writer has put on the medium: its last index that is still part of
 * the log, or 0 when nothing is left of it. False when there was none. */
bool entry_log_take_stored(struct entry_log *log, uint64_t *stored_index) NODISCARD;

/* out->payload is borrowed until the next call for this log. The index must be in the log.
 * STATUS_CORRUPT, STATUS_IO with log->problem filled. */
enum status entry_log_read(struct entry_log *log, uint64_t index, struct entry *out) NODISCARD;
/* The checksum of the entry before index, which is in the log or last_index + 1. */
enum status entry_log_chain_before(struct entry_log *log, uint64_t index,
                                   uint32_t *chain) NODISCARD;
/* 0 when the index is not in the log. */
uint64_t entry_log_term(const struct entry_log *log, uint64_t index);
/* The last change at or before index, NULL when there is none (then a snapshot has it). */
const struct log_change *entry_log_change(const struct entry_log *log, uint64_t index);

/* The first index that is left when entries before `keep` go by whole segments. */
uint64_t entry_log_trim_point(const struct entry_log *log, uint64_t keep);
/* The first entry that is left when no more than so many bytes of segments are (one at least). */
uint64_t entry_log_keep_point(const struct entry_log *log, uint64_t bytes);
/* Forget entries before such a point. The writer removes the files. */
void entry_log_trim(struct entry_log *log, uint64_t first);
/* Free the memory of entries before `keep` that are stored. */
void entry_log_release(struct entry_log *log, uint64_t keep, uint64_t stored_index);

/* Between log.c and log_load.c. Terms, changes and counters of an entry at last_index + 1. */
void entry_log_note(struct entry_log *log, const struct entry *entry);
/* Forget everything from `from` on, in all but the files:
 * there what replaces it stands behind it. */
void entry_log_cut(struct entry_log *log, uint64_t from);

#endif
