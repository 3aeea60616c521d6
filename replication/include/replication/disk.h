/* The disk as replication sees it: a struct of functions with two implementations.
 *
 * disk_posix is the real one. The simulation has another, which loses, tears and flips what was not
 * synced, so that the very code that runs in production is the code that is crashed a thousand
 * times.
 *
 * What the code may rely on, and no more: a 512-byte sector is written whole or not at all; what
 * sync and sync_directory returned for is on the medium; of anything else any subset of sectors may
 * be there after a power cut, and of the names changed in one directory any first part. Paths are
 * whole paths. Every function returns STATUS_OK, STATUS_NOT_FOUND where a name may be absent,
 * STATUS_NO_SPACE or STATUS_IO; errno never leaves the implementation (it is logged there). Thread:
 * functions may be called from several threads at once, on different files. */
#ifndef REPLICATION_DISK_H
#define REPLICATION_DISK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "base/attr.h"
#include "base/status.h"

enum {
    DISK_SECTOR_BYTES = 512
};

enum disk_open {
    DISK_READ,   /* must exist */
    DISK_WRITE,  /* must exist; read and write */
    DISK_CREATE, /* read and write; created empty, an old one is emptied */
};

struct disk {
    enum status (*open)(struct disk *disk, const char *path, enum disk_open how, int *file);
    void (*close)(struct disk *disk, int file);
    enum status (*size)(struct disk *disk, int file, uint64_t *bytes);
    /* All parts, one after the other, at offset: all of it or an error. */
    enum status (*write)(struct disk *disk, int file, const struct iovec *parts, int count,
                         uint64_t offset);
    /* Fewer bytes than asked for only at the end of the file. */
    enum status (*read)(struct disk *disk, int file, void *to, size_t bytes, uint64_t offset,
                        size_t *got);
    /* Content and size are on the medium. After an error the file must not be used again. */
    enum status (*sync)(struct disk *disk, int file);
    enum status (*rename)(struct disk *disk, const char *from, const char *to);
    enum status (*unlink)(struct disk *disk, const char *path);
    /* An existing directory is no error. */
    enum status (*make_directory)(struct disk *disk, const char *path);
    /* The directory must be empty. */
    enum status (*remove_directory)(struct disk *disk, const char *path);
    /* Names created, renamed and removed in the directory are on the medium. */
    enum status (*sync_directory)(struct disk *disk, const char *path);
    /* Call entry for each name but "." and "..", in no order. */
    enum status (*list)(struct disk *disk, const char *path,
                        void (*entry)(void *context, const char *name), void *context);
};

/* The real disk. Stateless: one for the whole process, never freed. */
struct disk *disk_posix(void);

#endif
