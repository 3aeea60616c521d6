#include "base/decimal.h"

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>

#include <bid_functions.h>

#include "base/assert.h"
#include "base/attr.h"
#include "decimal_int.h"

/* The encoding: sign, 14 bits of biased exponent, 113 bits of coefficient. (A second form, for
 * larger coefficients, never occurs: 10^34 is below 2^113.) */
enum {
    EXPONENT_SHIFT = 49,
    EXPONENT_MASK = 0x3fff
};
static const uint64_t SIGN_BIT = UINT64_C(1) << 63;
static const uint64_t COEFFICIENT_MASK = (UINT64_C(1) << EXPONENT_SHIFT) - 1;

enum {
    FLAGS_FATAL = BID_INVALID_EXCEPTION | BID_ZERO_DIVIDE_EXCEPTION | BID_OVERFLOW_EXCEPTION
};

static decimal_coefficient powers[DECIMAL_POWERS];

CONSTRUCTOR static void fill_powers(void)
{
    powers[0] = 1;
    for (int i = 1; i < DECIMAL_POWERS; i++) {
        powers[i] = powers[i - 1] * 10;
    }
}

decimal_coefficient decimal_power_of_ten(int n)
{
    ASSERT(n >= 0);
    ASSERT(n < DECIMAL_POWERS);
    return powers[n];
}

struct decimal_parts decimal_split(decimal128 d)
{
    return (struct decimal_parts){
        .coefficient = (decimal_coefficient)(d.high & COEFFICIENT_MASK) << 64 | d.low,
        .exponent = (int)(d.high >> EXPONENT_SHIFT & EXPONENT_MASK) + DECIMAL_EXPONENT_MIN,
        .negative = (d.high & SIGN_BIT) != 0};
}

decimal128 decimal_join(struct decimal_parts parts)
{
    uint64_t biased = (uint64_t)(parts.exponent - DECIMAL_EXPONENT_MIN);
    uint64_t sign = parts.negative && parts.coefficient != 0 ? SIGN_BIT : 0;

    ASSERT(parts.exponent >= DECIMAL_EXPONENT_MIN);
    ASSERT(parts.exponent <= DECIMAL_EXPONENT_MAX);
    ASSERT(parts.coefficient < decimal_power_of_ten(DECIMAL_DIGITS));
    return (decimal128){.high =
                            sign | biased << EXPONENT_SHIFT | (uint64_t)(parts.coefficient >> 64),
                        .low = (uint64_t)parts.coefficient};
}

static bool rounds_away(decimal_coefficient quotient, int half_order, bool negative,
                        enum decimal_rounding mode)
{
    switch (mode) {
    case DECIMAL_HALF_EVEN:
        return half_order > 0 || (half_order == 0 && (quotient & 1) != 0);
    case DECIMAL_HALF_UP:
        return half_order >= 0;
    case DECIMAL_HALF_DOWN:
        return half_order > 0;
    case DECIMAL_UP:
        return true;
    case DECIMAL_DOWN:
        return false;
    case DECIMAL_FLOOR:
        return negative;
    case DECIMAL_CEILING:
        return !negative;
    }
    UNREACHABLE("rounding mode");
}

decimal_coefficient decimal_drop_digits(struct decimal_parts parts, int digits,
                                        enum decimal_rounding mode, bool *inexact)
{
    decimal_coefficient quotient = 0;
    decimal_coefficient rest = parts.coefficient;
    int half_order = -1; /* the rest against one half of the last place */

    if (digits < DECIMAL_POWERS) {
        decimal_coefficient divisor = decimal_power_of_ten(digits);

        quotient = parts.coefficient / divisor;
        rest = parts.coefficient % divisor;
        half_order = (2 * rest > divisor) - (2 * rest < divisor);
    }
    if (rest == 0) {
        return quotient;
    }
    *inexact = true;
    return quotient + rounds_away(quotient, half_order, parts.negative, mode);
}

bool decimal_fit(struct decimal_parts parts, decimal128 *out, bool *inexact)
{
    if (parts.exponent < DECIMAL_EXPONENT_MIN) {
        int excess = DECIMAL_EXPONENT_MIN - parts.exponent;

        parts.coefficient = decimal_drop_digits(parts, excess, DECIMAL_HALF_EVEN, inexact);
        parts.exponent = DECIMAL_EXPONENT_MIN;
    }
    if (parts.exponent > DECIMAL_EXPONENT_MAX && parts.coefficient == 0) {
        parts.exponent = DECIMAL_EXPONENT_MAX;
    }
    while (parts.exponent > DECIMAL_EXPONENT_MAX) {
        parts.coefficient *= 10;
        parts.exponent--;
        if (parts.coefficient >= decimal_power_of_ten(DECIMAL_DIGITS)) {
            return false;
        }
    }
    *out = decimal_join(parts);
    return true;
}

