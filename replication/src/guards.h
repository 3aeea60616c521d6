/* The guards around libraft 0.22.1: each takes a message as it crosses the boundary and makes it
 * one that the library handles rightly (docs/replication.md lists the defect behind each letter).
 * Pure functions of the message and a few facts of the node; guard J is vote_raise_term and
 * guard_may_send, guard G and the rule of stored entries guard_available. */
#ifndef REPLICATION_GUARDS_H
#define REPLICATION_GUARDS_H

#include <raft.h>
#include <stdbool.h>

#include "replication/replication.h"

struct guard_facts {
    uint64_t current_term;
    enum raft_state state;
    uint64_t first_index;    /* of the own log */
    uint64_t snapshot_index; /* 0: none */
    uint64_t snapshot_term;
    uint64_t match_index; /* of the sender, when this node leads */
    bool installing;      /* a snapshot is being installed */
};

/* False: the message must not reach the library.
 *
 * A  an AppendEntries whose previous entry lies in the compacted prefix is moved up to the snapshot
 * H  a vote result that comes when this node is no candidate is dropped
 * I  a rejection of what is known to match becomes a success
 * and an InstallSnapshot while one is being installed is dropped.
 *
 * The entries array of an AppendEntries may be entered further on: *skipped says how many entries
 * were passed over. */
bool guard_receive(const struct guard_facts *facts, struct raft_message *message,
                   unsigned *skipped);

/* C: how many of the entries from `at` on may go in one message: a configuration must be the first
 * of its own. */
unsigned guard_split(const struct entry *entries, unsigned at, unsigned count);

/* B: is this a request of a term that is over? What is sent in answer to it goes through guard_send
 * with stale set. */
bool guard_is_stale(const struct guard_facts *facts, const struct raft_message *message);

/* B  the answer to a stale request acknowledges nothing
 * E  a denied pre-vote tells the own term */
void guard_send(const struct guard_facts *facts, bool stale, struct raft_message *message);

/* G and the rule of stored entries: how far entries may be applied. The commit index may go back on
 * a follower and may be ahead of what is on this disk. */
uint64_t guard_available(uint64_t commit_max, uint64_t stored_index);

/* J: what only this server's vote decides leaves it when it is stored here: a sole voter that loses
 * unsynced entries would else write others in their place, in the same term. last_index is that of
 * the last entry to be sent, 0: none. */
bool guard_may_send(bool sole_voter, uint64_t last_index, uint64_t stored_index);

/* K: a learner votes, for it may have been made a voter by an entry that it has not got yet; nobody
 * counts the vote of a server that is none in his own configuration. And it forgets a leader that
 * it has not heard of for an election timeout, as a voter does when it becomes a candidate. */
bool guard_must_vote(bool is_learner, const struct raft_message *message);
bool guard_must_forget(const struct guard_facts *facts, int64_t leader_silence_ms,
                       int64_t election_timeout_ms);

#endif
