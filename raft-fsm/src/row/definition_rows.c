#include "row/definition_rows.h"

#include "base/bytes.h"

enum {
    DEFINITION_MEMBERS = 9,
    START_SUB_MEMBERS = 4,
    START_MEMBERS = 5
};

bool definition_row_get(struct rows *rows, uint64_t key, struct definition_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_DEFINITION, &row_key, &value)) {
        return false;
    }
    d = row_open(rows, value, DEFINITION_MEMBERS);
    out->key = key;
    out->deployment_key = decode_u64(&d);
    out->tenant = decode_text(&d);
    out->process_id = decode_text(&d);
    out->version = decode_i32(&d);
    out->name = decode_text_or_null(&d);
    out->version_tag = decode_text_or_null(&d);
    out->resource_name = decode_text(&d);
    out->content_hash = decode_hash(&d);
    out->model = decode_bytes(&d);
    return row_close(rows, &d);
}

/* Versions are put upside down: the first row of an id is its newest version. */
static struct row_key version_key(struct slice tenant, struct slice process_id, int32_t version)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, tenant);
    row_key_put_name(&key, process_id);
    if (version >= 0) {
        row_key_put_u32(&key, ~(uint32_t)version);
    }
    return key;
}

void definition_row_put(struct rows *rows, const struct definition_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct row_key by_id = version_key(row->tenant, row->process_id, row->version);
    struct buffer *out = row_begin(rows, DEFINITION_MEMBERS);

    value_put_u64(out, row->deployment_key);
    value_put_string(out, row->tenant);
    value_put_string(out, row->process_id);
    encode_i32(out, row->version);
    value_put_string_or_null(out, row->name);
    value_put_string_or_null(out, row->version_tag);
    value_put_string(out, row->resource_name);
    encode_hash(out, row->content_hash);
    value_put_bytes(out, row->model);
    row_end_new(rows, TABLE_DEFINITION, &key);

    out = row_begin(rows, DEFINITION_BY_ID_MEMBERS);
    value_put_u64(out, row->key);
    value_put_string(out, row->process_id);
    value_put_string_or_null(out, row->version_tag);
    row_end(rows, TABLE_DEF_BY_ID, &by_id);
}

void definition_row_hide(struct rows *rows, const struct definition_row *row)
{
    struct row_key by_id = version_key(row->tenant, row->process_id, row->version);

    write_set_delete(&rows->writes, TABLE_DEF_BY_ID, &by_id);
}

void definition_row_delete(struct rows *rows, uint64_t key)
{
    struct row_key row_key = row_key_of(key);

    write_set_delete(&rows->writes, TABLE_DEFINITION, &row_key);
}

bool draining_row_get(struct rows *rows, uint64_t definition_key, uint64_t *element_key)
{
    struct row_key key = row_key_of(definition_key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_DRAINING, &key, &value)) {
        return false;
    }
    d = row_open(rows, value, 1);
    *element_key = decode_u64(&d);
    return row_close(rows, &d);
}

void draining_row_put(struct rows *rows, uint64_t definition_key, uint64_t element_key)
{
    struct row_key key = row_key_of(definition_key);
    struct buffer *out = row_begin(rows, 1);

    value_put_u64(out, element_key);
    row_end(rows, TABLE_DRAINING, &key);
}

void draining_row_delete(struct rows *rows, uint64_t definition_key)
{
    struct row_key key = row_key_of(definition_key);

    write_set_delete(&rows->writes, TABLE_DRAINING, &key);
}

/* --- versions --- */

/* 0 when the row is of another process, whose id has the same hash. */
static uint64_t by_id_decode(struct rows *rows, struct slice value, struct slice process_id,
                             struct slice *version_tag)
{
    struct decoder d = row_open(rows, value, DEFINITION_BY_ID_MEMBERS);
    uint64_t key = decode_u64(&d);
    bool same = slice_equal(decode_text(&d), process_id);

    *version_tag = decode_text_or_null(&d);
    return row_close(rows, &d) && same ? key : 0;
}

/* The first row from one key on, if it is of that process. */
static uint64_t version_from(struct rows *rows, const struct row_key *prefix,
                             const struct row_key *from, struct slice process_id)
{
    struct slice version_tag;
    struct row_walk walk;
    uint64_t key = 0;

    if (walk_begin_at(&walk, &rows->writes, TABLE_DEF_BY_ID, prefix, from)) {
        key = by_id_decode(rows, walk.value, process_id, &version_tag);
    }
    walk_end(&walk);
    return key;
}

uint64_t definition_key_find(struct rows *rows, struct slice tenant, struct slice process_id,
                             int32_t version)
{
    struct row_key prefix = version_key(tenant, process_id, version);

    return version_from(rows, &prefix, &prefix, process_id);
}

