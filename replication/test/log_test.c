/* The log by itself, as a follower uses it: entries that its leader replaces, while older ones are
 * still in flight. */
#include "log.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "testkit/test.h"

static const uint8_t cluster_id[REPLICATION_CLUSTER_ID_BYTES] = {9};

static void given_a_log(struct entry_log *log, const char *directory, uint64_t segment_bytes)
{
    struct log_found found = {.place = {.oldest = 1}};
    char path[512];

    snprintf(path, sizeof(path), "%s/log", directory);
    (void)mkdir(path, 0750);
    entry_log_init(log, disk_posix(), directory, cluster_id, 1 << 20);
    entry_log_begin(log, segment_bytes, &found);
}

static void append(struct entry_log *log, uint64_t index, uint64_t term)
{
    char payload[700] = {0};

    snprintf(payload, sizeof(payload), "%d of term %d", (int)index, (int)term);
    CHECK_OK(
        entry_log_append(log, &(struct entry){.index = index,
                                              .term = term,
                                              .kind = index == 1 ? ENTRY_CHANGE : ENTRY_COMMAND,
                                              .payload = slice_make(payload, sizeof(payload))}));
}

static uint64_t write_and_take(struct entry_log *log)
{
    uint64_t highest = 0;
    uint64_t stored;

    while (log_writer_step(&log->writer)) {
    }
    while (entry_log_take_stored(log, &stored)) {
        highest = stored > highest ? stored : highest;
    }
    return highest;
}

static void check_entry(struct entry_log *log, uint64_t index, uint64_t term)
{
    struct entry entry;
    char text[64];

    snprintf(text, sizeof(text), "%d of term %d", (int)index, (int)term);
    CHECK_OK(entry_log_read(log, index, &entry));
    CHECK_INT(entry.index, ==, index);
    CHECK_INT(entry.term, ==, term);
    CHECK_INT(entry_log_term(log, index), ==, term);
    CHECK(strcmp(entry.payload.data, text) == 0);
}

/* 1..40 of term 1, then 15..30 replaced by term 2, then 22..60 by term 3; all of it over several
 * segments. */
static void when_history_is_replaced_twice(struct entry_log *log)
{
    for (uint64_t i = 1; i <= 40; i++) {
        append(log, i, 1);
    }
    CHECK_INT(write_and_take(log), ==, 40);
    for (uint64_t i = 15; i <= 30; i++) {
        append(log, i, 2);
    }
    CHECK_INT(write_and_take(log), ==, 30);
    for (uint64_t i = 22; i <= 60; i++) {
        append(log, i, 3);
    }
    CHECK_INT(write_and_take(log), ==, 60);
}

static void then_the_last_history_counts(struct entry_log *log)
{
    for (uint64_t i = 1; i <= 60; i++) {
        check_entry(log, i, i < 15 ? 1 : i < 22 ? 2 : 3);
    }
    for (uint64_t i = 60; i > 7; i -= 7) {
        check_entry(log, i, i < 15 ? 1 : i < 22 ? 2 : 3);
    }
}

static void check_replaced_entries(uint64_t segment_bytes)
{
    const char *directory = test_directory();
    struct replication_problem problem;
    struct log_found found;
    struct entry_log log;

    given_a_log(&log, directory, segment_bytes);
    when_history_is_replaced_twice(&log);
    then_the_last_history_counts(&log);
    entry_log_release(&log, 61, 60);
    then_the_last_history_counts(&log);
    entry_log_deinit(&log);

    entry_log_init(&log, disk_posix(), directory, cluster_id, 1 << 20);
    CHECK_OK(entry_log_load(&log, 0, &found, &problem));
    CHECK(!found.torn);
    entry_log_begin(&log, segment_bytes, &found);
    then_the_last_history_counts(&log);
    append(&log, 61, 3);
    CHECK_INT(write_and_take(&log), ==, 61);
    entry_log_deinit(&log);
}

/* In a segment a write, and all in one segment. */
TEST(log, replaced_entries_are_never_read_again)
{
    check_replaced_entries(8 * 1024);
    check_replaced_entries(1024 * 1024);
}

/* The clip rule: what a write in flight still says of entries that were replaced meanwhile is not
 * reported. */
TEST(log, reports_nothing_of_entries_replaced_in_flight)
{
    struct entry_log log;
    uint64_t stored;

    given_a_log(&log, test_directory(), 8 * 1024);
    for (uint64_t i = 1; i <= 9; i++) {
        append(&log, i, 1);
    }
    append(&log, 5, 2);
    CHECK(log_writer_step(&log.writer));
    CHECK(entry_log_take_stored(&log, &stored));
    CHECK_INT(stored, ==, 4);
    append(&log, 5, 3);
    CHECK(log_writer_step(&log.writer));
    CHECK(entry_log_take_stored(&log, &stored));
    CHECK_INT(stored, ==, 0);
    CHECK(log_writer_step(&log.writer));
    CHECK(entry_log_take_stored(&log, &stored));
    CHECK_INT(stored, ==, 5);
    check_entry(&log, 5, 3);
    entry_log_release(&log, 6, 5);
    check_entry(&log, 5, 3);
    check_entry(&log, 4, 1);
    entry_log_deinit(&log);
}

