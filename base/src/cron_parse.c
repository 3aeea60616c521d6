/* Cron text to bit sets. */
#include <string.h>

#include "base/assert.h"
#include "base/cron.h"

enum field_kind {
    FIELD_SECOND,
    FIELD_MINUTE,
    FIELD_HOUR,
    FIELD_DAY,
    FIELD_MONTH,
    FIELD_WEEKDAY
};

struct field {
    int smallest;
    int largest;
    const char *names; /* three letters each, of the values from 1 on; or NULL */
    const char *wanted;
};

static const struct field fields[] = {
    [FIELD_SECOND] = {0, 59, NULL, "a second from 0 to 59 is wanted here"},
    [FIELD_MINUTE] = {0, 59, NULL, "a minute from 0 to 59 is wanted here"},
    [FIELD_HOUR] = {0, 23, NULL, "an hour from 0 to 23 is wanted here"},
    [FIELD_DAY] = {1, 31, NULL, "a day of the month from 1 to 31 is wanted here"},
    [FIELD_MONTH] = {1, 12, "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC",
                     "a month from 1 to 12 or JAN to DEC is wanted here"},
    [FIELD_WEEKDAY] = {0, 7, "MONTUEWEDTHUFRISATSUN",
                       "a day of the week from 0 to 7 or MON to SUN is wanted here"},
};

struct parser {
    struct slice text;
    size_t at;
    enum field_kind kind;
    uint64_t bits; /* plain values of the present field */
    struct cron *out;
    struct cron_error *error;
};

