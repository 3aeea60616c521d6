#include "iso_scan_int.h"

struct iso_scan iso_scan_of(struct slice text)
{
    static const char empty[1] = "";

    if (text.size == 0) {
        return (struct iso_scan){.at = empty, .end = empty};
    }
    return (struct iso_scan){.at = text.data, .end = text.data + text.size};
}

bool iso_scan_done(const struct iso_scan *scan)
{
    return scan->at == scan->end;
}

bool iso_take(struct iso_scan *scan, char c)
{
    if (iso_scan_done(scan) || *scan->at != c) {
        return false;
    }
    scan->at++;
    return true;
}

struct slice iso_take_digits(struct iso_scan *scan)
{
    const char *from = scan->at;

    while (!iso_scan_done(scan) && *scan->at >= '0' && *scan->at <= '9') {
        scan->at++;
    }
    return slice_make(from, (size_t)(scan->at - from));
}

bool iso_take_number(struct iso_scan *scan, size_t count, int *out)
{
    struct iso_scan ahead = *scan;
    int v = 0;

    for (size_t i = 0; i < count; i++, ahead.at++) {
        if (iso_scan_done(&ahead) || *ahead.at < '0' || *ahead.at > '9') {
            return false;
        }
        v = v * 10 + (*ahead.at - '0');
    }
    *scan = ahead;
    *out = v;
    return true;
}

bool iso_take_fraction(struct iso_scan *scan, bool empty_allowed, int *nanoseconds)
{
    struct slice digits = iso_take_digits(scan);
    int v = 0;

    if (digits.size > 9 || (digits.size == 0 && !empty_allowed)) {
        return false;
    }
    for (size_t i = 0; i < 9; i++) {
        v = v * 10 + (i < digits.size ? digits.data[i] - '0' : 0);
    }
    *nanoseconds = v;
    return true;
}
