/* disk_posix keeps nothing of its own in the struct that it is called with, so a copy of its
 * functions with one of them wrapped is a disk as good as itself. */
#include "measured_disk.h"

#include <uv.h>

static enum status sync_measured(struct disk *disk, int file)
{
    struct measured_disk *measured = (struct measured_disk *)(void *)disk;
    uint64_t started_ns = uv_hrtime();
    enum status st = measured->real->sync(measured->real, file);

    metric_observe_us(&measured->syncs, (uv_hrtime() - started_ns) / 1000);
    return st;
}

void measured_disk_init(struct measured_disk *disk)
{
    disk->real = disk_posix();
    disk->disk = *disk->real;
    disk->disk.sync = sync_measured;
}