static bool fail(struct parser *p, const char *text)
{
    *p->error = (struct cron_error){.at = p->at, .text = text};
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char peek(const struct parser *p)
{
    return p->at < p->text.size ? p->text.data[p->at] : '\0';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* In any case of letters. */
static bool take(struct parser *p, char c)
{
    if (upper(peek(p)) != c) {
        return false;
    }
    p->at++;
    return true;
}

static bool at_item_end(const struct parser *p)
{
    char c = peek(p);

    return c == '\0' || c == ',' || is_blank(c);
}

static bool take_number(struct parser *p, int *out)
{
    size_t from = p->at;
    int v = 0;

    while (peek(p) >= '0' && peek(p) <= '9') {
        v = v < 1000 ? v * 10 + (peek(p) - '0') : v;
        p->at++;
    }
    *out = v;
    return p->at > from;
}

static bool take_name(struct parser *p, int *out)
{
    const char *names = fields[p->kind].names;

    if (names == NULL || p->text.size - p->at < 3) {
        return false;
    }
    for (int i = 0; names[3 * i] != '\0'; i++) {
        if (slice_equal_nocase(slice_sub(p->text, p->at, 3), slice_make(names + 3 * i, 3))) {
            p->at += 3;
            *out = i + 1;
            return true;
        }
    }
    return false;
}

static bool take_value(struct parser *p, int *out)
{
    const struct field *field = &fields[p->kind];
    size_t from = p->at;

    if (take_name(p, out)) {
        return true;
    }
    if (!take_number(p, out) || *out < field->smallest || *out > field->largest) {
        p->at = from;
        return fail(p, field->wanted);
    }
    return true;
}

/* Bits first, first + step and so on up to last. Weekdays run over Sunday, which is 0, 7 and 7
 * again. */
static void set_bits(struct parser *p, int first, int last, int step)
{
    for (int v = first; v <= last; v += step) {
        int bit = p->kind == FIELD_WEEKDAY ? (v + 6) % 7 + 1 : v;

        p->bits |= UINT64_C(1) << bit;
    }
}

static bool take_step(struct parser *p, int *out)
{
    size_t from = p->at;

    *out = 1;
    if (!take(p, '/')) {
        return true;
    }
    if (!take_number(p, out) || *out < 1 || *out > fields[p->kind].largest) {
        p->at = from;
        return fail(p, "a step of at least 1 and within the field is wanted after '/'");
    }
    return true;
}

/* Behind the first value: "-last", "/step", both, or nothing. */
static bool parse_range(struct parser *p, int first)
{
    size_t from = p->at;
    int last = first;
    int step;

    if (take(p, '-')) {
        if (!take_value(p, &last)) {
            return false;
        }
        last += p->kind == FIELD_WEEKDAY && first > last ? 7 : 0;
        if (first > last) {
            p->at = from;
            return fail(p, "the range ends before it begins");
        }
    } else if (peek(p) == '/') {
        last = fields[p->kind].largest;
    }
    if (!take_step(p, &step)) {
        return false;
    }
    set_bits(p, first, last, step);
    return true;
}

static bool parse_star(struct parser *p)
{
    int smallest = p->kind == FIELD_WEEKDAY ? 1 : fields[p->kind].smallest;
    int step;

    if (!take_step(p, &step)) {
        return false;
    }
    set_bits(p, smallest, fields[p->kind].largest, step);
    return true;
}

/* Behind the 'L' of a day of the month. */
static bool parse_last_day(struct parser *p)
{
    size_t from = p->at;
    int before = 0;

    if (take(p, 'W')) {
        p->out->last_weekday = true;
        return true;
    }
    if (take(p, '-') && (!take_number(p, &before) || before > 30)) {
        p->at = from;
        return fail(p, "from 0 to 30 days before the last are possible");
    }
    p->out->last_days |= UINT32_C(1) << before;
    return true;
}

/* Behind the '#' of a day of the week. */
static bool parse_nth(struct parser *p, int weekday)
{
    size_t from = p->at;
    int nth;

    if (!take_number(p, &nth) || nth < 1 || nth > 5) {
        p->at = from;
        return fail(p, "a number from 1 to 5 is wanted after '#'");
    }
    p->out->nth_weekdays[nth] |= (uint8_t)(1U << ((weekday + 6) % 7 + 1));
    return true;
}

static bool parse_value(struct parser *p)
{
    int first;

    if (!take_value(p, &first)) {
        return false;
    }
    if (p->kind == FIELD_DAY && take(p, 'W')) {
        p->out->weekday_days |= UINT32_C(1) << first;
        return true;
    }
    if (p->kind == FIELD_WEEKDAY && take(p, 'L')) {
        p->out->last_of_weekdays |= (uint8_t)(1U << ((first + 6) % 7 + 1));
        return true;
    }
    if (p->kind == FIELD_WEEKDAY && take(p, '#')) {
        return parse_nth(p, first);
    }
    return parse_range(p, first);
}

static bool parse_item(struct parser *p)
{
    bool is_day = p->kind == FIELD_DAY || p->kind == FIELD_WEEKDAY;
    bool good;

    if (take(p, '*') || (is_day && take(p, '?'))) {
        good = parse_star(p);
    } else if (p->kind == FIELD_DAY && take(p, 'L')) {
        good = parse_last_day(p);
    } else {
        good = parse_value(p);
    }
    if (good && !at_item_end(p)) {
        return fail(p, "this cannot follow here");
    }
    return good;
}

static void store_bits(struct parser *p)
{
    struct cron *out = p->out;

    switch (p->kind) {
    case FIELD_SECOND:
        out->seconds = p->bits;
        break;
    case FIELD_MINUTE:
        out->minutes = p->bits;
        break;
    case FIELD_HOUR:
        out->hours = (uint32_t)p->bits;
        break;
    case FIELD_DAY:
        out->days = (uint32_t)p->bits;
        break;
    case FIELD_MONTH:
        out->months = (uint16_t)p->bits;
        break;
    case FIELD_WEEKDAY:
        out->weekdays = (uint8_t)p->bits;
        break;
    }
}

static bool parse_field(struct parser *p)
{
    p->bits = 0;
    do {
        if (!parse_item(p)) {
            return false;
        }
    } while (take(p, ','));
    store_bits(p);
    return true;
}

static void skip_blanks(struct parser *p)
{
    while (is_blank(peek(p))) {
        p->at++;
    }
}

static bool parse_fields(struct parser *p)
{
    for (int kind = FIELD_SECOND; kind <= FIELD_WEEKDAY; kind++) {
        skip_blanks(p);
        if (p->at == p->text.size) {
            return fail(p, "six fields are wanted: second minute hour day month weekday");
        }
        p->kind = (enum field_kind)kind;
        if (!parse_field(p)) {
            return false;
        }
    }
    skip_blanks(p);
    return p->at == p->text.size || fail(p, "six fields are enough");
}

/* The six fields that a macro stands for; empty when it is none. */
static struct slice macro_fields(struct slice name)
{
    static const struct {
        const char *name;
        const char *fields;
    } macros[] = {{"@yearly", "0 0 0 1 1 *"},  {"@annually", "0 0 0 1 1 *"},
                  {"@monthly", "0 0 0 1 * *"}, {"@weekly", "0 0 0 * * 0"},
                  {"@daily", "0 0 0 * * *"},   {"@midnight", "0 0 0 * * *"},
                  {"@hourly", "0 0 * * * *"}};

    for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++) {
        if (slice_equal_nocase(name, slice_of(macros[i].name))) {
            return slice_of(macros[i].fields);
        }
    }
    return SLICE_EMPTY;
}

bool cron_parse(struct slice text, struct cron *out, struct cron_error *error)
{
    struct cron cron = {0};
    struct parser p = {.text = text, .out = &cron, .error = error};

    if (text.size > 0 && slice_trim(text).size > 0 && slice_trim(text).data[0] == '@') {
        p.text = macro_fields(slice_trim(text));
        if (p.text.size == 0) {
            return fail(&p, "there is no such macro");
        }
    }
    if (!parse_fields(&p)) {
        return false;
    }
    *out = cron;
    return true;
}
