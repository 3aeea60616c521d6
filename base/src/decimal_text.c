/* Numbers as text. The library's own reader takes "abc" for a NaN and rounds in silence, so nothing
 * of it is used here: digits go to a coefficient and an exponent, and those to the encoding. */
#include <string.h>

#include "base/assert.h"
#include "base/decimal.h"
#include "decimal_int.h"

/* Exponents are cut here while parsing: far outside all that can be represented,
 * far from overflow. */
enum {
    EXPONENT_CUT = 1000000
};

struct scan {
    const char *at;
    const char *end;
    decimal_coefficient coefficient;
    int digits;  /* significant ones in the coefficient, at most 34 */
    int dropped; /* digits behind those */
    int places;  /* digits behind the point, dropped ones too */
    int guard;   /* the first dropped digit */
    bool sticky; /* a later dropped digit is not zero */
};

static bool is_digit(const struct scan *s)
{
    return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

static void take_digit(struct scan *s, int digit)
{
    if (s->digits == DECIMAL_DIGITS) {
        if (s->dropped == 0) {
            s->guard = digit;
        } else {
            s->sticky = s->sticky || digit != 0;
        }
        s->dropped++;
        return;
    }
    s->coefficient = s->coefficient * 10 + (unsigned)digit;
    s->digits += s->coefficient != 0;
}

/* How many digits were read. The counters cannot overflow: texts are below 2 GiB by far. */
static int take_digits(struct scan *s)
{
    int count = 0;

    for (; is_digit(s); s->at++, count++) {
        take_digit(s, *s->at - '0');
    }
    return count;
}

static bool take_mantissa(struct scan *s)
{
    int whole = take_digits(s);

    if (s->at == s->end || *s->at != '.') {
        return whole > 0;
    }
    s->at++;
    s->places = take_digits(s);
    return s->places > 0;
}

/* The part from 'e' on, if there is one. */
static bool take_exponent(struct scan *s, int *out)
{
    bool negative = false;
    int v = 0;

    *out = 0;
    if (s->at == s->end) {
        return true;
    }
    if (*s->at != 'e' && *s->at != 'E') {
        return false;
    }
    s->at++;
    if (s->at < s->end && (*s->at == '+' || *s->at == '-')) {
        negative = *s->at == '-';
        s->at++;
    }
    if (!is_digit(s)) {
        return false;
    }
    for (; is_digit(s); s->at++) {
        v = v < EXPONENT_CUT ? v * 10 + (*s->at - '0') : v;
    }
    *out = negative ? -v : v;
    return s->at == s->end;
}

/* Round the coefficient half to even by the digits that did not fit. */
static void round_dropped(struct scan *s, struct decimal_parts *parts)
{
    bool odd = (s->coefficient & 1) != 0;

    parts->coefficient = s->coefficient;
    if (s->guard > 5 || (s->guard == 5 && (s->sticky || odd))) {
        parts->coefficient++;
    }
    if (parts->coefficient == decimal_power_of_ten(DECIMAL_DIGITS)) {
        parts->coefficient /= 10;
        parts->exponent++;
    }
}

static bool parse(struct slice text, decimal128 *out, bool *inexact)
{
    struct scan s = {.at = text.data, .end = text.data + text.size};
    struct decimal_parts parts = {0};

    if (text.size == 0 || text.size > INT32_MAX) {
        return false;
    }
    if (*s.at == '-') {
        parts.negative = true;
        s.at++;
    }
    if (!take_mantissa(&s) || !take_exponent(&s, &parts.exponent)) {
        return false;
    }
    if (s.places - s.dropped > EXPONENT_CUT || s.dropped - s.places > EXPONENT_CUT) {
        return false;
    }
    parts.exponent += s.dropped - s.places;
    *inexact = s.guard != 0 || s.sticky;
    round_dropped(&s, &parts);
    return decimal_fit(parts, out, inexact);
}

bool decimal_from_text(struct slice text, decimal128 *out)
{
    bool inexact = false;

    return parse(text, out, &inexact);
}

bool decimal_from_text_exact(struct slice text, decimal128 *out)
{
    bool inexact = false;
    decimal128 d;

    if (!parse(text, &d, &inexact) || inexact) {
        return false;
    }
    *out = d;
    return true;
}

/* The coefficient's digits without leading zeros ("0" for zero). Returns how many. */
static int write_digits(decimal_coefficient v, char out[DECIMAL_DIGITS])
{
    char reversed[DECIMAL_DIGITS];
    int count = 0;

    do {
        ASSERT(count < DECIMAL_DIGITS);
        reversed[count++] = (char)('0' + (int)(v % 10));
        v /= 10;
    } while (v != 0);
    for (int i = 0; i < count; i++) {
        out[i] = reversed[count - 1 - i];
    }
    return count;
}

struct writer {
    char *at;
};

static void put(struct writer *w, const char *data, int bytes)
{
    memcpy(w->at, data, (size_t)bytes);
    w->at += bytes;
}

static void put_zeros(struct writer *w, int count)
{
    memset(w->at, '0', (size_t)count);
    w->at += count;
}

/* Digits with the point `places` before their end; places >= 0. */
static void put_with_point(struct writer *w, const char *digits, int count, int places)
{
    if (places == 0) {
        put(w, digits, count);
        return;
    }
    if (count > places) {
        put(w, digits, count - places);
        put(w, ".", 1);
        put(w, digits + count - places, places);
        return;
    }
    put(w, "0.", 2);
    put_zeros(w, places - count);
    put(w, digits, count);
}

size_t decimal_to_text(decimal128 d, char out[DECIMAL_TEXT_BYTES])
{
    struct decimal_parts parts = decimal_split(d);
    struct writer w = {.at = out};
    char digits[DECIMAL_DIGITS];
    int count = write_digits(parts.coefficient, digits);

    if (parts.negative) {
        put(&w, "-", 1);
    }
    if (parts.exponent <= 0) {
        put_with_point(&w, digits, count, -parts.exponent);
    } else {
        put(&w, digits, count);
        put_zeros(&w, parts.coefficient == 0 ? 0 : parts.exponent);
    }
    ASSERT((size_t)(w.at - out) <= DECIMAL_TEXT_BYTES);
    return (size_t)(w.at - out);
}

static void put_exponent(struct writer *w, int exponent)
{
    char digits[DECIMAL_DIGITS];
    int count = write_digits((decimal_coefficient)(exponent < 0 ? -exponent : exponent), digits);

    put(w, exponent < 0 ? "E-" : "E+", 2);
    put(w, digits, count);
}

size_t decimal_to_exact_text(decimal128 d, char out[DECIMAL_EXACT_TEXT_BYTES])
{
    /* Smaller numbers than 0.000001 are written with an exponent, as IEEE 754 and Java do. */
    enum {
        SMALLEST_PLAIN = -6
    };
    struct decimal_parts parts = decimal_split(d);
    struct writer w = {.at = out};
    char digits[DECIMAL_DIGITS];
    int count = write_digits(parts.coefficient, digits);
    int first = parts.exponent + count - 1; /* the exponent of the first digit */

    if (parts.negative) {
        put(&w, "-", 1);
    }
    if (parts.exponent <= 0 && first >= SMALLEST_PLAIN) {
        put_with_point(&w, digits, count, -parts.exponent);
    } else {
        put_with_point(&w, digits, count, count - 1);
        put_exponent(&w, first);
    }
    ASSERT((size_t)(w.at - out) <= DECIMAL_EXACT_TEXT_BYTES);
    return (size_t)(w.at - out);
}
