/* What damaged files do: a torn tail is cut, anything else is refused with a line that says where,
 * and nothing is changed. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record.h"
#include "testkit/rig.h"
#include "testkit/test.h"

#define SEGMENT_1 "log/00000000000000000001.log"
#define SEGMENT_2 "log/00000000000000000002.log"

static void path_of(char path[512], const char *directory, const char *name)
{
    snprintf(path, 512, "%s/%s", directory, name);
}

static void flip_byte(const char *directory, const char *name, off_t offset)
{
    char path[512];
    char byte;
    int fd;

    path_of(path, directory, name);
    fd = open(path, O_RDWR);
    CHECK(fd >= 0);
    CHECK_INT(pread(fd, &byte, 1, offset), ==, 1);
    byte = (char)(byte ^ 0x10);
    CHECK_INT(pwrite(fd, &byte, 1, offset), ==, 1);
    close(fd);
}

static void zero_sector(const char *directory, const char *name, uint64_t sector)
{
    const char zeros[DISK_SECTOR_BYTES] = {0};
    char path[512];
    int fd;

    path_of(path, directory, name);
    fd = open(path, O_RDWR);
    CHECK(fd >= 0);
    CHECK_INT(pwrite(fd, zeros, sizeof(zeros), (off_t)(sector * DISK_SECTOR_BYTES)), ==,
              sizeof(zeros));
    close(fd);
}

/* The last sector of the file that holds anything. */
static uint64_t last_sector(const char *directory, const char *name)
{
    char bytes[DISK_SECTOR_BYTES];
    uint64_t last = 0;
    char path[512];
    int fd;

    path_of(path, directory, name);
    fd = open(path, O_RDONLY);
    CHECK(fd >= 0);
    for (uint64_t i = 0; pread(fd, bytes, sizeof(bytes), (off_t)(i * sizeof(bytes))) > 0; i++) {
        if (sector_look(bytes, 1, i) != SECTOR_EMPTY) {
            last = i;
        }
    }
    close(fd);
    return last;
}

/* A closed node whose last write is one group of several sectors; two snapshots were made when
 * asked. */
static const char *given_a_closed_node(struct rig *rig, bool snapshots)
{
    const char *directory = test_directory();
    char payload[2000] = "the last";
    uint64_t index;
    uint64_t term;

    rig_init(rig, disk_posix(), directory);
    rig->filler_bytes = 5000;
    if (snapshots) {
        rig->options.snapshot_log_bytes_min = 10000;
    }
    CHECK_OK(rig_open(rig, REPLICATION_BOOTSTRAP, false));
    rig_settle(rig);
    for (int i = 0; i < 9; i++) {
        CHECK_OK(rig_submit(rig, payload, sizeof(payload), &index, &term));
        rig_settle(rig);
    }
    rig_close(rig);
    return directory;
}

static void check_refused(struct rig *rig, const char *file)
{
    CHECK_STATUS(rig_open(rig, REPLICATION_EXISTING, false), STATUS_CORRUPT);
    CHECK(strstr(rig->problem.text, file) != NULL);
    CHECK(strstr(rig->problem.text, "offset") != NULL);
    CHECK(strstr(rig->problem.text, "restore") != NULL);
}

TEST(torn_tail, is_cut_when_sectors_of_the_last_write_are_missing)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);

    zero_sector(directory, SEGMENT_1, last_sector(directory, SEGMENT_1) - 1);

    CHECK_OK(rig_open(&rig, REPLICATION_EXISTING, false));
    rig_settle(&rig);
    CHECK_INT(rig.state.commands, ==, 8);
    rig_close(&rig);
    CHECK_OK(rig_open(&rig, REPLICATION_EXISTING, false));
    rig_close(&rig);
}

/* The first sector of the last write is missing: what is left of that write must not be taken for
 * the rest of the one before, which was acknowledged. */
TEST(torn_tail, leaves_the_write_before_it_alone)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);

    zero_sector(directory, SEGMENT_1, last_sector(directory, SEGMENT_1) - 4);

    CHECK_OK(rig_open(&rig, REPLICATION_EXISTING, false));
    rig_settle(&rig);
    CHECK_INT(rig.state.commands, ==, 8);
    rig_close(&rig);
}

/* A flipped bit in the very last record is no torn tail, although nothing is behind it. */
TEST(corruption, of_the_last_record_is_refused)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);
    uint64_t last = last_sector(directory, SEGMENT_1);

    flip_byte(directory, SEGMENT_1, (off_t)(last * DISK_SECTOR_BYTES + 100));

    check_refused(&rig, SEGMENT_1);
}

TEST(corruption, behind_the_last_record_is_refused)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);
    uint64_t last = last_sector(directory, SEGMENT_1);

    flip_byte(directory, SEGMENT_1, (off_t)((last + 9) * DISK_SECTOR_BYTES));

    check_refused(&rig, SEGMENT_1);
}

