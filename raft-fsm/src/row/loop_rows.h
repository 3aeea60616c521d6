/* loop_item, loop_output: what a multi-instance body has still to give to its instances, and what
 * they have given it and is not yet in its output collection.
 *
 * Neither may cost more with each instance than the one before: items lie in runs of neighbours,
 * which go away as they are handed out, and outputs each by itself until they are written into the
 * collection together (verb/loop_output.h). */
#ifndef FSM_LOOP_ROWS_H
#define FSM_LOOP_ROWS_H

#include "row/rows.h"

/* A run of items that follow one another. */
struct loop_items {
    uint32_t first; /* index of its first item */
    uint32_t count;
    struct value_reader reader;
};

/* The items of a list. */
void loop_items_put(struct rows *rows, uint64_t body_key, struct slice list);
/* The first run that is still there; false: none. */
bool loop_items_first(struct rows *rows, uint64_t body_key, struct loop_items *out);
void loop_items_delete(struct rows *rows, uint64_t body_key, uint32_t first);

void loop_output_put(struct rows *rows, uint64_t body_key, uint32_t index, struct slice value);
/* Index and value of a row of loop_output that a walk stands at. */
bool loop_output_decode(struct rows *rows, const struct row_walk *walk, uint32_t *index,
                        struct slice *value);
void loop_outputs_delete(struct rows *rows, uint64_t body_key);

/* Everything of a body that ends. */
void loop_rows_delete(struct rows *rows, uint64_t body_key);

#endif
