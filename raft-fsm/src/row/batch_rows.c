#include "row/batch_rows.h"

enum {
    BATCH_MEMBERS = 10,
    PLAN_MEMBERS = 1
};

bool batch_row_get(struct rows *rows, uint64_t key, struct batch_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_BATCH, &row_key, &value)) {
        return false;
    }
    d = row_open(rows, value, BATCH_MEMBERS);
    out->key = key;
    out->plan = (enum command_type)decode_u32(&d);
    out->phase = (enum batch_phase)decode_u32(&d);
    out->suspended = decode_bool(&d);
    out->tenant = decode_text(&d);
    out->actor = decode_text(&d);
    out->start_ms = decode_i64(&d);
    out->total = decode_u32(&d);
    out->listed = decode_u32(&d);
    out->done = decode_u32(&d);
    out->failed = decode_u32(&d);
    return row_close(rows, &d);
}

void batch_row_put(struct rows *rows, const struct batch_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct buffer *out = row_begin(rows, BATCH_MEMBERS);

    value_put_u64(out, (uint64_t)row->plan);
    value_put_u64(out, (uint64_t)row->phase);
    value_put_bool(out, row->suspended);
    value_put_string(out, row->tenant);
    value_put_string(out, row->actor);
    value_put_int(out, row->start_ms);
    value_put_u64(out, row->total);
    value_put_u64(out, row->listed);
    value_put_u64(out, row->done);
    value_put_u64(out, row->failed);
    row_end(rows, TABLE_BATCH, &key);
}

void batch_row_delete(struct rows *rows, uint64_t key)
{
    struct row_key row_key = row_key_of(key);

    rows_delete(rows, TABLE_BATCH_ITEM, &row_key);
    write_set_delete(&rows->writes, TABLE_BATCH_PLAN, &row_key);
    write_set_delete(&rows->writes, TABLE_BATCH, &row_key);
}

/* --- the plan --- */

void batch_plan_put(struct rows *rows, uint64_t key, struct slice plan)
{
    struct row_key row_key = row_key_of(key);

    value_put_bytes(row_begin(rows, PLAN_MEMBERS), plan);
    row_end_new(rows, TABLE_BATCH_PLAN, &row_key);
}

/* A row that another one promises is not there. */
static void miss(struct rows *rows)
{
    if (rows->writes.status == STATUS_OK) {
        rows->writes.status = STATUS_CORRUPT;
    }
}

bool batch_plan_get(struct rows *rows, uint64_t key, struct slice *plan)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_BATCH_PLAN, &row_key, &value)) {
        miss(rows);
        return false;
    }
    d = row_open(rows, value, PLAN_MEMBERS);
    *plan = decode_bytes(&d);
    return row_close(rows, &d);
}

/* --- the items --- */

static struct row_key items_key(uint64_t key, uint32_t first)
{
    struct row_key row_key = row_key_of(key);

    row_key_put_u32(&row_key, first);
    return row_key;
}

void batch_items_store(struct rows *rows, uint64_t key, const struct batch_item *items,
                       uint32_t count)
{
    for (uint32_t first = 0; first < count; first += BATCH_CHUNK_ITEMS) {
        struct row_key row_key = items_key(key, first);
        uint32_t left = count - first;

        batch_items_put(items + first, left < BATCH_CHUNK_ITEMS ? left : BATCH_CHUNK_ITEMS,
                        row_begin(rows, 1));
        row_end_new(rows, TABLE_BATCH_ITEM, &row_key);
    }
}

const struct batch_item *batch_items_load(struct rows *rows, uint64_t key, uint32_t first,
                                          uint32_t *count)
{
    struct row_key row_key = items_key(key, first);
    const struct batch_item *items;
    struct slice value;
    struct decoder d;

    *count = 0;
    if (!write_set_get(&rows->writes, TABLE_BATCH_ITEM, &row_key, &value)) {
        miss(rows);
        return NULL;
    }
    d = row_open(rows, value, 1);
    items = batch_items_get(&d, count);
    return row_close(rows, &d) ? items : NULL;
}

void batch_items_delete(struct rows *rows, uint64_t key, uint32_t first)
{
    struct row_key row_key = items_key(key, first);

    write_set_delete(&rows->writes, TABLE_BATCH_ITEM, &row_key);
}
