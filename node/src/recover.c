/* From a data directory to a running state: log, state and read model opened so that they fit.
 *
 *     lock           held by the process
 *     log, ...       replication's own (docs/replication.md)
 *     state          the state store        derived from the log: used as they are only when
 *     read           the read model store   nothing can have been lost, else rebuilt from
 *                                           snapshot and log
 *     store.marker   what tells the two cases apart (store/marker.h) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "node_int.h"
#include "store/marker.h"

enum {
    PATH_BYTES = 1280
};

static const char other_version[] =
    "the state was written by another version of Baton: start that version";

static enum status refuse(char *message, enum status status, const char *directory,
                          const char *text)
{
    snprintf(message, NODE_MESSAGE_BYTES, "%s: %s", directory, text);
    return status;
}

static void random_bytes(void *out, size_t bytes)
{
    ASSERT(getrandom(out, bytes, 0) == (ssize_t)bytes);
}

static struct replication_options log_options(struct node *node, enum replication_mode mode)
{
    struct replication_options options = {
        .directory = node->directory,
        .mode = mode,
        .address = node->peer_address[0] != '\0' ? node->peer_address : "127.0.0.1:0",
        .disk = &node->disk.disk,
        .events = events_of(node),
        .snapshots = snapshots_source(node),
    };

    random_bytes(&options.random_seed, sizeof(options.random_seed));
    if (mode == REPLICATION_BOOTSTRAP) {
        random_bytes(options.cluster_id, sizeof(options.cluster_id));
        while (options.server_id == 0) {
            random_bytes(&options.server_id, sizeof(options.server_id));
            options.server_id >>= 1; /* clients read ids as signed numbers */
        }
    }
    return options;
}

static enum status open_as(struct node *node, enum replication_mode mode, char *message)
{
    struct replication_problem problem = {.text = ""};
    struct replication_options options = log_options(node, mode);
    enum status st = replication_open(&options, &node->replication, &problem);

    if (st != STATUS_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "%s", problem.text);
    }
    return st;
}

static enum status open_joined(struct node *node, char *message)
{
    struct replication_problem problem = {.text = ""};
    struct replication_options options = log_options(node, REPLICATION_JOIN);
    struct transport_peer *peers = CHECK_MEMORY(calloc(NODE_PEERS_MAX, sizeof(*peers)));
    struct node_joining *joining = NULL;
    enum status st = joining_ask(node, &joining, message);

    if (st == STATUS_OK) {
        options.server_id = joining->server_id;
        memcpy(options.cluster_id, joining->cluster_id, sizeof(options.cluster_id));
        for (size_t i = 0; i < joining->peer_count; i++) {
            peers[i].server_id = joining->peers[i].server_id;
            snprintf(peers[i].address, sizeof(peers[i].address), "%s", joining->peers[i].address);
        }
        options.peers = peers;
        options.peer_count = joining->peer_count;
        st = replication_open(&options, &node->replication, &problem);
        if (st != STATUS_OK) {
            snprintf(message, NODE_MESSAGE_BYTES, "%s", problem.text);
        } else {
            joining_done(node);
        }
    }
    free(joining);
    free(peers);
    return st;
}

/* A damaged log or vote file is that of a server that must not come back: where the node may join,
 * it does, as a new one. */
static enum status open_or_join(struct node *node, char *message)
{
    enum status st = open_as(node, REPLICATION_EXISTING, message);

    if (node->options.join == NULL || (st != STATUS_NOT_FOUND && st != STATUS_CORRUPT)) {
        return st;
    }
    if (st == STATUS_CORRUPT) {
        log_error("node", "log-damaged action=join reason=%s", message);
        st = joining_put_aside(node, message);
        if (st != STATUS_OK) {
            return st;
        }
    }
    return open_joined(node, message);
}

static enum status open_log(struct node *node, char *message)
{
    enum status st = STATUS_NOT_FOUND;

    if (node->options.start != NODE_START_BOOTSTRAP) {
        st = open_or_join(node, message);
    }
    if (node->options.start == NODE_START_BOOTSTRAP ||
        (node->options.start == NODE_START_EITHER && st == STATUS_NOT_FOUND)) {
        st = open_as(node, REPLICATION_BOOTSTRAP, message);
    }
    return st;
}

static enum status open_state_store(struct node *node, char *message)
{
    char path[PATH_BYTES];
    const char *why = NULL;
    struct store_options options = {.directory = path};
    enum status st;

    options.tables = fsm_tables(&options.table_count);
    snprintf(path, sizeof(path), "%s/state", node->directory);
    st = store_open(&options, &node->state, &why);
    if (st != STATUS_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "%.700s: %s", path,
                 why == NULL ? "cannot open" : why);
    }
    return st;
}