/* The first write into a new segment is replaced before the core hears that it is stored. */
TEST(log, goes_on_in_a_segment_whose_first_entries_were_replaced)
{
    struct entry_log log;

    given_a_log(&log, test_directory(), 4 * 1024);
    for (uint64_t i = 1; i <= 8; i++) {
        append(&log, i, 1);
    }
    CHECK_INT(write_and_take(&log), ==, 8);
    append(&log, 9, 1);
    CHECK(log_writer_step(&log.writer));

    append(&log, 5, 2);
    CHECK_INT(write_and_take(&log), ==, 5);

    entry_log_release(&log, 6, 5);
    check_entry(&log, 4, 1);
    check_entry(&log, 5, 2);
    entry_log_deinit(&log);
}

/* Whole segments go, and what is left begins where a segment begins. */
TEST(log, trims_by_whole_segments)
{
    const char *directory = test_directory();
    struct replication_problem problem;
    struct log_found found;
    struct entry_log log;
    uint64_t first;

    given_a_log(&log, directory, 8 * 1024);
    for (uint64_t i = 1; i <= 100; i++) {
        append(&log, i, 1);
        CHECK_INT(write_and_take(&log), ==, i);
    }
    first = entry_log_trim_point(&log, 50);
    CHECK_INT(first, >, 40);
    CHECK_INT(first, <=, 50);

    entry_log_trim(&log, first);
    (void)write_and_take(&log);

    check_entry(&log, first, 1);
    entry_log_deinit(&log);
    entry_log_init(&log, disk_posix(), directory, cluster_id, 1 << 20);
    CHECK_OK(entry_log_load(&log, first, &found, &problem));
    CHECK_INT(log.first_index, ==, first);
    CHECK_INT(log.last_index, ==, 100);
    entry_log_deinit(&log);
}

/* One entry may be far bigger than a segment or a group. */
TEST(log, takes_an_entry_of_the_largest_size)
{
    const char *directory = test_directory();
    struct replication_problem problem;
    struct log_found found;
    struct entry_log log;
    struct entry entry;
    struct buffer big;

    buffer_init(&big, LIMIT_COMMAND_BYTES);
    CHECK(buffer_reserve(&big, LIMIT_COMMAND_BYTES) != NULL);
    memset(big.data, 'b', LIMIT_COMMAND_BYTES);
    big.size = LIMIT_COMMAND_BYTES;
    given_a_log(&log, directory, 8 * 1024);
    append(&log, 1, 1);
    CHECK_OK(entry_log_append(
        &log, &(struct entry){
                  .index = 2, .term = 1, .kind = ENTRY_COMMAND, .payload = buffer_slice(&big)}));
    append(&log, 3, 1);
    CHECK_INT(write_and_take(&log), ==, 3);
    entry_log_deinit(&log);

    entry_log_init(&log, disk_posix(), directory, cluster_id, 1 << 20);
    CHECK_OK(entry_log_load(&log, 0, &found, &problem));
    entry_log_begin(&log, 8 * 1024, &found);
    CHECK_OK(entry_log_read(&log, 2, &entry));
    CHECK_INT(entry.payload.size, ==, LIMIT_COMMAND_BYTES);
    CHECK(memcmp(entry.payload.data, big.data, big.size) == 0);
    check_entry(&log, 3, 1);
    entry_log_deinit(&log);
    buffer_deinit(&big);
}

/* The same history gives the same checksums, whatever was replaced on the way there. */
TEST(log, checksums_depend_on_history_alone)
{
    struct entry_log straight;
    struct entry_log corrected;
    struct entry a;
    struct entry b;

    given_a_log(&straight, test_directory(), 8 * 1024);
    given_a_log(&corrected, test_directory(), 8 * 1024);
    for (uint64_t i = 1; i <= 9; i++) {
        append(&straight, i, i < 5 ? 1 : 2);
        append(&corrected, i, 1);
    }
    CHECK_INT(write_and_take(&corrected), ==, 9);
    entry_log_release(&corrected, 10, 9);
    for (uint64_t i = 5; i <= 9; i++) {
        append(&corrected, i, 2);
    }

    CHECK_OK(entry_log_read(&straight, 9, &a));
    CHECK_OK(entry_log_read(&corrected, 9, &b));
    CHECK(a.record_crc == b.record_crc);
    entry_log_deinit(&straight);
    entry_log_deinit(&corrected);
}
