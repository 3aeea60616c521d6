#include "row/business_id_rows.h"

enum {
    BUSINESS_ID_MEMBERS = 2
};

static struct row_key name_prefix(const struct business_id_name *name)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, name->tenant);
    row_key_put_name(&key, name->process_id);
    row_key_put_name(&key, name->business_id);
    return key;
}

static struct row_key row_key_for(const struct business_id_name *name, uint64_t instance_key)
{
    struct row_key key = name_prefix(name);

    row_key_put_u64(&key, instance_key);
    return key;
}

static bool is_of(struct rows *rows, struct slice value, const struct business_id_name *name)
{
    struct decoder d = row_open(rows, value, BUSINESS_ID_MEMBERS);
    struct slice process_id = decode_text(&d);
    struct slice business_id = decode_text(&d);

    return row_close(rows, &d) && slice_equal(process_id, name->process_id) &&
           slice_equal(business_id, name->business_id);
}

uint64_t business_id_find(struct rows *rows, const struct business_id_name *name)
{
    struct row_key prefix = name_prefix(name);
    struct row_walk walk;
    uint64_t key = 0;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_ROOT_BY_BUSINESS_ID, &prefix);
         more && key == 0; more = walk_next(&walk)) {
        key = is_of(rows, walk.value, name) ? row_key_last_u64(walk.key) : 0;
    }
    walk_end(&walk);
    return key;
}

void business_id_put(struct rows *rows, const struct business_id_name *name, uint64_t instance_key)
{
    struct row_key key = row_key_for(name, instance_key);
    struct buffer *out = row_begin(rows, BUSINESS_ID_MEMBERS);

    value_put_string(out, name->process_id);
    value_put_string(out, name->business_id);
    row_end_new(rows, TABLE_ROOT_BY_BUSINESS_ID, &key);
}

void business_id_delete(struct rows *rows, const struct business_id_name *name,
                        uint64_t instance_key)
{
    struct row_key key = row_key_for(name, instance_key);

    write_set_delete(&rows->writes, TABLE_ROOT_BY_BUSINESS_ID, &key);
}
