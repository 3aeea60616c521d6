/* The log thread's half of the log: takes a group of records that waits, writes it, syncs it,
 * reports it.
 *
 * The core appends to the group that waits last; a group that the writer has taken is closed. So
 * while one sync runs everything that comes meanwhile gathers, and goes with one write and one
 * sync: group commit. One group is under way at a time; the next is written only when the one
 * before is on the medium (segment.h relies on it).
 *
 * Thread: log_writer_step on the log thread, all else on the core. */
#ifndef REPLICATION_WRITER_H
#define REPLICATION_WRITER_H

#include <pthread.h>
#include <stdbool.h>

#include "base/list.h"
#include "install.h"
#include "segment.h"

struct log_group {
    struct list_node link;
    struct buffer stream; /* records */
    uint64_t first_index;
    uint64_t
        last_index; /* of what is still part of the log: lowered when a later group replaces it */
    uint32_t chain; /* checksum of the record before */
    bool cuts;      /* its first record replaces an entry that was in the log */
    bool installs;  /* no records: a snapshot takes the place of the log */
    struct install install;
    /* filled by the writer */
    uint64_t segment;
    uint64_t sector;
    uint64_t sector_end;
};

struct log_writer_place {
    uint64_t segment; /* the one to write into, 0 when there is none yet */
    uint64_t sector;  /* where the next group begins */
    uint64_t zeroed;  /* sectors of the file that are written, with zeros at least */
    uint64_t oldest;  /* oldest segment that exists */
};

struct log_writer {
    struct disk *disk;
    const char *directory; /* borrowed */
    uint64_t segment_sectors;
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];

    pthread_mutex_t mutex; /* over the next six */
    struct list waiting;
    struct log_group *active; /* being written */
    struct list done;
    uint64_t trim_below; /* segments below this one are to be removed */
    enum status status;  /* not OK: the writer has stopped for good */
    struct replication_problem problem;

    /* the writer's own */
    struct log_writer_place place;
    int file;
    struct buffer frame;
};

/* directory is borrowed for the writer's life. */
void log_writer_init(struct log_writer *writer, struct disk *disk, const char *directory,
                     const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES], uint64_t segment_bytes,
                     const struct log_writer_place *place);
void log_writer_deinit(struct log_writer *writer);

/* Queue one record behind all others; returns its checksum. cuts: it replaces an entry. */
uint32_t log_writer_put(struct log_writer *writer, uint32_t chain, const struct entry *entry,
                        bool cuts);
/* Entries from `from` on are being replaced:
 * what waits or is under way keeps only what is before. */
void log_writer_clip(struct log_writer *writer, uint64_t from);
/* All that waits is dropped (how many bytes of records is returned), what is under way counts for
 * nothing, and next a snapshot is put in the place of the log. */
uint64_t log_writer_install(struct log_writer *writer, const struct install *install);
/* Remove the segments before this one, after what waits is written. */
void log_writer_trim(struct log_writer *writer, uint64_t below);
bool log_writer_step(struct log_writer *writer) NODISCARD;
/* The oldest group that is on the medium, the caller frees it with log_group_free; NULL when there
 * is none. */
struct log_group *log_writer_take_done(struct log_writer *writer) NODISCARD;
void log_group_free(struct log_group *group);
/* OK, or why the writer stopped (then problem is filled). */
enum status log_writer_status(struct log_writer *writer, struct replication_problem *problem);

#endif
