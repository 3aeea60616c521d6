/* Turns, the row budget, retention, and that the same traces give the same rows. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

#define DAY_MS (24LL * 3600 * 1000)

static uint64_t all_rows(struct world *world)
{
    size_t tables = 0;
    const struct store_table *table = readmodel_tables(&tables);
    uint64_t rows = 0;

    world_read(world);
    for (size_t i = 0; i < tables; i++) {
        uint64_t count = 0;
        CHECK_OK(store_count(world->read.txn, table[i].id, &count));
        rows += count;
    }
    return rows;
}

/* The three commands of an instance with one task. `base` is its key; the others follow. */
static void one_task_create(struct world *world, uint64_t base)
{
    world_instance(world, base, INSTANCE_ACTIVE);
    world_element(world, base, base, ELEMENT_ACTIVATED);
    world_element(world, base, base + 1, ELEMENT_ACTIVATING);
    world_element(world, base, base + 1, ELEMENT_ACTIVATED);
    world_element(world, base, base + 1, ELEMENT_COMPLETED);
    world_element(world, base, base + 2, ELEMENT_ACTIVATING);
    world_element(world, base, base + 2, ELEMENT_ACTIVATED);
    world_job(world, base, base + 3, base + 2, JOB_CREATED);
}

static void one_task_complete(struct world *world, uint64_t base)
{
    world_job(world, base, base + 3, base + 2, JOB_COMPLETED);
    world_element(world, base, base + 2, ELEMENT_COMPLETING);
    world_element(world, base, base + 2, ELEMENT_COMPLETED);
    world_element(world, base, base + 4, ELEMENT_ACTIVATING);
    world_element(world, base, base + 4, ELEMENT_COMPLETED);
    world_element(world, base, base, ELEMENT_COMPLETED);
    world_instance(world, base, INSTANCE_COMPLETED);
}

static void instance_with_everything(struct world *world, uint64_t base)
{
    one_task_create(world, base);
    world->events[0].instance.business_id = SLICE("A-17");
    world_variable(world, base, base + 5, "a", "1");
    world_variable(world, base, base + 6, "b", "2")->variable.scope_key = base + 2;
    world_apply(world);
    world_incident(world, base, base + 7, base + 2, INCIDENT_ACTIVE);
    world_user_task(world, base, base + 8, base + 2, USER_TASK_CREATED);
    world_subscription(world, base, base + 9, SUBSCRIPTION_CREATED);
    world_apply(world);
    one_task_complete(world, base);
    world->events[world->count - 1].instance.business_id = SLICE("A-17");
    world_incident(world, base, base + 7, base + 2, INCIDENT_RESOLVED);
    world_user_task(world, base, base + 8, base + 2, USER_TASK_CANCELED);
    world_subscription(world, base, base + 9, SUBSCRIPTION_DELETED);
    world_apply(world);
}

/* The row budget of the architecture: this many rows of the twelve are the read model's. Beside
 * them a turn, whatever its number of commands, writes its index, and one row for each definition
 * of which instances were started and one for those that ended. */
TEST(turn, writes_few_rows_a_command_of_a_one_task_instance)
{
    struct world *world = world_new();

    world_begin(world);
    one_task_create(world, 200);
    world_apply_in_turn(world);
    CHECK_INT(world->puts, ==, 4); /* instance, start event, task, job */
    world_job(world, 200, 203, 202, JOB_ACTIVE);
    world_apply_in_turn(world);
    CHECK_INT(world->puts, ==, 1); /* job */
    one_task_complete(world, 200);
    world_apply_in_turn(world);
    CHECK_INT(world->puts, ==, 5); /* task, end event, job, instance out of one table, into other */
    world_commit(world);
    world_close(world);
}

TEST(turn, remembers_its_index_and_skips_what_it_has_seen)
{
    struct world *world = world_new();
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_apply(world);
    struct hash128 digest = world_digest(world);

    world->index--;
    world_instance(world, 200, INSTANCE_COMPLETED);
    world_apply(world);

    CHECK_INT(readmodel_applied(world->rm), ==, world->index);
    CHECK(hash128_equal(digest, world_digest(world)));
    uint64_t applied = 0;
    CHECK_OK(readmodel_read_applied(&world->read, &applied));
    CHECK_INT(applied, ==, world->index);
    world_close(world);
}

