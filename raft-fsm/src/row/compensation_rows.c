#include "row/compensation_rows.h"

enum {
    COMPENSATION_MEMBERS = 4
};

/* Inverted, so that the newest comes first. */
static struct row_key compensation_key(uint64_t owner_key, uint64_t key)
{
    struct row_key row_key = row_key_of(owner_key);

    row_key_put_u64(&row_key, ~key);
    return row_key;
}

void compensation_row_put(struct rows *rows, const struct compensation_row *row)
{
    struct row_key key = compensation_key(row->owner_key, row->key);
    struct buffer *out = row_begin(rows, COMPENSATION_MEMBERS);

    value_put_u64(out, row->instance_key);
    value_put_u64(out, row->element);
    value_put_u64(out, row->inner_key);
    encode_object(out, row->variables);
    row_end_new(rows, TABLE_COMPENSATION, &key);
}

void compensation_row_delete(struct rows *rows, uint64_t owner_key, uint64_t key)
{
    struct row_key row_key = compensation_key(owner_key, key);

    write_set_delete(&rows->writes, TABLE_COMPENSATION, &row_key);
}

bool compensation_row_decode(struct rows *rows, struct slice value, struct compensation_row *out)
{
    struct decoder d = row_open(rows, value, COMPENSATION_MEMBERS);

    out->instance_key = decode_u64(&d);
    out->element = decode_u32(&d);
    out->inner_key = decode_u64(&d);
    out->variables = decode_value(&d);
    return row_close(rows, &d);
}

bool compensation_row_before(struct rows *rows, uint64_t owner_key, uint64_t before,
                             struct compensation_row *out)
{
    uint64_t inverted = row_member_after(rows, TABLE_COMPENSATION, owner_key, ~before);
    struct row_key key = compensation_key(owner_key, ~inverted);
    struct slice value;

    if (inverted == 0 || !write_set_get(&rows->writes, TABLE_COMPENSATION, &key, &value)) {
        return false;
    }
    out->owner_key = owner_key;
    out->key = ~inverted;
    return compensation_row_decode(rows, value, out);
}
