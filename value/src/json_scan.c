/* The pre-scan: grammar of RFC 8259, UTF-8, escapes, surrogates, depth and number length, each with
 * its exact place. It is a loop over states, not a recursion, and copies nothing. */
#include "json_int.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "number_int.h"

enum state {
    WANT_VALUE,
    WANT_VALUE_OR_END, /* behind [ */
    WANT_KEY,
    WANT_KEY_OR_END, /* behind { */
    AFTER_VALUE,
    DONE
};

struct scan {
    struct slice text;
    size_t at;
    enum state state;
    unsigned depth;
    bool in_object[LIMIT_VALUE_DEPTH];
    struct json_error *error;
};

void json_error_set(struct json_error *error, struct slice text, size_t offset, const char *format,
                    ...)
{
    va_list args;

    ASSERT(offset <= text.size);
    error->offset = offset;
    error->line = 1;
    error->column = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text.data[i] == '\n') {
            error->line++;
            error->column = 1;
        } else if (((uint8_t)text.data[i] & 0xc0) != 0x80) {
            error->column++; /* in characters, not bytes */
        }
    }
    va_start(args, format);
    vsnprintf(error->reason, sizeof(error->reason), format, args);
    va_end(args);
}

/* Something else than `wanted` stands at the present place. */
static enum status unexpected(struct scan *scan, const char *wanted)
{
    char c;

    if (scan->at == scan->text.size) {
        json_error_set(scan->error, scan->text, scan->at, "the text ends where %s should be",
                       wanted);
        return STATUS_MALFORMED;
    }
    c = scan->text.data[scan->at];
    if (c > ' ' && c < 0x7f) {
        json_error_set(scan->error, scan->text, scan->at, "'%c' stands where %s should be", c,
                       wanted);
    } else {
        json_error_set(scan->error, scan->text, scan->at, "byte 0x%02x stands where %s should be",
                       (unsigned)(uint8_t)c, wanted);
    }
    return STATUS_MALFORMED;
}

static enum status malformed(struct scan *scan, size_t at, const char *reason)
{
    json_error_set(scan->error, scan->text, at, "%s", reason);
    return STATUS_MALFORMED;
}

static struct slice rest_of(const struct scan *scan)
{
    return slice_from(scan->text, scan->at);
}

/* The byte at the present place, or NUL at the end; a NUL of the text itself is wrong anywhere. */
static char peek(const struct scan *scan)
{
    return scan->at < scan->text.size ? scan->text.data[scan->at] : '\0';
}

static void skip_blanks(struct scan *scan)
{
    for (; scan->at < scan->text.size; scan->at++) {
        char c = scan->text.data[scan->at];

        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
            break;
        }
    }
}

/* --- strings --- */

/* \uXXXX at `at`: its code unit, or -1. */
static int32_t code_unit_at(const struct scan *scan, size_t at)
{
    int32_t unit = 0;

    if (scan->text.size - at < 6 || scan->text.data[at] != '\\' || scan->text.data[at + 1] != 'u') {
        return -1;
    }
    for (size_t i = at + 2; i < at + 6; i++) {
        int digit = text_hex_digit(scan->text.data[i]);

        if (digit < 0) {
            return -1;
        }
        unit = unit << 4 | digit;
    }
    return unit;
}

static bool is_low_surrogate(int32_t unit)
{
    return unit >= 0xdc00 && unit <= 0xdfff;
}

static bool is_high_surrogate(int32_t unit)
{
    return unit >= 0xd800 && unit <= 0xdbff;
}

/* \u, once or as the two halves of a pair. */
static enum status scan_code_units(struct scan *scan)
{
    int32_t unit = code_unit_at(scan, scan->at);

    if (unit < 0) {
        return malformed(scan, scan->at, "\\u must be followed by four hexadecimal digits");
    }
    if (is_low_surrogate(unit) ||
        (is_high_surrogate(unit) && !is_low_surrogate(code_unit_at(scan, scan->at + 6)))) {
        json_error_set(scan->error, scan->text, scan->at,
                       "\\u%04x is half of a surrogate pair without the other half",
                       (unsigned)unit);
        return STATUS_MALFORMED;
    }
    scan->at += is_high_surrogate(unit) ? 12 : 6;
    return STATUS_OK;
}

static enum status scan_escape(struct scan *scan)
{
    char c = scan->at + 1 < scan->text.size ? scan->text.data[scan->at + 1] : '\0';

    if (c == 'u') {
        return scan_code_units(scan);
    }
    if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL) {
        return malformed(scan, scan->at, "unknown escape in a string");
    }
    scan->at += 2;
    return STATUS_OK;
}

/* One character of a string that is not plain ASCII, and not the closing quote. */
static enum status scan_special(struct scan *scan)
{
    uint8_t c = (uint8_t)scan->text.data[scan->at];
    uint32_t ignored;
    size_t bytes;