TEST(turn, leaves_nothing_behind_when_aborted)
{
    struct world *world = world_new();
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_apply(world);
    struct hash128 digest = world_digest(world);
    uint64_t applied = readmodel_applied(world->rm);

    world_begin(world);
    world_instance(world, 300, INSTANCE_ACTIVE);
    world_apply_in_turn(world);
    CHECK_INT(readmodel_applied(world->rm), ==, applied + 1);
    readmodel_turn_abort(world->rm);

    CHECK_INT(readmodel_applied(world->rm), ==, applied);
    CHECK(hash128_equal(digest, world_digest(world)));
    world_close(world);
}

TEST(turn, is_there_again_after_a_restart)
{
    struct world *world = world_new();
    const char *directory = test_directory();
    const char *message = "";
    struct readmodel *first = world->rm;
    CHECK_OK(readmodel_open(directory, false, &world->rm, &message));
    world_definition(world, DEFINITION, 1);
    one_task_create(world, 200);
    world_apply(world);
    struct slice before = slice_of(strdup(world_document(world, READMODEL_JOB, 203).data));
    readmodel_end_read(&world->read);
    readmodel_close(world->rm);

    CHECK_OK(readmodel_open(directory, false, &world->rm, &message));
    CHECK_INT(readmodel_applied(world->rm), ==, world->index);
    CHECK_SLICE(world_document(world, READMODEL_JOB, 203), before);

    free((void *)(uintptr_t)before.data);
    world_close(world);
    readmodel_close(first);
}

/* A planted defect of each kind is found: otherwise the check would be an empty promise. */
static void count_finding(void *ctx, const char *line)
{
    (void)line;
    (*(int *)ctx)++;
}

static int findings_without(const char *table_name)
{
    struct world *world = world_new();
    size_t count = 0;
    const struct store_table *tables = readmodel_tables(&count);
    struct store_cursor cursor;
    int findings = 0;

    instance_with_everything(world, 200);
    world_read(world);
    readmodel_end_read(&world->read);
    struct store_txn *txn;
    CHECK_OK(store_begin_write(readmodel_store(world->rm), &txn));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tables[i].name, table_name) == 0) {
            CHECK_OK(store_cursor_open(txn, tables[i].id, &cursor));
            CHECK_OK(store_cursor_first(&cursor));
            CHECK_OK(store_delete(txn, tables[i].id, cursor.key));
            store_cursor_close(&cursor);
        }
    }
    CHECK_OK(store_commit(txn));
    world_read(world);
    CHECK_OK(readmodel_check(&world->read, count_finding, &findings));
    world_close(world);
    return findings;
}

TEST(check, finds_a_row_that_is_missing)
{
    CHECK_INT(findings_without("none"), ==, 0);
    CHECK_INT(findings_without("instance_ended"), >, 0);
    CHECK_INT(findings_without("element"), >, 0);
    CHECK_INT(findings_without("job"), >, 0);
    CHECK_INT(findings_without("variable"), >, 0);
    CHECK_INT(findings_without("member"), >, 0);
    CHECK_INT(findings_without("scope"), >, 0);
    CHECK_INT(findings_without("posting"), >, 0);
    CHECK_INT(findings_without("history"), >, 0);
}

/* 700 instances of one definition begin and end over three days, which fills and crosses rows of
 * the lists; some of them are purged on the way. */
static struct hash128 digest_with_turns_of(uint32_t commands)
{
    struct world *world = world_new();
    uint32_t in_turn = 0;

    world_begin(world);
    for (uint64_t i = 0; i < 1405; i++) {
        uint64_t instance = 1000 + 10 * (i / 2);
        world->now_ms = (int64_t)(i * 3 * DAY_MS / 1405);
        if (i % 300 == 299) {
            world_purge(world, world->now_ms - DAY_MS, 100);
        } else if (i % 2 == 0) {
            one_task_create(world, instance);
        } else {
            one_task_complete(world, instance);
        }
        world_apply_in_turn(world);
        if (++in_turn == commands) {
            world_commit(world);
            world_begin(world);
            in_turn = 0;
        }
    }
    world_commit(world);
    world_check(world);
    struct hash128 digest = world_digest(world);
    world_close(world);
    return digest;
}

TEST(turn, borders_never_change_the_rows)
{
    struct hash128 digest = digest_with_turns_of(1);

    CHECK(hash128_equal(digest, digest_with_turns_of(7)));
    CHECK(hash128_equal(digest, digest_with_turns_of(10000)));
}

