/* Small formats: what is written is read back, and nothing else is taken for it. */
#include <stdlib.h>
#include <string.h>

#include "base/crc32c.h"
#include "manifest.h"
#include "testkit/test.h"
#include "vote.h"

static struct snapshot_manifest a_manifest(void)
{
    struct snapshot_manifest manifest = {
        .index = 1234,
        .term = 5,
        .record_crc = 0xdeadbeef,
        .configuration_index = 7,
        .configuration = SLICE("a configuration"),
        .cluster_id = {1, 2, 3},
        .content = {.feature_level = 3, .digest_count = 2, .digests = {{4}, {5}}},
        .file_count = 2,
        .files = {{.name = "state", .bytes = 99, .checksum = 1},
                  {.name = "read", .bytes = 100, .checksum = 2}},
    };

    return manifest;
}

TEST(manifest, is_read_back_as_it_was)
{
    struct snapshot_manifest written = a_manifest();
    struct snapshot_manifest read;
    struct buffer bytes;

    buffer_init(&bytes, MANIFEST_BYTES_MAX);
    manifest_encode(&written, &bytes);

    CHECK(manifest_decode(buffer_slice(&bytes), &read));

    CHECK_SLICE(read.configuration, written.configuration);
    CHECK_INT(read.index, ==, written.index);
    CHECK_INT(read.record_crc, ==, written.record_crc);
    CHECK_INT(read.content.digest_count, ==, 2);
    CHECK(memcmp(read.content.digests, written.content.digests, sizeof(read.content.digests)) == 0);
    CHECK(memcmp(read.files, written.files, sizeof(read.files)) == 0);
    snapshot_manifest_deinit(&read);
    buffer_deinit(&bytes);
}

/* Cut anywhere or changed anywhere, it is no manifest; nor with a valid checksum over counts that
 * lie. */
TEST(manifest, nothing_else_is_taken_for_one)
{
    struct snapshot_manifest written = a_manifest();
    struct snapshot_manifest read;
    struct buffer bytes;

    buffer_init(&bytes, MANIFEST_BYTES_MAX);
    manifest_encode(&written, &bytes);
    for (size_t i = 0; i < bytes.size; i++) {
        CHECK(!manifest_decode(slice_make(bytes.data, i), &read));
        bytes.data[i] = (char)(bytes.data[i] ^ 0x40);
        CHECK(!manifest_decode(buffer_slice(&bytes), &read));
        bytes.data[i] = (char)(bytes.data[i] ^ 0x40);
    }
    for (size_t i = 12; i + 4 < bytes.size; i++) {
        char kept = bytes.data[i];

        bytes.data[i] = (char)0xff;
        bytes.size -= 4;
        buffer_put_u32be(&bytes, crc32c(0, bytes.data, bytes.size));
        if (manifest_decode(buffer_slice(&bytes), &read)) {
            snapshot_manifest_deinit(&read);
        }
        bytes.data[i] = kept;
    }
    buffer_deinit(&bytes);
}

/* The slots are written in turn, and the newest counts. */
TEST(vote, is_what_was_stored_last)
{
    const char *directory = test_directory();
    struct replication_problem problem;
    struct vote vote;

    CHECK_OK(vote_create(disk_posix(), directory, 2, 7, &problem));
    for (uint64_t term = 3; term < 8; term++) {
        CHECK_OK(vote_open(&vote, disk_posix(), directory, DISK_WRITE, &problem));
        CHECK_INT(vote.term, ==, term - 1);
        CHECK_INT(vote.voted_for, ==, term + 4);
        CHECK_OK(vote_store(&vote, term, term + 5));
        vote_close(&vote);
    }
    CHECK_OK(vote_open(&vote, disk_posix(), directory, DISK_READ, &problem));
    CHECK_INT(vote.generation, ==, 6);
    CHECK_INT(vote.term, ==, 7);
    vote_close(&vote);
}
