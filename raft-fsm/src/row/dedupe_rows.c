#include "row/dedupe_rows.h"

#include "base/assert.h"

enum {
    DEDUPE_MEMBERS = 7,
    CHUNK_ENTRIES = 32, /* log entries whose records share a row: each has one at most */
    BUCKET_MS = 60000
};

uint64_t dedupe_bucket_of(int64_t stamp_ms)
{
    return (uint64_t)((stamp_ms + LIMIT_IDEMPOTENCY_KEEP_MS) / BUCKET_MS) + 1;
}

int64_t dedupe_bucket_due_ms(uint64_t bucket)
{
    return (int64_t)bucket * BUCKET_MS;
}

static struct row_key dedupe_key(const struct dedupe_name *name)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, name->tenant);
    row_key_put_u32(&key, name->operation);
    row_key_put_name(&key, name->key);
    return key;
}

bool dedupe_row_get(struct rows *rows, const struct dedupe_name *name, struct dedupe_row *out)
{
    struct row_key key = dedupe_key(name);
    struct slice value;
    struct slice full_key;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_DEDUPE, &key, &value)) {
        return false;
    }
    d = row_open(rows, value, DEDUPE_MEMBERS);
    (void)decode_text(&d); /* the tenant: for who forgets the row */
    full_key = decode_text(&d);
    out->body_hash = decode_hash(&d);
    out->status = decode_status(&d);
    out->detail = decode_text(&d);
    out->index = decode_u64(&d);
    out->keys = decode_keys(&d, &out->key_count);
    return row_close(rows, &d) && slice_equal(full_key, name->key);
}

static struct row_key count_key(struct slice tenant)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, tenant);
    return key;
}

uint64_t dedupe_count_get(struct rows *rows, struct slice tenant)
{
    struct row_key key = count_key(tenant);
    struct slice value;
    struct decoder d;
    uint64_t count;

    if (!write_set_get(&rows->writes, TABLE_DEDUPE_COUNT, &key, &value)) {
        return 0;
    }
    d = row_open(rows, value, 1);
    count = decode_u64(&d);
    return row_close(rows, &d) ? count : 0;
}

static void count_put(struct rows *rows, struct slice tenant, uint64_t count)
{
    struct row_key key = count_key(tenant);

    if (count == 0) {
        write_set_delete(&rows->writes, TABLE_DEDUPE_COUNT, &key);
        return;
    }
    value_put_u64(row_begin(rows, 1), count);
    row_end(rows, TABLE_DEDUPE_COUNT, &key);
}

/* --- what expires together: the records of a minute, in chunks of neighbouring log entries --- */

const struct slice *dedupe_chunk_decode(struct rows *rows, struct slice value, uint32_t *count)
{
    struct decoder d = row_open(rows, value, 1);
    struct slice *records = decode_list(&d, sizeof(*records), count);

    for (uint32_t i = 0; i < *count; i++) {
        records[i] = decode_bytes(&d);
    }
    if (!row_close(rows, &d)) {
        *count = 0;
    }
    return records;
}

static void chunk_put(struct rows *rows, const struct row_key *key, const struct slice *records,
                      uint32_t count)
{
    struct buffer *out = row_begin(rows, 1);

    value_put_array(out, count);
    for (uint32_t i = 0; i < count; i++) {
        value_put_bytes(out, records[i]);
    }
    row_end(rows, TABLE_DEDUPE_BUCKET, key);
}

static void chunk_add(struct rows *rows, uint64_t bucket, uint64_t index, struct slice record)
{
    struct slice records[CHUNK_ENTRIES];
    const struct slice *present;
    struct row_key key = row_key_of(bucket);
    struct slice value;
    uint32_t count = 0;

    row_key_put_u64(&key, index / CHUNK_ENTRIES);
    if (write_set_get(&rows->writes, TABLE_DEDUPE_BUCKET, &key, &value)) {
        present = dedupe_chunk_decode(rows, value, &count);
        ASSERT(count < CHUNK_ENTRIES); /* an entry makes one record at most */
        for (uint32_t i = 0; i < count; i++) {
            records[i] = present[i];
        }
    }
    records[count] = record;
    chunk_put(rows, &key, records, count + 1);
}

void dedupe_row_put(struct rows *rows, const struct dedupe_name *name, uint64_t bucket,
                    const struct dedupe_row *row)
{
    struct row_key key = dedupe_key(name);
    struct buffer *out = row_begin(rows, DEDUPE_MEMBERS);

    value_put_string(out, name->tenant);
    value_put_string(out, name->key);
    encode_hash(out, row->body_hash);
    encode_status(out, row->status);
    value_put_string(out, row->detail);
    value_put_u64(out, row->index);
    encode_keys(out, row->keys, row->key_count);
    row_end(rows, TABLE_DEDUPE, &key);

    chunk_add(rows, bucket, row->index, row_key_slice(&key));
    count_put(rows, name->tenant, dedupe_count_get(rows, name->tenant) + 1);
}

/* One record, by its key. */
static void forget(struct rows *rows, struct slice record)
{
    struct row_key key;
    struct slice value;
    struct decoder d;
    struct slice tenant;

    row_key_init(&key);
    row_key_put_parts(&key, record);
    if (!write_set_get(&rows->writes, TABLE_DEDUPE, &key, &value)) {
        return;
    }
    d = row_open(rows, value, DEDUPE_MEMBERS);
    tenant = decode_text(&d);
    count_put(rows, tenant, dedupe_count_get(rows, tenant) - 1);
    write_set_delete(&rows->writes, TABLE_DEDUPE, &key);
}

/* Forget at most `limit` records of the chunk; the row keeps the others. */
static uint32_t chunk_forget(struct rows *rows, const struct row_key *key, struct slice value,
                             uint32_t limit)
{
    uint32_t count;
    const struct slice *records = dedupe_chunk_decode(rows, value, &count);
    uint32_t gone = count < limit ? count : limit;

    for (uint32_t i = 0; i < gone; i++) {
        forget(rows, records[i]);
    }
    if (gone == count) {
        write_set_delete(&rows->writes, TABLE_DEDUPE_BUCKET, key);
    } else {
        chunk_put(rows, key, records + gone, count - gone);
    }
    return gone;
}

uint32_t dedupe_bucket_delete(struct rows *rows, uint64_t bucket, uint32_t limit)
{
    struct row_key prefix = row_key_of(bucket);
    struct row_walk walk;
    uint32_t gone = 0;

    for (bool more = walk_begin(&walk, &rows->writes, TABLE_DEDUPE_BUCKET, &prefix);
         more && gone < limit; more = walk_next(&walk)) {
        struct row_key key;

        row_key_copy(&key, &walk.present);
        gone += chunk_forget(rows, &key, walk.value, limit - gone);
    }
    walk_end(&walk);
    return gone;
}
