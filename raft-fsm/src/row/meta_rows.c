#include "row/meta_rows.h"

enum {
    META_MEMBERS = 10
};

#define META_KEY SLICE("state")

enum status meta_row_read(struct store_txn *txn, struct arena *arena, struct meta_row *out,
                          bool *found)
{
    struct slice value;
    struct decoder d;
    enum status st = store_get(txn, TABLE_META, META_KEY, &value);

    *out = (struct meta_row){.next_key = 1};
    *found = st == STATUS_OK;
    if (st != STATUS_OK) {
        return st == STATUS_NOT_FOUND ? STATUS_OK : st;
    }
    d = decoder_of(value, arena);
    decode_tuple(&d, META_MEMBERS);
    if (decode_u64(&d) > META_FORMAT) {
        return STATUS_UNAVAILABLE;
    }
    out->applied.index = decode_u64(&d);
    out->applied.term = decode_u64(&d);
    out->applied.record_crc = decode_u32(&d);
    out->clock.stamp_ms = decode_i64(&d);
    out->clock.offset_ms = decode_i64(&d);
    out->clock.pinned = decode_bool(&d);
    out->clock.pinned_ms = decode_i64(&d);
    out->next_key = decode_u64(&d);
    out->continued_last = decode_u64(&d);
    return decoder_end(&d) == STATUS_OK ? STATUS_OK : STATUS_CORRUPT;
}

enum status meta_row_write(struct store_txn *txn, struct buffer *buffer, const struct meta_row *row)
{
    buffer_reset(buffer);
    value_put_array(buffer, META_MEMBERS);
    value_put_u64(buffer, META_FORMAT);
    value_put_u64(buffer, row->applied.index);
    value_put_u64(buffer, row->applied.term);
    value_put_u64(buffer, row->applied.record_crc);
    value_put_int(buffer, row->clock.stamp_ms);
    value_put_int(buffer, row->clock.offset_ms);
    value_put_bool(buffer, row->clock.pinned);
    value_put_int(buffer, row->clock.pinned_ms);
    value_put_u64(buffer, row->next_key);
    value_put_u64(buffer, row->continued_last);
    return store_put(txn, TABLE_META, META_KEY, buffer_slice(buffer));
}
