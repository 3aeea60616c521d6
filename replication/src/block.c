#include "block.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/crc32c.h"
#include "problem.h"

enum {
    CHECKSUM_AT = DISK_SECTOR_BYTES - 4
};

void block_seal(struct block *block, const char *magic)
{
    ASSERT(strlen(magic) == BLOCK_MAGIC_BYTES);
    memcpy(block->bytes, magic, BLOCK_MAGIC_BYTES);
    bytes_put_u32be(block->bytes + CHECKSUM_AT, crc32c(0, block->bytes, CHECKSUM_AT));
}

bool block_check(const struct block *block, const char *magic)
{
    return memcmp(block->bytes, magic, BLOCK_MAGIC_BYTES) == 0 &&
           bytes_get_u32be(block->bytes + CHECKSUM_AT) == crc32c(0, block->bytes, CHECKSUM_AT);
}

bool block_is_empty(const struct block *block)
{
    return block->bytes[0] == 0 &&
           memcmp(block->bytes, block->bytes + 1, sizeof(block->bytes) - 1) == 0;
}

void path_join(char out[REPLICATION_PATH_BYTES], const char *directory, const char *name)
{
    int length = snprintf(out, REPLICATION_PATH_BYTES, "%s/%s", directory, name);

    /* replication_open refuses a directory that leaves no room for our names. */
    ASSERT(length > 0 && length < REPLICATION_PATH_BYTES);
}

static enum status file_fill(struct disk *disk, const char *path, struct slice content)
{
    union {
        const char *in;
        void *out; /* iovec knows no const */
    } data = {.in = content.data};
    struct iovec part = {.iov_base = data.out, .iov_len = content.size};
    enum status st;
    int file;

    st = disk->open(disk, path, DISK_CREATE, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = disk->write(disk, file, &part, 1, 0);
    if (st == STATUS_OK) {
        st = disk->sync(disk, file);
    }
    disk->close(disk, file);
    return st;
}

enum status file_put(struct disk *disk, const char *directory, const char *name,
                     struct slice content, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;

    path_join(path, directory, name);
    st = file_fill(disk, path, content);
    return st == STATUS_OK ? st : problem_disk(problem, st, "write", path);
}

enum status file_write_whole(struct disk *disk, const char *directory, const char *name,
                             struct slice content, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    char fresh[REPLICATION_PATH_BYTES];
    char fresh_name[64];
    enum status st;

    snprintf(fresh_name, sizeof(fresh_name), "%s.tmp", name);
    path_join(path, directory, name);
    path_join(fresh, directory, fresh_name);
    st = file_fill(disk, fresh, content);
    if (st == STATUS_OK) {
        st = disk->rename(disk, fresh, path);
    }
    if (st == STATUS_OK) {
        st = disk->sync_directory(disk, directory);
    }
    return st == STATUS_OK ? st : problem_disk(problem, st, "write", path);
}

enum status file_remove(struct disk *disk, const char *directory, const char *name)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;

    path_join(path, directory, name);
    st = disk->unlink(disk, path);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}
