/* Planted bug: a sole voter leads the term that it has, instead of a new one (guard J is skipped).
 * Linked over the real function with --wrap, in a program of its own. */
#include "vote.h"

enum status __wrap_vote_raise_term(struct vote *vote, uint64_t server_id) NODISCARD;

enum status __wrap_vote_raise_term(struct vote *vote, uint64_t server_id)
{
    return vote_store(vote, vote->term, server_id);
}
