#include "row/decision_rows.h"

enum {
    REQUIREMENTS_MEMBERS = 3,
    DECISION_MEMBERS = 4,
    UNIT_MEMBERS = 2
};

static bool row_find(struct rows *rows, enum table table, uint64_t key, struct slice *value)
{
    struct row_key row_key = row_key_of(key);

    return write_set_get(&rows->writes, table, &row_key, value);
}

static void row_drop(struct rows *rows, enum table table, uint64_t key)
{
    struct row_key row_key = row_key_of(key);

    write_set_delete(&rows->writes, table, &row_key);
}

bool requirements_row_get(struct rows *rows, uint64_t key, struct requirements_row *out)
{
    struct slice value;
    struct decoder d;

    if (!row_find(rows, TABLE_REQUIREMENTS, key, &value)) {
        return false;
    }
    d = row_open(rows, value, REQUIREMENTS_MEMBERS);
    out->key = key;
    out->unit_key = decode_u64(&d);
    out->name = decode_text(&d);
    out->decision_keys = decode_keys(&d, &out->decision_count);
    return row_close(rows, &d);
}

void requirements_row_put(struct rows *rows, const struct requirements_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct buffer *out = row_begin(rows, REQUIREMENTS_MEMBERS);

    value_put_u64(out, row->unit_key);
    value_put_string(out, row->name);
    encode_keys(out, row->decision_keys, row->decision_count);
    row_end(rows, TABLE_REQUIREMENTS, &key);
}

void requirements_row_delete(struct rows *rows, uint64_t key)
{
    row_drop(rows, TABLE_REQUIREMENTS, key);
}

bool decision_row_get(struct rows *rows, uint64_t key, struct decision_row *out)
{
    struct slice value;
    struct decoder d;

    if (!row_find(rows, TABLE_DECISION, key, &value)) {
        return false;
    }
    d = row_open(rows, value, DECISION_MEMBERS);
    out->key = key;
    out->requirements_key = decode_u64(&d);
    out->unit_key = decode_u64(&d);
    out->place = decode_u32(&d);
    out->name = decode_text(&d);
    return row_close(rows, &d);
}

void decision_row_put(struct rows *rows, const struct decision_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct buffer *out = row_begin(rows, DECISION_MEMBERS);

    value_put_u64(out, row->requirements_key);
    value_put_u64(out, row->unit_key);
    value_put_u64(out, row->place);
    value_put_string(out, row->name);
    row_end(rows, TABLE_DECISION, &key);
}

void decision_row_delete(struct rows *rows, uint64_t key)
{
    row_drop(rows, TABLE_DECISION, key);
}

bool unit_row_get(struct rows *rows, uint64_t key, struct unit_row *out)
{
    struct slice value;
    struct decoder d;

    if (!row_find(rows, TABLE_DECISION_UNIT, key, &value)) {
        return false;
    }
    d = row_open(rows, value, UNIT_MEMBERS);
    out->key = key;
    out->files = decode_u32(&d);
    out->encoded = decode_bytes(&d);
    return row_close(rows, &d);
}

void unit_row_put(struct rows *rows, const struct unit_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct buffer *out = row_begin(rows, UNIT_MEMBERS);

    value_put_u64(out, row->files);
    value_put_bytes(out, row->encoded);
    row_end(rows, TABLE_DECISION_UNIT, &key);
}

void unit_row_delete(struct rows *rows, uint64_t key)
{
    row_drop(rows, TABLE_DECISION_UNIT, key);
}
