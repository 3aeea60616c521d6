#include "store/store.h"

#include "fixture.h"
#include "testkit/test.h"

struct given_cursor {
    struct fixture f;
    struct store_cursor cursor;
};

static struct given_cursor given_a_cursor(const char *keys)
{
    struct given_cursor g = {.f = given_a_turn()};

    for (; *keys != '\0'; keys++) {
        char key[2] = {*keys, '\0'};

        put(g.f.txn, key, key);
    }
    CHECK_OK(store_cursor_open(g.f.txn, TABLE_JOB, &g.cursor));
    return g;
}

static void drop_cursor(struct given_cursor *g)
{
    store_cursor_close(&g->cursor);
    drop_store(&g->f);
}

static void check_at(struct given_cursor *g, enum status status, const char *key)
{
    CHECK_OK(status);
    CHECK_TEXT(g->cursor.key, key);
    CHECK_TEXT(g->cursor.value, key);
}

TEST(store_cursor, walks_in_byte_order_both_ways)
{
    struct given_cursor g = given_a_cursor("cab");

    check_at(&g, store_cursor_first(&g.cursor), "a");
    check_at(&g, store_cursor_next(&g.cursor), "b");
    check_at(&g, store_cursor_next(&g.cursor), "c");
    CHECK_STATUS(store_cursor_next(&g.cursor), STATUS_NOT_FOUND);
    CHECK_STATUS(store_cursor_next(&g.cursor), STATUS_NOT_FOUND);
    check_at(&g, store_cursor_last(&g.cursor), "c");
    check_at(&g, store_cursor_previous(&g.cursor), "b");
    check_at(&g, store_cursor_previous(&g.cursor), "a");
    CHECK_STATUS(store_cursor_previous(&g.cursor), STATUS_NOT_FOUND);
    drop_cursor(&g);
}

TEST(store_cursor, seeks_at_and_before_a_key)
{
    struct given_cursor g = given_a_cursor("bdf");

    check_at(&g, store_cursor_seek(&g.cursor, SLICE("d")), "d");
    check_at(&g, store_cursor_seek(&g.cursor, SLICE("c")), "d");
    check_at(&g, store_cursor_seek(&g.cursor, SLICE_EMPTY), "b");
    CHECK_STATUS(store_cursor_seek(&g.cursor, SLICE("g")), STATUS_NOT_FOUND);
    check_at(&g, store_cursor_seek_before(&g.cursor, SLICE("d")), "b");
    check_at(&g, store_cursor_seek_before(&g.cursor, SLICE("e")), "d");
    check_at(&g, store_cursor_seek_before(&g.cursor, SLICE("z")), "f");
    CHECK_STATUS(store_cursor_seek_before(&g.cursor, SLICE("b")), STATUS_NOT_FOUND);
    CHECK_STATUS(store_cursor_seek_before(&g.cursor, SLICE_EMPTY), STATUS_NOT_FOUND);
    drop_cursor(&g);
}

TEST(store_cursor, stays_within_a_prefix)
{
    struct given_cursor g = given_a_cursor("");

    put(g.f.txn, "a", "a");
    put(g.f.txn, "b", "b");
    put(g.f.txn, "b1", "b1");
    put(g.f.txn, "c", "c");
    check_at(&g, store_cursor_prefix_first(&g.cursor, SLICE("b")), "b");
    check_at(&g, store_cursor_prefix_next(&g.cursor, SLICE("b")), "b1");
    CHECK_STATUS(store_cursor_prefix_next(&g.cursor, SLICE("b")), STATUS_NOT_FOUND);
    CHECK_STATUS(store_cursor_prefix_first(&g.cursor, SLICE("bb")), STATUS_NOT_FOUND);
    drop_cursor(&g);
}

/* Deleting the row a cursor stands on, or putting rows around it, makes it skip and repeat none. */
TEST(store_cursor, goes_on_by_key_after_writes)
{
    struct given_cursor g = given_a_cursor("bdf");

    check_at(&g, store_cursor_first(&g.cursor), "b");
    CHECK_OK(store_delete(g.f.txn, TABLE_JOB, SLICE("b")));
    put(g.f.txn, "c", "c");
    check_at(&g, store_cursor_next(&g.cursor), "c");
    CHECK_OK(store_delete(g.f.txn, TABLE_JOB, SLICE("d")));
    CHECK_OK(store_delete(g.f.txn, TABLE_JOB, SLICE("c")));
    check_at(&g, store_cursor_next(&g.cursor), "f");
    put(g.f.txn, "e", "e");
    check_at(&g, store_cursor_previous(&g.cursor), "e");
    CHECK_OK(store_delete(g.f.txn, TABLE_JOB, SLICE("f")));
    CHECK_STATUS(store_cursor_next(&g.cursor), STATUS_NOT_FOUND);
    drop_cursor(&g);
}

TEST(store_cursor, goes_on_by_key_after_a_child)
{
    struct given_cursor g = given_a_cursor("bd");
    struct store_txn *child;

    check_at(&g, store_cursor_first(&g.cursor), "b");
    CHECK_OK(store_begin_child(g.f.txn, &child));
    put(child, "c", "c");
    CHECK_OK(store_delete(child, TABLE_JOB, SLICE("b")));
    CHECK_OK(store_commit(child));
    check_at(&g, store_cursor_next(&g.cursor), "c");
    CHECK_OK(store_begin_child(g.f.txn, &child));
    CHECK_OK(store_delete(child, TABLE_JOB, SLICE("d")));
    store_abort(child);
    check_at(&g, store_cursor_next(&g.cursor), "d");
    drop_cursor(&g);
}

/* A transaction that ends takes its open cursors with it, of either kind. */
TEST(store_cursor, ends_with_its_transaction)
{
    struct given_cursor g = given_a_cursor("a");
    struct store_cursor second;
    struct store_txn *read;

    CHECK_OK(store_cursor_open(g.f.txn, TABLE_DUE, &second));
    CHECK_OK(store_commit(g.f.txn));
    g.f.txn = NULL;
    CHECK_OK(store_begin_read(g.f.store, &read));
    CHECK_OK(store_cursor_open(read, TABLE_JOB, &g.cursor));
    check_at(&g, store_cursor_first(&g.cursor), "a");
    store_abort(read);
    drop_store(&g.f);
}
