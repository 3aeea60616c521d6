/* The state is replaced by a snapshot that a leader has sent.
 *
 * Readers on other threads hold `swap` shared for the life of their short transaction; the core
 * takes it alone, so the two environments are closed when nobody looks at them. Until the new ones
 * are whole no marker vouches for the files: a process that ends here rebuilds from the snapshot,
 * which is durable already. */
#include "base/log.h"
#include "node_int.h"
#include "store/marker.h"

void reading_begin(struct node *node)
{
    pthread_rwlock_rdlock(&node->swap);
}

void reading_end(struct node *node)
{
    pthread_rwlock_unlock(&node->swap);
}

/* The new state is the snapshot's. */
static enum status verify(const struct node *node, const struct snapshot_info *info)
{
    struct fsm_applied applied = fsm_applied(node->fsm);

    if (applied.index != info->index || applied.term != info->term ||
        applied.record_crc != info->record_crc ||
        readmodel_applied(node->readmodel) != info->index) {
        log_error("node", "snapshot-differs index=%llu state=%llu read=%llu",
                  (unsigned long long)info->index, (unsigned long long)applied.index,
                  (unsigned long long)readmodel_applied(node->readmodel));
        return STATUS_CORRUPT;
    }
    return STATUS_OK;
}

static enum status replace(struct node *node, const struct snapshot_info *info)
{
    char message[NODE_MESSAGE_BYTES] = "";
    enum status st = store_mark_none(node->directory);

    snapshots_unpin(node);
    recover_close_state(node);
    if (st == STATUS_OK) {
        st = snapshots_restore_from(node, info);
    }
    if (st == STATUS_OK) {
        st = recover_open_state(node, message);
    }
    if (st == STATUS_OK) {
        st = verify(node, info);
    }
    if (st == STATUS_OK) {
        st = store_mark_open(node->directory);
    }
    if (st != STATUS_OK) {
        log_error("node", "snapshot-not-installed index=%llu status=%s reason=%s",
                  (unsigned long long)info->index, status_name(st), message);
    }
    return st;
}

enum status install_snapshot(struct node *node, const struct snapshot_info *info)
{
    enum status st;

    pthread_rwlock_wrlock(&node->swap);
    st = replace(node, info);
    pthread_rwlock_unlock(&node->swap);
    if (st != STATUS_OK) {
        return st;
    }
    log_info("node", "snapshot-installed index=%llu term=%llu", (unsigned long long)info->index,
             (unsigned long long)info->term);
    node->live_bytes_looked_ms = 0;
    /* What was on its way up to there may have been executed; nobody here has seen it. */
    flight_forget(&node->flight, info->index);
    forward_forget(&node->forwards, info->term);
    waits_look_again(&node->waits);
    parks_look_again(&node->parks);
    node_wake(node);
    return STATUS_OK;
}
