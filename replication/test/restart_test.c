/* One voter on the real disk: what was acknowledged is there after every way of starting again. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "testkit/rig.h"
#include "testkit/test.h"

static void given_a_running_node(struct rig *rig, const char *directory)
{
    rig_init(rig, disk_posix(), directory);
    CHECK_OK(rig_open(rig, REPLICATION_BOOTSTRAP, false));
    rig_settle(rig);
    CHECK(rig->ready);
}

static void when_commands_are_submitted(struct rig *rig, int count, size_t bytes)
{
    char payload[4096];
    uint64_t index;
    uint64_t term;

    memset(payload, 'x', sizeof(payload));
    for (int i = 0; i < count; i++) {
        snprintf(payload, sizeof(payload), "command %d", i);
        CHECK_OK(rig_submit(rig, payload, bytes, &index, &term));
    }
    rig_settle(rig);
}

static void when_started_again(struct rig *rig)
{
    rig_close(rig);
    CHECK_OK(rig_open(rig, REPLICATION_EXISTING, false));
    rig_settle(rig);
    CHECK(rig->ready);
}

/* A sole voter leads at once, in a term that nobody has led, and admits after its own entry is
 * applied. */
TEST(restart, bootstraps_and_leads_a_new_term)
{
    struct replication_status status;
    struct rig rig;

    rig_init(&rig, disk_posix(), test_directory());
    CHECK_OK(rig_open(&rig, REPLICATION_BOOTSTRAP, false));
    CHECK_INT(rig.role, ==, REPLICATION_LEADER);
    CHECK(!rig.ready);

    rig_settle(&rig);

    CHECK(rig.ready);
    status = replication_status(rig.r);
    CHECK_INT(status.term, ==, 2);
    CHECK_INT(status.last_index, ==, 2);
    CHECK_INT(status.applied_index, ==, 2);
    CHECK_INT(status.leader_id, ==, 7);
    rig_close(&rig);
}

/* Nothing is admitted before the leader's own entry is applied. */
TEST(restart, admits_nothing_before_it_is_ready)
{
    struct rig rig;
    uint64_t index;
    uint64_t term;

    rig_init(&rig, disk_posix(), test_directory());
    CHECK_OK(rig_open(&rig, REPLICATION_BOOTSTRAP, false));

    CHECK_STATUS(rig_submit(&rig, "early", 5, &index, &term), STATUS_UNAVAILABLE);

    rig_close(&rig);
}

TEST(restart, finds_the_same_state_from_the_log)
{
    struct rig_state before;
    struct rig rig;

    given_a_running_node(&rig, test_directory());
    when_commands_are_submitted(&rig, 500, 300);
    before = rig.state;

    when_started_again(&rig);

    CHECK_INT(rig.state.commands, ==, 500);
    CHECK(rig.state.hash == before.hash);
    CHECK_INT(rig.ready_term, ==, 3);
    rig_close(&rig);
}

/* Snapshots are taken by the amortised rule, the log is trimmed by whole segments, and snapshot and
 * log together give the same state. */
TEST(restart, finds_the_same_state_from_snapshot_and_log)
{
    struct replication_status status;
    struct rig_state before;
    struct rig rig;

    rig_init(&rig, disk_posix(), test_directory());
    rig.options.segment_bytes = 16 * 1024;
    rig.options.snapshot_log_bytes_min = 64 * 1024;
    rig.filler_bytes = 10000;
    CHECK_OK(rig_open(&rig, REPLICATION_BOOTSTRAP, false));
    rig_settle(&rig);
    for (int i = 0; i < 40; i++) {
        when_commands_are_submitted(&rig, 50, 200);
    }
    before = rig.state;
    status = replication_status(rig.r);
    CHECK_INT(status.snapshot_index, >, 1000);
    CHECK_INT(status.first_index, >, 1000);
    CHECK_INT(status.segment_count, <, 12);

    when_started_again(&rig);

    CHECK_INT(rig.state.commands, ==, 2000);
    CHECK(rig.state.hash == before.hash);
    rig_close(&rig);
}

