/* uuid() and random number(): from the environment's seed and the number of the draw, so that the
 * same evaluation gives the same again. */
#include "base/bytes.h"
#include "builtin/functions.h"
#include "eval/temporal.h"

enum {
    UUID_TEXT_BYTES = 36,
    NUMBER_DIGITS = 18 /* behind the point */
};

__extension__ typedef unsigned __int128 wide;

static struct hash128 draw(struct feel_evaluation *ev)
{
    char bytes[HASH128_BYTES + sizeof(uint64_t)];

    hash128_put(bytes, ev->environment->seed);
    bytes_put_u64be(bytes + HASH128_BYTES, ++ev->draws);
    return hash128(slice_make(bytes, sizeof(bytes)));
}

/* RFC 9562, version 4: 122 bits of the draw. */
FEEL_FUNCTION(feel_fn_uuid)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[HASH128_BYTES];
    char *text = feel_alloc(ev, UUID_TEXT_BYTES, 1);
    uint32_t at = 0;

    (void)args;
    (void)count;
    if (text == NULL) {
        return FEEL_VALUE_NULL;
    }
    hash128_put(bytes, draw(ev));
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (uint32_t i = 0; i < HASH128_BYTES; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text[at++] = '-';
        }
        text[at++] = digits[bytes[i] >> 4];
        text[at++] = digits[bytes[i] & 0x0f];
    }
    return feel_string(slice_make(text, at));
}

/* 0 <= x < 1 */
FEEL_FUNCTION(feel_fn_random_number)
{
    const uint64_t range = UINT64_C(1000000000000000000); /* 10 ** NUMBER_DIGITS */
    uint64_t below = (uint64_t)(((wide)draw(ev).high * range) >> 64);
    decimal128 out;

    (void)args;
    (void)count;
    if (!decimal_make((int64_t)below, -NUMBER_DIGITS, &out)) {
        return FEEL_VALUE_NULL;
    }
    return feel_number(out);
}
