/* A position in a text that is read from left to right, for the parsers of ISO 8601. Every take
 * moves on only when it succeeds. */
#ifndef BASE_ISO_SCAN_INT_H
#define BASE_ISO_SCAN_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/iso8601.h"

struct iso_scan {
    const char *at;
    const char *end;
};

struct iso_scan iso_scan_of(struct slice text);
bool iso_scan_done(const struct iso_scan *scan);
bool iso_take(struct iso_scan *scan, char c);
/* The digits that come, none is none. */
struct slice iso_take_digits(struct iso_scan *scan);
/* Exactly `count` digits. */
bool iso_take_number(struct iso_scan *scan, size_t count, int *out);
/* Behind a point: 1 to 9 digits as nanoseconds, or fewer digits than one when `empty_allowed`. */
bool iso_take_fraction(struct iso_scan *scan, bool empty_allowed, int *nanoseconds);

#endif
