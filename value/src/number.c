#include "number_int.h"

#include <string.h>

#include "base/assert.h"
#include "base/limits.h"

/* A number as sign, digits and power of ten, without zeros at either end of the digits: equal
 * numbers have equal parts. */
struct number_parts {
    bool negative;
    size_t digit_count; /* 0 for zero */
    int64_t exponent;   /* of the last digit */
    char digits[LIMIT_NUMBER_TEXT_BYTES];
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_digits(struct slice s, size_t at)
{
    while (at < s.size && is_digit(s.data[at])) {
        at++;
    }
    return at;
}

static bool is_at(struct slice s, size_t at, char a, char b)
{
    return at < s.size && (s.data[at] == a || s.data[at] == b);
}

static struct number_scan scan_failed(size_t at, const char *reason)
{
    return (struct number_scan){.bytes = at, .reason = reason};
}

/* e, sign and digits at `at`, which is an e. */
static struct number_scan scan_exponent(struct slice s, size_t at)
{
    size_t digits = is_at(s, at + 1, '+', '-') ? at + 2 : at + 1;
    size_t end = skip_digits(s, digits);

    if (end == digits) {
        return scan_failed(end, "a digit is missing in the exponent");
    }
    while (digits < end && s.data[digits] == '0') {
        digits++;
    }
    return (struct number_scan){.bytes = end,
                                .over_limit = end - digits > LIMIT_NUMBER_EXPONENT_DIGITS};
}

/* Everything behind the digits before the point. */
static struct number_scan scan_rest(struct slice s, size_t at)
{
    if (is_at(s, at, '.', '.')) {
        size_t end = skip_digits(s, at + 1);

        if (end == at + 1) {
            return scan_failed(end, "a digit is missing behind the decimal point");
        }
        at = end;
    }
    return is_at(s, at, 'e', 'E') ? scan_exponent(s, at) : (struct number_scan){.bytes = at};
}

struct number_scan number_scan(struct slice s)
{
    size_t start = is_at(s, 0, '-', '-') ? 1 : 0;
    size_t end = skip_digits(s, start);
    struct number_scan scan;

    if (end == start) {
        return scan_failed(end, "a digit is missing");
    }
    if (s.data[start] == '0' && end > start + 1) {
        return scan_failed(start + 1, "a number must not begin with 0 before another digit");
    }
    scan = scan_rest(s, end);
    if (scan.reason == NULL && scan.bytes > LIMIT_NUMBER_TEXT_BYTES) {
        scan.over_limit = true;
    }
    if (scan.over_limit) {
        scan.reason = "the number's text or exponent is too long";
    }
    return scan;
}

bool number_is_valid(struct slice s)
{
    struct number_scan scan = number_scan(s);

    return scan.reason == NULL && scan.bytes == s.size;
}

bool number_to_int(struct slice s, int64_t *out)
{
    return !slice_is(s, "-0") && slice_to_int64(s, out);
}

/* The exponent's value; its significant digits are few enough to fit (number_scan). */
static int64_t exponent_value(struct slice s)
{
    bool negative = s.data[0] == '-';
    int64_t v = 0;

    for (size_t i = is_at(s, 0, '+', '-') ? 1 : 0; i < s.size; i++) {
        v = v * 10 + (s.data[i] - '0');
    }
    return negative ? -v : v;
}

static void add_digit(struct number_parts *parts, char c)
{
    if (parts->digit_count == 0 && c == '0') {
        return;
    }
    parts->digits[parts->digit_count++] = c;
}

static void drop_trailing_zeros(struct number_parts *parts)
{
    while (parts->digit_count > 0 && parts->digits[parts->digit_count - 1] == '0') {
        parts->digit_count--;
        parts->exponent++;
    }
    if (parts->digit_count == 0) {
        parts->exponent = 0;
        parts->negative = false;
    }
}

static void split_number(struct slice s, struct number_parts *parts)
{
    bool behind_point = false;

    ASSERT(s.size > 0);
    ASSERT(s.size <= LIMIT_NUMBER_TEXT_BYTES);
    parts->negative = s.data[0] == '-';
    parts->digit_count = 0;
    parts->exponent = 0;
    for (size_t i = parts->negative ? 1 : 0; i < s.size; i++) {
        if (is_at(s, i, 'e', 'E')) {
            parts->exponent += exponent_value(slice_from(s, i + 1));
            break;
        }
        if (s.data[i] == '.') {
            behind_point = true;
            continue;
        }
        add_digit(parts, s.data[i]);
        parts->exponent -= behind_point;
    }
    drop_trailing_zeros(parts);
}

bool number_equal(struct slice a, struct slice b)
{
    struct number_parts x;
    struct number_parts y;

    if (slice_equal(a, b)) {
        return true;
    }
    split_number(a, &x);
    split_number(b, &y);
    return x.negative == y.negative && x.exponent == y.exponent && x.digit_count == y.digit_count &&
           memcmp(x.digits, y.digits, x.digit_count) == 0;
}
