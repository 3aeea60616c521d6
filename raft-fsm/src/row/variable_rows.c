#include "row/variable_rows.h"

#include "base/bytes.h"

enum {
    VARIABLE_MEMBERS = 3
};

static struct row_key variable_key(uint64_t scope_key, struct slice name)
{
    struct row_key key = row_key_of(scope_key);

    row_key_put_name(&key, name);
    return key;
}

bool variable_row_decode(struct rows *rows, struct slice value, struct variable_row *out)
{
    struct decoder d = row_open(rows, value, VARIABLE_MEMBERS);

    out->key = decode_u64(&d);
    out->name = decode_text(&d);
    out->value = decode_value(&d);
    return row_close(rows, &d);
}

bool variable_row_get(struct rows *rows, uint64_t scope_key, struct slice name,
                      struct variable_row *out)
{
    struct row_key key = variable_key(scope_key, name);
    struct slice value;

    return write_set_get(&rows->writes, TABLE_VARIABLE, &key, &value) &&
           variable_row_decode(rows, value, out) && slice_equal(out->name, name);
}

void variable_row_put(struct rows *rows, uint64_t scope_key, const struct variable_row *row)
{
    struct row_key key = variable_key(scope_key, row->name);
    struct buffer *out = row_begin(rows, VARIABLE_MEMBERS);

    value_put_u64(out, row->key);
    value_put_string(out, row->name);
    value_put_value(out, row->value);
    row_end(rows, TABLE_VARIABLE, &key);
}

void variable_rows_delete(struct rows *rows, uint64_t scope_key)
{
    struct row_key prefix = row_key_of(scope_key);

    rows_delete(rows, TABLE_VARIABLE, &prefix);
}

static struct row_key join_key(uint64_t scope_key, uint32_t element, uint32_t flow)
{
    struct row_key key = row_key_of(scope_key);

    row_key_put_u32(&key, element);
    row_key_put_u32(&key, flow);
    return key;
}

static uint32_t join_count(struct rows *rows, struct slice value)
{
    struct decoder d = row_open(rows, value, 1);
    uint32_t count = decode_u32(&d);

    return row_close(rows, &d) ? count : 0;
}

uint32_t join_row_get(struct rows *rows, uint64_t scope_key, uint32_t element, uint32_t flow)
{
    struct row_key key = join_key(scope_key, element, flow);
    struct slice value;

    return write_set_get(&rows->writes, TABLE_JOIN, &key, &value) ? join_count(rows, value) : 0;
}

void join_rows_read(struct rows *rows, uint64_t scope_key, uint32_t *by_flow, uint32_t flow_count)
{
    struct row_key prefix = row_key_of(scope_key);
    struct row_walk walk;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_JOIN, &prefix); more;
         more = walk_next(&walk)) {
        uint32_t flow = bytes_get_u32be(walk.key.data + walk.key.size - sizeof(flow));

        if (flow < flow_count) {
            by_flow[flow] = join_count(rows, walk.value);
        }
    }
    walk_end(&walk);
}

void join_row_put(struct rows *rows, uint64_t scope_key, uint32_t element, uint32_t flow,
                  uint32_t count)
{
    struct row_key key = join_key(scope_key, element, flow);

    if (count == 0) {
        write_set_delete(&rows->writes, TABLE_JOIN, &key);
        return;
    }
    value_put_u64(row_begin(rows, 1), count);
    row_end(rows, TABLE_JOIN, &key);
}

void join_rows_delete(struct rows *rows, uint64_t scope_key)
{
    struct row_key prefix = row_key_of(scope_key);

    rows_delete(rows, TABLE_JOIN, &prefix);
}
