#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "fixture.h"
#include "store/store.h"
#include "store_int.h"
#include "testkit/test.h"

struct findings {
    int count;
    char first[512];
};

static void note(void *ctx, const char *line)
{
    struct findings *findings = ctx;

    if (findings->count++ == 0) {
        snprintf(findings->first, sizeof(findings->first), "%s", line);
    }
}

static void check_clean(struct store_txn *txn)
{
    struct findings findings = {0};

    CHECK_OK(store_check(txn, note, &findings));
    CHECK_INT(findings.count, ==, 0);
}

static void reopen(struct fixture *f)
{
    drop_store(f);
    f->txn = NULL;
    f->store = open_store(f->directory, false);
}

static void commit(struct fixture *f)
{
    CHECK_OK(store_commit(f->txn));
    f->txn = NULL;
}

static struct fixture given_a_damaged_row(void)
{
    struct fixture f = given_a_turn();
    char path[512];

    put(f.txn, "a", "1");
    put(f.txn, "b", "the value to damage");
    put(f.txn, "c", "3");
    commit(&f);
    drop_store(&f);
    snprintf(path, sizeof(path), "%s/data.mdb", f.directory);
    damage_file(path, "value to damage");
    f.store = open_store(f.directory, false);
    return f;
}

/* LMDB itself would hand out the changed bytes in silence. */
TEST(store_damage, a_flipped_bit_is_seen_on_every_way_to_the_row)
{
    struct fixture f = given_a_damaged_row();
    struct store_cursor cursor;
    struct slice value;

    CHECK_OK(store_begin_write(f.store, &f.txn));

    CHECK_STATUS(store_get(f.txn, TABLE_JOB, SLICE("b"), &value), STATUS_CORRUPT);
    CHECK_STATUS(store_put(f.txn, TABLE_JOB, SLICE("b"), SLICE("x")), STATUS_CORRUPT);
    CHECK_STATUS(store_delete(f.txn, TABLE_JOB, SLICE("b")), STATUS_CORRUPT);
    CHECK_OK(store_cursor_open(f.txn, TABLE_JOB, &cursor));
    CHECK_OK(store_cursor_first(&cursor));
    CHECK_STATUS(store_cursor_next(&cursor), STATUS_CORRUPT);
    CHECK_TEXT(cursor.key, "b");
    CHECK_STATUS(store_cursor_prefix_first(&cursor, SLICE("b")), STATUS_CORRUPT);
    CHECK_STATUS(store_cursor_prefix_first(&cursor, SLICE("aa")), STATUS_NOT_FOUND);
    CHECK_OK(store_cursor_seek_before(&cursor, SLICE("b")));
    CHECK_TEXT(cursor.key, "a");
    store_cursor_close(&cursor);
    drop_store(&f);
}

TEST(store_damage, check_names_the_row_and_the_digest)
{
    struct fixture f = given_a_damaged_row();
    struct findings findings = {0};

    CHECK_OK(store_begin_read(f.store, &f.txn));

    CHECK_STATUS(store_check(f.txn, note, &findings), STATUS_CORRUPT);

    CHECK_TEXT(slice_of(findings.first),
               "table job, key 62: the checksum does not fit: the row is damaged");
    CHECK_INT(findings.count, ==, 2);
    drop_store(&f);
}

TEST(store_damage, a_damaged_store_is_not_copied)
{
    struct fixture f = given_a_damaged_row();
    struct hash128 digest;
    char copy[512];

    snprintf(copy, sizeof(copy), "%s/copy", f.directory);
    CHECK_OK(store_begin_read(f.store, &f.txn));

    CHECK_STATUS(store_copy(f.txn, copy, &digest), STATUS_CORRUPT);

    CHECK(access(copy, F_OK) != 0);
    drop_store(&f);
}

/* A lost row is no damaged row: only the digest tells. */
TEST(store_damage, rows_that_do_not_add_up_to_the_digest_are_found)
{
    struct fixture f = given_a_turn();
    struct findings findings = {0};
    struct hash128 digest;
    char copy[512];

    put(f.txn, "a", "1");
    CHECK_OK(store_meta_put_digest(f.store, f.txn->mdb, (struct hash128){1, 2}));
    f.txn->stored_digest = f.txn->digest;
    commit(&f);
    CHECK_OK(store_begin_read(f.store, &f.txn));

    CHECK_STATUS(store_check(f.txn, note, &findings), STATUS_CORRUPT);
    CHECK_INT(findings.count, ==, 1);
    snprintf(copy, sizeof(copy), "%s/copy", f.directory);
    CHECK_STATUS(store_copy(f.txn, copy, &digest), STATUS_CORRUPT);
    drop_store(&f);
}

/* A copy is of the moment at which its read transaction began, whatever is written meanwhile. */
TEST(store_copy, is_of_its_transactions_point_in_time)
{
    struct fixture f = given_a_turn();
    struct store_txn *then;
    struct hash128 digest;
    struct hash128 copied;
    char copy[512];

    put(f.txn, "a", "1");
    CHECK_OK(store_put(f.txn, TABLE_DUE, SLICE("d"), SLICE("due")));
    digest = digest_of(f.txn);
    commit(&f);
    CHECK_OK(store_begin_read(f.store, &then));
    CHECK_OK(store_begin_write(f.store, &f.txn));
    put(f.txn, "a", "2");
    put(f.txn, "b", "2");
    commit(&f);

    snprintf(copy, sizeof(copy), "%s/copy", f.directory);
    CHECK_OK(store_copy(then, copy, &copied));
    CHECK(hash128_equal(digest, copied));
    CHECK_STATUS(store_copy(then, copy, &copied), STATUS_ALREADY_EXISTS);
    store_abort(then);
    drop_store(&f);

    f.store = open_store(copy, false);
    CHECK_OK(store_begin_read(f.store, &f.txn));
    check_row(f.txn, "a", "1");
    check_row(f.txn, "b", NULL);
    CHECK(hash128_equal(digest_of(f.txn), digest));
    check_clean(f.txn);
    drop_store(&f);
    CHECK_OK(store_destroy(copy));
    CHECK(access(copy, F_OK) != 0);
    CHECK_OK(store_destroy(copy));
}

