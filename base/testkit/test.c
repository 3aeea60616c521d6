#include "testkit/test.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"

static struct test_case *first_test;
static struct test_case **last_test = &first_test;
static jmp_buf after_test;
static enum {
    OUTCOME_PASSED,
    OUTCOME_FAILED = 1,
    OUTCOME_SKIPPED = 2
} outcome;

enum {
    DIRECTORIES_MAX = 4096
};
static char *directories[DIRECTORIES_MAX];
static int directory_count;

void test_register(struct test_case *test)
{
    *last_test = test;
    last_test = &test->next;
}

void test_fail(const char *file, int line, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "%s:%d: ", file, line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    outcome = OUTCOME_FAILED;
    longjmp(after_test, 1);
}

void test_skip(const char *format, ...)
{
    va_list args;

    fputs("SKIPPED: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    outcome = OUTCOME_SKIPPED;
    longjmp(after_test, 1);
}

const char *test_directory(void)
{
    const char *base = getenv("TMPDIR");
    char *path = NULL;

    ASSERT(directory_count < DIRECTORIES_MAX);
    ASSERT(asprintf(&path, "%s/baton-test-XXXXXX", base == NULL ? "/tmp" : base) > 0);
    ASSERT(mkdtemp(path) != NULL);
    directories[directory_count++] = path;
    return path;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_directories(void)
{
    for (int i = 0; i < directory_count; i++) {
        (void)nftw(directories[i], remove_entry, 16, FTW_DEPTH | FTW_PHYS);
        free(directories[i]);
    }
    directory_count = 0;
}

const char *test_shared(void)
{
    const char *path = getenv("BATON_SHARED");

    if (path == NULL) {
        path = "../shared";
    }
    return access(path, R_OK) == 0 ? path : NULL;
}

static bool wanted(const struct test_case *test, int argc, char **argv)
{
    char name[256];

    if (argc <= 1) {
        return true;
    }
    snprintf(name, sizeof(name), "%s.%s", test->suite, test->name);
    for (int i = 1; i < argc; i++) {
        if (strstr(name, argv[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static void run_one(struct test_case *test, int counts[3])
{
    static const char *const words[] = {"ok", "FAILED", "skipped"};

    outcome = OUTCOME_PASSED;
    if (setjmp(after_test) == 0) {
        test->run();
    }
    counts[outcome]++;
    printf("%-7s %s.%s\n", words[outcome], test->suite, test->name);
    fflush(stdout);
}

int test_main(int argc, char **argv)
{
    int counts[3] = {0, 0, 0};

    for (struct test_case *test = first_test; test != NULL; test = test->next) {
        if (wanted(test, argc, argv)) {
            run_one(test, counts);
        }
    }
    remove_directories();
    printf("%d passed, %d failed", counts[0], counts[1]);
    if (counts[2] > 0) {
        printf(", %d skipped", counts[2]);
    }
    putchar('\n');
    return counts[1] > 0 ? 1 : 0;
}
