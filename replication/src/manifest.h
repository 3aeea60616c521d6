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

#endif
