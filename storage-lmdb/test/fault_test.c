#include "store_fault.h"

#include <unistd.h>

#include "fixture.h"
#include "store/store.h"
#include "testkit/test.h"

/* A command as the state machine writes them: a child that is kept or given up as a whole. */
static enum status change_rows(struct store_txn *child)
{
    struct store_cursor cursor;
    struct slice value;
    enum status status = store_put(child, TABLE_JOB, SLICE("b"), SLICE("new"));

    if (status == STATUS_OK) {
        status = store_put(child, TABLE_JOB, SLICE("a"), SLICE("changed"));
    }
    if (status == STATUS_OK) {
        status = store_get(child, TABLE_JOB, SLICE("b"), &value);
    }
    if (status == STATUS_OK) {
        status = store_cursor_open(child, TABLE_JOB, &cursor);
    }
    if (status == STATUS_OK) {
        status = store_cursor_seek(&cursor, SLICE("c"));
        store_cursor_close(&cursor);
    }
    return status == STATUS_OK ? store_delete(child, TABLE_JOB, SLICE("c")) : status;
}

static enum status run_command(struct store_txn *turn)
{
    struct store_txn *child;
    enum status status = store_begin_child(turn, &child);

    if (status != STATUS_OK) {
        return status;
    }
    status = change_rows(child);
    if (status != STATUS_OK) {
        store_abort(child);
        return status;
    }
    return store_commit(child);
}

/* Whichever call of a command fails, the turn is as if the command had not been. */
TEST(store_fault, a_command_is_all_or_nothing)
{
    struct fixture f = given_a_turn();
    struct hash128 before;
    int64_t calls = 0;
    enum status status;

    put(f.txn, "a", "old");
    put(f.txn, "c", "old");
    before = digest_of(f.txn);
    for (;; calls++) {
        store_fail_after(f.store, calls, STATUS_NO_SPACE);
        status = run_command(f.txn);
        if (status == STATUS_OK) {
            break;
        }
        CHECK_STATUS(status, STATUS_NO_SPACE);
        CHECK_INT(store_fail_left(f.store), <, 0);
        CHECK(hash128_equal(digest_of(f.txn), before));
        CHECK_TEXT(slice_of(keys_of(f.txn)), "a c");
        check_row(f.txn, "a", "old");
    }
    CHECK_INT(calls, ==, 7);
    store_fail_after(f.store, -1, STATUS_OK);
    CHECK_TEXT(slice_of(keys_of(f.txn)), "a b");
    CHECK(!hash128_equal(digest_of(f.txn), before));
    drop_store(&f);
}

/* A turn whose commit fails is not there, and the next one can begin. */
TEST(store_fault, a_failed_commit_leaves_the_state_of_before)
{
    struct fixture f = given_a_turn();

    put(f.txn, "a", "1");
    store_fail_after(f.store, 0, STATUS_IO);
    CHECK_STATUS(store_commit(f.txn), STATUS_IO);

    CHECK_OK(store_begin_write(f.store, &f.txn));
    CHECK_TEXT(slice_of(keys_of(f.txn)), "");
    drop_store(&f);
}

/* A full map is a full disk: the command fails as a whole and the store stays good. */
TEST(store_fault, a_full_map_is_no_space)
{
    static char value[100000];
    struct fixture f = {.directory = test_directory()};
    struct store_options options = {.directory = f.directory,
                                    .tables = test_tables,
                                    .table_count = 2,
                                    .map_bytes = 1024 * 1024};
    const char *message;
    enum status status = STATUS_OK;

    CHECK_OK(store_open(&options, &f.store, &message));
    CHECK_OK(store_begin_write(f.store, &f.txn));
    for (char key = 'a'; status == STATUS_OK && key <= 'z'; key++) {
        status = store_put(f.txn, TABLE_JOB, slice_make(&key, 1), slice_make(value, sizeof(value)));
    }
    CHECK_STATUS(status, STATUS_NO_SPACE);
    store_abort(f.txn);

    CHECK_OK(store_begin_write(f.store, &f.txn));
    put(f.txn, "a", "1");
    CHECK_OK(store_commit(f.txn));
    f.txn = NULL;
    drop_store(&f);
}
