/* Snapshots on disk: a directory of the state machine's files and a manifest, whole or absent.
 *
 * Written as snapshots/tmp, every file and the directory synced, the manifest last, then renamed to
 * snapshots/<index>-<term>. So a directory with that name is complete, or damaged; what else lies
 * there is a leftover. Only the newest counts. */
#ifndef REPLICATION_SNAPSHOT_H
#define REPLICATION_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/limits.h"
#include "base/slice.h"
#include "replication/replication.h"

enum {
    SNAPSHOT_FILE_NAME_BYTES = 128,
    SNAPSHOT_NAME_BYTES = 48,
};

struct snapshot_file {
    char name[SNAPSHOT_FILE_NAME_BYTES];
    uint64_t bytes;
    uint32_t checksum;
};

struct snapshot_manifest {
    uint64_t index;
    uint64_t term;
    uint32_t record_crc;
    uint64_t configuration_index;
    struct slice configuration; /* encoded; owned */
    uint64_t promoted_id; /* the server that this configuration made a voter; 0: none (rule F) */
    uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES];
    struct snapshot_content content;
    uint32_t file_count;
    struct snapshot_file files[LIMIT_SNAPSHOT_FILES];
};

void snapshot_manifest_deinit(struct snapshot_manifest *manifest);

/* "<index>-<term>" */
void snapshot_name(char out[SNAPSHOT_NAME_BYTES], uint64_t index, uint64_t term);
/* "<directory>/snapshots" and "<directory>/snapshots/<name>" */
void snapshots_directory(char out[REPLICATION_PATH_BYTES], const char *directory);
void snapshot_directory(char out[REPLICATION_PATH_BYTES], const char *directory, uint64_t index,
                        uint64_t term);

/* The newest snapshot's manifest, verified, and that its files have their sizes; *found is false
 * when there is none. Nothing is changed. */
enum status snapshot_load(struct disk *disk, const char *directory, bool *found,
                          struct snapshot_manifest *manifest,
                          struct replication_problem *problem) NODISCARD;
/* Read all files of a snapshot and compare their checksums. */
enum status snapshot_verify(struct disk *disk, const char *directory,
                            const struct snapshot_manifest *manifest,
                            struct replication_problem *problem) NODISCARD;
/* Remove what lies in snapshots/ by our names, but for the one of that index and term
 * (0, 0: all). */
enum status snapshot_sweep(struct disk *disk, const char *directory, uint64_t index, uint64_t term,
                           struct replication_problem *problem) NODISCARD;
/* True when snapshots/ holds nothing. An absent directory holds nothing. */
enum status snapshot_none(struct disk *disk, const char *directory, bool *none) NODISCARD;

/* Have the source write the state and make it a durable snapshot; then remove all others. manifest
 * has index, term, record_crc, configuration and cluster id; the rest is filled. Thread: any. */
enum status snapshot_write(struct disk *disk, const char *directory,
                           const struct snapshot_source *source, void *handle,
                           struct snapshot_manifest *manifest,
                           struct replication_problem *problem) NODISCARD;

/* --- one that comes from another server --- */

/* "<directory>/snapshots/install": its files as they come. */
void snapshot_received_directory(char out[REPLICATION_PATH_BYTES], const char *directory);
/* An empty one of these; what lay there goes. */
enum status snapshot_receive(struct disk *disk, const char *directory,
                             struct replication_problem *problem) NODISCARD;
/* All files came: sync them, compare them with the manifest and put it beside them. STATUS_CORRUPT
 * when they are not what it says: what was received is no snapshot. Thread: any. */
enum status snapshot_seal_received(struct disk *disk, const char *directory,
                                   const struct snapshot_manifest *manifest,
                                   struct replication_problem *problem) NODISCARD;
/* Give it its final name, durably. */
enum status snapshot_publish_received(struct disk *disk, const char *directory, uint64_t index,
                                      uint64_t term, struct replication_problem *problem) NODISCARD;

#endif
