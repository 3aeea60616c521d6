#include "row/rows.h"

#include "row/element_rows.h"

void rows_init(struct rows *rows, struct store_txn *txn, struct arena *arena, struct buffer *buffer)
{
    *rows = (struct rows){.arena = arena, .buffer = buffer};
    write_set_init(&rows->writes, txn, arena);
}

void rows_settle(struct rows *rows)
{
    element_rows_write(rows);
}

enum status rows_flush(struct rows *rows)
{
    return write_set_flush(&rows->writes);
}

struct buffer *row_begin(struct rows *rows, uint32_t members)
{
    buffer_reset(rows->buffer);
    value_put_array(rows->buffer, members + 1);
    value_put_u64(rows->buffer, ROW_VERSION);
    return rows->buffer;
}

/* A row over the ceiling of the buffer is one that no command should be able to make. */
static bool row_is_whole(struct rows *rows)
{
    if (rows->buffer->failed && rows->writes.status == STATUS_OK) {
        rows->writes.status = STATUS_LIMIT;
    }
    return !rows->buffer->failed;
}

void row_end(struct rows *rows, enum table table, const struct row_key *key)
{
    if (row_is_whole(rows)) {
        write_set_put(&rows->writes, table, key, buffer_slice(rows->buffer));
    }
}

void row_end_new(struct rows *rows, enum table table, const struct row_key *key)
{
    if (row_is_whole(rows)) {
        write_set_put_new(&rows->writes, table, key, buffer_slice(rows->buffer));
    }
}

void row_put_empty(struct rows *rows, enum table table, const struct row_key *key)
{
    row_begin(rows, 0);
    row_end(rows, table, key);
}

void rows_delete(struct rows *rows, enum table table, const struct row_key *prefix)
{
    struct row_walk walk;

    for (bool more = walk_begin(&walk, &rows->writes, table, prefix); more;
         more = walk_next(&walk)) {
        write_set_delete(&rows->writes, table, &walk.present);
    }
    walk_end(&walk);
}

uint64_t row_member_after(struct rows *rows, enum table table, uint64_t owner, uint64_t after)
{
    struct row_key prefix = row_key_of(owner);
    struct row_key from = prefix;
    struct row_walk walk;
    uint64_t member = 0;

    row_key_put_u64(&from, after + 1);
    if (walk_begin_at(&walk, &rows->writes, table, &prefix, &from)) {
        member = row_key_last_u64(walk.key);
    }
    walk_end(&walk);
    return member;
}

static void check_version(struct decoder *d)
{
    if (decode_u64(d) != ROW_VERSION) {
        decoder_fail(d, STATUS_CORRUPT);
    }
}

struct decoder row_open(struct rows *rows, struct slice value, uint32_t members)
{
    struct decoder d = decoder_of(value, rows->arena);

    decode_tuple(&d, members + 1);
    check_version(&d);
    return d;
}

struct decoder row_open_grown(struct rows *rows, struct slice value, uint32_t first, uint32_t now,
                              bool *is_whole)
{
    struct decoder d = decoder_of(value, rows->arena);

    *is_whole = decode_tuple_grown(&d, first + 1, now + 1);
    check_version(&d);
    return d;
}

bool row_close(struct rows *rows, struct decoder *d)
{
    enum status st = decoder_end(d);

    if (st != STATUS_OK && rows->writes.status == STATUS_OK) {
        rows->writes.status = st == STATUS_LIMIT ? STATUS_LIMIT : STATUS_CORRUPT;
    }
    return st == STATUS_OK;
}
