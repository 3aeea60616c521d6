/* Every operator with every pair of types: which pairs give a value is the specification's table,
 * written here as it stands there. */
#include <string.h>

#include "session.h"

struct sample {
    char letter;
    const char *text;
};

static const struct sample samples[] = {
    {'N', "2"},
    {'S', "\"a\""},
    {'B', "true"},
    {'D', "@\"2020-01-01\""},
    {'L', "@\"2020-01-01T10:00:00\""},
    {'Z', "@\"2020-01-01T10:00:00Z\""},
    {'T', "@\"10:00:00\""},
    {'U', "@\"P1D\""},
    {'M', "@\"P1Y\""},
    {'X', "[1]"},
    {'C', "{a: 1}"},
    {'R', "[1..2]"},
    {'0', "null"},
};

enum {
    SAMPLE_COUNT = sizeof(samples) / sizeof(samples[0])
};

static bool pair_is_in(const char *pairs, char left, char right)
{
    for (const char *at = pairs; *at != '\0'; at += 3) {
        if (at[0] == left && at[1] == right) {
            return true;
        }
        if (at[2] == '\0') {
            break;
        }
    }
    return false;
}

static void check_pair(struct session *session, const char *op, const struct sample *left,
                       const struct sample *right, bool has_value)
{
    struct buffer expression;
    struct buffer out;
    bool is_null;

    buffer_init(&expression, 4096);
    buffer_init(&out, 4096);
    buffer_printf(&expression, "%s %s %s", left->text, op, right->text);
    session_run(session, buffer_slice(&expression), &out);
    is_null = slice_starts_with(buffer_slice(&out), SLICE("null"));
    if (is_null == has_value) {
        test_fail(__FILE__, __LINE__, "%.*s gives %.*s", SLICE_ARG(buffer_slice(&expression)),
                  SLICE_ARG(buffer_slice(&out)));
    }
    /* Every null that comes of an error says so. */
    CHECK(!is_null || slice_find_byte(buffer_slice(&out), '!') != SIZE_MAX);
    buffer_deinit(&expression);
    buffer_deinit(&out);
}

/* pairs: "NN SS …", left and right operand; all others are null with a warning. */
static void check_operator(const char *op, const char *pairs)
{
    struct session session;

    session_init(&session);
    for (size_t left = 0; left < SAMPLE_COUNT; left++) {
        for (size_t right = 0; right < SAMPLE_COUNT; right++) {
            check_pair(&session, op, &samples[left], &samples[right],
                       pair_is_in(pairs, samples[left].letter, samples[right].letter));
        }
    }
    session_deinit(&session);
}

TEST(matrix, addition)
{
    check_operator("+", "NN SS DU DM LU LM ZU ZM TU UD UL UZ UT UU MD ML MZ MM");
}

TEST(matrix, subtraction)
{
    check_operator("-", "NN DU DM LU LM ZU ZM TU DD DZ ZD LL ZZ TT UU MM");
}

TEST(matrix, multiplication)
{
    check_operator("*", "NN NU UN NM MN");
}

TEST(matrix, division)
{
    check_operator("/", "NN UN MN UU MM");
}

TEST(matrix, power)
{
    check_operator("**", "NN");
}

TEST(matrix, order)
{
    check_operator("<", "NN SS DD LL ZZ TT UU MM");
    check_operator(">=", "NN SS DD LL ZZ TT UU MM");
}

TEST(matrix, equality)
{
    static const char pairs[] = "NN SS BB DD LL ZZ TT UU MM XX CC RR 00 "
                                "N0 S0 B0 D0 L0 Z0 T0 U0 M0 X0 C0 R0 "
                                "0N 0S 0B 0D 0L 0Z 0T 0U 0M 0X 0C 0R";

    check_operator("=", pairs);
    check_operator("!=", pairs);
}
