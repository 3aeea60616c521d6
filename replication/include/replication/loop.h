/* Replication on a libuv loop: the timer, the log thread and the pool for snapshots.
 *
 * Thread: the loop's. */
#ifndef REPLICATION_LOOP_H
#define REPLICATION_LOOP_H

#include <stdint.h>

#include "base/attr.h"
#include "base/status.h"
#include "replication/replication.h"

struct uv_loop_s;
struct replication_loop;

/* Start the log thread and replication_start on this loop (time is the loop's own, uv_now). On an
 * error everything started is stopped again, nothing is left in the loop, and the fault event was
 * called. */
enum status replication_loop_start(struct uv_loop_s *loop, struct replication *r,
                                   uint64_t applied_index, struct replication_loop **out) NODISCARD;

/* Stop in order: no more timeouts; what waits is written and synced; the log thread ends; a running
 * snapshot is waited for. closed is called from the loop when nothing of it is left there: then
 * replication_close may follow. l is freed. */
void replication_loop_stop(struct replication_loop *l, void (*closed)(void *context),
                           void *context);

#endif
