/* A decimal taken apart, for the two files that work on digits. */
#ifndef BASE_DECIMAL_INT_H
#define BASE_DECIMAL_INT_H

#include <stdbool.h>

#include "base/decimal.h"

__extension__ typedef unsigned __int128 decimal_coefficient;

enum {
    DECIMAL_EXPONENT_MIN = -6176,
    DECIMAL_EXPONENT_MAX = 6111,
    DECIMAL_POWERS = 35
};

struct decimal_parts {
    decimal_coefficient coefficient; /* below 10^34 */
    int exponent;                    /* of the last digit */
    bool negative;
};

/* 10^n for n of 0 to 34. */
decimal_coefficient decimal_power_of_ten(int n);
struct decimal_parts decimal_split(decimal128 d);
/* Exponent and coefficient are in range; the sign of a zero is dropped. */
decimal128 decimal_join(struct decimal_parts parts);
/* Divide by 10^digits (digits >= 0, any) with rounding; *inexact is set when something was lost. */
decimal_coefficient decimal_drop_digits(struct decimal_parts parts, int digits,
                                        enum decimal_rounding mode, bool *inexact);
/* Move an exponent that is out of range into it: zeros are added or digits dropped. False: too
 * large. */
bool decimal_fit(struct decimal_parts parts, decimal128 *out, bool *inexact) NODISCARD;

#endif
