/* The marker with its surroundings as arguments, so that tests can reboot. Private. */
#ifndef STORE_MARKER_INT_H
#define STORE_MARKER_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "store/marker.h"

enum {
    BOOT_ID_BYTES = 36
};

/* Where and since when the files' pages are in memory. */
struct surroundings {
    char boot_id[BOOT_ID_BYTES + 1]; /* empty: unknown, and equal to nothing */
    uint64_t mount_id;               /* 0: unknown, and equal to nothing */
    bool mount_id_is_unique;         /* never given twice in one boot */
};

void surroundings_of(const char *directory, struct surroundings *out);
enum store_trust store_trust_in(const char *directory, const struct surroundings *now);
enum status store_mark_open_in(const char *directory, const struct surroundings *now) NODISCARD;

#endif
