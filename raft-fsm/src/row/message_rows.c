#include "row/message_rows.h"

enum {
    MESSAGE_MEMBERS_FIRST = 6, /* of rows without a business id */
    MESSAGE_MEMBERS = 8,
    PASSED_MEMBERS = 4,
    SUBSCRIPTION_MEMBERS = 7
};

/* --- messages --- */

struct row_key message_prefix(struct slice tenant, struct slice name, struct slice correlation_key)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, tenant);
    row_key_put_name(&key, name);
    row_key_put_name(&key, correlation_key);
    return key;
}

static struct row_key by_name_key(const struct message_row *row)
{
    struct row_key key = message_prefix(row->tenant, row->name, row->correlation_key);

    row_key_put_u64(&key, row->key);
    return key;
}

static struct row_key id_key(const struct message_row *row)
{
    struct row_key key = message_prefix(row->tenant, row->name, row->correlation_key);

    row_key_put_name(&key, row->message_id);
    return key;
}

bool message_row_get(struct rows *rows, uint64_t key, struct message_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;
    bool is_whole;

    if (!write_set_get(&rows->writes, TABLE_MSG, &row_key, &value)) {
        return false;
    }
    d = row_open_grown(rows, value, MESSAGE_MEMBERS_FIRST, MESSAGE_MEMBERS, &is_whole);
    out->key = key;
    out->tenant = decode_text(&d);
    out->name = decode_text(&d);
    out->correlation_key = decode_text(&d);
    out->message_id = decode_text_or_null(&d);
    out->deadline_ms = decode_i64(&d);
    out->variables = decode_value(&d);
    out->business_id = is_whole ? decode_text_or_null(&d) : SLICE_EMPTY;
    out->unique_business_id = is_whole && decode_bool(&d);
    return row_close(rows, &d);
}

void message_row_put(struct rows *rows, const struct message_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct row_key by_name = by_name_key(row);
    struct buffer *out = row_begin(rows, MESSAGE_MEMBERS);

    value_put_string(out, row->tenant);
    value_put_string(out, row->name);
    value_put_string(out, row->correlation_key);
    value_put_string_or_null(out, row->message_id);
    value_put_int(out, row->deadline_ms);
    encode_object(out, row->variables);
    value_put_string_or_null(out, row->business_id);
    value_put_bool(out, row->unique_business_id);
    row_end_new(rows, TABLE_MSG, &key);
    row_put_empty(rows, TABLE_MSG_BY_NAME, &by_name);

    if (row->message_id.data != NULL) {
        struct row_key id = id_key(row);

        value_put_u64(row_begin(rows, 1), row->key);
        row_end(rows, TABLE_MSG_ID, &id);
    }
}

void message_done_delete(struct rows *rows, uint64_t message_key)
{
    struct row_key prefix = row_key_of(message_key);
    struct row_walk walk;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_MSG_DONE, &prefix); more;
         more = walk_next(&walk)) {
        write_set_delete(&rows->writes, TABLE_MSG_DONE, &walk.present);
    }
    walk_end(&walk);
}

/* --- short cuts through the buffered messages --- */

static struct row_key passed_key(const struct message_passed *of)
{
    struct row_key key = message_prefix(of->tenant, of->name, of->correlation_key);

    row_key_put_name(&key, of->process_id);
    return key;
}

uint64_t message_passed_get(struct rows *rows, const struct message_passed *of)
{
    struct row_key key = passed_key(of);
    struct slice value;
    struct decoder d;
    uint64_t message_key;
    bool same;

    if (!write_set_get(&rows->writes, TABLE_MSG_PASSED, &key, &value)) {
        return 0;
    }
    d = row_open(rows, value, PASSED_MEMBERS);
    message_key = decode_u64(&d);
    same = slice_equal(decode_text(&d), of->name);
    same = slice_equal(decode_text(&d), of->correlation_key) && same;
    same = slice_equal(decode_text(&d), of->process_id) && same;
    return row_close(rows, &d) && same ? message_key : 0;
}

void message_passed_put(struct rows *rows, const struct message_passed *of, uint64_t message_key)
{
    struct row_key key = passed_key(of);
    struct buffer *out = row_begin(rows, PASSED_MEMBERS);

    value_put_u64(out, message_key);
    value_put_string(out, of->name);
    value_put_string(out, of->correlation_key);
    value_put_string(out, of->process_id);
    row_end(rows, TABLE_MSG_PASSED, &key);
}

/* The message goes: so does what is noted of it, for each process that has had it. In both tables a
 * process stands at the end of the key, in the same form. */
static void passed_delete(struct rows *rows, const struct message_row *row)
{
    struct row_key prefix = row_key_of(row->key);
    struct row_key name = message_prefix(row->tenant, row->name, row->correlation_key);
    struct row_walk walk;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_MSG_DONE, &prefix); more;
         more = walk_next(&walk)) {
        struct slice process = slice_from(walk.key, prefix.size);
        struct row_key key;
        struct slice value;

        row_key_copy(&key, &name);
        row_key_put_parts(&key, process);
        if (write_set_get(&rows->writes, TABLE_MSG_PASSED, &key, &value)) {
            struct decoder d = row_open(rows, value, PASSED_MEMBERS);

            if (decode_u64(&d) == row->key) {
                write_set_delete(&rows->writes, TABLE_MSG_PASSED, &key);
            }
        }
    }
    walk_end(&walk);
}

