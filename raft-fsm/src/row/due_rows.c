#include "row/due_rows.h"

#include "base/assert.h"
#include "base/bytes.h"

enum {
    TIMER_MEMBERS = 6,
    AT_OFFSET = 1,
    KIND_OFFSET = 9,
    KEY_OFFSET = 10,
    DUE_KEY_BYTES = 18
};

static struct row_key due_key(const struct due_row *row)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_u8(&key, (uint8_t)row->clock);
    row_key_put_i64(&key, row->at_ms);
    row_key_put_u8(&key, (uint8_t)row->kind);
    row_key_put_u64(&key, row->key);
    return key;
}

struct due_row due_row_of_key(struct slice key)
{
    ASSERT(key.size == DUE_KEY_BYTES);
    return (struct due_row){.clock = (enum due_clock)key.data[0],
                            .at_ms = bytes_get_i64be(key.data + AT_OFFSET),
                            .kind = (enum due_kind)key.data[KIND_OFFSET],
                            .key = bytes_get_u64be(key.data + KEY_OFFSET)};
}

void due_row_put(struct rows *rows, const struct due_row *row)
{
    struct row_key key = due_key(row);

    row_put_empty(rows, TABLE_DUE, &key);
}

void due_row_delete(struct rows *rows, const struct due_row *row)
{
    struct row_key key = due_key(row);

    write_set_delete(&rows->writes, TABLE_DUE, &key);
}

bool due_row_exists(struct rows *rows, const struct due_row *row)
{
    struct row_key key = due_key(row);
    struct slice value;

    return write_set_get(&rows->writes, TABLE_DUE, &key, &value);
}

static bool first_from(struct rows *rows, const struct row_key *from, int64_t until_ms,
                       struct due_row *out)
{
    struct row_key prefix = {.size = AT_OFFSET, .bytes = {from->bytes[0]}};
    struct row_walk walk;
    bool found = walk_begin_at(&walk, &rows->writes, TABLE_DUE, &prefix, from);

    if (found) {
        *out = due_row_of_key(walk.key);
    }
    walk_end(&walk);
    return found && out->at_ms <= until_ms;
}

bool due_row_first(struct rows *rows, enum due_clock clock, int64_t until_ms, struct due_row *out)
{
    struct row_key from;

    row_key_init(&from);
    row_key_put_u8(&from, (uint8_t)clock);
    return first_from(rows, &from, until_ms, out);
}

bool due_row_after(struct rows *rows, const struct due_row *after, int64_t until_ms,
                   struct due_row *out)
{
    struct row_key from = due_key(after);

    row_key_put_u8(&from, 0);
    return first_from(rows, &from, until_ms, out);
}

/* --- timers --- */

static struct row_key timer_key(uint64_t key, int64_t due_ms)
{
    struct due_row due = {.clock = DUE_ENGINE, .kind = DUE_TIMER, .at_ms = due_ms, .key = key};

    return due_key(&due);
}

void timer_row_put(struct rows *rows, const struct timer_row *row)
{
    struct row_key key = timer_key(row->key, row->due_ms);
    struct buffer *out = row_begin(rows, TIMER_MEMBERS);

    value_put_u64(out, row->element_key);
    value_put_u64(out, row->instance_key);
    value_put_u64(out, row->definition_key);
    value_put_u64(out, row->target);
    encode_i32(out, row->repetitions);
    value_put_string(out, row->cycle);
    row_end(rows, TABLE_DUE, &key);
}

void timer_row_delete(struct rows *rows, uint64_t key, int64_t due_ms)
{
    struct row_key row_key = timer_key(key, due_ms);

    write_set_delete(&rows->writes, TABLE_DUE, &row_key);
}

bool timer_row_get(struct rows *rows, uint64_t key, int64_t due_ms, struct timer_row *out)
{
    struct row_key row_key = timer_key(key, due_ms);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_DUE, &row_key, &value)) {
        return false;
    }
    d = row_open(rows, value, TIMER_MEMBERS);
    out->key = key;
    out->due_ms = due_ms;
    out->element_key = decode_u64(&d);
    out->instance_key = decode_u64(&d);
    out->definition_key = decode_u64(&d);
    out->target = decode_u32(&d);
    out->repetitions = decode_i32(&d);
    out->cycle = decode_text(&d);
    return row_close(rows, &d);
}
