/* Each guard on the message it is for, and on the ones beside it that it must leave alone. */
#include "guards.h"

#include "testkit/test.h"

static const struct guard_facts follower = {.current_term = 5,
                                            .state = RAFT_FOLLOWER,
                                            .first_index = 101,
                                            .snapshot_index = 110,
                                            .snapshot_term = 4};

static struct raft_message append_of(uint64_t prev, unsigned count)
{
    struct raft_message message = {.type = RAFT_APPEND_ENTRIES};

    message.append_entries.term = 5;
    message.append_entries.prev_log_index = prev;
    message.append_entries.prev_log_term = 3;
    message.append_entries.n_entries = count;
    return message;
}

TEST(guard_a, lifts_an_append_from_the_compacted_prefix_to_the_snapshot)
{
    struct raft_message message = append_of(90, 30);
    unsigned skipped;

    CHECK(guard_receive(&follower, &message, &skipped));

    CHECK_INT(skipped, ==, 20);
    CHECK_INT(message.append_entries.n_entries, ==, 10);
    CHECK_INT(message.append_entries.prev_log_index, ==, 110);
    CHECK_INT(message.append_entries.prev_log_term, ==, 4);
}

TEST(guard_a, empties_an_append_that_the_snapshot_covers)
{
    struct raft_message message = append_of(50, 10);
    unsigned skipped;

    CHECK(guard_receive(&follower, &message, &skipped));

    CHECK_INT(skipped, ==, 10);
    CHECK_INT(message.append_entries.n_entries, ==, 0);
    CHECK_INT(message.append_entries.prev_log_index, ==, 110);
}

TEST(guard_a, leaves_an_append_alone_whose_previous_entry_is_known)
{
    struct raft_message message = append_of(101, 3);
    struct raft_message stale = append_of(50, 3);
    unsigned skipped;

    stale.append_entries.term = 4;
    CHECK(guard_receive(&follower, &message, &skipped));
    CHECK_INT(message.append_entries.prev_log_index, ==, 101);
    CHECK_INT(skipped, ==, 0);

    CHECK(guard_receive(&follower, &stale, &skipped));
    CHECK_INT(stale.append_entries.prev_log_index, ==, 50);
}

/* The term of the entry just before the first one is not known either. */
TEST(guard_a, lifts_an_append_that_begins_with_the_first_entry)
{
    struct raft_message message = append_of(100, 3);
    unsigned skipped;

    CHECK(guard_receive(&follower, &message, &skipped));

    CHECK_INT(skipped, ==, 3);
    CHECK_INT(message.append_entries.prev_log_index, ==, 110);
}

TEST(guard_b, acknowledges_nothing_to_a_leader_of_a_term_that_is_over)
{
    struct raft_message request = append_of(100, 0);
    struct raft_message result = {.type = RAFT_APPEND_ENTRIES_RESULT};

    request.append_entries.term = 4;
    CHECK(guard_is_stale(&follower, &request));
    CHECK(!guard_is_stale(&follower, &(struct raft_message){.type = RAFT_REQUEST_VOTE}));
    result.append_entries_result.last_log_index = 12345;
    result.append_entries_result.rejected = 7;

    guard_send(&follower, true, &result);

    CHECK_INT(result.append_entries_result.last_log_index, ==, 0);
    CHECK_INT(result.append_entries_result.rejected, ==, 0);
}

TEST(guard_c, gives_a_configuration_a_message_of_its_own)
{
    const struct entry entries[] = {{.kind = ENTRY_COMMAND},
                                    {.kind = ENTRY_COMMAND},
                                    {.kind = ENTRY_CHANGE},
                                    {.kind = ENTRY_COMMAND},
                                    {.kind = ENTRY_CHANGE}};

    CHECK_INT(guard_split(entries, 0, 5), ==, 2);
    CHECK_INT(guard_split(entries, 2, 5), ==, 2);
    CHECK_INT(guard_split(entries, 4, 5), ==, 1);
}

TEST(guard_e, tells_the_own_term_in_a_denied_pre_vote)
{
    struct raft_message result = {.type = RAFT_REQUEST_VOTE_RESULT};
    struct raft_message granted;

    result.request_vote_result.term = 3;
    result.request_vote_result.pre_vote = true;
    granted = result;
    granted.request_vote_result.vote_granted = true;

    guard_send(&follower, false, &result);
    guard_send(&follower, false, &granted);

    CHECK_INT(result.request_vote_result.term, ==, 5);
    CHECK_INT(granted.request_vote_result.term, ==, 3);
}

TEST(guard_g, never_goes_back_and_never_past_what_is_stored)
{
    CHECK_INT(guard_available(10, 7), ==, 7);
    CHECK_INT(guard_available(10, 12), ==, 10);
}

TEST(guard_h, drops_a_vote_that_nobody_waits_for)
{
    struct raft_message result = {.type = RAFT_REQUEST_VOTE_RESULT};
    struct guard_facts candidate = follower;
    unsigned skipped;

    candidate.state = RAFT_CANDIDATE;

    CHECK(!guard_receive(&follower, &result, &skipped));
    CHECK(guard_receive(&candidate, &result, &skipped));
}

TEST(guard_i, takes_a_rejection_of_what_matches_for_a_success)
{
    struct guard_facts leader = follower;
    struct raft_message result = {.type = RAFT_APPEND_ENTRIES_RESULT};
    struct raft_message true_rejection = {.type = RAFT_APPEND_ENTRIES_RESULT};
    unsigned skipped;

    leader.state = RAFT_LEADER;
    leader.match_index = 200;
    result.append_entries_result.rejected = 150;
    true_rejection.append_entries_result.rejected = 201;

    CHECK(guard_receive(&leader, &result, &skipped));
    CHECK(guard_receive(&leader, &true_rejection, &skipped));

    CHECK_INT(result.append_entries_result.rejected, ==, 0);
    CHECK_INT(result.append_entries_result.last_log_index, ==, 150);
    CHECK_INT(true_rejection.append_entries_result.rejected, ==, 201);
}

TEST(guard_j, keeps_what_a_sole_voter_has_not_stored)
{
    CHECK(!guard_may_send(true, 11, 10));
    CHECK(guard_may_send(true, 10, 10));
    CHECK(guard_may_send(false, 11, 10));
}

TEST(guard_k, lets_a_learner_vote_and_forget_a_leader_that_is_silent)
{
    const struct raft_message request = {.type = RAFT_REQUEST_VOTE};
    const struct raft_message append = {.type = RAFT_APPEND_ENTRIES};

    CHECK(guard_must_vote(true, &request));
    CHECK(!guard_must_vote(true, &append));
    CHECK(!guard_must_vote(false, &request));
    CHECK(guard_must_forget(&follower, 1000, 1000));
    CHECK(!guard_must_forget(&follower, 999, 1000));
}
