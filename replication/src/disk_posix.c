/* The real disk: thin calls, whole transfers, no retry of a failed sync. */
#include "replication/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/log.h"

enum {
    PARTS_MAX = 8
};

static enum status disk_error(const char *call, const char *path)
{
    int error = errno;

    if (error == ENOENT) {
        return STATUS_NOT_FOUND;
    }
    log_error("disk", "failed call=%s path=%s error=%s", call, path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? STATUS_NO_SPACE : STATUS_IO;
}

static enum status posix_open(struct disk *disk, const char *path, enum disk_open how, int *file)
{
    int flags = how == DISK_READ    ? O_RDONLY
                : how == DISK_WRITE ? O_RDWR
                                    : O_RDWR | O_CREAT | O_TRUNC;

    (void)disk;
    do {
        *file = open(path, flags | O_CLOEXEC, 0640);
    } while (*file < 0 && errno == EINTR);
    return *file < 0 ? disk_error("open", path) : STATUS_OK;
}

static void posix_close(struct disk *disk, int file)
{
    (void)disk;
    close(file);
}

static enum status posix_size(struct disk *disk, int file, uint64_t *bytes)
{
    struct stat st;

    (void)disk;
    if (fstat(file, &st) != 0) {
        return disk_error("fstat", "");
    }
    *bytes = (uint64_t)st.st_size;
    return STATUS_OK;
}

/* Drop what was written from the front of the parts; returns how many are left. */
static int parts_advance(struct iovec *parts, int count, size_t written)
{
    int done = 0;

    while (done < count && written >= parts[done].iov_len) {
        written -= parts[done].iov_len;
        done++;
    }
    if (done < count) {
        parts[done].iov_base = (char *)parts[done].iov_base + written;
        parts[done].iov_len -= written;
    }
    memmove(parts, parts + done, (size_t)(count - done) * sizeof(*parts));
    return count - done;
}

static enum status posix_write(struct disk *disk, int file, const struct iovec *parts, int count,
                               uint64_t offset)
{
    struct iovec left[PARTS_MAX];

    (void)disk;
    ASSERT(count > 0 && count <= PARTS_MAX);
    memcpy(left, parts, (size_t)count * sizeof(*parts));
    while (count > 0) {
        ssize_t written = pwritev(file, left, count, (off_t)offset);

        if (written < 0 && errno != EINTR) {
            return disk_error("pwritev", "");
        }
        if (written > 0) {
            offset += (uint64_t)written;
            count = parts_advance(left, count, (size_t)written);
        }
    }
    return STATUS_OK;
}

static enum status posix_read(struct disk *disk, int file, void *to, size_t bytes, uint64_t offset,
                              size_t *got)
{
    (void)disk;
    *got = 0;
    while (*got < bytes) {
        ssize_t n = pread(file, (char *)to + *got, bytes - *got, (off_t)(offset + *got));

        if (n < 0 && errno != EINTR) {
            return disk_error("pread", "");
        }
        if (n == 0) {
            break;
        }
        if (n > 0) {
            *got += (size_t)n;
        }
    }
    return STATUS_OK;
}

static enum status posix_sync(struct disk *disk, int file)
{
    (void)disk;
    return fdatasync(file) != 0 ? disk_error("fdatasync", "") : STATUS_OK;
}

static enum status posix_rename(struct disk *disk, const char *from, const char *to)
{
    (void)disk;
    return rename(from, to) != 0 ? disk_error("rename", from) : STATUS_OK;
}

static enum status posix_unlink(struct disk *disk, const char *path)
{
    (void)disk;
    return unlink(path) != 0 ? disk_error("unlink", path) : STATUS_OK;
}

static enum status posix_make_directory(struct disk *disk, const char *path)
{
    (void)disk;
    return mkdir(path, 0750) != 0 && errno != EEXIST ? disk_error("mkdir", path) : STATUS_OK;
}

static enum status posix_remove_directory(struct disk *disk, const char *path)
{
    (void)disk;
    return rmdir(path) != 0 ? disk_error("rmdir", path) : STATUS_OK;
}

static enum status posix_sync_directory(struct disk *disk, const char *path)
{
    enum status st = STATUS_OK;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    (void)disk;
    if (fd < 0) {
        return disk_error("open", path);
    }
    if (fsync(fd) != 0) {
        st = disk_error("fsync", path);
    }
    close(fd);
    return st;
}

static enum status posix_list(struct disk *disk, const char *path,
                              void (*entry)(void *context, const char *name), void *context)
{
    const struct dirent *found;
    DIR *dir = opendir(path);

    (void)disk;
    if (dir == NULL) {
        return disk_error("opendir", path);
    }
    errno = 0;
    while ((found = readdir(dir)) != NULL) {
        if (strcmp(found->d_name, ".") != 0 && strcmp(found->d_name, "..") != 0) {
            entry(context, found->d_name);
        }
        errno = 0;
    }
    if (errno != 0) {
        enum status st = disk_error("readdir", path);

        closedir(dir);
        return st;
    }
    closedir(dir);
    return STATUS_OK;
}

struct disk *disk_posix(void)
{
    static struct disk disk = {
        .open = posix_open,
        .close = posix_close,
        .size = posix_size,
        .write = posix_write,
        .read = posix_read,
        .sync = posix_sync,
        .rename = posix_rename,
        .unlink = posix_unlink,
        .make_directory = posix_make_directory,
        .remove_directory = posix_remove_directory,
        .sync_directory = posix_sync_directory,
        .list = posix_list,
    };

    return &disk;
}
