#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "testkit/test.h"

const struct store_table test_tables[2] = {{TABLE_JOB, "job"}, {TABLE_DUE, "due"}};

struct store *open_store(const char *directory, bool read_only)
{
    struct store_options options = {
        .directory = directory, .tables = test_tables, .table_count = 2, .read_only = read_only};
    struct store *store;
    const char *message;

    CHECK_OK(store_open(&options, &store, &message));
    return store;
}

struct fixture given_a_store(void)
{
    struct fixture f = {.directory = test_directory()};

    f.store = open_store(f.directory, false);
    return f;
}

struct fixture given_a_turn(void)
{
    struct fixture f = given_a_store();

    CHECK_OK(store_begin_write(f.store, &f.txn));
    return f;
}

void drop_store(struct fixture *f)
{
    if (f->txn != NULL) {
        store_abort(f->txn);
    }
    store_close(f->store);
}

void put(struct store_txn *txn, const char *key, const char *value)
{
    CHECK_OK(store_put(txn, TABLE_JOB, slice_of(key), slice_of(value)));
}

void check_row(struct store_txn *txn, const char *key, const char *value)
{
    struct slice found;

    if (value == NULL) {
        CHECK_STATUS(store_get(txn, TABLE_JOB, slice_of(key), &found), STATUS_NOT_FOUND);
        return;
    }
    CHECK_OK(store_get(txn, TABLE_JOB, slice_of(key), &found));
    CHECK_TEXT(found, value);
}

const char *keys_of(struct store_txn *txn)
{
    static char text[1024];
    struct store_cursor cursor;
    size_t size = 0;
    enum status status;

    CHECK_OK(store_cursor_open(txn, TABLE_JOB, &cursor));
    for (status = store_cursor_first(&cursor); status == STATUS_OK;
         status = store_cursor_next(&cursor)) {
        size += (size_t)snprintf(text + size, sizeof(text) - size, "%s%.*s", size == 0 ? "" : " ",
                                 SLICE_ARG(cursor.key));
    }
    CHECK_STATUS(status, STATUS_NOT_FOUND);
    store_cursor_close(&cursor);
    text[size] = '\0';
    return text;
}

struct hash128 digest_of(struct store_txn *txn)
{
    struct hash128 digest;

    CHECK_OK(store_digest(txn, &digest));
    return digest;
}

void damage_file(const char *path, const char *needle)
{
    FILE *file = fopen(path, "r+b");
    size_t needle_bytes = strlen(needle);
    int found = 0;
    char *bytes;
    long size;

    CHECK(file != NULL);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    bytes = malloc((size_t)size);
    rewind(file);
    CHECK_INT(fread(bytes, 1, (size_t)size, file), ==, size);
    for (long at = 0; at + (long)needle_bytes <= size; at++) {
        if (memcmp(bytes + at, needle, needle_bytes) == 0) {
            fseek(file, at, SEEK_SET);
            fputc(bytes[at] ^ 1, file);
            found++;
        }
    }
    CHECK_INT(found, >, 0);
    fclose(file);
    free(bytes);
}
