/* Small things that must be whole or absent: one 512-byte sector with magic and checksum, and a
 * file written whole under another name first. */
#ifndef REPLICATION_BLOCK_H
#define REPLICATION_BLOCK_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/slice.h"
#include "replication/disk.h"
#include "replication/replication.h"

enum {
    BLOCK_MAGIC_BYTES = 8,
    BLOCK_CONTENT_AT = 8,
    BLOCK_CONTENT_BYTES = DISK_SECTOR_BYTES - 8 - 4, /* the last four are a CRC32C of all before */
};

struct block {
    char bytes[DISK_SECTOR_BYTES];
};

/* Put magic (8 characters) and checksum around the content. */
void block_seal(struct block *block, const char *magic);
bool block_check(const struct block *block, const char *magic) NODISCARD;
/* Was it never written? */
bool block_is_empty(const struct block *block) NODISCARD;

/* Make directory/name with that content, synced; its name is not, and a power cut may leave any
 * part. */
enum status file_put(struct disk *disk, const char *directory, const char *name,
                     struct slice content, struct replication_problem *problem) NODISCARD;
/* Write content to directory/name so that after a power cut there is all of it or none: other name,
 * sync, rename, sync of the directory. */
enum status file_write_whole(struct disk *disk, const char *directory, const char *name,
                             struct slice content, struct replication_problem *problem) NODISCARD;
/* directory/name into out; false when it is too long (then out is empty). */
void path_join(char out[REPLICATION_PATH_BYTES], const char *directory, const char *name);
/* Unlink; an absent file is no error. */
enum status file_remove(struct disk *disk, const char *directory, const char *name) NODISCARD;

#endif