/* Entries that are no longer in memory are read back from the segments, in order. */
TEST(restart, reads_entries_back_that_left_the_memory)
{
    struct rig_state before;
    struct rig rig;

    rig_init(&rig, disk_posix(), test_directory());
    rig.options.segment_bytes = 64 * 1024;
    rig.options.memory_bytes = 8 * 1024;
    CHECK_OK(rig_open(&rig, REPLICATION_BOOTSTRAP, false));
    rig_settle(&rig);
    for (int round = 0; round < 20; round++) {
        uint64_t index;
        uint64_t term;
        char payload[1000] = {0};

        for (int i = 0; i < 7; i++) {
            snprintf(payload, sizeof(payload), "command %d.%d", round, i);
            CHECK_OK(rig_submit(&rig, payload, sizeof(payload), &index, &term));
        }
        while (rig_write(&rig, true)) {
        }
    }
    CHECK_INT(replication_status(rig.r).memory_bytes, <=, 8 * 1024);

    rig_settle(&rig);

    CHECK_INT(rig.state.commands, ==, 140);
    before = rig.state;
    when_started_again(&rig);
    CHECK(rig.state.hash == before.hash);
    rig_close(&rig);
}

/* While the disk is behind by more than the memory limit, submissions are refused, not queued. */
TEST(restart, refuses_more_than_the_memory_limit_waiting_for_the_disk)
{
    char payload[1000] = "bytes";
    struct rig rig;
    uint64_t index;
    uint64_t term;
    enum status st = STATUS_OK;
    int admitted = 0;

    rig_init(&rig, disk_posix(), test_directory());
    rig.options.memory_bytes = 10 * 1000;
    CHECK_OK(rig_open(&rig, REPLICATION_BOOTSTRAP, false));
    rig_settle(&rig);
    while (st == STATUS_OK && admitted < 100) {
        st = rig_submit(&rig, payload, sizeof(payload), &index, &term);
        admitted += st == STATUS_OK;
    }
    CHECK_STATUS(st, STATUS_RESOURCE_EXHAUSTED);
    CHECK_INT(admitted, ==, 9);

    rig_settle(&rig);

    CHECK_OK(rig_submit(&rig, payload, sizeof(payload), &index, &term));
    rig_close(&rig);
}

TEST(restart, refuses_a_bootstrap_of_a_directory_in_use_and_a_start_of_an_empty_one)
{
    const char *directory = test_directory();
    struct rig rig;

    rig_init(&rig, disk_posix(), directory);
    CHECK_STATUS(rig_open(&rig, REPLICATION_EXISTING, false), STATUS_NOT_FOUND);
    CHECK_OK(rig_open(&rig, REPLICATION_EITHER, false));
    rig_close(&rig);

    CHECK_STATUS(rig_open(&rig, REPLICATION_BOOTSTRAP, false), STATUS_ALREADY_EXISTS);

    rig.options.server_id = 8;
    CHECK_STATUS(rig_open(&rig, REPLICATION_EXISTING, false), STATUS_WRONG_STATE);
}

/* A state that claims an entry the log does not hold is no state of this log. */
TEST(restart, refuses_a_state_of_another_history)
{
    struct rig rig;

    given_a_running_node(&rig, test_directory());
    when_commands_are_submitted(&rig, 10, 100);
    rig_close(&rig);

    CHECK_OK(rig_open(&rig, REPLICATION_EXISTING, true));
    rig_close(&rig);
    rig.state.record_crc ^= 1;
    CHECK_STATUS(rig_open(&rig, REPLICATION_EXISTING, true), STATUS_CORRUPT);
    rig.state.record_crc ^= 1;
    rig.state.index += 1000;
    CHECK_STATUS(rig_open(&rig, REPLICATION_EXISTING, true), STATUS_CORRUPT);
}
