#include "manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"
#include "configuration.h"
#include "cursor.h"

static const char manifest_magic[] = "BATONSNP";

enum {
    FORMAT_VERSION = 2,
    FORMAT_VERSION_1 = 1, /* of a cluster of one: nobody was promoted */
};

static void put_text(struct buffer *out, struct slice text)
{
    buffer_put_u32be(out, (uint32_t)text.size);
    buffer_put_slice(out, text);
}

void manifest_encode(const struct snapshot_manifest *manifest, struct buffer *out)
{
    buffer_put(out, manifest_magic, 8);
    buffer_put_u32be(out, FORMAT_VERSION);
    buffer_put_u64be(out, manifest->index);
    buffer_put_u64be(out, manifest->term);
    buffer_put_u32be(out, manifest->record_crc);
    buffer_put_u64be(out, manifest->configuration_index);
    put_text(out, manifest->configuration);
    buffer_put_u64be(out, manifest->promoted_id);
    buffer_put(out, manifest->cluster_id, sizeof(manifest->cluster_id));
    buffer_put_u32be(out, manifest->content.feature_level);
    buffer_put_u32be(out, manifest->content.digest_count);
    buffer_put(out, manifest->content.digests,
               (size_t)manifest->content.digest_count * REPLICATION_DIGEST_BYTES);
    buffer_put_u32be(out, manifest->file_count);
    for (uint32_t i = 0; i < manifest->file_count; i++) {
        put_text(out, slice_of(manifest->files[i].name));
        buffer_put_u64be(out, manifest->files[i].bytes);
        buffer_put_u32be(out, manifest->files[i].checksum);
    }
    buffer_put_u32be(out, crc32c(0, out->data, out->size));
    ASSERT(!out->failed);
}

static void get_file(struct cursor *c, struct snapshot_file *file)
{
    uint32_t length = cursor_u32(c);

    if (length == 0 || length >= sizeof(file->name)) {
        c->failed = true;
        return;
    }
    cursor_copy(c, file->name, length);
    c->failed = c->failed || strlen(file->name) != length;
    file->bytes = cursor_u64(c);
    file->checksum = cursor_u32(c);
}

static struct slice get_fields(struct cursor *c, uint32_t version,
                               struct snapshot_manifest *manifest)
{
    struct slice configuration;

    manifest->index = cursor_u64(c);
    manifest->term = cursor_u64(c);
    manifest->record_crc = cursor_u32(c);
    manifest->configuration_index = cursor_u64(c);
    configuration = cursor_bytes(c, cursor_u32(c));
    manifest->promoted_id = version == FORMAT_VERSION ? cursor_u64(c) : 0;
    cursor_copy(c, manifest->cluster_id, sizeof(manifest->cluster_id));
    manifest->content.feature_level = cursor_u32(c);
    manifest->content.digest_count = cursor_u32(c);
    if (manifest->content.digest_count > REPLICATION_DIGESTS_MAX) {
        c->failed = true;
        return configuration;
    }
    cursor_copy(c, manifest->content.digests,
                (size_t)manifest->content.digest_count * REPLICATION_DIGEST_BYTES);
    manifest->file_count = cursor_u32(c);
    c->failed = c->failed || manifest->file_count > LIMIT_SNAPSHOT_FILES;
    for (uint32_t i = 0; i < manifest->file_count && !c->failed; i++) {
        get_file(c, &manifest->files[i]);
    }
    return configuration;
}

bool manifest_decode(struct slice bytes, struct snapshot_manifest *manifest)
{
    struct cursor c = {.rest = bytes};
    struct slice configuration;
    uint32_t version;
    char *copy;

    memset(manifest, 0, sizeof(*manifest));
    if (bytes.size < 16 || memcmp(bytes.data, manifest_magic, 8) != 0 ||
        bytes_get_u32be(bytes.data + bytes.size - 4) != crc32c(0, bytes.data, bytes.size - 4)) {
        return false;
    }
    c.rest = slice_sub(bytes, 8, bytes.size - 12);
    version = cursor_u32(&c);
    if (version != FORMAT_VERSION && version != FORMAT_VERSION_1) {
        return false;
    }
    configuration = get_fields(&c, version, manifest);
    if (c.failed || c.rest.size != 0 || manifest->index == 0 || configuration.size == 0) {
        return false;
    }
    copy = CHECK_MEMORY(malloc(configuration.size));
    memcpy(copy, configuration.data, configuration.size);
    manifest->configuration = slice_make(copy, configuration.size);
    return true;
}

void snapshot_manifest_deinit(struct snapshot_manifest *manifest)
{
    union {
        const char *in;
        void *out; /* the slice owns what it shows */
    } configuration = {.in = manifest->configuration.data};

    free(configuration.out);
    manifest->configuration = SLICE_EMPTY;
}

static bool name_is_plain(const char *name)
{
    return strchr(name, '/') == NULL && name[0] != '.' && strcmp(name, "manifest") != 0 &&
           strcmp(name, "manifest.tmp") != 0;
}

bool manifest_is_acceptable(const struct snapshot_manifest *manifest,
                            const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES])
{
    for (uint32_t i = 0; i < manifest->file_count; i++) {
        if (!name_is_plain(manifest->files[i].name)) {
            return false;
        }
        for (uint32_t k = 0; k < i; k++) {
            if (strcmp(manifest->files[i].name, manifest->files[k].name) == 0) {
                return false;
            }
        }
    }
    return memcmp(manifest->cluster_id, cluster_id, REPLICATION_CLUSTER_ID_BYTES) == 0 &&
           manifest->term > 0 && manifest->configuration_index > 0 &&
           manifest->configuration_index <= manifest->index &&
           configuration_is_valid(manifest->configuration);
}

uint32_t manifest_sum(const struct snapshot_manifest *manifest)
{
    struct buffer bytes;
    uint32_t sum;

    buffer_init(&bytes, MANIFEST_BYTES_MAX);
    manifest_encode(manifest, &bytes);
    sum = bytes_get_u32be(bytes.data + bytes.size - 4);
    buffer_deinit(&bytes);
    return sum;
}
