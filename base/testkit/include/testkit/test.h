/* The test kit: a test is a function that registers itself; a failed check ends that test and no
 * other.
 *
 *     TEST(arena, refuses_past_the_ceiling)
 *     {
 *         ...
 *         CHECK_INT(arena.used_bytes, ==, 0);
 *     }
 *
 * One file of each test binary says TEST_MAIN. Arguments of the binary are substrings of the names
 * to run ("suite.name"); none means all. The last line is "N passed, N failed" (", N skipped"). */
#ifndef TESTKIT_TEST_H
#define TESTKIT_TEST_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"
#include "base/status.h"

struct test_case {
    const char *suite;
    const char *name;
    void (*run)(void);
    struct test_case *next;
};

void test_register(struct test_case *test);
int test_main(int argc, char **argv);
NORETURN void test_fail(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);
/* End the present test as skipped, loudly, with the reason. */
NORETURN void test_skip(const char *format, ...) PRINTF_LIKE(1, 2);
/* A fresh empty directory under $TMPDIR or /tmp, removed with all it holds when the binary ends.
 * Borrowed until then. */
const char *test_directory(void);
/* The folder of shared conformance data (BATON_SHARED, default ../shared), or NULL when absent. */
const char *test_shared(void);

#define TEST(suite, name)                                                                          \
    static void test_##suite##_##name(void);                                                       \
    static struct test_case test_case_##suite##_##name = {#suite, #name, test_##suite##_##name,    \
                                                          0};                                      \
    CONSTRUCTOR static void test_register_##suite##_##name(void)                                   \
    {                                                                                              \
        test_register(&test_case_##suite##_##name);                                                \
    }                                                                                              \
    static void test_##suite##_##name(void)

#define TEST_MAIN                                                                                  \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        return test_main(argc, argv);                                                              \
    }

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            test_fail(__FILE__, __LINE__, "not true: %s", #condition);                             \
        }                                                                                          \
    } while (0)

#define CHECK_INT(a, op, b)                                                                        \
    do {                                                                                           \
        int64_t check_a_ = (int64_t)(a);                                                           \
        int64_t check_b_ = (int64_t)(b);                                                           \
        if (!(check_a_ op check_b_)) {                                                             \
            test_fail(__FILE__, __LINE__, "%s %s %s: %" PRId64 " and %" PRId64, #a, #op, #b,       \
                      check_a_, check_b_);                                                         \
        }                                                                                          \
    } while (0)

#define CHECK_STATUS(a, b)                                                                         \
    do {                                                                                           \
        enum status check_a_ = (a);                                                                \
        enum status check_b_ = (b);                                                                \
        if (check_a_ != check_b_) {                                                                \
            test_fail(__FILE__, __LINE__, "%s is %s, wanted %s", #a, status_name(check_a_),        \
                      status_name(check_b_));                                                      \
        }                                                                                          \
    } while (0)

#define CHECK_OK(a) CHECK_STATUS((a), STATUS_OK)

/* Two slices of text. */
#define CHECK_SLICE(a, b)                                                                          \
    do {                                                                                           \
        struct slice check_a_ = (a);                                                               \
        struct slice check_b_ = (b);                                                               \
        if (!slice_equal(check_a_, check_b_)) {                                                    \
            test_fail(__FILE__, __LINE__, "%s is\n  '%.*s', wanted\n  '%.*s'", #a,                 \
                      SLICE_ARG(check_a_), SLICE_ARG(check_b_));                                   \
        }                                                                                          \
    } while (0)

#define CHECK_TEXT(a, text) CHECK_SLICE((a), slice_of(text))

#endif
