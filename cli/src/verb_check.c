/* baton check: is a data directory whole? Reads only; the node must not run. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file_lock.h"
#include "cli.h"
#include "fsm/fsm.h"
#include "readmodel/readmodel.h"
#include "replication/replication.h"
#include "store/marker.h"
#include "store/store.h"
#include "verbs.h"

enum {
    PATH_BYTES = 1200
};

struct findings {
    const char *part;
    unsigned long count;
    bool quiet;
};

static void print_finding(void *ctx, const char *line)
{
    struct findings *findings = ctx;

    findings->count++;
    printf("DAMAGE  %s: %s\n", findings->part, line);
}

static void print_log_finding(void *ctx, enum check_level level, const char *path, const char *text)
{
    struct findings *findings = ctx;

    if (level == CHECK_CORRUPT) {
        findings->count++;
        printf("DAMAGE  %s: %s\n", path, text);
    } else if (!findings->quiet) {
        printf("%s  %s: %s\n", level == CHECK_TORN ? "torn  " : "ok    ", path, text);
    }
}

/* Rows, checksums and digest of one store, and what its rows mean. */
static enum status check_txn(struct store_txn *txn, struct findings *findings, bool is_state)
{
    enum status st = store_check(txn, print_finding, findings);
    enum status meaning;

    if (st != STATUS_OK && st != STATUS_CORRUPT) {
        return st;
    }
    if (is_state) {
        meaning = fsm_check(txn, print_finding, findings);
    } else {
        struct readmodel_read read = {.txn = txn};

        meaning = readmodel_check(&read, print_finding, findings);
    }
    return st == STATUS_OK ? meaning : st;
}

static enum status check_store(const char *directory, const char *name, bool is_state,
                               struct findings *findings)
{
    struct hash128 digest;
    char path[PATH_BYTES];
    const char *why = NULL;
    struct store_options options = {.directory = path, .read_only = true};
    struct store_txn *txn;
    struct store *store;
    enum status st;

    snprintf(path, sizeof(path), "%s/%s", directory, name);
    options.tables =
        is_state ? fsm_tables(&options.table_count) : readmodel_tables(&options.table_count);
    findings->part = path;
    st = store_open(&options, &store, &why);
    if (st != STATUS_OK) {
        print_finding(findings, why == NULL ? "cannot be opened" : why);
        return st;
    }
    st = store_begin_read(store, &txn);
    if (st == STATUS_OK) {
        st = check_txn(txn, findings, is_state);
        if (st == STATUS_OK) {
            st = store_digest(txn, &digest);
        }
        store_abort(txn);
    }
    store_close(store);
    if (st == STATUS_OK && !findings->quiet) {
        printf("ok      %s: rows, checksums and digest are right\n", path);
        printf("ok      %s: digest %016llx%016llx\n", path, (unsigned long long)digest.high,
               (unsigned long long)digest.low);
    }
    return st;
}

/* The stores are derived: after a power cut they are rebuilt, so there is nothing to check. */
static void check_stores(const char *directory, struct findings *findings)
{
    if (store_trust(directory) == STORE_TRUST_NONE) {
        printf("note    %s: state and read model will be rebuilt from the log at the next start\n",
               directory);
        return;
    }
    (void)check_store(directory, "state", true, findings);
    (void)check_store(directory, "read", false, findings);
}

/* Holds the directory against a node that starts meanwhile; *fd is the caller's to close. Returns
 * the exit code, CLI_OK when it is held. */
static int hold(const char *directory, int *fd)
{
    char path[PATH_BYTES];

    snprintf(path, sizeof(path), "%s/lock", directory);
    *fd = open(path, O_RDWR | O_CLOEXEC);
    if (*fd < 0) {
        int code = errno == ENOENT ? CLI_NOT_FOUND : CLI_ERROR;

        cli_complain("%s: no data directory of Baton: %s", directory, strerror(errno));
        return code;
    }
    if (!file_lock(*fd)) {
        cli_complain("%s: a node runs on it: stop it first", directory);
        close(*fd);
        return CLI_CONFLICT;
    }
    return CLI_OK;
}

/* Every part in turn; the exit code. */
static int check_parts(const char *directory, struct findings *findings)
{
    enum status st = replication_check(disk_posix(), directory, print_log_finding, findings);

    if (st == STATUS_NOT_FOUND) {
        cli_complain("%s: holds no node", directory);
        return CLI_NOT_FOUND;
    }
    if (st != STATUS_OK && st != STATUS_CORRUPT) {
        cli_complain("%s: the log cannot be read: %s", directory, status_name(st));
        return CLI_ERROR;
    }
    check_stores(directory, findings);
    printf("%s: %s\n", directory, findings->count == 0 ? "clean" : "DAMAGED");
    return findings->count == 0 ? CLI_OK : EXIT_CORRUPT;
}

static int run_check(const struct cli_line *line)
{
    const char *directory = line->argument_count == 0 ? "data" : line->arguments[0];
    struct findings findings = {.quiet = cli_switch(line, "quiet")};
    int fd;
    int code = hold(directory, &fd);

    if (code == CLI_OK) {
        code = check_parts(directory, &findings);
        close(fd);
    }
    return code;
}

const struct cli_verb verb_check = {
    .name = "check",
    .chapter = "A node",
    .summary = "verify a data directory while no node runs on it (default ./data)",
    .about = "Reads log, vote file, snapshots, state and read model; changes nothing. Exit code 65 "
             "when anything is damaged.",
    .forms =
        (const struct cli_form[]){
            {.arguments = {{.name = "DIR", .kind = CLI_DIRECTORY, .optional = true}},
             .options =
                 (const struct cli_option[]){
                     {.name = "quiet", .letter = 'q', .help = "print damage and the verdict only"},
                     {0}},
             .run = run_check},
            {0}},
};