/* The instances of a definition by their list: how many, and in ascending order. */
static uint32_t listed_count(struct world *world, uint64_t definition)
{
    struct readmodel_operand operand = {.key = definition};
    struct readmodel_condition condition = {.field = FIELD_INSTANCE_DEFINITION_KEY,
                                            .op = READMODEL_EQ,
                                            .operands = &operand,
                                            .operand_count = 1};
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE,
                                    .all = {.conditions = &condition, .condition_count = 1},
                                    .page = {.limit = 10000}};
    world_read(world);
    struct readmodel_result result = world_search(world, &query);
    for (uint32_t i = 1; i < result.count; i++) {
        CHECK_INT(result.documents[i - 1].key, <, result.documents[i].key);
    }
    return result.count;
}

static void put_instance(struct world *world, uint64_t key, uint64_t definition)
{
    world_instance(world, key, INSTANCE_ACTIVE)->place.process_definition_key = definition;
    world_apply_in_turn(world);
}

/* Every third instance goes over to the other definition, the newest first, behind a few that begin
 * there: rows of the list fill up, are parted, begin before the first. */
static struct hash128 digest_after_migrations(bool in_one_turn)
{
    struct world *world = world_new();

    world_begin(world);
    for (uint64_t i = 0; i < 1200; i++) {
        put_instance(world, 1000 + i, i % 4 == 1 ? DEFINITION_2 : DEFINITION);
    }
    for (uint64_t i = 1200; i-- > 0;) {
        if (i % 3 == 0 && i % 4 != 1) {
            put_instance(world, 1000 + i, DEFINITION_2);
        }
        if (!in_one_turn && i % 100 == 0) {
            world_commit(world);
            world_begin(world);
        }
    }
    world_commit(world);
    world_check(world);
    CHECK_INT(listed_count(world, DEFINITION), ==, 600);
    CHECK_INT(listed_count(world, DEFINITION_2), ==, 600);
    struct hash128 digest = world_digest(world);
    world_close(world);
    return digest;
}

TEST(turn, keeps_lists_in_order_when_instances_are_migrated)
{
    CHECK(hash128_equal(digest_after_migrations(true), digest_after_migrations(false)));
}

/* A start event that has started an instance waits on, and belongs to none of those it started. */
TEST(turn, leaves_a_start_event_without_the_instances_that_it_starts)
{
    struct world *world = world_new();

    world_definition(world, 1, 1);
    world_subscription(world, 0, 100, SUBSCRIPTION_CREATED);
    world_apply(world);
    struct slice before = world_document(world, READMODEL_MESSAGE_SUBSCRIPTION, 100);
    for (uint64_t instance = 200; instance < 203; instance++) {
        world_instance(world, instance, INSTANCE_ACTIVE);
        world_subscription(world, instance, 100, SUBSCRIPTION_CORRELATED)
            ->subscription.is_start_event = true;
        world_apply(world);
    }

    CHECK(slice_equal(world_document(world, READMODEL_MESSAGE_SUBSCRIPTION, 100), before));
    world_check(world);
    world_close(world);
}

/* --- retention --- */

TEST(purge, removes_all_that_belongs_to_an_ended_instance)
{
    struct world *world = world_new();
    int64_t oldest = 0;
    world_apply(world);
    uint64_t empty = all_rows(world);
    instance_with_everything(world, 200);
    world_read(world);
    CHECK_OK(readmodel_history_oldest(&world->read, &oldest));
    CHECK_INT(oldest, ==, world->now_ms);

    world_check(world);
    world_purge(world, world->now_ms + 1, 10);
    world_apply(world);

    CHECK_INT(all_rows(world), ==, empty);
    CHECK_STATUS(readmodel_history_oldest(&world->read, &oldest), STATUS_NOT_FOUND);
    world_close(world);
}

TEST(purge, takes_the_oldest_first_and_no_more_than_its_limit)
{
    struct world *world = world_new();
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE, .page.limit = 10};
    for (uint64_t base = 200; base < 250; base += 10) {
        one_task_create(world, base);
        world_apply(world);
    }
    for (uint64_t base = 240; base > 200; base -= 10) {
        world->now_ms += DAY_MS / 2;
        one_task_complete(world, base);
        world_apply(world);
    }

    world_purge(world, world->now_ms, 2); /* 240 and 230 of 240, 230, 220; 210 is too young */
    world_apply(world);
    world_read(world);
    struct readmodel_result result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "200 210 220");

    world_purge(world, world->now_ms, 10);
    world_apply(world);
    world_read(world);
    result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "200 210");
    world_close(world);
}

