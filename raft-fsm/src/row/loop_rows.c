#include "row/loop_rows.h"

#include "base/bytes.h"

enum {
    RUN_ITEMS_MAX = 256,
    RUN_BYTES_MAX = 16384, /* one item may pass it */
    ITEM_MEMBERS = 1,
    OUTPUT_MEMBERS = 1
};

static struct row_key loop_key(uint64_t body_key, uint32_t index)
{
    struct row_key key = row_key_of(body_key);

    row_key_put_u32(&key, index);
    return key;
}

static uint32_t index_of(struct slice key)
{
    return bytes_get_u32be(key.data + key.size - sizeof(uint32_t));
}

/* The next items of a list, as they stand there. */
struct run {
    struct slice bytes;
    uint32_t count;
};

static struct run run_next(struct value_reader *reader)
{
    struct run run = {.bytes = {.data = reader->at}};
    struct slice item;

    while (run.count < RUN_ITEMS_MAX && run.bytes.size < RUN_BYTES_MAX &&
           !value_reader_at_end(reader) && value_read_whole(reader, &item) == STATUS_OK) {
        run.bytes.size += item.size;
        run.count++;
    }
    return run;
}

void loop_items_put(struct rows *rows, uint64_t body_key, struct slice list)
{
    struct value_reader reader = value_reader_of(list);
    uint32_t first = 0;
    uint32_t count;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return;
    }
    while (first < count) {
        struct run run = run_next(&reader);
        struct row_key key = loop_key(body_key, first);
        struct buffer *out = row_begin(rows, ITEM_MEMBERS);

        if (run.count == 0) {
            return;
        }
        value_put_array(out, run.count);
        buffer_put(out, run.bytes.data, run.bytes.size);
        row_end_new(rows, TABLE_LOOP_ITEM, &key);
        first += run.count;
    }
}

bool loop_items_first(struct rows *rows, uint64_t body_key, struct loop_items *out)
{
    struct row_key prefix = row_key_of(body_key);
    struct row_walk walk;
    bool found = walk_begin(&walk, &rows->writes, TABLE_LOOP_ITEM, &prefix);

    if (found) {
        struct decoder d = row_open(rows, walk.value, ITEM_MEMBERS);

        out->first = index_of(walk.key);
        out->reader = value_reader_of(decode_value(&d));
        found = row_close(rows, &d) && value_read_array(&out->reader, &out->count) == STATUS_OK;
    }
    walk_end(&walk);
    return found;
}

void loop_items_delete(struct rows *rows, uint64_t body_key, uint32_t first)
{
    struct row_key key = loop_key(body_key, first);

    write_set_delete(&rows->writes, TABLE_LOOP_ITEM, &key);
}

void loop_output_put(struct rows *rows, uint64_t body_key, uint32_t index, struct slice value)
{
    struct row_key key = loop_key(body_key, index);

    value_put_value(row_begin(rows, OUTPUT_MEMBERS), value);
    row_end(rows, TABLE_LOOP_OUTPUT, &key);
}

bool loop_output_decode(struct rows *rows, const struct row_walk *walk, uint32_t *index,
                        struct slice *value)
{
    struct decoder d = row_open(rows, walk->value, OUTPUT_MEMBERS);

    *index = index_of(walk->key);
    *value = decode_value(&d);
    return row_close(rows, &d);
}

void loop_outputs_delete(struct rows *rows, uint64_t body_key)
{
    struct row_key prefix = row_key_of(body_key);

    rows_delete(rows, TABLE_LOOP_OUTPUT, &prefix);
}

void loop_rows_delete(struct rows *rows, uint64_t body_key)
{
    struct row_key prefix = row_key_of(body_key);

    rows_delete(rows, TABLE_LOOP_ITEM, &prefix);
    loop_outputs_delete(rows, body_key);
}