/* A hole with a later write behind it cannot come from a power cut. */
TEST(corruption, of_a_hole_before_valid_records_is_refused)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);

    zero_sector(directory, SEGMENT_1, 3);

    check_refused(&rig, SEGMENT_1);
}

TEST(corruption, of_a_segments_header_is_refused)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);

    flip_byte(directory, SEGMENT_1, 20);

    check_refused(&rig, SEGMENT_1);
}

/* Taking the other slot could forget a vote. */
TEST(corruption, of_either_vote_slot_is_refused)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);

    flip_byte(directory, "vote", 20);
    check_refused(&rig, "vote");
    flip_byte(directory, "vote", 20);
    flip_byte(directory, "vote", 4096 + 511);
    check_refused(&rig, "vote");
}

TEST(corruption, of_the_identity_is_refused)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, false);

    flip_byte(directory, "identity", 15);

    check_refused(&rig, "identity");
}

TEST(corruption, of_a_missing_file_is_refused)
{
    const char *names[] = {"vote", "identity", SEGMENT_1};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct rig rig;
        const char *directory = given_a_closed_node(&rig, false);
        char path[512];

        path_of(path, directory, names[i]);
        CHECK_INT(unlink(path), ==, 0);
        CHECK_STATUS(rig_open(&rig, REPLICATION_EITHER, false), STATUS_CORRUPT);
    }
}

static void snapshot_file(char name[128], const struct rig *rig, const char *file)
{
    const char *directory = rig->options.directory;
    struct replication_problem problem;
    struct snapshot_info info;
    struct replication *r;

    CHECK_OK(replication_open(&rig->options, &r, &problem));
    CHECK(replication_snapshot_get(r, &info));
    snprintf(name, 128, "%s/%s", info.directory + strlen(directory) + 1, file);
    replication_close(r);
}

TEST(corruption, of_a_snapshot_is_refused)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, true);
    char manifest[128];
    char filler[128];
    char path[512];

    rig.options.mode = REPLICATION_EXISTING;
    snapshot_file(manifest, &rig, "manifest");
    snapshot_file(filler, &rig, "filler");

    flip_byte(directory, manifest, 30);
    check_refused(&rig, "manifest");
    flip_byte(directory, manifest, 30);
    flip_byte(directory, filler, 4000);
    check_refused(&rig, "filler");
    flip_byte(directory, filler, 4000);
    CHECK_OK(rig_open(&rig, REPLICATION_EXISTING, false));
    rig_close(&rig);
    path_of(path, directory, filler);
    CHECK_INT(unlink(path), ==, 0);
    check_refused(&rig, "filler");
}

/* The leftovers of a snapshot that was not finished are removed, those of strangers are not
 * touched. */
TEST(snapshot, leftovers_are_removed)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, true);
    char path[512];

    path_of(path, directory, "snapshots/tmp");
    CHECK_INT(mkdir(path, 0750), ==, 0);
    path_of(path, directory, "snapshots/not ours");
    CHECK_INT(mkdir(path, 0750), ==, 0);

    CHECK_OK(rig_open(&rig, REPLICATION_EXISTING, false));
    rig_close(&rig);

    CHECK_INT(access(path, F_OK), ==, 0);
    path_of(path, directory, "snapshots/tmp");
    CHECK_INT(access(path, F_OK), !=, 0);
}

static int findings[3];

static void count_finding(void *context, enum check_level level, const char *path, const char *text)
{
    (void)context;
    CHECK(path[0] == '/');
    CHECK(text[0] != '\0');
    findings[level]++;
}

TEST(check, tells_well_from_torn_from_corrupt)
{
    struct rig rig;
    const char *directory = given_a_closed_node(&rig, true);
    uint64_t last = last_sector(directory, SEGMENT_1);

    memset(findings, 0, sizeof(findings));
    CHECK_OK(replication_check(disk_posix(), directory, count_finding, NULL));
    CHECK_INT(findings[CHECK_INFO], ==, 4);
    CHECK_INT(findings[CHECK_TORN] + findings[CHECK_CORRUPT], ==, 0);

    zero_sector(directory, SEGMENT_1, last - 1);
    CHECK_OK(replication_check(disk_posix(), directory, count_finding, NULL));
    CHECK_INT(findings[CHECK_TORN], ==, 1);

    flip_byte(directory, SEGMENT_1, 2 * DISK_SECTOR_BYTES);
    flip_byte(directory, "vote", 0);
    CHECK_STATUS(replication_check(disk_posix(), directory, count_finding, NULL), STATUS_CORRUPT);
    CHECK_INT(findings[CHECK_CORRUPT], ==, 2);
    CHECK_STATUS(replication_check(disk_posix(), test_directory(), count_finding, NULL),
                 STATUS_NOT_FOUND);
}