decimal128 decimal_from_int64(int64_t v)
{
    uint64_t magnitude = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    return decimal_join((struct decimal_parts){.coefficient = magnitude, .negative = v < 0});
}

/* The magnitude of a decimal without fraction; false when above 2^63. */
static bool whole_magnitude(struct decimal_parts parts, uint64_t *out)
{
    decimal_coefficient v = parts.coefficient;

    for (int i = 0; i < parts.exponent && v != 0; i++) {
        v *= 10;
        if (v > (UINT64_C(1) << 63)) {
            return false;
        }
    }
    *out = (uint64_t)v;
    return v <= (UINT64_C(1) << 63);
}

bool decimal_truncate_to_int64(decimal128 d, int64_t *out)
{
    struct decimal_parts parts = decimal_split(d);
    bool inexact;
    uint64_t v;

    if (parts.exponent < 0) {
        parts.coefficient = decimal_drop_digits(parts, -parts.exponent, DECIMAL_DOWN, &inexact);
        parts.exponent = 0;
    }
    if (!whole_magnitude(parts, &v)) {
        return false;
    }
    if (!parts.negative && v > INT64_MAX) {
        return false;
    }
    *out = parts.negative ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}

bool decimal_to_int64(decimal128 d, int64_t *out)
{
    return decimal_is_integer(d) && decimal_truncate_to_int64(d, out);
}

bool decimal_make(int64_t coefficient, int exponent, decimal128 *out)
{
    struct decimal_parts parts = decimal_split(decimal_from_int64(coefficient));
    bool inexact = false;
    decimal128 d;

    parts.exponent = exponent;
    if (!decimal_fit(parts, &d, &inexact) || inexact) {
        return false;
    }
    *out = d;
    return true;
}

bool decimal_from_bits(uint64_t high, uint64_t low, decimal128 *out)
{
    decimal128 d = {.high = high, .low = low};
    struct decimal_parts parts = decimal_split(d);

    if (parts.exponent > DECIMAL_EXPONENT_MAX ||
        parts.coefficient >= decimal_power_of_ten(DECIMAL_DIGITS) ||
        (parts.coefficient == 0 && parts.negative)) {
        return false;
    }
    *out = d;
    return true;
}

static BID_UINT128 to_bid(decimal128 d)
{
    BID_UINT128 b;

    b.w[BID_LOW_128W] = d.low;
    b.w[BID_HIGH_128W] = d.high;
    return b;
}

/* The library's result, if it is a number; its zeros lose their sign. */
static bool from_bid(BID_UINT128 b, unsigned flags, decimal128 *out)
{
    decimal128 d = {.high = b.w[BID_HIGH_128W], .low = b.w[BID_LOW_128W]};

    if ((flags & FLAGS_FATAL) != 0) {
        return false;
    }
    if (decimal_is_zero(d)) {
        d.high &= ~SIGN_BIT;
    }
    return decimal_from_bits(d.high, d.low, out);
}

bool decimal_add(decimal128 a, decimal128 b, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result = bid128_add(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags);

    return from_bid(result, flags, out);
}

bool decimal_subtract(decimal128 a, decimal128 b, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result = bid128_sub(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags);

    return from_bid(result, flags, out);
}

bool decimal_multiply(decimal128 a, decimal128 b, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result = bid128_mul(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags);

    return from_bid(result, flags, out);
}

bool decimal_divide(decimal128 a, decimal128 b, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result;

    if (decimal_is_zero(b)) {
        return false;
    }
    result = bid128_div(to_bid(a), to_bid(b), BID_ROUNDING_TO_NEAREST, &flags);
    return from_bid(result, flags, out);
}

bool decimal_modulo(decimal128 a, decimal128 b, decimal128 *out)
{
    unsigned flags = 0;
    decimal128 rest;

    if (decimal_is_zero(b)) {
        return false;
    }
    if (!from_bid(bid128_fmod(to_bid(a), to_bid(b), &flags), flags, &rest)) {
        return false;
    }
    /* fmod's rest has the dividend's sign. */
    if (!decimal_is_zero(rest) && decimal_is_negative(rest) != decimal_is_negative(b)) {
        return decimal_add(rest, b, out);
    }
    *out = rest;
    return true;
}

/* By squaring: exact as long as nothing in between takes more than 34 digits, and nothing in
 * between is larger than the result. */