/* More ends in one day than a row of ends holds, in one turn and in many. */
TEST(purge, finds_every_end_of_a_busy_day)
{
    struct world *world = world_new();
    world_apply(world);
    uint64_t empty = all_rows(world);
    world_begin(world);
    for (uint64_t i = 0; i < 600; i++) {
        world_instance(world, 1000 + i, INSTANCE_COMPLETED);
        world_apply_in_turn(world);
    }
    world_commit(world);
    for (uint64_t i = 600; i < 900; i++) {
        world_instance(world, 1000 + i, INSTANCE_TERMINATED);
        world_apply(world);
    }

    world_purge(world, world->now_ms + 1, 899);
    world_apply(world);
    CHECK_INT(all_rows(world), ==, empty + 3); /* the last one: itself, its end, its definition */
    world_purge(world, world->now_ms + 1, 899);
    world_apply(world);

    CHECK_INT(all_rows(world), ==, empty);
    world_close(world);
}

/* Sweeps until nothing of purged instances is left; at most that many. */
static uint32_t sweeps(struct world *world, uint64_t empty, uint32_t most)
{
    uint32_t count = 0;

    while (all_rows(world) > empty && count < most) {
        uint64_t before = all_rows(world);

        world_purge(world, world->now_ms + 1, 1);
        world_apply(world);
        CHECK_INT(before - all_rows(world), <=, LIMIT_PURGE_ROWS + 8);
        world_check(world);
        count++;
    }
    CHECK_INT(all_rows(world), ==, empty);
    return count;
}

/* More members in one command than ride in the instance's row, and than one row of members holds.
 * The instance is out of sight at once; its rows go in parts, and the whole stays right. */
TEST(purge, removes_an_instance_with_thousands_of_members)
{
    struct world *world = world_new();
    world_apply(world);
    uint64_t empty = all_rows(world);
    struct readmodel_document document;
    bool waits = false;
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_apply(world);
    for (uint64_t key = 300; key < 3300; key++) {
        world_variable(world, 200, key, "v", "1")->variable.scope_key = key % 2 == 0 ? 200 : 201;
    }
    world_apply(world);
    for (uint64_t key = 3300; key < 4300; key++) {
        world_variable(world, 200, key, "w", "1")->variable.scope_key = 201;
        world_apply(world);
    }
    world_instance(world, 200, INSTANCE_TERMINATED);
    world_element(world, 200, 201, ELEMENT_TERMINATED);
    world_apply(world);
    world_check(world);

    world_purge(world, world->now_ms + 1, 1);
    world_apply(world);
    world_check(world);
    world_read(world);
    CHECK_STATUS(
        readmodel_get(&world->read, READMODEL_PROCESS_INSTANCE, 200, &world->arena, &document),
        STATUS_NOT_FOUND);
    CHECK_OK(readmodel_removal_waits(&world->read, &waits));
    CHECK(waits);

    CHECK_INT(sweeps(world, empty, 100), >=, 4);
    world_read(world);
    CHECK_OK(readmodel_removal_waits(&world->read, &waits));
    CHECK(!waits);
    CHECK_INT(readmodel_removed(world->rm), ==, 1);
    world_close(world);
}

/* The instance is out of sight with the first portion; its place in the history means nothing
 * then. */
TEST(deletion, takes_a_large_instance_in_portions)
{
    struct world *world = world_new();
    world_apply(world);
    uint64_t empty = all_rows(world);
    struct readmodel_document document;
    uint32_t size;
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_element(world, 200, 201, ELEMENT_ACTIVATED);
    world_apply(world);
    for (uint64_t key = 300; key < 3300; key++) {
        world_variable(world, 200, key, "v", "1");
    }
    world_apply(world);

    /* one that has not ended stays */
    world_deletion(world, 200, 5000);
    world_apply(world);
    world_check(world);
    world_read(world);
    CHECK_OK(readmodel_instance_size(&world->read, 200, &size));
    CHECK_INT(size, ==, 3001);

    world_instance(world, 200, INSTANCE_TERMINATED);
    world_element(world, 200, 201, ELEMENT_TERMINATED);
    world_apply(world);
    world_deletion(world, 200, 2000);
    world_apply(world);
    world_check(world);
    world_read(world);
    CHECK_STATUS(readmodel_instance_size(&world->read, 200, &size), STATUS_NOT_FOUND);
    CHECK_INT(all_rows(world), >, empty + 1000);
    world_deletion(world, 200, 2000);
    world_apply(world);
    world_check(world);
    world_read(world);
    CHECK_INT(
        readmodel_get(&world->read, READMODEL_PROCESS_INSTANCE, 200, &world->arena, &document), ==,
        STATUS_NOT_FOUND);

    /* done twice, and then its place in the history */
    world_deletion(world, 200, 2000);
    world_apply(world);
    world_purge(world, world->now_ms + 1, 1);
    world_apply(world);
    CHECK_INT(all_rows(world), ==, empty);
    world_close(world);
}