void message_row_delete(struct rows *rows, const struct message_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct row_key by_name = by_name_key(row);

    write_set_delete(&rows->writes, TABLE_MSG, &key);
    write_set_delete(&rows->writes, TABLE_MSG_BY_NAME, &by_name);
    if (row->message_id.data != NULL) {
        struct row_key id = id_key(row);

        write_set_delete(&rows->writes, TABLE_MSG_ID, &id);
    }
    passed_delete(rows, row);
    message_done_delete(rows, row->key);
}

bool message_id_is_taken(struct rows *rows, const struct message_row *row)
{
    struct row_key id = id_key(row);
    struct message_row other;
    struct slice value;
    struct decoder d;
    uint64_t key;

    if (!write_set_get(&rows->writes, TABLE_MSG_ID, &id, &value)) {
        return false;
    }
    d = row_open(rows, value, 1);
    key = decode_u64(&d);
    return row_close(rows, &d) && message_row_get(rows, key, &other) &&
           slice_equal(other.name, row->name) &&
           slice_equal(other.correlation_key, row->correlation_key) &&
           slice_equal(other.message_id, row->message_id);
}

static struct row_key done_key(uint64_t message_key, struct slice process_id)
{
    struct row_key key = row_key_of(message_key);

    row_key_put_name(&key, process_id);
    return key;
}

bool message_done_get(struct rows *rows, uint64_t message_key, struct slice process_id)
{
    struct row_key key = done_key(message_key, process_id);
    struct slice value;

    return write_set_get(&rows->writes, TABLE_MSG_DONE, &key, &value);
}

void message_done_put(struct rows *rows, uint64_t message_key, struct slice process_id)
{
    struct row_key key = done_key(message_key, process_id);

    row_put_empty(rows, TABLE_MSG_DONE, &key);
}

static struct row_key lock_key(struct slice tenant, struct slice process_id,
                               struct slice correlation_key)
{
    return message_prefix(tenant, process_id, correlation_key);
}

bool message_lock_get(struct rows *rows, struct slice tenant, struct slice process_id,
                      struct slice correlation_key)
{
    struct row_key key = lock_key(tenant, process_id, correlation_key);
    struct slice value;

    return write_set_get(&rows->writes, TABLE_MSG_LOCK, &key, &value);
}

void message_lock_put(struct rows *rows, struct slice tenant, struct slice process_id,
                      struct slice correlation_key, uint64_t instance_key)
{
    struct row_key key = lock_key(tenant, process_id, correlation_key);

    value_put_u64(row_begin(rows, 1), instance_key);
    row_end(rows, TABLE_MSG_LOCK, &key);
}

void message_lock_delete(struct rows *rows, struct slice tenant, struct slice process_id,
                         struct slice correlation_key)
{
    struct row_key key = lock_key(tenant, process_id, correlation_key);

    write_set_delete(&rows->writes, TABLE_MSG_LOCK, &key);
}

/* --- subscriptions --- */

static struct row_key subscription_key(const struct subscription_row *row)
{
    struct row_key key = message_prefix(row->tenant, row->message_name, row->correlation_key);

    row_key_put_name(&key, row->process_id);
    row_key_put_u64(&key, row->key);
    return key;
}

static void subscription_encode(struct rows *rows, const struct subscription_row *row)
{
    struct buffer *out = row_begin(rows, SUBSCRIPTION_MEMBERS);

    value_put_u64(out, row->element_key);
    value_put_u64(out, row->instance_key);
    value_put_u64(out, row->target);
    value_put_string(out, row->tenant);
    value_put_string(out, row->process_id);
    value_put_string(out, row->message_name);
    value_put_string(out, row->correlation_key);
}

void subscription_row_put(struct rows *rows, const struct subscription_row *row)
{
    struct row_key key = subscription_key(row);

    subscription_encode(rows, row);
    row_end_new(rows, TABLE_SUB, &key);
}

void subscription_row_put_again(struct rows *rows, const struct subscription_row *row)
{
    struct row_key key = subscription_key(row);

    subscription_encode(rows, row);
    row_end(rows, TABLE_SUB, &key);
}

void subscription_row_delete(struct rows *rows, const struct subscription_row *row)
{
    struct row_key key = subscription_key(row);

    write_set_delete(&rows->writes, TABLE_SUB, &key);
}

bool subscription_row_after(struct rows *rows, const struct subscription_row *after,
                            struct subscription_row *out)
{
    struct row_key prefix =
        message_prefix(after->tenant, after->message_name, after->correlation_key);
    struct row_key from = subscription_key(after);
    struct row_walk walk;
    bool more = walk_begin_at(&walk, &rows->writes, TABLE_SUB, &prefix, &from);

    if (more && slice_equal(walk.key, row_key_slice(&from))) {
        more = walk_next(&walk);
    }
    more = more && subscription_row_decode(rows, row_key_last_u64(walk.key), walk.value, out);
    walk_end(&walk);
    return more && slice_equal(out->message_name, after->message_name) &&
           slice_equal(out->correlation_key, after->correlation_key);
}

bool subscription_row_decode(struct rows *rows, uint64_t key, struct slice value,
                             struct subscription_row *out)
{
    struct decoder d = row_open(rows, value, SUBSCRIPTION_MEMBERS);

    out->key = key;
    out->element_key = decode_u64(&d);
    out->instance_key = decode_u64(&d);
    out->target = decode_u32(&d);
    out->tenant = decode_text(&d);
    out->process_id = decode_text(&d);
    out->message_name = decode_text(&d);
    out->correlation_key = decode_text(&d);
    return row_close(rows, &d);
}
