#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/assert.h"
#include "store_int.h"

static const char DATA_NAME[] = "data.mdb";
static const char LOCK_NAME[] = "lock.mdb";

static enum status open_directory(const char *path, int *out)
{
    *out = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *out < 0 ? store_status_of(errno) : STATUS_OK;
}

/* One file that may be absent. */
static enum status remove_file(int directory, const char *name)
{
    if (unlinkat(directory, name, 0) == 0 || errno == ENOENT) {
        return STATUS_OK;
    }
    return store_status_of(errno);
}

bool store_files_exist(const char *directory)
{
    int fd;
    bool found;

    if (open_directory(directory, &fd) != STATUS_OK) {
        return false;
    }
    found = faccessat(fd, DATA_NAME, F_OK, 0) == 0;
    close(fd);
    return found;
}

enum status store_files_drop_lock(const char *directory)
{
    int fd;
    enum status status = open_directory(directory, &fd);

    if (status == STATUS_OK) {
        status = remove_file(fd, LOCK_NAME);
        close(fd);
    }
    return status;
}

enum status store_files_sync_directory(const char *directory)
{
    int fd;
    enum status status = open_directory(directory, &fd);

    if (status == STATUS_OK) {
        status = fsync(fd) == 0 ? STATUS_OK : store_status_of(errno);
        close(fd);
    }
    return status;
}

enum status store_destroy(const char *directory)
{
    int fd;
    enum status status;

    ASSERT(!store_is_open(directory));
    status = open_directory(directory, &fd);
    if (status != STATUS_OK) {
        return errno == ENOENT ? STATUS_OK : status;
    }
    status = remove_file(fd, DATA_NAME);
    if (status == STATUS_OK) {
        status = remove_file(fd, LOCK_NAME);
    }
    close(fd);
    if (status == STATUS_OK && rmdir(directory) != 0 && errno != ENOTEMPTY && errno != EEXIST) {
        status = store_status_of(errno);
    }
    return status;
}