/* More than one transaction of the copy's own, with values of all sizes. */
TEST(store_copy, takes_large_stores_in_parts)
{
    static char value[300000];
    struct fixture f = given_a_turn();
    struct random r = {11};
    struct hash128 copied;
    char copy[512];

    for (int i = 0; i < 300; i++) {
        char key[32];

        snprintf(key, sizeof(key), "%u", random_below(&r, 1000000));
        memset(value, 'a' + i % 26, sizeof(value));
        CHECK_OK(store_put(f.txn, i % 2 == 0 ? TABLE_JOB : TABLE_DUE, slice_of(key),
                           slice_make(value, random_below(&r, sizeof(value)))));
    }
    commit(&f);
    CHECK_OK(store_begin_read(f.store, &f.txn));
    snprintf(copy, sizeof(copy), "%s/copy", f.directory);

    CHECK_OK(store_copy(f.txn, copy, &copied));

    CHECK(hash128_equal(digest_of(f.txn), copied));
    drop_store(&f);
    f.store = open_store(copy, true);
    CHECK_OK(store_begin_read(f.store, &f.txn));
    check_clean(f.txn);
    drop_store(&f);
}

/* --- against a model --- */

enum {
    MODEL_KEYS = 200,
    MODEL_VALUE_BYTES = 3000
};

/* The bytes that a key's value has, by its number; 0: there is no row. */
struct model {
    uint32_t values[MODEL_KEYS];
};

static struct slice model_key(uint32_t i, char room[LIMIT_STORE_KEY_BYTES])
{
    size_t size = (size_t)snprintf(room, LIMIT_STORE_KEY_BYTES, "%03u", i);
    size_t filler = i % 7 == 0 ? LIMIT_STORE_KEY_BYTES - size : i % 5;

    memset(room + size, '-', filler);
    return slice_make(room, size + filler);
}

static struct slice model_value(uint32_t number, char room[MODEL_VALUE_BYTES])
{
    struct random r = {number};
    size_t size = random_below(&r, number % 5 == 0 ? MODEL_VALUE_BYTES : 60);

    memset(room, (int)('a' + number % 26), size);
    return slice_make(room, size);
}

static void change_model(struct random *r, struct store_txn *txn, struct model *model)
{
    char key_room[LIMIT_STORE_KEY_BYTES];
    char value_room[MODEL_VALUE_BYTES];
    uint32_t i = random_below(r, MODEL_KEYS);
    struct slice key = model_key(i, key_room);

    if (random_below(r, 3) == 0) {
        CHECK_STATUS(store_delete(txn, TABLE_JOB, key),
                     model->values[i] == 0 ? STATUS_NOT_FOUND : STATUS_OK);
        model->values[i] = 0;
        return;
    }
    model->values[i] = 1 + random_below(r, 1000000);
    CHECK_OK(store_put(txn, TABLE_JOB, key, model_value(model->values[i], value_room)));
}

static void check_model(struct store_txn *txn, const struct model *model)
{
    char key_room[LIMIT_STORE_KEY_BYTES];
    char value_room[MODEL_VALUE_BYTES];
    struct store_cursor cursor;
    enum status status;

    CHECK_OK(store_cursor_open(txn, TABLE_JOB, &cursor));
    status = store_cursor_first(&cursor);
    for (uint32_t i = 0; i < MODEL_KEYS; i++) {
        if (model->values[i] == 0) {
            continue;
        }
        CHECK_OK(status);
        CHECK_SLICE(cursor.key, model_key(i, key_room));
        CHECK(slice_equal(cursor.value, model_value(model->values[i], value_room)));
        status = store_cursor_next(&cursor);
    }
    CHECK_STATUS(status, STATUS_NOT_FOUND);
    store_cursor_close(&cursor);
}

static void run_command(struct random *r, struct store_txn *turn, struct model *model)
{
    struct model tried = *model;
    struct store_txn *child;

    CHECK_OK(store_begin_child(turn, &child));
    for (uint32_t i = random_below(r, 20); i > 0; i--) {
        change_model(r, child, &tried);
    }
    if (random_below(r, 3) == 0) {
        store_abort(child);
        return;
    }
    CHECK_OK(store_commit(child));
    *model = tried;
}

static void run_turn(struct random *r, struct fixture *f, struct model *model)
{
    struct model tried = *model;

    CHECK_OK(store_begin_write(f->store, &f->txn));
    for (uint32_t i = random_below(r, 30); i > 0; i--) {
        run_command(r, f->txn, &tried);
    }
    check_model(f->txn, &tried);
    check_clean(f->txn);
    if (random_below(r, 4) == 0) {
        store_abort(f->txn);
        f->txn = NULL;
        return;
    }
    commit(f);
    *model = tried;
}

/* Random commands and turns, kept and given up, with restarts: rows, order and digest are always
 * those of a plain table in memory. */
TEST(store_model, random_turns_equal_a_table_in_memory)
{
    struct fixture f = given_a_store();
    struct random r = {5};
    struct model model = {{0}};

    for (int turn = 0; turn < 60; turn++) {
        run_turn(&r, &f, &model);
        if (random_below(&r, 8) == 0) {
            reopen(&f);
        }
    }
    drop_store(&f);
}