uint64_t definition_key_find_tagged(struct rows *rows, struct slice tenant, struct slice process_id,
                                    struct slice version_tag)
{
    struct row_key prefix = version_key(tenant, process_id, -1);
    struct row_walk walk;
    uint64_t key = 0;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_DEF_BY_ID, &prefix); more && key == 0;
         more = walk_next(&walk)) {
        struct slice present;
        uint64_t candidate = by_id_decode(rows, walk.value, process_id, &present);

        key = slice_equal(present, version_tag) ? candidate : 0;
    }
    walk_end(&walk);
    return key;
}

uint64_t definition_key_find_deployed(struct rows *rows, struct slice tenant,
                                      struct slice process_id, uint64_t deployment_key)
{
    struct row_key prefix = version_key(tenant, process_id, -1);
    struct row_walk walk;
    uint64_t key = 0;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_DEF_BY_ID, &prefix); more && key == 0;
         more = walk_next(&walk)) {
        struct definition_row row;
        struct slice version_tag;
        uint64_t candidate = by_id_decode(rows, walk.value, process_id, &version_tag);

        if (candidate != 0 && definition_row_get(rows, candidate, &row) &&
            row.deployment_key <= deployment_key) {
            key = candidate;
        }
    }
    walk_end(&walk);
    return key;
}

uint64_t definition_key_before(struct rows *rows, struct slice tenant, struct slice process_id,
                               int32_t version)
{
    struct row_key prefix = version_key(tenant, process_id, -1);
    struct row_key from = version_key(tenant, process_id, version - 1);

    return version_from(rows, &prefix, &from, process_id);
}

/* --- message start events --- */

struct row_key start_subscription_prefix(struct slice tenant, struct slice message_name)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, tenant);
    row_key_put_name(&key, message_name);
    return key;
}

static struct row_key start_subscription_key(struct slice tenant,
                                             const struct start_subscription *start)
{
    struct row_key key = start_subscription_prefix(tenant, start->message_name);

    row_key_put_u64(&key, start->definition_key);
    return key;
}

void start_subscription_put(struct rows *rows, struct slice tenant,
                            const struct start_subscription *start)
{
    struct row_key key = start_subscription_key(tenant, start);
    struct buffer *out = row_begin(rows, START_SUB_MEMBERS);

    value_put_u64(out, start->key);
    value_put_u64(out, start->definition_key);
    value_put_u64(out, start->element);
    value_put_string(out, start->message_name);
    row_end(rows, TABLE_START_SUB, &key);
}

void start_subscription_delete(struct rows *rows, struct slice tenant,
                               const struct start_subscription *start)
{
    struct row_key key = start_subscription_key(tenant, start);

    write_set_delete(&rows->writes, TABLE_START_SUB, &key);
}

bool start_subscription_decode(struct rows *rows, struct slice value,
                               struct start_subscription *out)
{
    struct decoder d = row_open(rows, value, START_SUB_MEMBERS);

    out->key = decode_u64(&d);
    out->definition_key = decode_u64(&d);
    out->element = decode_u32(&d);
    out->message_name = decode_text(&d);
    return row_close(rows, &d);
}

/* --- all start events of a definition --- */

static struct row_key start_key(uint64_t definition_key, uint32_t element)
{
    struct row_key key = row_key_of(definition_key);

    row_key_put_u32(&key, element);
    return key;
}

void definition_start_put(struct rows *rows, uint64_t definition_key,
                          const struct definition_start *start)
{
    struct row_key key = start_key(definition_key, start->element);
    struct buffer *out = row_begin(rows, START_MEMBERS);

    value_put_bool(out, start->is_timer);
    value_put_bool(out, start->is_signal);
    value_put_string(out, start->message_name);
    value_put_u64(out, start->key);
    value_put_int(out, start->due_ms);
    row_end(rows, TABLE_START_BY_DEF, &key);
}

void definition_start_delete(struct rows *rows, uint64_t definition_key, uint32_t element)
{
    struct row_key key = start_key(definition_key, element);

    write_set_delete(&rows->writes, TABLE_START_BY_DEF, &key);
}

bool definition_start_from(struct rows *rows, uint64_t definition_key, uint32_t element,
                           struct definition_start *out)
{
    struct row_key prefix = row_key_of(definition_key);
    struct row_key from = start_key(definition_key, element);
    struct row_walk walk;
    bool found = walk_begin_at(&walk, &rows->writes, TABLE_START_BY_DEF, &prefix, &from);

    if (found) {
        struct decoder d = row_open(rows, walk.value, START_MEMBERS);

        out->element = bytes_get_u32be(walk.key.data + 8);
        out->is_timer = decode_bool(&d);
        out->is_signal = decode_bool(&d);
        out->message_name = decode_text(&d);
        out->key = decode_u64(&d);
        out->due_ms = decode_i64(&d);
        found = row_close(rows, &d);
    }
    walk_end(&walk);
    return found;
}
