#include "forward.h"

#include <stdlib.h>

#include "fsm/command.h"
#include "peer_wire.h"
#include "replication/replication.h"
#include "testkit/test.h"

enum {
    SELF = 7
};

static enum status answered;
static int answer_count;

static void note(struct proposal *proposal, enum status status, struct slice result, uint64_t index)
{
    (void)proposal;
    (void)result;
    (void)index;
    answered = status;
    answer_count++;
}

/* A command of this node under way to the leader of that term. */
static struct proposal *given_forwarded(struct forwards *forwards, uint64_t term)
{
    char header[COMMAND_HEADER_BYTES] = {0};
    struct proposal *proposal = proposal_new(NULL, slice_make(header, sizeof(header)));

    proposal->done = note;
    forward_keep(forwards, proposal, SELF, term);
    return proposal;
}

static struct entry entry_of(const struct proposal *proposal, uint64_t index, uint64_t term)
{
    return (struct entry){.index = index,
                          .term = term,
                          .kind = ENTRY_COMMAND,
                          .payload = slice_make(proposal->bytes, proposal->size)};
}

/* The origin knows its own command by its number, whatever its place on the log. */
TEST(forward, recognises_its_own_command)
{
    struct proposal_list lost;
    struct forwards forwards;
    struct proposal *first;
    struct proposal *second;
    struct entry entry;

    proposal_list_init(&lost);
    forwards_init(&forwards, 100);
    first = given_forwarded(&forwards, 3);
    second = given_forwarded(&forwards, 3);

    entry = entry_of(second, 20, 3);
    CHECK(forward_take(&forwards, &entry, SELF + 1, &lost) == NULL);
    CHECK(forward_take(&forwards, &entry, SELF, &lost) == second);

    CHECK_INT(second->index, ==, 20);
    CHECK_INT(forwards.count, ==, 1);
    CHECK_INT(lost.count, ==, 0);
    entry = entry_of(first, 21, 3);
    CHECK(forward_take(&forwards, &entry, SELF, &lost) == first);
    proposal_finish(first, STATUS_OK, SLICE_EMPTY, 21);
    proposal_finish(second, STATUS_OK, SLICE_EMPTY, 20);
    forwards_deinit(&forwards);
}

/* Behind an entry of a higher term none of a lower one comes: what was sent for the lower one and
 * has not been seen was surely not executed. */
TEST(forward, knows_what_a_new_term_has_lost)
{
    struct proposal_list lost;
    struct forwards forwards;
    struct proposal *old;
    struct proposal *newer;
    struct entry barrier = {.index = 30, .term = 4, .kind = ENTRY_BARRIER};

    proposal_list_init(&lost);
    forwards_init(&forwards, 100);
    old = given_forwarded(&forwards, 3);
    newer = given_forwarded(&forwards, 4);

    CHECK(forward_take(&forwards, &barrier, SELF, &lost) == NULL);

    CHECK_INT(lost.count, ==, 1);
    CHECK(proposal_list_pop(&lost) == old);
    CHECK_INT(forwards.count, ==, 1);
    free(old);
    answer_count = 0;
    forward_forget(&forwards, 4);
    CHECK_INT(answer_count, ==, 1);
    CHECK_INT(answered, ==, STATUS_OUTCOME_UNKNOWN);
    CHECK_INT(forwards.count, ==, 0);
    (void)newer;
    forwards_deinit(&forwards);
}

/* Past its deadline the outcome is unknown, and it is told once; the command is still known when it
 * comes. */
TEST(forward, tells_an_unknown_outcome_once)
{
    struct proposal_list lost;
    struct forwards forwards;
    struct proposal *proposal;
    struct entry entry;

    proposal_list_init(&lost);
    forwards_init(&forwards, 100);
    proposal = given_forwarded(&forwards, 3);
    proposal->deadline_ms = 50;
    answer_count = 0;

    forward_expire(&forwards, 49);
    CHECK_INT(answer_count, ==, 0);
    forward_expire(&forwards, 50);
    forward_expire(&forwards, 60);

    CHECK_INT(answer_count, ==, 1);
    CHECK_INT(answered, ==, STATUS_OUTCOME_UNKNOWN);
    entry = entry_of(proposal, 9, 3);
    CHECK(forward_take(&forwards, &entry, SELF, &lost) == proposal);
    CHECK(!proposal_is_awaited(proposal));
    free(proposal);
    forwards_deinit(&forwards);
}

/* What nodes say to one another is read back as it was written, and nothing else is read. */
TEST(peer_wire, refuses_what_it_has_not_written)
{
    struct peer_message message = {
        .kind = PEER_REFUSED, .term = 9, .sequence = UINT64_MAX, .status = STATUS_UNAVAILABLE};
    struct peer_message out;
    struct buffer bytes;

    buffer_init(&bytes, 4096);
    peer_message_encode(&message, &bytes);

    CHECK_OK(peer_message_decode(buffer_slice(&bytes), &out));
    CHECK_INT(out.term, ==, 9);
    CHECK(out.sequence == UINT64_MAX);
    CHECK_INT(out.status, ==, STATUS_UNAVAILABLE);
    CHECK(peer_message_decode(slice_sub(buffer_slice(&bytes), 0, bytes.size - 1), &out) ==
          STATUS_MALFORMED);
    bytes.data[bytes.size - 1] = (char)STATUS_COUNT;
    CHECK(peer_message_decode(buffer_slice(&bytes), &out) == STATUS_MALFORMED);
    bytes.data[1] = (char)PEER_KINDS;
    CHECK(peer_message_decode(buffer_slice(&bytes), &out) == STATUS_MALFORMED);
    buffer_deinit(&bytes);
}
