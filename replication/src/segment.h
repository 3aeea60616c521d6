/* One file of the log: a header sector, then groups of records (record.h), then sectors never
 * written.
 *
 * Segments are numbered in the order they were made; their records continue each other's checksums.
 * A group is written only after the one before it is on the medium. So a hole (an empty sector) may
 * be followed by leftovers of one group, the last of the whole log: that is a torn tail. A hole
 * followed by the first sector of another group, or any sector that does not vouch for itself, is
 * corruption. */
#ifndef REPLICATION_SEGMENT_H
#define REPLICATION_SEGMENT_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "record.h"

struct segment_header {
    uint64_t sequence;
    uint64_t next_index; /* the index that follows the log's last one when this segment was made */
    uint32_t chain;      /* checksum of the log's last record then */
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];
};

/* "<directory>/log" */
void log_directory(char out[REPLICATION_PATH_BYTES], const char *directory);
/* "<directory>/log/<sequence, 20 digits>.log" */
void segment_path(char out[REPLICATION_PATH_BYTES], const char *directory, uint64_t sequence);
/* The sequence of a file name in log/, 0 when it is none of ours. */
uint64_t segment_sequence(const char *name);

void segment_header_encode(const struct segment_header *header, char sector[DISK_SECTOR_BYTES]);

enum segment_look {
    SEGMENT_GROUP,   /* reader->group holds whole, verified records */
    SEGMENT_END,     /* nothing more, and nothing behind it */
    SEGMENT_TORN,    /* leftovers of an unfinished write from torn_sector to the end of the file */
    SEGMENT_CORRUPT, /* problem says where and what */
    SEGMENT_FAILED,  /* status and problem say why */
};

struct segment_reader {
    struct disk *disk;
    int file;
    char path[REPLICATION_PATH_BYTES];
    uint64_t sequence;
    uint64_t sector_count; /* nothing is read at or behind it */
    uint64_t sector;       /* the next one to read */
    uint32_t chain;        /* checksum of the record before that sector */
    bool tail_is_known;    /* sector_count ends a group: do not look behind it */
    /* A group may begin with an index that was there before and replace it and all that followed;
     * then its records go on from the checksum of the entry before that index, which this function
     * tells. NULL: no such group can come. */
    enum status (*chain_before)(void *context, uint64_t index, uint32_t *chain);
    void *context;
    /* the present group */
    struct buffer group;
    uint64_t group_sector;
    uint32_t group_chain;
    uint64_t last_index; /* of the records verified so far, for messages */
    uint64_t torn_sector;
    enum status status;
    struct replication_problem *problem;
    /* private: a window of the file */
    char *window;
    uint64_t window_first;
    uint64_t window_count;
};

/* Open sequence's file for reading from the start of its first group. problem stays borrowed.
 * STATUS_OK, or STATUS_NOT_FOUND, STATUS_IO. The size of the file bounds sector_count. */
enum status segment_reader_open(struct segment_reader *reader, struct disk *disk,
                                const char *directory, uint64_t sequence,
                                struct replication_problem *problem) NODISCARD;
void segment_reader_close(struct segment_reader *reader);

/* SEGMENT_GROUP: header is filled. SEGMENT_END: the file is empty (a segment whose making was cut
 * short). */
enum segment_look segment_read_header(struct segment_reader *reader,
                                      struct segment_header *header) NODISCARD;
/* Go on reading at a group's first sector, behind a record with checksum chain. */
void segment_reader_seek(struct segment_reader *reader, uint64_t sector, uint32_t chain);
/* The next group. */
enum segment_look segment_read_group(struct segment_reader *reader) NODISCARD;

#endif
