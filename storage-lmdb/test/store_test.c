#include "store/store.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "fixture.h"
#include "testkit/test.h"

TEST(store, rows_are_there_after_a_commit_and_a_restart)
{
    struct fixture f = given_a_turn();
    struct hash128 digest;

    put(f.txn, "a", "1");
    put(f.txn, "b", "");
    put(f.txn, "a", "2");
    digest = digest_of(f.txn);
    CHECK_OK(store_commit(f.txn));
    f.txn = NULL;
    drop_store(&f);

    f.store = open_store(f.directory, false);
    CHECK_OK(store_begin_read(f.store, &f.txn));
    check_row(f.txn, "a", "2");
    check_row(f.txn, "b", "");
    check_row(f.txn, "c", NULL);
    CHECK(hash128_equal(digest_of(f.txn), digest));
    drop_store(&f);
}

TEST(store, nothing_is_there_after_an_abort)
{
    struct fixture f = given_a_turn();

    put(f.txn, "a", "1");
    store_abort(f.txn);

    CHECK_OK(store_begin_write(f.store, &f.txn));
    check_row(f.txn, "a", NULL);
    CHECK(hash128_equal(digest_of(f.txn), (struct hash128){0, 0}));
    drop_store(&f);
}

/* A reader sees what was committed when it began, and nothing of later turns. */
TEST(store, a_read_transaction_keeps_its_point_in_time)
{
    struct fixture f = given_a_turn();
    struct store_txn *before;
    struct store_txn *after;

    CHECK_OK(store_begin_read(f.store, &before));
    put(f.txn, "a", "1");
    CHECK_OK(store_commit(f.txn));
    f.txn = NULL;
    CHECK_OK(store_begin_read(f.store, &after));

    check_row(before, "a", NULL);
    check_row(after, "a", "1");
    CHECK(!hash128_equal(digest_of(before), digest_of(after)));

    store_abort(before);
    store_abort(after);
    drop_store(&f);
}

/* A command that is given up leaves rows, digest and counters as they were before it. */
TEST(store, an_aborted_child_leaves_no_trace)
{
    struct fixture f = given_a_turn();
    struct hash128 digest;
    struct store_txn *child;

    put(f.txn, "a", "1");
    digest = digest_of(f.txn);

    CHECK_OK(store_begin_child(f.txn, &child));
    put(child, "a", "changed");
    put(child, "b", "new");
    CHECK_OK(store_delete(child, TABLE_JOB, SLICE("a")));
    store_abort(child);

    check_row(f.txn, "a", "1");
    check_row(f.txn, "b", NULL);
    CHECK(hash128_equal(digest_of(f.txn), digest));
    CHECK_INT(store_txn_puts(f.txn), ==, 1);
    CHECK_INT(store_txn_put_bytes(f.txn), ==, 2);
    drop_store(&f);
}

TEST(store, a_committed_child_belongs_to_its_parent)
{
    struct fixture f = given_a_turn();
    struct store_txn *child;
    struct store_txn *grandchild;

    CHECK_OK(store_begin_child(f.txn, &child));
    put(child, "a", "123");
    CHECK_OK(store_begin_child(child, &grandchild));
    put(grandchild, "b", "1");
    CHECK_OK(store_delete(grandchild, TABLE_JOB, SLICE("a")));
    CHECK_OK(store_commit(grandchild));
    CHECK_OK(store_commit(child));

    CHECK_TEXT(slice_of(keys_of(f.txn)), "b");
    CHECK_INT(store_txn_puts(f.txn), ==, 3);
    CHECK_INT(store_txn_put_bytes(f.txn), ==, 6);
    drop_store(&f);
}

/* Aborting a turn ends the children that are open in it. */
TEST(store, an_abort_ends_open_children)
{
    struct fixture f = given_a_turn();
    struct store_txn *child;
    struct store_txn *grandchild;

    CHECK_OK(store_begin_child(f.txn, &child));
    CHECK_OK(store_begin_child(child, &grandchild));
    put(grandchild, "a", "1");
    store_abort(f.txn);

    CHECK_OK(store_begin_write(f.store, &f.txn));
    CHECK_TEXT(slice_of(keys_of(f.txn)), "");
    drop_store(&f);
}