void recover_close_state(struct node *node)
{
    if (node->readmodel != NULL) {
        readmodel_close(node->readmodel);
    }
    if (node->fsm != NULL) {
        fsm_close(node->fsm);
    }
    if (node->state != NULL) {
        store_close(node->state);
    }
    node->readmodel = NULL;
    node->fsm = NULL;
    node->state = NULL;
}

static enum status open_readmodel(struct node *node, char *message)
{
    char path[PATH_BYTES];
    const char *why = NULL;
    enum status st;

    snprintf(path, sizeof(path), "%s/read", node->directory);
    st = readmodel_open(path, false, &node->readmodel, &why);
    if (st != STATUS_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "%.700s: %s", path,
                 why == NULL ? "cannot open" : why);
    }
    return st;
}

enum status recover_open_state(struct node *node, char *message)
{
    struct fsm_options options = {.on_trace = turn_on_trace, .ctx = node};
    enum status st = open_state_store(node, message);

    if (st == STATUS_OK) {
        options.state = node->state;
        st = fsm_open(&options, &node->fsm);
        if (st != STATUS_OK) {
            return st == STATUS_UNAVAILABLE
                       ? refuse(message, STATUS_NOT_IMPLEMENTED, node->directory, other_version)
                       : refuse(message, st, node->directory, "the state could not be read");
        }
        st = open_readmodel(node, message);
    }
    return st;
}

/* What the state says it has applied must be in the log,
 * and the read model must not lag behind it. */
static enum status verify_state(struct node *node, char *message)
{
    struct fsm_applied applied = fsm_applied(node->fsm);
    struct replication_problem problem;
    enum status st = replication_verify_applied(node->replication, applied.index, applied.term,
                                                applied.record_crc, &problem);

    if (st != STATUS_OK) {
        snprintf(message, NODE_MESSAGE_BYTES, "%s", problem.text);
        return st;
    }
    if (readmodel_applied(node->readmodel) < applied.index) {
        return refuse(message, STATUS_CORRUPT, node->directory,
                      "the read model is behind the state");
    }
    return STATUS_OK;
}

static enum status use_as_they_are(struct node *node, char *message)
{
    enum status st = store_mark_open(node->directory); /* opening may write already */

    if (st != STATUS_OK) {
        return refuse(message, st, node->directory, "the marker cannot be written");
    }
    st = recover_open_state(node, message);
    return st == STATUS_OK ? verify_state(node, message) : st;
}

/* No marker vouches for the files until they are whole: a rebuild that is cut off begins anew. */
static enum status rebuild(struct node *node, char *message)
{
    enum status st = store_mark_none(node->directory);

    if (st != STATUS_OK) {
        return refuse(message, st, node->directory, "the marker cannot be removed");
    }
    st = snapshots_restore(node, message);
    if (st == STATUS_OK) {
        st = recover_open_state(node, message);
    }
    if (st == STATUS_OK) {
        st = verify_state(node, message);
    }
    if (st != STATUS_OK) {
        return st;
    }
    st = store_mark_open(node->directory);
    return st == STATUS_OK ? st
                           : refuse(message, st, node->directory, "the marker cannot be written");
}

static enum status use_or_rebuild(struct node *node, char *message)
{
    enum status st;

    if (store_trust(node->directory) == STORE_TRUST_NONE) {
        return rebuild(node, message);
    }
    st = use_as_they_are(node, message);
    if (st != STATUS_CORRUPT) {
        return st;
    }
    log_error("node", "state-damaged action=rebuild reason=%s", message);
    recover_close_state(node);
    return rebuild(node, message);
}

enum status recover_open(struct node *node, char *message)
{
    enum status st = open_log(node, message);

    if (st == STATUS_OK) {
        node->cluster.self = replication_identity(node->replication).server_id;
    }
    return st == STATUS_OK ? use_or_rebuild(node, message) : st;
}

/* Both environments on disk, as they are. */
static bool sync_state(struct node *node)
{
    return node->state != NULL && node->readmodel != NULL && store_sync(node->state) == STATUS_OK &&
           store_sync(readmodel_store(node->readmodel)) == STATUS_OK;
}

void recover_close(struct node *node, bool clean)
{
    bool synced = clean && sync_state(node);

    recover_close_state(node);
    if (synced && store_mark_clean(node->directory) != STATUS_OK) {
        log_warn("node", "marker-not-written directory=%s", node->directory);
    }
    if (node->replication != NULL) {
        replication_close(node->replication);
    }
    if (node->lock_fd >= 0) {
        close(node->lock_fd);
    }
    node->replication = NULL;
    node->lock_fd = -1;
}
