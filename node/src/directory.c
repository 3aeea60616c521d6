/* The data directory as a whole: made, looked at and locked before anything in it is touched. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_lock.h"
#include "node_int.h"

enum {
    PATH_BYTES = 1280
};

/* An error of the system as what the operator can do about it. */
static enum status refuse(const struct node *node, const char *name, int error, char *message)
{
    const char *slash = name[0] == '\0' ? "" : "/";

    switch (error) {
    case EACCES:
    case EPERM:
        snprintf(message, NODE_MESSAGE_BYTES,
                 "%s%s%s: user %u may not read and write it: give the whole directory to the user "
                 "that runs Baton (chown -R), or run as its owner",
                 node->directory, slash, name, (unsigned)geteuid());
        return STATUS_FORBIDDEN;
    case EROFS:
        snprintf(message, NODE_MESSAGE_BYTES,
                 "%s%s%s: the file system is read-only: mount it for writing, or name another "
                 "directory with --data",
                 node->directory, slash, name);
        return STATUS_FORBIDDEN;
    case ENOENT:
        snprintf(message, NODE_MESSAGE_BYTES,
                 "%s: the folder that it shall be made in does not exist: make it, or name another "
                 "directory with --data",
                 node->directory);
        return STATUS_INVALID_ARGUMENT;
    case EEXIST:
    case ENOTDIR:
        snprintf(message, NODE_MESSAGE_BYTES, "%s: is no directory: name another one with --data",
                 node->directory);
        return STATUS_INVALID_ARGUMENT;
    case ENOSPC:
    case EDQUOT:
        snprintf(message, NODE_MESSAGE_BYTES, "%s: no space is left on the disk: make room",
                 node->directory);
        return STATUS_NO_SPACE;
    default:
        snprintf(message, NODE_MESSAGE_BYTES, "%s%s%s: cannot be used: %s", node->directory, slash,
                 name, strerror(error));
        return STATUS_IO;
    }
}

static enum status make(const struct node *node, char *message)
{
    struct stat found;

    if (mkdir(node->directory, 0700) == 0) {
        return STATUS_OK;
    }
    if (errno != EEXIST) {
        return refuse(node, "", errno, message);
    }
    if (stat(node->directory, &found) != 0 || !S_ISDIR(found.st_mode)) {
        return refuse(node, "", ENOTDIR, message);
    }
    return STATUS_OK;
}

static bool is_usable(int directory, const char *name)
{
    struct stat found;
    int mode = R_OK | W_OK;

    if (fstatat(directory, name, &found, 0) != 0) {
        return false;
    }
    if (S_ISDIR(found.st_mode)) {
        mode |= X_OK;
    }
    return faccessat(directory, name, mode, AT_EACCESS) == 0;
}

/* One start as root leaves files that the service's own user cannot open: said before the log is
 * touched, by name. */
static enum status look_through(const struct node *node, char *message)
{
    DIR *directory = opendir(node->directory);
    enum status st = STATUS_OK;
    struct dirent *entry;

    if (directory == NULL) {
        return refuse(node, "", errno, message);
    }
    if (!is_usable(dirfd(directory), ".")) {
        st = refuse(node, "", errno, message);
    }
    while (st == STATUS_OK && (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.' && !is_usable(dirfd(directory), entry->d_name)) {
            st = refuse(node, entry->d_name, errno, message);
        }
    }
    closedir(directory);
    return st;
}

static enum status lock(struct node *node, char *message)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "%s/lock", node->directory);
    node->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (node->lock_fd < 0) {
        return refuse(node, "lock", errno, message);
    }
    if (!file_lock(node->lock_fd)) {
        snprintf(message, NODE_MESSAGE_BYTES,
                 "%s: another Baton process holds this data directory: stop it or use another",
                 node->directory);
        return STATUS_WRONG_STATE;
    }
    return STATUS_OK;
}

enum status directory_open(struct node *node, char *message)
{
    enum status st = make(node, message);

    if (st == STATUS_OK) {
        st = look_through(node, message);
    }
    return st == STATUS_OK ? lock(node, message) : st;
}