/* The digest depends on what is there and not on how it came to be there. */
TEST(store, the_digest_is_that_of_the_rows)
{
    struct fixture f = given_a_turn();
    struct fixture g = given_a_turn();

    put(f.txn, "a", "1");
    put(f.txn, "b", "2");

    put(g.txn, "c", "3");
    put(g.txn, "b", "1");
    put(g.txn, "b", "2");
    CHECK_OK(store_delete(g.txn, TABLE_JOB, SLICE("c")));
    CHECK(!hash128_equal(digest_of(f.txn), digest_of(g.txn)));
    put(g.txn, "a", "1");
    CHECK(hash128_equal(digest_of(f.txn), digest_of(g.txn)));

    /* The same row in another table is another row. */
    CHECK_OK(store_put(g.txn, TABLE_DUE, SLICE("a"), SLICE("1")));
    CHECK_OK(store_delete(g.txn, TABLE_JOB, SLICE("a")));
    CHECK(!hash128_equal(digest_of(f.txn), digest_of(g.txn)));
    drop_store(&f);
    drop_store(&g);
}

TEST(store, what_is_not_there_is_not_found)
{
    struct fixture f = given_a_turn();
    char long_key[LIMIT_STORE_KEY_BYTES + 1];
    struct slice value;

    memset(long_key, 'k', sizeof(long_key));
    CHECK_STATUS(store_delete(f.txn, TABLE_JOB, SLICE("a")), STATUS_NOT_FOUND);
    CHECK_STATUS(store_get(f.txn, TABLE_JOB, SLICE_EMPTY, &value), STATUS_NOT_FOUND);
    CHECK_STATUS(store_get(f.txn, TABLE_JOB, slice_make(long_key, sizeof(long_key)), &value),
                 STATUS_NOT_FOUND);
    CHECK_OK(store_put(f.txn, TABLE_JOB, slice_make(long_key, LIMIT_STORE_KEY_BYTES), SLICE("v")));
    CHECK_OK(store_get(f.txn, TABLE_JOB, slice_make(long_key, LIMIT_STORE_KEY_BYTES), &value));
    CHECK_TEXT(value, "v");
    drop_store(&f);
}

TEST(store, rows_are_counted_by_table)
{
    struct fixture f = given_a_turn();
    uint64_t count;
    uint64_t bytes;

    CHECK_OK(store_live_bytes(f.txn, &bytes));
    put(f.txn, "a", "1");
    put(f.txn, "b", "1");
    CHECK_OK(store_count(f.txn, TABLE_JOB, &count));
    CHECK_INT(count, ==, 2);
    CHECK_OK(store_count(f.txn, TABLE_DUE, &count));
    CHECK_INT(count, ==, 0);
    CHECK_INT(bytes, >, 0);
    drop_store(&f);
}

/* --- opening --- */

static enum status try_open(const struct store_options *options, const char *reason)
{
    struct store *store;
    const char *message;
    enum status status = store_open(options, &store, &message);

    CHECK(status != STATUS_OK);
    CHECK(store == NULL);
    if (strstr(message, reason) == NULL) {
        CHECK_TEXT(slice_of(message), reason);
    }
    return status;
}

static void write_file(const char *directory, const char *name, const char *text, size_t size)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    file = fopen(path, "wb");
    CHECK(file != NULL);
    CHECK_INT(fwrite(text, 1, size, file), ==, size);
    fclose(file);
}

TEST(store_open, refuses_what_is_no_store)
{
    struct store_options options = {
        .directory = test_directory(), .tables = test_tables, .table_count = 2};
    char garbage[8192];

    memset(garbage, 'x', sizeof(garbage));
    write_file(options.directory, "data.mdb", garbage, sizeof(garbage));
    CHECK_STATUS(try_open(&options, "MDB_INVALID"), STATUS_CORRUPT);

    options.directory = test_directory();
    options.read_only = true;
    CHECK_STATUS(try_open(&options, "there is no store"), STATUS_NOT_FOUND);

    options.directory = "/proc/no/such/place";
    options.read_only = false;
    CHECK(try_open(&options, "store /proc/no/such/place: ") != STATUS_OK);
}

/* The number of a table is part of every CRC: a store with other numbers is another layout. */
TEST(store_open, refuses_another_numbering_of_tables)
{
    static const struct store_table renumbered[] = {{TABLE_DUE, "job"}};
    struct fixture f = given_a_store();
    struct store_options options = {
        .directory = f.directory, .tables = renumbered, .table_count = 1};

    drop_store(&f);
    CHECK_STATUS(try_open(&options, "another layout"), STATUS_CORRUPT);
}

TEST(store_open, reads_beside_nobody_without_writing)
{
    struct fixture f = given_a_turn();

    put(f.txn, "a", "1");
    CHECK_OK(store_commit(f.txn));
    f.txn = NULL;
    drop_store(&f);

    f.store = open_store(f.directory, true);
    CHECK_OK(store_begin_read(f.store, &f.txn));
    check_row(f.txn, "a", "1");
    drop_store(&f);
}
