#include "disk_space.h"

#include <stdbool.h>
#include <sys/statvfs.h>

static bool is_under(bool before, uint64_t free_bytes, uint64_t mark_bytes)
{
    return free_bytes < (before ? mark_bytes + mark_bytes / 8 : mark_bytes);
}

enum disk_level disk_level_of(enum disk_level before, uint64_t free_bytes, uint64_t low_bytes,
                              uint64_t critical_bytes)
{
    if (is_under(before == DISK_CRITICAL, free_bytes, critical_bytes)) {
        return DISK_CRITICAL;
    }
    return is_under(before != DISK_ROOM, free_bytes, low_bytes) ? DISK_LOW : DISK_ROOM;
}

enum status disk_free(const char *directory, uint64_t *bytes)
{
    struct statvfs found;

    if (statvfs(directory, &found) != 0) {
        return STATUS_IO;
    }
    *bytes = (uint64_t)found.f_bavail * (uint64_t)found.f_frsize;
    return STATUS_OK;
}
