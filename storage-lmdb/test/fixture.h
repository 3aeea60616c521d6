/* What the tests of the store share: a store in a fresh directory and a repeatable source of
 * numbers. */
#ifndef STORE_TEST_FIXTURE_H
#define STORE_TEST_FIXTURE_H

#include "store/store.h"
#include "testkit/random.h"

enum {
    TABLE_JOB = 1,
    TABLE_DUE = 2
};

extern const struct store_table test_tables[2];

struct fixture {
    const char *directory;
    struct store *store;
    struct store_txn *txn; /* a write transaction, if one is open */
};

struct fixture given_a_store(void);
/* A store and a write transaction. */
struct fixture given_a_turn(void);
void drop_store(struct fixture *f);
struct store *open_store(const char *directory, bool read_only);
void put(struct store_txn *txn, const char *key, const char *value);
/* CHECKs that the row is there, or with NULL that it is not. */
void check_row(struct store_txn *txn, const char *key, const char *value);
/* All keys of TABLE_JOB, separated by blanks. Borrowed until the next call. */
const char *keys_of(struct store_txn *txn);
struct hash128 digest_of(struct store_txn *txn);
/* Flip one bit wherever `needle` stands in a file: old pages keep old copies. */
void damage_file(const char *path, const char *needle);

#endif
