/* Money in cents: never in binary floating point. */
#include <inttypes.h>

#include "orders.h"

/* "2400" as "2,400" */
static int put_grouped(int64_t number, char *out, size_t bytes)
{
    char digits[24];
    int count = snprintf(digits, sizeof(digits), "%" PRId64, number);
    size_t size = 0;

    for (int i = 0; i < count && size + 2 < bytes; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            out[size++] = ',';
        }
        out[size++] = digits[i];
    }
    return (int)size;
}

const char *money_text(int64_t cents, char out[MONEY_BYTES])
{
    int size = put_grouped(cents / 100, out, MONEY_BYTES - 4);

    snprintf(out + size, (size_t)(MONEY_BYTES - size), ".%02d", (int)(cents % 100));
    return out;
}

bool money_read(const char *text, size_t size, int64_t *cents)
{
    int64_t value = 0;
    int decimals = -1; /* none yet */

    for (size_t i = 0; i < size; i++) {
        if (text[i] == '.' && decimals < 0 && i > 0) {
            decimals = 0;
        } else if (text[i] < '0' || text[i] > '9' || decimals == 2 || value > INT64_MAX / 10000) {
            return false;
        } else {
            value = value * 10 + (text[i] - '0');
            decimals += decimals >= 0;
        }
    }
    if (size == 0) {
        return false;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++) {
        value *= 10;
    }
    *cents = value;
    return true;
}