    if (c == '\\') {
        return scan_escape(scan);
    }
    if (c < 0x20) {
        json_error_set(scan->error, scan->text, scan->at,
                       "a control character in a string must be written as \\u%04x", c);
        return STATUS_MALFORMED;
    }
    bytes = utf8_decode(rest_of(scan), &ignored);
    if (bytes == 0) {
        return malformed(scan, scan->at, "the bytes of a string are not UTF-8");
    }
    scan->at += bytes;
    return STATUS_OK;
}

static bool is_plain(char c)
{
    return c >= 0x20 && c != '"' && c != '\\';
}

/* A string whose opening quote is at the present place. */
static enum status scan_string(struct scan *scan)
{
    size_t start = scan->at++;

    while (scan->at < scan->text.size) {
        char c = scan->text.data[scan->at];

        if (is_plain(c)) {
            scan->at++;
            continue;
        }
        if (c == '"') {
            scan->at++;
            return STATUS_OK;
        }
        if (scan_special(scan) != STATUS_OK) {
            return STATUS_MALFORMED;
        }
    }
    return malformed(scan, start, "the string that begins here has no closing quote");
}

/* --- values --- */

static enum status scan_number(struct scan *scan)
{
    struct number_scan number = number_scan(rest_of(scan));

    if (number.over_limit) {
        json_error_set(scan->error, scan->text, scan->at, "%s", number.reason);
        return STATUS_LIMIT;
    }
    if (number.reason != NULL) {
        return malformed(scan, scan->at + number.bytes, number.reason);
    }
    scan->at += number.bytes;
    return STATUS_OK;
}

static enum status scan_word(struct scan *scan, struct slice word)
{
    if (!slice_starts_with(rest_of(scan), word)) {
        return unexpected(scan, "a value");
    }
    scan->at += word.size;
    return STATUS_OK;
}

static enum status open_container(struct scan *scan, bool object)
{
    if (scan->depth == LIMIT_VALUE_DEPTH) {
        json_error_set(scan->error, scan->text, scan->at,
                       "more than %d levels of arrays and objects", LIMIT_VALUE_DEPTH);
        return STATUS_LIMIT;
    }
    scan->in_object[scan->depth++] = object;
    scan->at++;
    scan->state = object ? WANT_KEY_OR_END : WANT_VALUE_OR_END;
    return STATUS_OK;
}

static void close_container(struct scan *scan)
{
    scan->at++;
    scan->depth--;
    scan->state = AFTER_VALUE;
}

static enum status scan_value(struct scan *scan)
{
    char c = peek(scan);

    if (c == '{' || c == '[') {
        return open_container(scan, c == '{');
    }
    scan->state = AFTER_VALUE;
    switch (c) {
    case '"':
        return scan_string(scan);
    case 't':
        return scan_word(scan, SLICE("true"));
    case 'f':
        return scan_word(scan, SLICE("false"));
    case 'n':
        return scan_word(scan, SLICE("null"));
    default:
        break;
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        return scan_number(scan);
    }
    return unexpected(scan, "a value");
}

static enum status scan_key(struct scan *scan)
{
    if (peek(scan) != '"') {
        return unexpected(scan, "a key in quotes");
    }
    if (scan_string(scan) != STATUS_OK) {
        return STATUS_MALFORMED;
    }
    skip_blanks(scan);
    if (peek(scan) != ':') {
        return unexpected(scan, "':'");
    }
    scan->at++;
    scan->state = WANT_VALUE;
    return STATUS_OK;
}

static enum status scan_after_value(struct scan *scan)
{
    bool object;
    char c = peek(scan);

    if (scan->depth == 0) {
        scan->state = DONE;
        return scan->at == scan->text.size ? STATUS_OK : unexpected(scan, "the end");
    }
    object = scan->in_object[scan->depth - 1];
    if (c == (object ? '}' : ']')) {
        close_container(scan);
        return STATUS_OK;
    }
    if (c != ',') {
        return unexpected(scan, object ? "',' or '}'" : "',' or ']'");
    }
    scan->at++;
    scan->state = object ? WANT_KEY : WANT_VALUE;
    return STATUS_OK;
}

static enum status scan_step(struct scan *scan)
{
    char c;

    skip_blanks(scan);
    c = peek(scan);
    if ((scan->state == WANT_VALUE_OR_END && c == ']') ||
        (scan->state == WANT_KEY_OR_END && c == '}')) {
        close_container(scan);
        return STATUS_OK;
    }
    if (scan->state == AFTER_VALUE) {
        return scan_after_value(scan);
    }
    if (scan->state == WANT_KEY || scan->state == WANT_KEY_OR_END) {
        return scan_key(scan);
    }
    return scan_value(scan);
}

enum status json_scan(struct slice text, struct json_error *error)
{
    struct scan scan = {.text = text, .state = WANT_VALUE, .error = error};
    enum status status = STATUS_OK;

    if (text.size > LIMIT_JSON_TEXT_BYTES) {
        json_error_set(error, text, 0, "the text is longer than %llu bytes", LIMIT_JSON_TEXT_BYTES);
        return STATUS_LIMIT;
    }
    while (status == STATUS_OK && scan.state != DONE) {
        status = scan_step(&scan);
    }
    return status;
}
