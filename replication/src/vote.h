/* Term and vote, and who this server is: the two files that must never be older than what they
 * promised.
 *
 * The vote file has two slots, written in turn, each one sector with a generation and a checksum. A
 * sector is written whole or not at all, so after any power cut both slots are valid; a slot that
 * is not is corruption (taking the other one could forget a vote). */
#ifndef REPLICATION_VOTE_H
#define REPLICATION_VOTE_H

#include <stdint.h>

#include "base/attr.h"
#include "replication/disk.h"
#include "replication/replication.h"

struct vote {
    struct disk *disk;
    int file; /* -1 when closed */
    uint64_t generation;
    uint64_t term;
    uint64_t voted_for;
};

/* A new vote file, synced, its name not. */
enum status vote_create(struct disk *disk, const char *directory, uint64_t term, uint64_t voted_for,
                        struct replication_problem *problem) NODISCARD;
/* how is DISK_WRITE, or DISK_READ to look only. STATUS_NOT_FOUND, STATUS_CORRUPT, STATUS_IO. */
enum status vote_open(struct vote *vote, struct disk *disk, const char *directory,
                      enum disk_open how, struct replication_problem *problem) NODISCARD;
/* What was read is on the medium: a process that died may have left it in the page cache only. */
enum status vote_sync(struct vote *vote) NODISCARD;
void vote_close(struct vote *vote);
/* On return the new term and vote are on the medium. */
enum status vote_store(struct vote *vote, uint64_t term, uint64_t voted_for) NODISCARD;
/* Guard J: the only voter begins a term that nobody has led yet, and has voted for itself in it. */
enum status vote_raise_term(struct vote *vote, uint64_t server_id) NODISCARD;

/* A new identity file, synced, its name not. One sector: whole or, after a power cut, empty. */
enum status identity_write(struct disk *disk, const char *directory,
                           const struct replication_identity *identity,
                           struct replication_problem *problem) NODISCARD;
enum status identity_sync(struct disk *disk, const char *directory,
                          struct replication_problem *problem) NODISCARD;
/* STATUS_NOT_FOUND when there is none or it is empty; STATUS_CORRUPT, STATUS_IO. */
enum status identity_read(struct disk *disk, const char *directory,
                          struct replication_identity *identity,
                          struct replication_problem *problem) NODISCARD;

#endif
