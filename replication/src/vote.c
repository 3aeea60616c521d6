#include "vote.h"

#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "block.h"
#include "problem.h"

static const char vote_magic[] = "BATONVOT";
static const char identity_magic[] = "BATONIDY";

enum {
    /* Far enough apart to lie in different physical sectors and pages. */
    SLOT_BYTES = 4096,
    SLOTS = 2,
    FORMAT_VERSION = 1,
    JOINED_AT = BLOCK_CONTENT_AT + 4 + REPLICATION_CLUSTER_ID_BYTES + 8,
};

static void slot_encode(struct block *block, uint64_t generation, uint64_t term, uint64_t voted_for)
{
    char *at = block->bytes + BLOCK_CONTENT_AT;

    memset(block, 0, sizeof(*block));
    bytes_put_u32be(at, FORMAT_VERSION);
    bytes_put_u64be(at + 4, generation);
    bytes_put_u64be(at + 12, term);
    bytes_put_u64be(at + 20, voted_for);
    block_seal(block, vote_magic);
}

enum status vote_create(struct disk *disk, const char *directory, uint64_t term, uint64_t voted_for,
                        struct replication_problem *problem)
{
    char content[SLOTS * SLOT_BYTES] = {0};
    struct block slot;

    slot_encode(&slot, 0, 0, 0);
    memcpy(content, slot.bytes, sizeof(slot.bytes));
    slot_encode(&slot, 1, term, voted_for);
    memcpy(content + SLOT_BYTES, slot.bytes, sizeof(slot.bytes));
    return file_put(disk, directory, "vote", slice_make(content, sizeof(content)), problem);
}

static enum status slot_read(struct vote *vote, const char *path, uint64_t number,
                             struct replication_problem *problem)
{
    const uint64_t offset = number * SLOT_BYTES;
    const char *at;
    struct block block;
    size_t got;
    enum status st;

    st = vote->disk->read(vote->disk, vote->file, block.bytes, sizeof(block.bytes), offset, &got);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "read", path);
    }
    at = block.bytes + BLOCK_CONTENT_AT;
    if (got != sizeof(block.bytes) || !block_check(&block, vote_magic) ||
        bytes_get_u64be(at + 4) % SLOTS != number) {
        return problem_corrupt(problem, path, offset,
                               "slot %d of the vote file is damaged; a vote may be forgotten",
                               (int)number);
    }
    if (bytes_get_u32be(at) != FORMAT_VERSION) {
        return problem_say(problem, STATUS_NOT_IMPLEMENTED,
                           "%s: written by another version of Baton: start that version", path);
    }
    if (number == 0 || bytes_get_u64be(at + 4) > vote->generation) {
        vote->generation = bytes_get_u64be(at + 4);
        vote->term = bytes_get_u64be(at + 12);
        vote->voted_for = bytes_get_u64be(at + 20);
    }
    return STATUS_OK;
}

enum status vote_open(struct vote *vote, struct disk *disk, const char *directory,
                      enum disk_open how, struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;

    *vote = (struct vote){.disk = disk, .file = -1};
    path_join(path, directory, "vote");
    st = disk->open(disk, path, how, &vote->file);
    if (st != STATUS_OK) {
        vote->file = -1;
        return problem_disk(problem, st, "open", path);
    }
    for (uint64_t number = 0; number < SLOTS && st == STATUS_OK; number++) {
        st = slot_read(vote, path, number, problem);
    }
    if (st != STATUS_OK) {
        vote_close(vote);
    }
    return st;
}

void vote_close(struct vote *vote)
{
    if (vote->file >= 0) {
        vote->disk->close(vote->disk, vote->file);
    }
    vote->file = -1;
}

enum status vote_store(struct vote *vote, uint64_t term, uint64_t voted_for)
{
    struct block block;
    struct iovec part = {.iov_base = block.bytes, .iov_len = sizeof(block.bytes)};
    uint64_t generation = vote->generation + 1;
    enum status st;

    ASSERT(vote->file >= 0);
    ASSERT(term >= vote->term);
    slot_encode(&block, generation, term, voted_for);
    st = vote->disk->write(vote->disk, vote->file, &part, 1, generation % SLOTS * SLOT_BYTES);
    if (st == STATUS_OK) {
        st = vote->disk->sync(vote->disk, vote->file);
    }
    if (st == STATUS_OK) {
        vote->generation = generation;
        vote->term = term;
        vote->voted_for = voted_for;
    }
    return st;
}

enum status vote_sync(struct vote *vote)
{
    return vote->disk->sync(vote->disk, vote->file);
}

enum status vote_raise_term(struct vote *vote, uint64_t server_id)
{
    return vote_store(vote, vote->term + 1, server_id);
}

enum status identity_write(struct disk *disk, const char *directory,
                           const struct replication_identity *identity,
                           struct replication_problem *problem)
{
    struct block block = {{0}};
    char *at = block.bytes + BLOCK_CONTENT_AT;

    ASSERT(identity->server_id != 0);
    bytes_put_u32be(at, FORMAT_VERSION);
    memcpy(at + 4, identity->cluster_id, REPLICATION_CLUSTER_ID_BYTES);
    bytes_put_u64be(at + 4 + REPLICATION_CLUSTER_ID_BYTES, identity->server_id);
    block.bytes[JOINED_AT] = identity->joined ? 1 : 0;
    block_seal(&block, identity_magic);
    return file_put(disk, directory, "identity", slice_make(block.bytes, sizeof(block.bytes)),
                    problem);
}

enum status identity_sync(struct disk *disk, const char *directory,
                          struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    enum status st;
    int file;

    path_join(path, directory, "identity");
    st = disk->open(disk, path, DISK_WRITE, &file);
    if (st == STATUS_OK) {
        st = disk->sync(disk, file);
        disk->close(disk, file);
    }
    return st == STATUS_OK ? st : problem_disk(problem, st, "sync", path);
}

static enum status identity_load(struct disk *disk, const char *path, struct block *block,
                                 size_t *got)
{
    enum status st;
    int file;

    st = disk->open(disk, path, DISK_READ, &file);
    if (st != STATUS_OK) {
        return st;
    }
    st = disk->read(disk, file, block->bytes, sizeof(block->bytes), 0, got);
    disk->close(disk, file);
    return st;
}

enum status identity_read(struct disk *disk, const char *directory,
                          struct replication_identity *identity,
                          struct replication_problem *problem)
{
    char path[REPLICATION_PATH_BYTES];
    struct block block = {{0}};
    const char *at = block.bytes + BLOCK_CONTENT_AT;
    size_t got = 0;
    enum status st;

    path_join(path, directory, "identity");
    st = identity_load(disk, path, &block, &got);
    if (st != STATUS_OK) {
        return problem_disk(problem, st, "read", path);
    }
    if (block_is_empty(&block)) {
        return problem_say(problem, STATUS_NOT_FOUND, "%s is empty", path);
    }
    if (got != sizeof(block.bytes) || !block_check(&block, identity_magic)) {
        return problem_corrupt(problem, path, 0,
                               "the file that says who this server is, is damaged");
    }
    if (bytes_get_u32be(at) != FORMAT_VERSION) {
        return problem_say(problem, STATUS_NOT_IMPLEMENTED,
                           "%s: written by another version of Baton: start that version", path);
    }
    memcpy(identity->cluster_id, at + 4, REPLICATION_CLUSTER_ID_BYTES);
    identity->server_id = bytes_get_u64be(at + 4 + REPLICATION_CLUSTER_ID_BYTES);
    identity->joined = block.bytes[JOINED_AT] != 0;
    return STATUS_OK;
}
