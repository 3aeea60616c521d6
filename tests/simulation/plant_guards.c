/* Planted bugs of the work with other servers, one of them chosen by BATON_SIM_PLANT. Linked over
 * the real functions with --wrap, in a program of its own. */
#include <stdlib.h>
#include <string.h>

#include "guards.h"
#include "vote.h"
#include "writer.h"

bool __real_guard_receive(const struct guard_facts *facts, struct raft_message *message,
                          unsigned *skipped);
bool __wrap_guard_receive(const struct guard_facts *facts, struct raft_message *message,
                          unsigned *skipped);
void __real_guard_send(const struct guard_facts *facts, bool stale, struct raft_message *message);
void __wrap_guard_send(const struct guard_facts *facts, bool stale, struct raft_message *message);
unsigned __real_guard_split(const struct entry *entries, unsigned at, unsigned count);
unsigned __wrap_guard_split(const struct entry *entries, unsigned at, unsigned count);
uint64_t __real_guard_available(uint64_t commit_max, uint64_t stored_index);
uint64_t __wrap_guard_available(uint64_t commit_max, uint64_t stored_index);
bool __real_guard_must_vote(bool is_learner, const struct raft_message *message);
bool __wrap_guard_must_vote(bool is_learner, const struct raft_message *message);
void __real_log_writer_clip(struct log_writer *writer, uint64_t from);
void __wrap_log_writer_clip(struct log_writer *writer, uint64_t from);
enum status __real_vote_store(struct vote *vote, uint64_t term, uint64_t voted_for) NODISCARD;
enum status __wrap_vote_store(struct vote *vote, uint64_t term, uint64_t voted_for) NODISCARD;

static bool planted(const char *name)
{
    const char *plant = getenv("BATON_SIM_PLANT");

    return plant != NULL && strcmp(plant, name) == 0;
}

bool __wrap_guard_receive(const struct guard_facts *facts, struct raft_message *message,
                          unsigned *skipped)
{
    *skipped = 0;
    if (message->type == RAFT_APPEND_ENTRIES && planted("guard-a")) {
        return true;
    }
    return __real_guard_receive(facts, message, skipped);
}

void __wrap_guard_send(const struct guard_facts *facts, bool stale, struct raft_message *message)
{
    __real_guard_send(facts, stale && !planted("guard-b"), message);
}

unsigned __wrap_guard_split(const struct entry *entries, unsigned at, unsigned count)
{
    return planted("guard-c") ? count - at : __real_guard_split(entries, at, count);
}

/* What is committed elsewhere is handed out before it is on this disk. */
uint64_t __wrap_guard_available(uint64_t commit_max, uint64_t stored_index)
{
    return planted("unstored") ? commit_max : __real_guard_available(commit_max, stored_index);
}

bool __wrap_guard_must_vote(bool is_learner, const struct raft_message *message)
{
    return !planted("guard-k") && __real_guard_must_vote(is_learner, message);
}

/* Of entries that were replaced while they were written it is said that they are stored. */
void __wrap_log_writer_clip(struct log_writer *writer, uint64_t from)
{
    if (!planted("clip")) {
        __real_log_writer_clip(writer, from);
    }
}

/* The vote is kept in memory alone. */
enum status __wrap_vote_store(struct vote *vote, uint64_t term, uint64_t voted_for)
{
    if (!planted("vote")) {
        return __real_vote_store(vote, term, voted_for);
    }
    vote->term = term;
    vote->voted_for = voted_for;
    return STATUS_OK;
}
