/* Replication on a libuv loop: the timer, the log thread, the pool for snapshots, and the transport
 * to the other servers.
 *
 * Thread: the loop's. */
#ifndef REPLICATION_LOOP_H
#define REPLICATION_LOOP_H

#include <stdint.h>

#include "base/attr.h"
#include "base/status.h"
#include "replication/replication.h"
#include "replication/transport.h"

struct uv_loop_s;
struct replication_loop;

/* What a server with peers listens with. */
struct replication_loop_options {
    const char *address; /* its own "NAME@HOST:PORT" */
    const char *listen;  /* "HOST:PORT" when that is not what peers connect to, else NULL */
    struct transport_credentials credentials;
    uint32_t feature_level_min;
    uint32_t feature_level_max;
};

/* Start the log thread, the transport and replication_start on this loop (time is the loop's own,
 * uv_now). options NULL: no transport; the cluster of one stays one. On an error everything started
 * is stopped again, nothing is left in the loop, and the fault event was called. */
enum status replication_loop_start(struct uv_loop_s *loop, struct replication *r,
                                   uint64_t applied_index,
                                   const struct replication_loop_options *options,
                                   struct replication_loop **out) NODISCARD;

/* As transport_reload; STATUS_OK without a transport. */
enum status replication_loop_reload(struct replication_loop *l,
                                    struct replication_problem *problem) NODISCARD;

/* The port where peers are listened to, 0 without a transport. */
uint16_t replication_loop_port(const struct replication_loop *l);

/* Stop in order: no more timeouts; what waits is written and synced; the log thread ends; a running
 * snapshot is waited for. closed is called from the loop when nothing of it is left there: then
 * replication_close may follow. l is freed. */
void replication_loop_stop(struct replication_loop *l, void (*closed)(void *context),
                           void *context);

#endif
