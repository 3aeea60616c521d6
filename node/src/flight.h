/* The flight: proposals that are on the log and not yet applied, in log order. Core thread only. */
#ifndef NODE_FLIGHT_H
#define NODE_FLIGHT_H

#include "proposal.h"

struct flight {
    struct proposal_list list;
};

void flight_init(struct flight *flight);
/* Answer all as unavailable-or-unknown: shutdown. */
void flight_deinit(struct flight *flight);
/* Indexes must come in ascending order. */
void flight_push(struct flight *flight, struct proposal *proposal);
/* The proposal of the entry that is applied now, taken out; NULL when nobody here waits for it. A
 * proposal of the same index and another term, or of a later index and a lower term, was surely not
 * executed: it goes to `lost`. */
struct proposal *flight_take(struct flight *flight, uint64_t index, uint64_t term,
                             struct proposal_list *lost);
/* Answer those whose deadline has passed as OUTCOME_UNKNOWN; they stay in the flight, silent. */
void flight_expire(struct flight *flight, int64_t now_ms);
/* A snapshot has replaced the log up to index: what became of those there is unknown. */
void flight_forget(struct flight *flight, uint64_t index);

#endif
