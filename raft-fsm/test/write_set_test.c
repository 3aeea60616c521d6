/* The write set shows a command its own changes over the store, and writes them as one. */
#include <string.h>

#include "base/limits.h"
#include "machine.h"
#include "row/write_set.h"
#include "testkit/test.h"

enum {
    KEYS = 40,
    ROUNDS = 60,
    CHANGES = 30
};

struct fixture {
    struct store *store;
    struct store_txn *txn;
    struct arena arena;
    struct write_set set;
    uint64_t chance;
    /* what must be there: value of each key, -1 for none */
    int expected[KEYS];
};

static void begin(struct fixture *f)
{
    struct store_options options = {.directory = test_directory(), .map_bytes = GIB(1)};
    const char *message;

    memset(f, 0, sizeof(*f));
    options.tables = fsm_tables(&options.table_count);
    CHECK_OK(store_open(&options, &f->store, &message));
    CHECK_OK(store_begin_write(f->store, &f->txn));
    arena_init(&f->arena, MIB(64));
    memset(f->expected, -1, sizeof(f->expected));
    f->chance = 99;
}

static void end(struct fixture *f)
{
    store_abort(f->txn);
    store_close(f->store);
    arena_deinit(&f->arena);
}

static uint32_t chance(struct fixture *f, uint32_t below)
{
    f->chance = f->chance * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(f->chance >> 33) % below;
}

/* Keys of two prefixes, so that a walk has a border on both sides. */
static struct row_key key_of(int i)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_u8(&key, i < KEYS / 2 ? 'a' : 'b');
    row_key_put_u32(&key, (uint32_t)i * 7);
    return key;
}

static void change(struct fixture *f)
{
    int i = (int)chance(f, KEYS);
    struct row_key key = key_of(i);
    char value = (char)chance(f, 100);

    if (chance(f, 3) == 0) {
        write_set_delete(&f->set, TABLE_JOB, &key);
        f->expected[i] = -1;
    } else {
        write_set_put(&f->set, TABLE_JOB, &key, slice_make(&value, 1));
        f->expected[i] = value;
    }
}

static void check_gets(struct fixture *f)
{
    for (int i = 0; i < KEYS; i++) {
        struct row_key key = key_of(i);
        struct slice value;
        bool found = write_set_get(&f->set, TABLE_JOB, &key, &value);

        CHECK_INT(found, ==, f->expected[i] >= 0);
        CHECK(!found || value.data[0] == (char)f->expected[i]);
    }
}

/* The walk over one prefix meets exactly what is there, in order. */
static void check_walk(struct fixture *f, char letter, int from, int until)
{
    struct row_key prefix;
    struct row_walk walk;
    bool more;

    row_key_init(&prefix);
    row_key_put_u8(&prefix, (uint8_t)letter);
    more = walk_begin(&walk, &f->set, TABLE_JOB, &prefix);
    for (int i = from; i < until; i++) {
        struct row_key key = key_of(i);

        if (f->expected[i] >= 0) {
            CHECK(more);
            CHECK_SLICE(walk.key, row_key_slice(&key));
            CHECK_INT(walk.value.data[0], ==, f->expected[i]);
            more = walk_next(&walk);
        }
    }
    CHECK(!more);
    walk_end(&walk);
}

/* Random changes, some flushed, some dropped: the set always shows the store with its own changes
 * over it. */
TEST(write_set, shows_the_store_with_its_own_changes)
{
    static struct fixture f;
    int before[KEYS];

    begin(&f);
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(before, f.expected, sizeof(before));
        write_set_init(&f.set, f.txn, &f.arena);
        for (int i = 0; i < CHANGES; i++) {
            change(&f);
        }
        check_gets(&f);
        check_walk(&f, 'a', 0, KEYS / 2);
        check_walk(&f, 'b', KEYS / 2, KEYS);
        if (round % 3 == 0) {
            memcpy(f.expected, before, sizeof(before)); /* dropped */
        } else {
            CHECK_OK(write_set_flush(&f.set));
        }
        arena_reset(&f.arena);
    }
    end(&f);
}

/* What is put and deleted in one command costs the store nothing. */
TEST(write_set, writes_nothing_of_what_came_and_went)
{
    static struct fixture f;
    struct row_key key = key_of(1);

    begin(&f);
    write_set_init(&f.set, f.txn, &f.arena);
    write_set_put_new(&f.set, TABLE_JOB, &key, SLICE("x"));
    write_set_delete(&f.set, TABLE_JOB, &key);

    CHECK_OK(write_set_flush(&f.set));

    CHECK_INT(store_txn_puts(f.txn), ==, 0);
    end(&f);
}

/* A walk may delete the row it stands on, and meets rows that are put behind it. */
TEST(write_set, walks_on_over_changes)
{
    static struct fixture f;
    struct row_key keys[3] = {key_of(1), key_of(2), key_of(3)};
    struct row_key prefix;
    struct row_walk walk;

    begin(&f);
    write_set_init(&f.set, f.txn, &f.arena);
    write_set_put(&f.set, TABLE_JOB, &keys[0], SLICE("1"));
    write_set_put(&f.set, TABLE_JOB, &keys[1], SLICE("2"));
    CHECK_OK(write_set_flush(&f.set));
    write_set_init(&f.set, f.txn, &f.arena);
    row_key_init(&prefix);
    row_key_put_u8(&prefix, 'a');

    CHECK(walk_begin(&walk, &f.set, TABLE_JOB, &prefix));
    write_set_delete(&f.set, TABLE_JOB, &keys[0]);
    write_set_delete(&f.set, TABLE_JOB, &keys[1]);
    write_set_put(&f.set, TABLE_JOB, &keys[2], SLICE("3"));

    CHECK(walk_next(&walk));
    CHECK_SLICE(walk.key, row_key_slice(&keys[2]));
    CHECK(!walk_next(&walk));
    walk_end(&walk);
    end(&f);
}

/* Names longer than a key takes are hashed, and are no prefix of one another. */
TEST(row_key, keeps_long_names_apart)
{
    char text[ROW_KEY_NAME_BYTES + 2];
    struct row_key longest;
    struct row_key longer;

    memset(text, 'n', sizeof(text));
    row_key_init(&longest);
    row_key_put_name(&longest, slice_make(text, ROW_KEY_NAME_BYTES));
    row_key_init(&longer);
    row_key_put_name(&longer, slice_make(text, ROW_KEY_NAME_BYTES + 1));

    CHECK_INT(longest.size, ==, ROW_KEY_NAME_BYTES + 1);
    CHECK_INT(longer.size, ==, 17);
    CHECK(longer.bytes[0] != longest.bytes[0]);
}
