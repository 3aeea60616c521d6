/* The marker is one line of text with a checksum, replaced as a whole:
 *
 *     baton-store 1 open <boot id> <mount id> <u or r> <crc32c>
 *     baton-store 1 clean <crc32c>
 */
#include "store/marker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/crc32c.h"
#include "marker_int.h"
#include "store_int.h"

/* Newer than the C library's header: an id of a mount that no later one gets again. */
#ifndef STATX_MNT_ID_UNIQUE
#define STATX_MNT_ID_UNIQUE 0x00004000U
#endif

static const char MARKER_NAME[] = STORE_MARKER_NAME;
static const char MARKER_NEW_NAME[] = STORE_MARKER_NAME ".tmp";

enum {
    LINE_BYTES_MAX = 256,
    FILE_MODE = 0600
};

/* --- surroundings --- */

static void read_boot_id(char out[BOOT_ID_BYTES + 1])
{
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t bytes = fd < 0 ? 0 : read(fd, out, BOOT_ID_BYTES);

    out[bytes == BOOT_ID_BYTES ? BOOT_ID_BYTES : 0] = '\0';
    if (fd >= 0) {
        close(fd);
    }
}

void surroundings_of(const char *directory, struct surroundings *out)
{
    struct statx info;

    memset(out, 0, sizeof(*out));
    read_boot_id(out->boot_id);
    if (statx(AT_FDCWD, directory, 0, STATX_MNT_ID | STATX_MNT_ID_UNIQUE, &info) != 0) {
        return;
    }
    out->mount_id_is_unique = (info.stx_mask & STATX_MNT_ID_UNIQUE) != 0;
    if (out->mount_id_is_unique || (info.stx_mask & STATX_MNT_ID) != 0) {
        out->mount_id = info.stx_mnt_id;
    }
}

/* --- the file --- */

/* The text of a marker with its checksum. */
static size_t seal_line(char line[LINE_BYTES_MAX], int size)
{
    uint32_t crc = crc32c(0, line, (size_t)size);
    int crc_bytes = snprintf(line + size, LINE_BYTES_MAX - (size_t)size, " %08" PRIx32 "\n", crc);

    ASSERT(size > 0);
    ASSERT(size + crc_bytes < LINE_BYTES_MAX);
    return (size_t)size + (size_t)crc_bytes;
}

static size_t open_line(char line[LINE_BYTES_MAX], const struct surroundings *now)
{
    return seal_line(line,
                     snprintf(line, LINE_BYTES_MAX, "baton-store 1 open %s %" PRIu64 " %c",
                              now->boot_id, now->mount_id, now->mount_id_is_unique ? 'u' : 'r'));
}

static size_t clean_line(char line[LINE_BYTES_MAX])
{
    return seal_line(line, snprintf(line, LINE_BYTES_MAX, "baton-store 1 clean"));
}

static enum status write_file(int directory, const char *line, size_t size)
{
    int fd =
        openat(directory, MARKER_NEW_NAME, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILE_MODE);
    enum status status = STATUS_OK;

    if (fd < 0) {
        return store_status_of(errno);
    }
    errno = EIO; /* for a short write */
    if (write(fd, line, size) != (ssize_t)size || fsync(fd) != 0) {
        status = store_status_of(errno);
    }
    close(fd);
    return status;
}

static enum status replace_marker(const char *path, const char *line, size_t size)
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status status;

    if (directory < 0) {
        return store_status_of(errno);
    }
    status = write_file(directory, line, size);
    if (status == STATUS_OK && (renameat(directory, MARKER_NEW_NAME, directory, MARKER_NAME) != 0 ||
                                fsync(directory) != 0)) {
        status = store_status_of(errno);
    }
    close(directory);
    return status;
}

static enum status remove_marker(int directory)
{
    if (unlinkat(directory, MARKER_NAME, 0) != 0 && errno != ENOENT) {
        return store_status_of(errno);
    }
    return fsync(directory) == 0 ? STATUS_OK : store_status_of(errno);
}

static size_t read_marker(const char *path, char line[LINE_BYTES_MAX])
{
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = directory < 0 ? -1 : openat(directory, MARKER_NAME, O_RDONLY | O_CLOEXEC);
    ssize_t bytes = fd < 0 ? 0 : read(fd, line, LINE_BYTES_MAX);

    if (fd >= 0) {
        close(fd);
    }
    if (directory >= 0) {
        close(directory);
    }
    return bytes < 0 ? 0 : (size_t)bytes;
}

/* --- public --- */

enum store_trust store_trust_in(const char *directory, const struct surroundings *now)
{
    char found[LINE_BYTES_MAX];
    char wanted[LINE_BYTES_MAX];
    struct slice marker = slice_make(found, read_marker(directory, found));

    if (slice_equal(marker, slice_make(wanted, clean_line(wanted)))) {
        return STORE_TRUST_CLEAN;
    }
    if (now->boot_id[0] == '\0' || now->mount_id == 0) {
        return STORE_TRUST_NONE;
    }
    return slice_equal(marker, slice_make(wanted, open_line(wanted, now))) ? STORE_TRUST_SAME_MOUNT
                                                                           : STORE_TRUST_NONE;
}

enum store_trust store_trust(const char *directory)
{
    struct surroundings now;

    surroundings_of(directory, &now);
    return store_trust_in(directory, &now);
}

enum status store_mark_none(const char *directory)
{
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status status;

    if (fd < 0) {
        return store_status_of(errno);
    }
    status = remove_marker(fd);
    close(fd);
    return status;
}

enum status store_mark_open_in(const char *directory, const struct surroundings *now)
{
    char line[LINE_BYTES_MAX];
    size_t size = open_line(line, now);

    return replace_marker(directory, line, size);
}

enum status store_mark_open(const char *directory)
{
    struct surroundings now;

    surroundings_of(directory, &now);
    return store_mark_open_in(directory, &now);
}

enum status store_mark_clean(const char *directory)
{
    char line[LINE_BYTES_MAX];
    size_t size = clean_line(line);

    return replace_marker(directory, line, size);
}
