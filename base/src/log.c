/* The format is walked once, pair by pair, with the arguments taken as the conversions say. All
 * lines are built in a buffer on the stack, so that logging works when memory has run out. */
#include "base/log.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/limits.h"
#include "base/slice.h"
#include "base/text.h"

/* Room that is kept free for a closing quote, brace and line feed. */
enum {
    LINE_RESERVE_BYTES = 3,
    NUMBER_BYTES = 24,
    SMALLEST_TEXT_BYTES = 8
};

static _Atomic int log_level = LOG_INFO;
static _Atomic int log_form = LOG_FORM_AUTO;
static _Atomic int log_descriptor = STDERR_FILENO;

struct line {
    char bytes[LIMIT_LOG_LINE_BYTES];
    size_t size;
    bool json;
    bool full; /* nothing more may follow */
};

enum value_kind {
    VALUE_TEXT,
    VALUE_SIGNED,
    VALUE_UNSIGNED,
    VALUE_HEX
};

struct value {
    enum value_kind kind;
    struct slice text;
    long long number;
    unsigned long long magnitude;
};

void log_set_level(enum log_level level)
{
    atomic_store(&log_level, (int)level);
}

void log_set_form(enum log_form form)
{
    atomic_store(&log_form, (int)form);
}

void log_set_descriptor(int fd)
{
    atomic_store(&log_descriptor, fd);
}

static size_t line_room(const struct line *line)
{
    return sizeof(line->bytes) - LINE_RESERVE_BYTES - line->size;
}

/* All or nothing. */
static bool line_put(struct line *line, const char *data, size_t bytes)
{
    if (bytes > line_room(line)) {
        line->full = true;
        return false;
    }
    memcpy(line->bytes + line->size, data, bytes);
    line->size += bytes;
    return true;
}

static void line_put_text(struct line *line, const char *text)
{
    (void)line_put(line, text, strlen(text));
}

static void line_put_quoted(struct line *line, struct slice s)
{
    char step[TEXT_JSON_STEP_BYTES];
    size_t consumed;

    line_put_text(line, "\"");
    for (; s.size > 0; s = slice_from(s, consumed)) {
        size_t bytes = text_json_step(s, step, &consumed);

        if (!line_put(line, step, bytes)) {
            break;
        }
    }
    line->bytes[line->size++] = '"'; /* out of the reserve if need be */
}

static bool is_plain(struct slice s)
{
    for (size_t i = 0; i < s.size; i++) {
        unsigned char c = (unsigned char)s.data[i];

        if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
            return false;
        }
    }
    return s.size > 0;
}

static void line_put_value_text(struct line *line, struct slice s)
{
    if (!line->json && is_plain(s) && line_put(line, s.data, s.size)) {
        return;
    }
    line->full = false;
    line_put_quoted(line, s);
}

static void line_put_value(struct line *line, const struct value *value)
{
    char number[NUMBER_BYTES];

    switch (value->kind) {
    case VALUE_TEXT:
        line_put_value_text(line, value->text);
        return;
    case VALUE_SIGNED:
        snprintf(number, sizeof(number), "%lld", value->number);
        break;
    case VALUE_UNSIGNED:
        snprintf(number, sizeof(number), "%llu", value->magnitude);
        break;
    case VALUE_HEX:
        snprintf(number, sizeof(number), line->json ? "\"%llx\"" : "%llx", value->magnitude);
        break;
    }
    line_put_text(line, number);
}

static void line_put_pair(struct line *line, struct slice key, const struct value *value)
{
    if (line->full || line_room(line) < key.size + NUMBER_BYTES + SMALLEST_TEXT_BYTES) {
        line->full = true;
        return;
    }
    line_put_text(line, line->json ? ",\"" : " ");
    (void)line_put(line, key.data, key.size);
    line_put_text(line, line->json ? "\":" : "=");
    line_put_value(line, value);
}

static void line_begin(struct line *line, enum log_level level, const char *module,
                       struct slice event)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    static const char *const columns[] = {"DEBUG", "INFO ", "WARN ", "ERROR"};
    struct timespec now = {0};
    struct tm utc = {0};
    char stamp[64];
    int bytes;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    (void)gmtime_r(&now.tv_sec, &utc);
    bytes = snprintf(stamp, sizeof(stamp), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                     utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
                     utc.tm_sec, (int)(now.tv_nsec / 1000000));
    ASSERT(bytes > 0);
    if (!line->json) {
        (void)line_put(line, stamp, (size_t)bytes);
        line_put_text(line, " ");
        line_put_text(line, columns[level]);
        line_put_text(line, " ");
        line_put_text(line, module);
        line_put_text(line, " ");
        (void)line_put(line, event.data, event.size);
        return;
    }
    line_put_text(line, "{\"time\":\"");
    (void)line_put(line, stamp, (size_t)bytes);
    line_put_text(line, "\",\"level\":\"");
    line_put_text(line, names[level]);
    line_put_text(line, "\",\"module\":");
    line_put_quoted(line, slice_of(module));
    line_put_text(line, ",\"event\":");
    line_put_quoted(line, event);
}

