/* A leader's snapshot takes the place of what is here: durable, whole or not at all.
 *
 * It lies sealed in snapshots/install. The file "install" names it and is on the medium before
 * anything else changes; then the snapshot gets its final name, a new segment that goes on behind
 * it is made, the old ones go, and "install" goes last. A start that finds "install" beside the
 * snapshot it names does the rest: only so is a log that does not reach the newest snapshot no
 * corruption. Thread: any, one at a time. */
#ifndef REPLICATION_INSTALL_H
#define REPLICATION_INSTALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "replication/disk.h"
#include "replication/replication.h"

struct install {
    uint64_t index;
    uint64_t term;
    uint32_t record_crc; /* of the entry at index */
};

/* All of it. *segment is the new one, which holds nothing yet. */
enum status install_run(struct disk *disk, const char *directory,
                        const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES],
                        const struct install *install, uint64_t *segment,
                        struct replication_problem *problem) NODISCARD;

/* The file "install"; *found is false when there is none. STATUS_CORRUPT, STATUS_IO. */
enum status install_find(struct disk *disk, const char *directory, bool *found, struct install *out,
                         struct replication_problem *problem) NODISCARD;
/* What is left to do once the snapshot has its name. */
enum status install_finish(struct disk *disk, const char *directory,
                           const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES],
                           const struct install *install, uint64_t *segment,
                           struct replication_problem *problem) NODISCARD;
/* The snapshot did not get its name: all stays as it was before. */
enum status install_forget(struct disk *disk, const char *directory,
                           struct replication_problem *problem) NODISCARD;

#endif
