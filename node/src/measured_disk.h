/* The real disk, with the time of every sync counted. */
#ifndef NODE_MEASURED_DISK_H
#define NODE_MEASURED_DISK_H

#include "base/metric.h"
#include "replication/disk.h"

struct measured_disk {
    struct disk disk; /* first: what replication is given */
    struct disk *real;
    struct metric_histogram syncs;
};

void measured_disk_init(struct measured_disk *disk);

#endif
