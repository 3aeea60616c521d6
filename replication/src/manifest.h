/* A snapshot's manifest as bytes. */
#ifndef REPLICATION_MANIFEST_H
#define REPLICATION_MANIFEST_H

#include "base/buffer.h"
#include "snapshot.h"

enum {
    MANIFEST_BYTES_MAX = 1 << 20
};

void manifest_encode(const struct snapshot_manifest *manifest, struct buffer *out);
/* False when bytes are not exactly one valid manifest; then there is nothing to deinit.
 * configuration is a copy. */
bool manifest_decode(struct slice bytes, struct snapshot_manifest *manifest) NODISCARD;

/* May a manifest that another server sent be used: of that cluster, with a configuration that the
 * library takes, and files whose names lead nowhere else? */
bool manifest_is_acceptable(const struct snapshot_manifest *manifest,
                            const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES]) NODISCARD;
/* Tells snapshots of one index apart. */
uint32_t manifest_sum(const struct snapshot_manifest *manifest);

#endif