static void line_end(struct line *line)
{
    ssize_t ignored;

    if (line->json) {
        line->bytes[line->size++] = '}';
    }
    line->bytes[line->size++] = '\n';
    ASSERT(line->size <= sizeof(line->bytes));
    ignored = write(atomic_load(&log_descriptor), line->bytes, line->size);
    (void)ignored; /* a log that cannot be written has nowhere to complain */
}

/* How wide an integer conversion is. */
enum width {
    WIDTH_INT,
    WIDTH_LONG,
    WIDTH_LONG_LONG,
    WIDTH_SIZE
};

static const char *scan_width(const char *at, enum width *width)
{
    *width = WIDTH_INT;
    if (*at == 'z') {
        *width = WIDTH_SIZE;
        return at + 1;
    }
    if (*at != 'l') {
        return at;
    }
    if (at[1] == 'l') {
        *width = WIDTH_LONG_LONG;
        return at + 2;
    }
    *width = WIDTH_LONG;
    return at + 1;
}

/* Behind the '%'. Returns what follows the conversion. The list goes by pointer: it is used up in
 * turn. */
static const char *take_conversion(const char *at, va_list *args, struct value *out)
{
    enum width width;

    if (at[0] == '.' && at[1] == '*' && at[2] == 's') {
        int size = va_arg(*args, int);
        const char *data = va_arg(*args, const char *);

        out->text = data == NULL || size < 0 ? SLICE_EMPTY : slice_make(data, (size_t)size);
        return at + 3;
    }
    if (*at == 's') {
        out->text = slice_of(va_arg(*args, const char *));
        return at + 1;
    }
    at = scan_width(at, &width);
    ASSERT(*at == 'd' || *at == 'i' || *at == 'u' || *at == 'x');
    if (width == WIDTH_INT) {
        int v = va_arg(*args, int);

        out->number = v;
        out->magnitude = (unsigned)v;
    } else { /* long, long long and size_t are one and the same to the machine: see the assertion */
        out->number = va_arg(*args, long);
        out->magnitude = (unsigned long)out->number;
    }
    out->kind = *at == 'u' ? VALUE_UNSIGNED : VALUE_SIGNED;
    if (*at == 'x') {
        out->kind = VALUE_HEX;
    }
    return at + 1;
}
_Static_assert(sizeof(long) == sizeof(long long), "integers are taken in two widths");
_Static_assert(sizeof(long) == sizeof(size_t), "integers are taken in two widths");

/* One key=value, at its key. Returns what follows. */
static const char *take_pair(const char *at, va_list *args, struct line *line)
{
    const char *equals = strchr(at, '=');
    struct value value = {.kind = VALUE_TEXT};
    const char *end;

    ASSERT(equals != NULL);
    end = equals + 1;
    if (*end == '%') {
        end = take_conversion(end + 1, args, &value);
    } else {
        end += strcspn(end, " ");
        value.text = slice_make(equals + 1, (size_t)(end - equals - 1));
    }
    ASSERT(*end == ' ' || *end == '\0');
    line_put_pair(line, slice_make(at, (size_t)(equals - at)), &value);
    return end;
}

static bool wants_json(void)
{
    int form = atomic_load(&log_form);

    return form == LOG_FORM_JSON ||
           (form == LOG_FORM_AUTO && isatty(atomic_load(&log_descriptor)) == 0);
}

void log_write(enum log_level level, const char *module, const char *format, ...)
{
    struct line line;
    const char *at = format + strcspn(format, " ");
    va_list args;

    if ((int)level < atomic_load(&log_level) || level >= LOG_OFF) {
        return;
    }
    line.size = 0;
    line.full = false;
    line.json = wants_json();
    line_begin(&line, level, module, slice_make(format, (size_t)(at - format)));
    va_start(args, format);
    for (at += strspn(at, " "); *at != '\0'; at += strspn(at, " ")) {
        at = take_pair(at, &args, &line);
    }
    va_end(args);
    line_end(&line);
}
