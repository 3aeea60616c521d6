#include "row/signal_rows.h"

enum {
    SIGNAL_MEMBERS = 3,
    SUBSCRIPTION_MEMBERS = 6
};

bool signal_row_get(struct rows *rows, uint64_t key, struct signal_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_SIGNAL, &row_key, &value)) {
        return false;
    }
    d = row_open(rows, value, SIGNAL_MEMBERS);
    out->key = key;
    out->tenant = decode_text(&d);
    out->name = decode_text(&d);
    out->variables = decode_value(&d);
    return row_close(rows, &d);
}

void signal_row_put(struct rows *rows, const struct signal_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct buffer *out = row_begin(rows, SIGNAL_MEMBERS);

    value_put_string(out, row->tenant);
    value_put_string(out, row->name);
    encode_object(out, row->variables);
    row_end_new(rows, TABLE_SIGNAL, &key);
}

void signal_row_delete(struct rows *rows, uint64_t key)
{
    struct row_key row_key = row_key_of(key);

    write_set_delete(&rows->writes, TABLE_SIGNAL, &row_key);
}

/* --- who waits --- */

static struct row_key names_key(const struct signal_subscription *row)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, row->tenant);
    row_key_put_name(&key, row->name);
    return key;
}

static struct row_key subscription_key(const struct signal_subscription *row, uint64_t key)
{
    struct row_key row_key = names_key(row);

    row_key_put_u64(&row_key, key);
    return row_key;
}

void signal_subscription_put(struct rows *rows, const struct signal_subscription *row)
{
    struct row_key key = subscription_key(row, row->key);
    struct buffer *out = row_begin(rows, SUBSCRIPTION_MEMBERS);

    value_put_u64(out, row->element_key);
    value_put_u64(out, row->instance_key);
    value_put_u64(out, row->definition_key);
    value_put_u64(out, row->target);
    value_put_string(out, row->tenant);
    value_put_string(out, row->name);
    row_end(rows, TABLE_SIGNAL_SUB, &key);
}

void signal_subscription_delete(struct rows *rows, const struct signal_subscription *row)
{
    struct row_key key = subscription_key(row, row->key);

    write_set_delete(&rows->writes, TABLE_SIGNAL_SUB, &key);
}

bool signal_subscription_exists(struct rows *rows, const struct signal_subscription *row)
{
    struct row_key key = subscription_key(row, row->key);
    struct slice value;

    return write_set_get(&rows->writes, TABLE_SIGNAL_SUB, &key, &value);
}

bool signal_subscription_decode(struct rows *rows, uint64_t key, struct slice value,
                                struct signal_subscription *out)
{
    struct decoder d = row_open(rows, value, SUBSCRIPTION_MEMBERS);

    out->key = key;
    out->element_key = decode_u64(&d);
    out->instance_key = decode_u64(&d);
    out->definition_key = decode_u64(&d);
    out->target = decode_u32(&d);
    out->tenant = decode_text(&d);
    out->name = decode_text(&d);
    return row_close(rows, &d);
}

bool signal_subscription_after(struct rows *rows, const struct signal_subscription *after,
                               struct signal_subscription *out)
{
    struct row_key prefix = names_key(after);
    struct row_key from = subscription_key(after, after->key + 1);
    struct row_walk walk;
    bool found = walk_begin_at(&walk, &rows->writes, TABLE_SIGNAL_SUB, &prefix, &from) &&
                 signal_subscription_decode(rows, row_key_last_u64(walk.key), walk.value, out);

    walk_end(&walk);
    return found;
}
