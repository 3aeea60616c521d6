/* How much room the disk has, and what that means (docs/operation.md).
 *
 * Watermarks come before faults: a full disk would end the process in the middle of a write. Under
 * the low mark no new work is taken while work that is there goes on; under the critical one
 * nothing is written at all. Both end by themselves when room returns. */
#ifndef NODE_DISK_SPACE_H
#define NODE_DISK_SPACE_H

#include <stdint.h>

#include "base/status.h"

enum disk_level {
    DISK_ROOM,
    DISK_LOW,
    DISK_CRITICAL
};

/* A level is left again only when an eighth more than its mark is free, so that one write does not
 * turn it back. A mark of 0 is never met. */
enum disk_level disk_level_of(enum disk_level before, uint64_t free_bytes, uint64_t low_bytes,
                              uint64_t critical_bytes);

/* Bytes that this user may still write in the directory's file system. Errors: STATUS_IO. */
enum status disk_free(const char *directory, uint64_t *bytes) NODISCARD;

#endif
