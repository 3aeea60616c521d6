/* Does a store hold what it says it holds? */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "walk_int.h"

enum {
    KEY_BYTES_SHOWN = 64,
    LINE_BYTES = 512
};

struct check {
    void (*finding)(void *ctx, const char *line);
    void *ctx;
    const char *table_name;
    struct hash128 digest;
    uint64_t rows;     /* of the present table */
    uint64_t findings; /* in all */
    size_t last_key_bytes;
    char last_key[LIMIT_STORE_KEY_BYTES];
};

static void report(struct check *check, const char *line)
{
    check->findings++;
    check->finding(check->ctx, line);
}

static void report_row(struct check *check, struct slice key, const char *what)
{
    char hex[2 * KEY_BYTES_SHOWN + 1] = "";
    char line[LINE_BYTES];
    size_t shown = key.size < KEY_BYTES_SHOWN ? key.size : KEY_BYTES_SHOWN;

    for (size_t i = 0; i < shown; i++) {
        snprintf(hex + 2 * i, 3, "%02x", (unsigned)(uint8_t)key.data[i]);
    }
    snprintf(line, sizeof(line), "table %s, key %s%s: %s", check->table_name, hex,
             shown < key.size ? "..." : "", what);
    report(check, line);
}

/* Keys out of order would be passed over by every search. */
static void check_order(struct check *check, struct slice key)
{
    if (key.size == 0 || key.size > sizeof(check->last_key)) {
        report_row(check, key, "the key's length cannot be");
        return;
    }
    if (check->rows > 0 &&
        slice_compare(slice_make(check->last_key, check->last_key_bytes), key) >= 0) {
        report_row(check, key, "the key is not greater than the one before");
    }
    memcpy(check->last_key, key.data, key.size);
    check->last_key_bytes = key.size;
}

static enum status check_row(void *ctx, const struct walked_row *row)
{
    struct check *check = ctx;

    check_order(check, row->key);
    check->rows++;
    if (row->damaged) {
        report_row(check, row->key, "the checksum does not fit: the row is damaged");
    } else {
        check->digest =
            hash128_add(check->digest, store_row_hash(row->table, row->key, row->value));
    }
    return STATUS_OK;
}

static enum status check_table(struct store_txn *txn, const struct store_table *table,
                               struct check *check)
{
    char line[LINE_BYTES];
    uint64_t counted;
    enum status status;

    check->table_name = table->name;
    check->rows = 0;
    check->last_key_bytes = 0;
    status = store_walk(txn, table->id, check_row, check);
    if (status == STATUS_OK) {
        status = store_count(txn, table->id, &counted);
    }
    if (status == STATUS_OK && counted != check->rows) {
        snprintf(line, sizeof(line), "table %s has %" PRIu64 " rows and its head says %" PRIu64,
                 table->name, check->rows, counted);
        report(check, line);
    }
    return status;
}

static enum status check_tables(struct store_txn *txn, struct check *check)
{
    enum status status = STATUS_OK;

    for (size_t i = 0; i < txn->store->table_count && status == STATUS_OK; i++) {
        status = check_table(txn, &txn->store->tables[i], check);
        if (status == STATUS_CORRUPT) {
            char line[LINE_BYTES];

            snprintf(line, sizeof(line), "table %s cannot be walked: a page is damaged",
                     check->table_name);
            report(check, line);
            status = STATUS_OK;
        }
    }
    return status;
}

static enum status check_digest(struct store_txn *txn, struct check *check)
{
    struct hash128 kept;
    char line[LINE_BYTES];
    enum status status = store_digest(txn, &kept);

    if (status == STATUS_CORRUPT) {
        report(check, "the kept digest cannot be read");
        return STATUS_OK;
    }
    if (status == STATUS_OK && !hash128_equal(kept, check->digest)) {
        snprintf(line, sizeof(line),
                 "the rows' digest is %016" PRIx64 "%016" PRIx64 " and the kept one %016" PRIx64
                 "%016" PRIx64,
                 check->digest.high, check->digest.low, kept.high, kept.low);
        report(check, line);
    }
    return status;
}

enum status store_check(struct store_txn *txn, void (*finding)(void *ctx, const char *line),
                        void *ctx)
{
    struct check check = {.finding = finding, .ctx = ctx};
    enum status status;

    ASSERT(txn->child == NULL);
    status = check_tables(txn, &check);
    if (status == STATUS_OK) {
        status = check_digest(txn, &check);
    }
    return status == STATUS_OK && check.findings > 0 ? STATUS_CORRUPT : status;
}
