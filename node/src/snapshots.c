/* Snapshots of both environments at one point in time, and the way back.
 *
 * begin opens a read transaction in each environment on the core thread at the end of a turn; the
 * pool copies through these very transactions, so both files show the state after the same entry.
 * The files in a snapshot are state.mdb and read.mdb. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "node_int.h"

enum {
    PATH_BYTES = 1280,
    COPY_BYTES = 1 << 20,
    LIVE_BYTES_LOOK_MS = 5000,
    FEATURE_LEVEL = 1
};

struct snapshot_handle {
    struct node *node;
    struct store_txn *state; /* NULL: given back already */
    struct store_txn *reading;
    pthread_mutex_t lock;
    pthread_cond_t written;
    bool is_written; /* under the lock: the pool does not touch the two any more */
};

static enum status begin(void *context, void **out)
{
    struct node *node = context;
    struct snapshot_handle *handle = CHECK_MEMORY(calloc(1, sizeof(*handle)));
    enum status st = store_begin_read(node->state, &handle->state);

    if (st == STATUS_OK) {
        st = store_begin_read(readmodel_store(node->readmodel), &handle->reading);
        if (st != STATUS_OK) {
            store_abort(handle->state);
        }
    }
    if (st != STATUS_OK) {
        free(handle);
        return st;
    }
    handle->node = node;
    pthread_mutex_init(&handle->lock, NULL);
    pthread_cond_init(&handle->written, NULL);
    node->pinned = handle;
    *out = handle;
    return STATUS_OK;
}

/* A store's only file of content moves up into the snapshot under a name of its own. */
static enum status copy_out(struct store_txn *txn, const char *directory, const char *name,
                            uint8_t digest[REPLICATION_DIGEST_BYTES])
{
    char folder[PATH_BYTES];
    char from[PATH_BYTES + 16];
    char to[PATH_BYTES];
    struct hash128 sum;
    enum status st;

    snprintf(folder, sizeof(folder), "%s/%s.part", directory, name);
    snprintf(from, sizeof(from), "%s/data.mdb", folder);
    snprintf(to, sizeof(to), "%s/%s.mdb", directory, name);
    st = store_copy(txn, folder, &sum);
    if (st != STATUS_OK) {
        return st;
    }
    hash128_put(digest, sum);
    if (rename(from, to) != 0) {
        return STATUS_IO;
    }
    return store_destroy(folder);
}

static enum status write_files(void *opaque, const char *directory,
                               struct snapshot_content *content)
{
    struct snapshot_handle *handle = opaque;
    enum status st;

    content->feature_level = FEATURE_LEVEL;
    content->digest_count = 2;
    st = copy_out(handle->state, directory, "state", content->digests[0]);
    if (st == STATUS_OK) {
        st = copy_out(handle->reading, directory, "read", content->digests[1]);
    }
    pthread_mutex_lock(&handle->lock);
    handle->is_written = true;
    pthread_cond_signal(&handle->written);
    pthread_mutex_unlock(&handle->lock);
    return st;
}

static void give_back(struct snapshot_handle *handle)
{
    if (handle->state != NULL) {
        store_abort(handle->state);
        store_abort(handle->reading);
    }
    handle->state = NULL;
    handle->reading = NULL;
}

static void finish(void *opaque)
{
    struct snapshot_handle *handle = opaque;

    give_back(handle);
    handle->node->pinned = NULL;
    pthread_cond_destroy(&handle->written);
    pthread_mutex_destroy(&handle->lock);
    free(handle);
}

void snapshots_unpin(struct node *node)
{
    struct snapshot_handle *handle = node->pinned;

    if (handle == NULL) {
        return;
    }
    pthread_mutex_lock(&handle->lock);
    while (!handle->is_written) {
        pthread_cond_wait(&handle->written, &handle->lock);
    }
    pthread_mutex_unlock(&handle->lock);
    give_back(handle);
}

