/* Making derived rows: encode, offer. */
#ifndef READMODEL_DERIVED_INT_H
#define READMODEL_DERIVED_INT_H

#include "readmodel/derived.h"
#include "search_int.h"
#include "tally_int.h"

/* A row that is being made; its memory is the search's. */
struct derived_row {
    struct buffer bytes;
    struct encoder encoder;
};

void derived_begin(struct derived_row *row, struct search *search);
/* Filter the finished row and offer it for the page. key: unique among the search's rows, and the
 * same in each search while what the row is made of does not change. Errors: STATUS_LIMIT. */
enum status derived_offer(struct derived_row *row, struct search *search, uint64_t key) NODISCARD;

#endif