static bool power_of_integer(decimal128 base, uint64_t exponent, decimal128 *out)
{
    decimal128 result = decimal_from_int64(1);

    while (exponent != 0) {
        if ((exponent & 1) != 0 && !decimal_multiply(result, base, &result)) {
            return false;
        }
        exponent >>= 1;
        if (exponent != 0 && !decimal_multiply(base, base, &base)) {
            return false;
        }
    }
    *out = result;
    return true;
}

static bool power_by_library(decimal128 base, decimal128 exponent, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result =
        bid128_pow(to_bid(base), to_bid(exponent), BID_ROUNDING_TO_NEAREST, &flags);

    return from_bid(result, flags, out);
}

static bool power_of_negative(decimal128 base, uint64_t exponent, decimal128 *out)
{
    decimal128 one = decimal_from_int64(1);
    decimal128 power;

    if (power_of_integer(base, exponent, &power)) {
        return decimal_divide(one, power, out);
    }
    /* The power is too large, so its inverse is almost nothing, or nothing. */
    return decimal_divide(one, base, &power) && power_of_integer(power, exponent, out);
}

bool decimal_power(decimal128 base, decimal128 exponent, decimal128 *out)
{
    /* Above this the error of squaring would pass the library's. */
    enum {
        SQUARING_MAX = 100000
    };
    int64_t n;

    if (decimal_is_zero(base) && decimal_is_negative(exponent)) {
        return false;
    }
    if (!decimal_to_int64(exponent, &n) || n > SQUARING_MAX || n < -SQUARING_MAX) {
        return power_by_library(base, exponent, out);
    }
    return n >= 0 ? power_of_integer(base, (uint64_t)n, out)
                  : power_of_negative(base, (uint64_t)-n, out);
}

bool decimal_sqrt(decimal128 d, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result = bid128_sqrt(to_bid(d), BID_ROUNDING_TO_NEAREST, &flags);

    return from_bid(result, flags, out);
}

bool decimal_exp(decimal128 d, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result = bid128_exp(to_bid(d), BID_ROUNDING_TO_NEAREST, &flags);

    return from_bid(result, flags, out);
}

bool decimal_log(decimal128 d, decimal128 *out)
{
    unsigned flags = 0;
    BID_UINT128 result = bid128_log(to_bid(d), BID_ROUNDING_TO_NEAREST, &flags);

    return from_bid(result, flags, out);
}

decimal128 decimal_negate(decimal128 d)
{
    if (!decimal_is_zero(d)) {
        d.high ^= SIGN_BIT;
    }
    return d;
}

decimal128 decimal_abs(decimal128 d)
{
    d.high &= ~SIGN_BIT;
    return d;
}

int decimal_compare(decimal128 a, decimal128 b)
{
    unsigned flags = 0;

    if (bid128_quiet_less(to_bid(a), to_bid(b), &flags) != 0) {
        return -1;
    }
    return bid128_quiet_greater(to_bid(a), to_bid(b), &flags) != 0;
}

bool decimal_equal(decimal128 a, decimal128 b)
{
    return decimal_compare(a, b) == 0;
}

bool decimal_is_zero(decimal128 d)
{
    return decimal_split(d).coefficient == 0;
}

bool decimal_is_negative(decimal128 d)
{
    return (d.high & SIGN_BIT) != 0;
}

bool decimal_is_integer(decimal128 d)
{
    struct decimal_parts parts = decimal_split(d);
    bool inexact = false;

    if (parts.exponent >= 0) {
        return true;
    }
    (void)decimal_drop_digits(parts, -parts.exponent, DECIMAL_DOWN, &inexact);
    return !inexact;
}

int decimal_scale(decimal128 d)
{
    return -decimal_split(d).exponent;
}

bool decimal_round(decimal128 d, int scale, enum decimal_rounding mode, decimal128 *out)
{
    struct decimal_parts parts = decimal_split(d);
    bool inexact = false;

    if (scale < DECIMAL_SCALE_MIN || scale > DECIMAL_SCALE_MAX) {
        return false;
    }
    if (parts.exponent < -scale) {
        parts.coefficient = decimal_drop_digits(parts, -scale - parts.exponent, mode, &inexact);
        parts.exponent = -scale;
    }
    *out = decimal_join(parts);
    return true;
}

decimal128 decimal_strip(decimal128 d)
{
    struct decimal_parts parts = decimal_split(d);

    if (parts.coefficient == 0) {
        return decimal_from_int64(0);
    }
    while (parts.exponent < 0 && parts.coefficient % 10 == 0) {
        parts.coefficient /= 10;
        parts.exponent++;
    }
    return decimal_join(parts);
}