static uint64_t live_bytes_of(struct store *store)
{
    struct store_txn *txn;
    uint64_t bytes = 0;

    if (store_begin_read(store, &txn) != STATUS_OK) {
        return 0;
    }
    if (store_live_bytes(txn, &bytes) != STATUS_OK) {
        bytes = 0;
    }
    store_abort(txn);
    return bytes;
}

/* Asked at the end of every turn: looked up every few seconds only. */
uint64_t snapshots_live_bytes(struct node *node)
{
    int64_t now_ms = clock_monotonic_ms();

    if (node->live_bytes_looked_ms == 0 ||
        now_ms - node->live_bytes_looked_ms > LIVE_BYTES_LOOK_MS) {
        node->live_bytes =
            live_bytes_of(node->state) + live_bytes_of(readmodel_store(node->readmodel));
        node->live_bytes_looked_ms = now_ms;
    }
    return node->live_bytes;
}

static uint64_t live_bytes(void *context)
{
    return snapshots_live_bytes(context);
}

struct snapshot_source snapshots_source(struct node *node)
{
    return (struct snapshot_source){
        .context = node,
        .begin = begin,
        .write = write_files,
        .finish = finish,
        .live_bytes = live_bytes,
    };
}

static enum status copy_bytes(int from, int to)
{
    char *block = CHECK_MEMORY(malloc(COPY_BYTES));
    enum status st = STATUS_OK;
    ssize_t got;

    while (st == STATUS_OK && (got = read(from, block, COPY_BYTES)) != 0) {
        if (got < 0 || write(to, block, (size_t)got) != got) {
            st = STATUS_IO;
        }
    }
    free(block);
    return st;
}

static enum status copy_in(const struct snapshot_info *info, const char *name,
                           const char *directory)
{
    char from_path[REPLICATION_PATH_BYTES + 32];
    char to_path[PATH_BYTES];
    enum status st = STATUS_IO;
    int from;
    int to;

    snprintf(from_path, sizeof(from_path), "%s/%s.mdb", info->directory, name);
    snprintf(to_path, sizeof(to_path), "%.1200s/data.mdb", directory);
    if (mkdir(directory, 0700) != 0) {
        return STATUS_IO;
    }
    from = open(from_path, O_RDONLY | O_CLOEXEC);
    to = open(to_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (from >= 0 && to >= 0) {
        st = copy_bytes(from, to);
    }
    if (from >= 0) {
        close(from);
    }
    if (to >= 0) {
        close(to);
    }
    return st;
}

static enum status restore_one(struct node *node, const struct snapshot_info *info,
                               const char *name)
{
    char directory[PATH_BYTES];
    enum status st;

    snprintf(directory, sizeof(directory), "%s/%s", node->directory, name);
    st = store_destroy(directory);
    if (st == STATUS_OK && info != NULL) {
        st = copy_in(info, name, directory);
    }
    return st;
}

enum status snapshots_restore_from(struct node *node, const struct snapshot_info *info)
{
    enum status st = restore_one(node, info, "state");

    return st == STATUS_OK ? restore_one(node, info, "read") : st;
}

enum status snapshots_restore(struct node *node, char *message)
{
    struct replication_problem problem;
    struct snapshot_info info;
    bool has = replication_snapshot_get(node->replication, &info);
    enum status st = replication_snapshot_verify(node->replication, &problem);

    if (st != STATUS_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "%s", problem.text);
        return st;
    }
    if (replication_status(node->replication).last_index > 1) {
        log_info("node", "rebuilding from_snapshot=%llu",
                 (unsigned long long)(has ? info.index : 0));
    }
    st = snapshots_restore_from(node, has ? &info : NULL);
    if (st != STATUS_OK) {
        snprintf(
            message, NODE_MESSAGE_BYTES,
            "%s: the state could not be rebuilt from the snapshot: check space and permissions",
            node->directory);
    }
    return st;
}
