#include "settings.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SETTING_ROW(id, name, kind, value, fallback, dev, min, max, word, help)                    \
    [SETTING_##id] = {name, kind, value, fallback, dev, (int64_t)(min), (int64_t)(max), word, help},
const struct setting settings[SETTING_COUNT] = {SETTING_LIST(SETTING_ROW)};
#undef SETTING_ROW

struct unit {
    const char *name;
    int64_t factor;
};

/* From small to large. */
static const struct unit byte_units[] = {{"B", 1},           {"KiB", 1LL << 10}, {"MiB", 1LL << 20},
                                         {"GiB", 1LL << 30}, {"TiB", 1LL << 40}, {NULL, 0}};
static const struct unit time_units[] = {{"ms", 1},
                                         {"s", SETTING_SECOND_MS},
                                         {"m", 60 * SETTING_SECOND_MS},
                                         {"h", 3600 * SETTING_SECOND_MS},
                                         {"d", SETTING_DAY_MS},
                                         {NULL, 0}};

enum setting_id setting_find(struct slice name)
{
    unsigned id = 0;

    while (id < SETTING_COUNT && !slice_is(name, settings[id].name)) {
        id++;
    }
    return (enum setting_id)id;
}

void setting_variable(const struct setting *setting, char out[SETTING_NAME_BYTES])
{
    snprintf(out, SETTING_NAME_BYTES, "BATON_%s", setting->name);
    for (char *at = out; *at != '\0'; at++) {
        *at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
    }
}

/* --- reading --- */

/* "512 MiB" as 512 and the factor. The number must not pass what an int64_t holds. */
static bool parse_united(struct slice text, const struct unit *units, int64_t *out)
{
    size_t digits = 0;
    struct slice name;
    int64_t number = 0;

    while (digits < text.size && isdigit((unsigned char)text.data[digits])) {
        digits++;
    }
    name = slice_trim(slice_from(text, digits));
    if (!slice_to_int64(slice_sub(text, 0, digits), &number)) {
        return false;
    }
    if (number == 0 && name.size == 0) {
        *out = 0;
        return true;
    }
    while (units->name != NULL && !slice_is(name, units->name)) {
        units++;
    }
    return units->name != NULL && !__builtin_mul_overflow(number, units->factor, out);
}

/* The place of a word in "auto|text|json", or -1. */
static int64_t parse_choice(struct slice text, struct slice words)
{
    for (int64_t place = 0;; place++) {
        size_t end = slice_find_byte(words, '|');

        if (slice_equal(text, end == SIZE_MAX ? words : slice_sub(words, 0, end))) {
            return place;
        }
        if (end == SIZE_MAX) {
            return -1;
        }
        words = slice_from(words, end + 1);
    }
}

/* The text as a number of the setting's kind. False: it is none. */
static bool parse_number(const struct setting *setting, struct slice text, int64_t *out)
{
    switch (setting->kind) {
    case SETTING_TEXT:
        *out = (int64_t)text.size;
        return memchr(text.data, '\0', text.size) == NULL;
    case SETTING_SWITCH:
        *out = parse_choice(text, SLICE("false|true"));
        return *out >= 0;
    case SETTING_NUMBER:
        return slice_to_int64(text, out);
    case SETTING_BYTES:
        return parse_united(text, byte_units, out);
    case SETTING_DURATION:
        return parse_united(text, time_units, out);
    case SETTING_CHOICE:
        *out = parse_choice(text, slice_of(setting->word));
        return *out >= 0;
    }
    return false;
}

static bool is_word(const struct setting *setting, struct slice text)
{
    return setting->kind != SETTING_CHOICE && setting->word != NULL &&
           slice_is(text, setting->word);
}

static void refuse(const struct setting *setting, struct slice text, char *message)
{
    struct buffer out;

    buffer_init(&out, SETTING_MESSAGE_BYTES);
    setting_describe(setting, &out);
    snprintf(message, SETTING_MESSAGE_BYTES, "is '%.*s' and must be %.*s",
             (int)(text.size > 200 ? 200 : text.size), text.data, (int)out.size, out.data);
    buffer_deinit(&out);
}

bool setting_parse(const struct setting *setting, struct slice text, struct setting_value *out,
                   char message[SETTING_MESSAGE_BYTES])
{
    bool bounded = setting->kind != SETTING_SWITCH && setting->kind != SETTING_CHOICE;
    int64_t number = SETTING_WORD;

    text = slice_trim(text);
    if (!is_word(setting, text) &&
        (text.size >= SETTING_VALUE_BYTES || !parse_number(setting, text, &number) ||
         (bounded && (number < setting->min || number > setting->max)))) {
        refuse(setting, text, message);
        return false;
    }
    out->number = number;
    snprintf(out->text, sizeof(out->text), "%.*s", (int)text.size, text.data);
    return true;
}

/* --- for people --- */

/* In the largest unit that leaves a whole number. */
static void put_united(struct buffer *out, const struct unit *units, int64_t number)
{
    const struct unit *best = units;

    for (; units->name != NULL && number != 0; units++) {
        if (number % units->factor == 0) {
            best = units;
        }
    }
    buffer_printf(out, "%lld%s", (long long)(number / best->factor), number == 0 ? "" : best->name);
}

static void put_range(struct buffer *out, const struct setting *setting, const char *what,
                      const struct unit *units)
{
    buffer_printf(out, "%s from ", what);
    put_united(out, units, setting->min);
    buffer_put_text(out, " to ");
    put_united(out, units, setting->max);
}

static void put_words(struct buffer *out, struct slice words)
{
    for (size_t i = 0; i < words.size; i++) {
        if (words.data[i] == '|') {
            buffer_put_text(out, ", ");
        } else {
            buffer_put_byte(out, words.data[i]);
        }
    }
}

void setting_describe(const struct setting *setting, struct buffer *out)
{
    static const struct unit plain[] = {{"", 1}, {NULL, 0}};

    switch (setting->kind) {
    case SETTING_TEXT:
        buffer_printf(out, "a text of %lld to %lld bytes", (long long)setting->min,
                      (long long)setting->max);
        break;
    case SETTING_SWITCH:
        buffer_put_text(out, "true or false");
        return;
    case SETTING_CHOICE:
        buffer_put_text(out, "one of ");
        put_words(out, slice_of(setting->word));
        return;
    case SETTING_NUMBER:
        put_range(out, setting, "a whole number", plain);
        break;
    case SETTING_BYTES:
        put_range(out, setting, "a size (B, KiB, MiB, GiB, TiB)", byte_units);
        break;
    case SETTING_DURATION:
        put_range(out, setting, "a time (ms, s, m, h, d)", time_units);
        break;
    }
    if (setting->word != NULL) {
        buffer_printf(out, ", or %s", setting->word);
    }
}

static void document_row(const struct setting *setting, struct buffer *out)
{
    char variable[SETTING_NAME_BYTES];

    setting_variable(setting, variable);
    buffer_printf(out, "| `%s` | `%s` | %s", setting->name, variable, setting->fallback);
    if (setting->dev_fallback != NULL) {
        buffer_printf(out, " (`dev`: %s)", setting->dev_fallback);
    }
    buffer_put_text(out, " | ");
    setting_describe(setting, out);
    buffer_printf(out, " | %s |\n", setting->help);
}

void settings_document(struct buffer *out)
{
    buffer_put_text(out, "| name | variable | default | value | what for |\n"
                         "|---|---|---|---|---|\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        document_row(&settings[i], out);
    }
}
