/* Any bytes as records of the log and as a snapshot's manifest: what is taken lies within them. */
#include "base/assert.h"
#include "base/limits.h"
#include "manifest.h"
#include "record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_records(struct slice group)
{
    uint32_t chain = 0;
    struct entry entry;
    size_t bytes;

    while (record_decode(group, chain, &entry, &bytes) == RECORD_OK) {
        ASSERT(bytes > 0);
        ASSERT(bytes <= group.size);
        ASSERT(entry.payload.size < bytes);
        chain = entry.record_crc;
        group = slice_from(group, bytes);
    }
}

static void check_manifest(struct slice bytes)
{
    struct snapshot_manifest manifest;
    struct buffer again;

    if (!manifest_decode(bytes, &manifest)) {
        return;
    }
    buffer_init(&again, MANIFEST_BYTES_MAX);
    manifest_encode(&manifest, &again);
    ASSERT(bytes.data[11] == 1 || slice_equal(buffer_slice(&again), bytes));
    buffer_deinit(&again);
    snapshot_manifest_deinit(&manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_records(slice_make(data, size));
    check_manifest(slice_make(data, size));
    return 0;
}
