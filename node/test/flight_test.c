#include "flight.h"

#include <stdlib.h>

#include "testkit/test.h"

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

static struct proposal *proposed(uint64_t index, uint64_t term)
{
    struct proposal *proposal = proposal_new(NULL, SLICE("command"));

    proposal->index = index;
    proposal->term = term;
    proposal->done = note;
    return proposal;
}

/* Another term at an index means that the command there was another one: ours was surely not
 * executed. */
TEST(flight, tells_a_lost_proposal_from_an_applied_one)
{
    struct flight flight;
    struct proposal_list lost;
    struct proposal *taken;

    flight_init(&flight);
    proposal_list_init(&lost);
    flight_push(&flight, proposed(6, 2));
    flight_push(&flight, proposed(7, 2));
    flight_push(&flight, proposed(8, 2));

    taken = flight_take(&flight, 6, 2, &lost);
    CHECK(taken != NULL);
    CHECK_INT(taken->index, ==, 6);
    proposal_finish(taken, STATUS_OK, SLICE_EMPTY, 6);
    /* And so are those behind it, of which no entry may ever tell. */
    CHECK(flight_take(&flight, 7, 3, &lost) == NULL);

    CHECK_INT(lost.count, ==, 2);
    proposal_finish(proposal_list_pop(&lost), STATUS_UNAVAILABLE, SLICE_EMPTY, 0);
    proposal_finish(proposal_list_pop(&lost), STATUS_UNAVAILABLE, SLICE_EMPTY, 0);
    flight_deinit(&flight);
}

/* A proposal whose deadline has passed is answered once, as unknown, and stays silent after. */
TEST(flight, answers_an_expired_proposal_once)
{
    struct flight flight;
    struct proposal_list lost;
    struct proposal *proposal = proposed(3, 1);

    answer_count = 0;
    flight_init(&flight);
    proposal_list_init(&lost);
    proposal->deadline_ms = 100;
    flight_push(&flight, proposal);

    flight_expire(&flight, 99);
    CHECK_INT(answer_count, ==, 0);
    flight_expire(&flight, 100);
    flight_expire(&flight, 200);

    CHECK_INT(answer_count, ==, 1);
    CHECK_INT(answered, ==, STATUS_OUTCOME_UNKNOWN);
    proposal_finish(flight_take(&flight, 3, 1, &lost), STATUS_OK, SLICE_EMPTY, 3);
    CHECK_INT(answer_count, ==, 1);
    flight_deinit(&flight);
}
