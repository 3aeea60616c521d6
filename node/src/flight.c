#include "flight.h"

#include <stddef.h>

#include "base/assert.h"

void flight_init(struct flight *flight)
{
    proposal_list_init(&flight->list);
}

void flight_deinit(struct flight *flight)
{
    struct proposal *proposal;

    while ((proposal = proposal_list_pop(&flight->list)) != NULL) {
        proposal_finish(proposal, STATUS_OUTCOME_UNKNOWN, SLICE_EMPTY, 0);
    }
}

void flight_push(struct flight *flight, struct proposal *proposal)
{
    ASSERT(proposal->index > 0);
    proposal_list_push(&flight->list, proposal);
}

struct proposal *flight_take(struct flight *flight, uint64_t index, uint64_t term,
                             struct proposal_list *lost)
{
    /* Terms never go down along the log: behind an entry of this term there is none of a lower. */
    while (flight->list.first != NULL &&
           (flight->list.first->index <= index || flight->list.first->term < term)) {
        struct proposal *proposal = proposal_list_pop(&flight->list);

        if (proposal->index == index && proposal->term == term) {
            return proposal;
        }
        proposal_list_push(lost, proposal);
    }
    return NULL;
}

void flight_expire(struct flight *flight, int64_t now_ms)
{
    for (struct proposal *p = flight->list.first; p != NULL; p = p->next) {
        proposal_expire(p, now_ms);
    }
}

void flight_forget(struct flight *flight, uint64_t index)
{
    while (flight->list.first != NULL && flight->list.first->index <= index) {
        proposal_finish(proposal_list_pop(&flight->list), STATUS_OUTCOME_UNKNOWN, SLICE_EMPTY, 0);
    }
}
