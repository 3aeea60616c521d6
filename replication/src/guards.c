#include "guards.h"

/* A: all that the snapshot covers is known to match; go on from its end. */
static void append_lift(const struct guard_facts *facts, struct raft_append_entries *append,
                        unsigned *skipped)
{
    uint64_t end = append->prev_log_index + append->n_entries;
    uint64_t covered = facts->snapshot_index < end ? facts->snapshot_index : end;

    if (append->prev_log_index >= facts->first_index ||
        append->prev_log_index == facts->snapshot_index || append->term < facts->current_term) {
        return;
    }
    *skipped = (unsigned)(covered - append->prev_log_index);
    append->n_entries -= *skipped;
    append->prev_log_index = facts->snapshot_index;
    append->prev_log_term = facts->snapshot_term;
}

static void rejection_check(const struct guard_facts *facts,
                            struct raft_append_entries_result *result)
{
    if (facts->state == RAFT_LEADER && result->rejected > 0 &&
        result->rejected <= facts->match_index) {
        result->last_log_index = result->rejected;
        result->rejected = 0;
    }
}

bool guard_receive(const struct guard_facts *facts, struct raft_message *message, unsigned *skipped)
{
    *skipped = 0;
    switch (message->type) {
    case RAFT_APPEND_ENTRIES:
        if (!facts->installing && facts->snapshot_index > 0) {
            append_lift(facts, &message->append_entries, skipped);
        }
        return true;
    case RAFT_APPEND_ENTRIES_RESULT:
        rejection_check(facts, &message->append_entries_result);
        return true;
    case RAFT_REQUEST_VOTE_RESULT:
        return facts->state == RAFT_CANDIDATE;
    case RAFT_INSTALL_SNAPSHOT:
        return !facts->installing;
    case RAFT_REQUEST_VOTE:
    case RAFT_TIMEOUT_NOW:
        return true;
    }
    return false;
}

unsigned guard_split(const struct entry *entries, unsigned at, unsigned count)
{
    unsigned end = at + 1;

    while (end < count && entries[end].kind != ENTRY_CHANGE) {
        end++;
    }
    return end - at;
}

bool guard_is_stale(const struct guard_facts *facts, const struct raft_message *message)
{
    return (message->type == RAFT_APPEND_ENTRIES &&
            message->append_entries.term < facts->current_term) ||
           (message->type == RAFT_INSTALL_SNAPSHOT &&
            message->install_snapshot.term < facts->current_term);
}

void guard_send(const struct guard_facts *facts, bool stale, struct raft_message *message)
{
    if (stale && message->type == RAFT_APPEND_ENTRIES_RESULT) {
        message->append_entries_result.rejected = 0;
        message->append_entries_result.last_log_index = 0;
    }
    if (message->type == RAFT_REQUEST_VOTE_RESULT && message->request_vote_result.pre_vote &&
        !message->request_vote_result.vote_granted &&
        message->request_vote_result.term < facts->current_term) {
        message->request_vote_result.term = facts->current_term;
    }
}

uint64_t guard_available(uint64_t commit_max, uint64_t stored_index)
{
    return commit_max < stored_index ? commit_max : stored_index;
}

bool guard_may_send(bool sole_voter, uint64_t last_index, uint64_t stored_index)
{
    return !sole_voter || last_index <= stored_index;
}

bool guard_must_vote(bool is_learner, const struct raft_message *message)
{
    return is_learner && message->type == RAFT_REQUEST_VOTE;
}

bool guard_must_forget(const struct guard_facts *facts, int64_t leader_silence_ms,
                       int64_t election_timeout_ms)
{
    return facts->state == RAFT_FOLLOWER && leader_silence_ms >= election_timeout_ms;
}
