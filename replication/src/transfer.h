/* A snapshot on its way from one server to another, below raft.
 *
 * A leader whose log does not reach back far enough offers its newest snapshot (InstallSnapshot
 * with the manifest). The follower asks for the files chunk by chunk, one at a time, on the second
 * stream; asks again when nothing comes, so a lost link costs one chunk; compares them with the
 * manifest on the pool; and only then tells the library, with the offer it heard last. What the
 * library wants installed takes the place of the log (install.h), the owner replaces its state, and
 * then the library hears that it is durable. While all that lasts offers are only noted, and no own
 * snapshot is made on either side. Thread: the core, but for transfer_seal. */
#ifndef REPLICATION_TRANSFER_H
#define REPLICATION_TRANSFER_H

#include "peers.h"
#include "snapshot.h"

struct transfer;

/* The library wants the peer to install a snapshot: offer the newest, but not at each heartbeat. */
void transfer_offer(struct replication *r, uint64_t server_id,
                    const struct raft_install_snapshot *message);
/* An offer came. False: it was none. */
bool transfer_offered(struct replication *r, const struct peer *from,
                      const struct wire_raft *received);
/* Messages of the second stream. False: it was none. */
bool transfer_asked(struct replication *r, struct peer *from, struct slice message);
bool transfer_answered(struct replication *r, const struct peer *from, enum wire_kind kind,
                       struct slice message);
/* Time has passed, or a link came back. */
void transfer_tend(struct replication *r);
/* When transfer_tend is to be called next; INT64_MAX: whenever. */
int64_t transfer_due_ms(const struct replication *r);
void transfer_drop(struct replication *r);
/* This server leads: it needs nobody's snapshot. */
void transfer_forget(struct replication *r);

/* Pool thread: are the files what the manifest says? Then, on the core: transfer_sealed. */
void transfer_seal(struct replication *r);
void transfer_sealed(struct replication *r);
/* raft_step wants it installed: the update is taken over. */
void transfer_install(struct replication *r, struct raft_update *update);
/* The log was replaced. */
void transfer_installed(struct replication *r);
bool transfer_is_installing(const struct replication *r);
/* Is some peer being helped with a snapshot of this server? Then that one must stay. */
bool transfer_is_serving(const struct replication *r);

#endif
