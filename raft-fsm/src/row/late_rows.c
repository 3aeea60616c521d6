#include "row/late_rows.h"

#include "base/limits.h"

/* A turn has at most LIMIT_TURN_COMMANDS commands, and each changes few of these small rows. */
#define LATE_BYTES_MAX MIB(16)

void late_rows_init(struct late_rows *late)
{
    late->count = 0;
    arena_init(&late->arena, LATE_BYTES_MAX);
}

void late_rows_deinit(struct late_rows *late)
{
    arena_deinit(&late->arena);
}

bool late_rows_have(enum table table)
{
    return table == TABLE_DEDUPE_COUNT || table == TABLE_DEDUPE_BUCKET;
}

struct late_row *late_rows_find(struct late_rows *late, enum table table, struct slice key)
{
    for (uint32_t i = 0; i < late->count; i++) {
        if (late->rows[i].table == table && slice_equal(late->rows[i].key, key)) {
            return &late->rows[i];
        }
    }
    return NULL;
}

bool late_rows_put(struct late_rows *late, enum table table, struct slice key, struct slice value)
{
    struct late_row *row = late_rows_find(late, table, key);
    struct slice copy = arena_copy(&late->arena, value);

    if (copy.data == NULL || (row == NULL && late->count == LATE_ROWS_MAX)) {
        return false;
    }
    if (row == NULL) {
        struct slice own_key = arena_copy(&late->arena, key);

        if (own_key.data == NULL) {
            return false;
        }
        row = &late->rows[late->count++];
        *row = (struct late_row){.table = table, .key = own_key};
    }
    row->value = copy;
    return true;
}

void late_rows_remove(struct late_rows *late, enum table table, struct slice key)
{
    struct late_row *row = late_rows_find(late, table, key);

    if (row != NULL) {
        *row = late->rows[--late->count];
    }
}

void late_rows_clear(struct late_rows *late)
{
    late->count = 0;
    arena_reset(&late->arena);
}

enum status late_rows_flush(struct late_rows *late, struct store_txn *turn)
{
    for (uint32_t i = 0; i < late->count; i++) {
        const struct late_row *row = &late->rows[i];
        enum status st = store_put(turn, (uint8_t)row->table, row->key, row->value);

        if (st != STATUS_OK) {
            return st;
        }
    }
    late_rows_clear(late);
    return STATUS_OK;
}
