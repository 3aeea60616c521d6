#include "row/resource_rows.h"

enum {
    RESOURCE_MEMBERS = 8,
    BY_ID_MEMBERS = 2,
    FLOOR_MEMBERS = 2
};

bool resource_row_get(struct rows *rows, uint64_t key, struct resource_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_RESOURCE, &row_key, &value)) {
        return false;
    }
    d = row_open(rows, value, RESOURCE_MEMBERS);
    out->key = key;
    out->deployment_key = decode_u64(&d);
    out->kind = decode_resource_kind(&d);
    out->tenant = decode_text(&d);
    out->id = decode_text(&d);
    out->version = decode_i32(&d);
    out->version_tag = decode_text_or_null(&d);
    out->resource_name = decode_text(&d);
    out->content_hash = decode_hash(&d);
    return row_close(rows, &d);
}

static struct row_key id_key(enum resource_kind kind, struct slice tenant, struct slice id)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, tenant);
    row_key_put_u8(&key, (uint8_t)kind);
    row_key_put_name(&key, id);
    return key;
}

/* Versions are put upside down: the first row of an id is its newest version. */
struct row_key resource_version_key(const struct resource_row *row)
{
    struct row_key key = id_key(row->kind, row->tenant, row->id);

    row_key_put_u32(&key, ~(uint32_t)row->version);
    return key;
}

void resource_row_put(struct rows *rows, const struct resource_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct row_key by_id = resource_version_key(row);
    struct buffer *out = row_begin(rows, RESOURCE_MEMBERS);

    value_put_u64(out, row->deployment_key);
    value_put_u64(out, (uint64_t)row->kind);
    value_put_string(out, row->tenant);
    value_put_string(out, row->id);
    encode_i32(out, row->version);
    value_put_string_or_null(out, row->version_tag);
    value_put_string(out, row->resource_name);
    encode_hash(out, row->content_hash);
    row_end_new(rows, TABLE_RESOURCE, &key);

    out = row_begin(rows, BY_ID_MEMBERS);
    value_put_u64(out, row->key);
    value_put_string(out, row->id);
    row_end(rows, TABLE_RESOURCE_BY_ID, &by_id);
}

static struct row_key member_key(uint64_t key, uint64_t deployment_key)
{
    struct row_key member = row_key_of(key);

    row_key_put_u64(&member, deployment_key);
    return member;
}

void resource_row_delete(struct rows *rows, const struct resource_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct row_key by_id = resource_version_key(row);

    write_set_delete(&rows->writes, TABLE_RESOURCE, &key);
    write_set_delete(&rows->writes, TABLE_RESOURCE_BY_ID, &by_id);
    rows_delete(rows, TABLE_RESOURCE_IN, &key);
}

static bool is_wanted(struct rows *rows, const struct resource_row *wanted,
                      const struct resource_row *row)
{
    return slice_equal(row->id, wanted->id) &&
           (wanted->version_tag.data == NULL ||
            (row->version_tag.data != NULL &&
             slice_equal(row->version_tag, wanted->version_tag))) &&
           (wanted->deployment_key == 0 || resource_is_in(rows, row, wanted->deployment_key));
}

bool resource_row_find(struct rows *rows, const struct resource_row *wanted,
                       struct resource_row *out)
{
    struct row_key prefix = id_key(wanted->kind, wanted->tenant, wanted->id);
    struct row_walk walk;
    bool found = false;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_RESOURCE_BY_ID, &prefix);
         more && !found; more = walk_next(&walk)) {
        struct decoder d = row_open(rows, walk.value, BY_ID_MEMBERS);
        uint64_t key = decode_u64(&d);

        (void)decode_text(&d);
        found =
            row_close(rows, &d) && resource_row_get(rows, key, out) && is_wanted(rows, wanted, out);
    }
    walk_end(&walk);
    return found;
}

bool resource_row_newest(struct rows *rows, enum resource_kind kind, struct slice tenant,
                         struct slice id, struct resource_row *out)
{
    struct resource_row wanted = {.kind = kind, .tenant = tenant, .id = id};

    return resource_row_find(rows, &wanted, out);
}

bool resource_is_in(struct rows *rows, const struct resource_row *row, uint64_t deployment_key)
{
    struct row_key member = member_key(row->key, deployment_key);
    struct slice value;

    return row->deployment_key == deployment_key ||
           write_set_get(&rows->writes, TABLE_RESOURCE_IN, &member, &value);
}

void resource_in_put(struct rows *rows, uint64_t key, uint64_t deployment_key)
{
    struct row_key member = member_key(key, deployment_key);

    row_put_empty(rows, TABLE_RESOURCE_IN, &member);
}

int32_t version_floor_get(struct rows *rows, enum resource_kind kind, struct slice tenant,
                          struct slice id)
{
    struct row_key key = id_key(kind, tenant, id);
    struct slice value;
    struct decoder d;
    int32_t version;

    if (!write_set_get(&rows->writes, TABLE_VERSION_FLOOR, &key, &value)) {
        return 0;
    }
    d = row_open(rows, value, FLOOR_MEMBERS);
    version = decode_i32(&d);
    (void)decode_text(&d);
    return row_close(rows, &d) ? version : 0;
}

void version_floor_raise(struct rows *rows, enum resource_kind kind, struct slice tenant,
                         struct slice id, int32_t version)
{
    struct row_key key = id_key(kind, tenant, id);
    struct buffer *out;

    if (version <= version_floor_get(rows, kind, tenant, id)) {
        return;
    }
    out = row_begin(rows, FLOOR_MEMBERS);
    encode_i32(out, version);
    value_put_string(out, id);
    row_end(rows, TABLE_VERSION_FLOOR, &key);
}
