/* Decimal numbers of 34 digits (IEEE 754 decimal128), the only fractional numbers that reach state.
 *
 * A decimal128 is always finite: whatever would give an infinity or no number at all returns false
 * and leaves *out alone. There is no negative zero. A number keeps its scale (1.10 is not turned
 * into 1.1) through text and arithmetic, as IEEE 754 has it; decimal_equal and decimal_compare look
 * at the value. Rounding is half to even unless a mode is named. A result too near to zero becomes
 * zero.
 *
 * Text is ours both ways, arithmetic is Intel's library: the same bits on every machine. Thread:
 * any. */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"

/* The bits of the binary integer decimal encoding. Make one only by the functions below. */
typedef struct decimal128 {
    uint64_t high;
    uint64_t low;
} decimal128;

enum decimal_rounding {
    DECIMAL_HALF_EVEN,
    DECIMAL_HALF_UP,   /* ties away from zero */
    DECIMAL_HALF_DOWN, /* ties towards zero */
    DECIMAL_UP,        /* away from zero */
    DECIMAL_DOWN,      /* towards zero */
    DECIMAL_FLOOR,     /* towards minus infinity */
    DECIMAL_CEILING    /* towards plus infinity */
};

enum {
    DECIMAL_DIGITS = 34,
    DECIMAL_SCALE_MIN = -6111,
    DECIMAL_SCALE_MAX = 6176,
    DECIMAL_TEXT_BYTES = 6192,    /* the longest plain text: 0.000…, 6,176 places */
    DECIMAL_EXACT_TEXT_BYTES = 48 /* the longest exact text */
};

/* Parse [-](digits[.digits] | .digits)[(e|E)[+|-]digits], all of it and nothing else. More than 34
 * significant digits are rounded. False on any other text or a number too large. */
bool decimal_from_text(struct slice text, decimal128 *out) NODISCARD;
/* The same, but also false when the number would have to be rounded. */
bool decimal_from_text_exact(struct slice text, decimal128 *out) NODISCARD;
/* Plain digits without exponent, as FEEL prints: 1.10, -0.001, 1000. Returns the bytes; no NUL. */
size_t decimal_to_text(decimal128 d, char out[DECIMAL_TEXT_BYTES]);
/* As short as can be and back to the same bits by decimal_from_text: 1.10, 1E+30, 1E-7. A JSON
 * number. */
size_t decimal_to_exact_text(decimal128 d, char out[DECIMAL_EXACT_TEXT_BYTES]);

decimal128 decimal_from_int64(int64_t v);
/* False when d has a fraction or lies outside. 5.00 and 5E+3 are integers. */
bool decimal_to_int64(decimal128 d, int64_t *out) NODISCARD;
/* d without its fraction, as an int64; false only when outside. */
bool decimal_truncate_to_int64(decimal128 d, int64_t *out) NODISCARD;

/* coefficient * 10^exponent, exactly; false when that takes more than 34 digits or lies outside. */
bool decimal_make(int64_t coefficient, int exponent, decimal128 *out) NODISCARD;
/* From stored bits, which may be anybody's; false unless they are what this module makes. */
bool decimal_from_bits(uint64_t high, uint64_t low, decimal128 *out) NODISCARD;

bool decimal_add(decimal128 a, decimal128 b, decimal128 *out) NODISCARD;
bool decimal_subtract(decimal128 a, decimal128 b, decimal128 *out) NODISCARD;
bool decimal_multiply(decimal128 a, decimal128 b, decimal128 *out) NODISCARD;
bool decimal_divide(decimal128 a, decimal128 b, decimal128 *out) NODISCARD;
/* a - b * floor(a / b), exact; the sign is b's. False for b = 0. */
bool decimal_modulo(decimal128 a, decimal128 b, decimal128 *out) NODISCARD;
/* Exact for an integer exponent as long as 34 digits suffice. 0 to the 0 is 1. False for a negative
 * base with a fractional exponent, and for zero with a negative one. */
bool decimal_power(decimal128 base, decimal128 exponent, decimal128 *out) NODISCARD;
bool decimal_sqrt(decimal128 d, decimal128 *out) NODISCARD;
bool decimal_exp(decimal128 d, decimal128 *out) NODISCARD;
bool decimal_log(decimal128 d, decimal128 *out) NODISCARD; /* natural */

decimal128 decimal_negate(decimal128 d);
decimal128 decimal_abs(decimal128 d);
/* <0, 0, >0 by value. */
int decimal_compare(decimal128 a, decimal128 b);
bool decimal_equal(decimal128 a, decimal128 b);
bool decimal_is_zero(decimal128 d);
bool decimal_is_negative(decimal128 d);
bool decimal_is_integer(decimal128 d);
/* Digits behind the point: 2 for 1.10, 0 for 7, -3 for 5E+3. */
int decimal_scale(decimal128 d);

/* At most `scale` digits behind the point (negative: before it). A number that has no more is
 * returned as it is. False when scale is outside DECIMAL_SCALE_MIN to _MAX, or the result too
 * large. */
bool decimal_round(decimal128 d, int scale, enum decimal_rounding mode, decimal128 *out) NODISCARD;
/* Without trailing zeros behind the point alone: 1.10 to 1.1, 5.00 to 5; 1000 stays. */
decimal128 decimal_strip(decimal128 d);

#endif
