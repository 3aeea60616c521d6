/* A directory becomes a server of a cluster that is there.
 *
 * The fresh server id is kept in the directory before the cluster is asked, so that a start which
 * was cut off asks again as the same server. Damaged log, vote and snapshots are put aside, never
 * removed: the server that they were does not come back under its id. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "node_int.h"

enum {
    PATH_BYTES = 1280
};

static void joining_path(const struct node *node, char *out)
{
    snprintf(out, PATH_BYTES, "%s/joining", node->directory);
}

static bool id_read(const char *path, uint64_t *out)
{
    FILE *file = fopen(path, "re");
    bool good = false;

    if (file != NULL) {
        good = fscanf(file, "%" SCNu64, out) == 1 && *out != 0;
        (void)fclose(file);
    }
    return good;
}

static bool id_write(const char *path, uint64_t id)
{
    FILE *file = fopen(path, "we");
    bool good;

    if (file == NULL) {
        return false;
    }
    good = fprintf(file, "%" PRIu64 "\n", id) > 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    return fclose(file) == 0 && good;
}

/* The id that this directory asks under. */
static enum status id_ensure(const struct node *node, uint64_t *out)
{
    char path[PATH_BYTES];

    joining_path(node, path);
    if (id_read(path, out)) {
        return STATUS_OK;
    }
    do {
        ASSERT(getrandom(out, sizeof(*out), 0) == (ssize_t)sizeof(*out));
        *out >>= 1; /* clients read ids as signed numbers */
    } while (*out == 0);
    return id_write(path, *out) ? STATUS_OK : STATUS_IO;
}

enum status joining_ask(struct node *node, struct node_joining **out, char *message)
{
    struct node_joining *joining = CHECK_MEMORY(calloc(1, sizeof(*joining)));
    enum status st = id_ensure(node, &joining->server_id);

    if (st != STATUS_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "%s/joining: cannot be written", node->directory);
    } else {
        snprintf(joining->address, sizeof(joining->address), "%s", node->peer_address);
        st = node->options.join(node->options.join_ctx, joining, message);
    }
    if (st != STATUS_OK) {
        free(joining);
        return st;
    }
    *out = joining;
    return STATUS_OK;
}

void joining_done(const struct node *node)
{
    char path[PATH_BYTES];

    joining_path(node, path);
    (void)unlink(path); /* of no meaning any more */
}

enum status joining_put_aside(const struct node *node, char *message)
{
    static const char *const names[] = {"identity", "vote", "log", "snapshots"};
    char aside[PATH_BYTES];
    char from[PATH_BYTES + 16];
    char to[PATH_BYTES + 16];

    snprintf(aside, sizeof(aside), "%s/damaged.%lld", node->directory, (long long)clock_wall_ms());
    if (mkdir(aside, 0700) != 0) {
        snprintf(message, NODE_MESSAGE_BYTES, "%.1000s: cannot be made: %s", aside,
                 strerror(errno));
        return STATUS_IO;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(from, sizeof(from), "%s/%s", node->directory, names[i]);
        snprintf(to, sizeof(to), "%s/%s", aside, names[i]);
        if (rename(from, to) != 0 && errno != ENOENT) {
            snprintf(message, NODE_MESSAGE_BYTES, "%.1000s: cannot be put aside: %s", from,
                     strerror(errno));
            return STATUS_IO;
        }
    }
    log_warn("node", "put-aside what=%s next=%s", aside, "the node joins as a new server");
    return STATUS_OK;
}
