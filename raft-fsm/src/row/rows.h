/* What the row files share: the state as one command sees it.
 *
 * Each table family has one file <what>_rows.c with a struct, get and put. A value is a MessagePack
 * array that starts with the version of its layout. Getters decode into the command's arena; texts
 * in what they give stay valid until the command ends. A row that does not decode is corruption and
 * sticks like every other fault (write_set.h). */
#ifndef FSM_ROWS_H
#define FSM_ROWS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "codec/codec_int.h"
#include "row/row_key.h"
#include "row/tables.h"
#include "row/write_set.h"
#include "value/value.h"

enum {
    ROW_VERSION = 1
};

struct element_row;

struct rows {
    struct write_set writes;
    struct arena *arena;
    struct buffer *buffer;              /* the row that is being encoded */
    struct element_row *elements;       /* loaded ones, newest first */
    struct element_row **element_slots; /* the same by key: open hashing, a power of two of slots */
    uint32_t element_slot_count;
    uint32_t element_count;
};

/* buffer: for encoding, with the ceiling of one row; borrowed. */
void rows_init(struct rows *rows, struct store_txn *txn, struct arena *arena,
               struct buffer *buffer);
/* Bring everything that the command changed into the write set. */
void rows_settle(struct rows *rows);
/* Write it to the store; after rows_settle. Whatever was read of the store is invalid then. Errors:
 * faults of the store. */
enum status rows_flush(struct rows *rows) NODISCARD;

/* Begin a row of so many members besides the version; then put the members into what it returns. */
struct buffer *row_begin(struct rows *rows, uint32_t members);
/* End it: store what was put since row_begin. */
void row_end(struct rows *rows, enum table table, const struct row_key *key);
void row_end_new(struct rows *rows, enum table table, const struct row_key *key);
/* A row whose key says it all. */
void row_put_empty(struct rows *rows, enum table table, const struct row_key *key);

/* All rows of the table whose keys begin with the prefix. */
void rows_delete(struct rows *rows, enum table table, const struct row_key *prefix);
/* In a table of keys (owner, member): the owner's first member above `after`; 0: none. */
uint64_t row_member_after(struct rows *rows, enum table table, uint64_t owner, uint64_t after);

/* Begin to read a row of so many members. */
struct decoder row_open(struct rows *rows, struct slice value, uint32_t members);
/* The same for a row that has grown at its end from `first` members; not whole: it is of before. */
struct decoder row_open_grown(struct rows *rows, struct slice value, uint32_t first, uint32_t now,
                              bool *is_whole);
/* False, and a sticky fault, when the row was not what row_open expected. */
bool row_close(struct rows *rows, struct decoder *d);

#endif
