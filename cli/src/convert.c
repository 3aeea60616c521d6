#include "convert.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/clock.h"
#include "base/iso8601.h"
#include "base/limits.h"
#include "value/json.h"
#include "value/value.h"

struct cli_option convert_argument(const struct cli_argument *argument)
{
    return (struct cli_option){.name = argument->name,
                               .value = argument->name,
                               .kind = argument->kind,
                               .words = argument->words,
                               .member = argument->member};
}

/* "--name" of an option, "NAME" of an argument. */
static const char *dashes(const struct cli_option *option)
{
    return option->value == option->name ? "" : "--";
}

static bool refuse(const struct cli_option *option, const char *text, const char *must)
{
    cli_complain("%s%s is '%s' and must be %s", dashes(option), option->name, text, must);
    return false;
}

/* --- checks --- */

static bool has_word(const char *words, struct slice wanted)
{
    for (struct slice rest = slice_of(words); rest.size > 0;) {
        size_t blank = slice_find_byte(rest, ' ');
        struct slice word = blank == SIZE_MAX ? rest : slice_sub(rest, 0, blank);

        if (slice_equal_nocase(word, wanted)) {
            return true;
        }
        rest = blank == SIZE_MAX ? SLICE_EMPTY : slice_from(rest, blank + 1);
    }
    return false;
}

/* The next text before a comma; rest is what follows it. */
static struct slice next_item(struct slice *rest)
{
    size_t comma = slice_find_byte(*rest, ',');
    struct slice item = comma == SIZE_MAX ? *rest : slice_sub(*rest, 0, comma);

    *rest = comma == SIZE_MAX ? SLICE_EMPTY : slice_from(*rest, comma + 1);
    return item;
}

static bool check_words(const struct cli_option *option, const char *text, bool many)
{
    struct slice rest = slice_of(text);

    if (option->words == NULL) {
        return true;
    }
    do {
        struct slice item = many ? next_item(&rest) : rest;

        if (!has_word(option->words, item)) {
            cli_complain("%s%s is '%.*s' and must be one of %s", dashes(option), option->name,
                         SLICE_ARG(item), option->words);
            return false;
        }
    } while (many && rest.size > 0);
    return true;
}

static bool check_number(const struct cli_option *option, const char *text)
{
    bool bounded = option->min != 0 || option->max != 0;
    int64_t max = bounded ? option->max : INT64_MAX;
    int64_t number = 0;

    if (slice_to_int64(slice_of(text), &number) && number >= option->min && number <= max) {
        return true;
    }
    if (bounded) {
        cli_complain("%s%s is '%s' and must be a whole number from %lld to %lld", dashes(option),
                     option->name, text, (long long)option->min, (long long)option->max);
        return false;
    }
    return refuse(option, text, "a whole number that is not negative");
}

static bool is_key(const char *text)
{
    int64_t key = 0;

    return text[0] >= '0' && text[0] <= '9' && slice_to_int64(slice_of(text), &key) && key > 0;
}

static bool parse_date(const char *text, int64_t *ms)
{
    struct iso_date_time at;
    struct civil_date date;

    if (iso_parse_date(slice_of(text), &date)) {
        *ms = civil_days(date) * CIVIL_DAY_SECONDS * 1000;
        return true;
    }
    return iso_parse_date_time(slice_of(text), &at) && instant_to_ms(iso_instant_of(&at, NULL), ms);
}

static bool is_date(const char *text)
{
    int64_t ms = 0;

    return text[0] == '\0' || parse_date(text, &ms) || convert_duration(text, &ms);
}

static bool check_list(const struct cli_option *option, const char *text)
{
    struct slice rest = slice_of(text);

    while (option->item != NULL && strstr(option->item, "$2") != NULL && rest.size > 0) {
        if (slice_find_byte(next_item(&rest), ':') == SIZE_MAX) {
            return refuse(option, text, "pairs such as from:to");
        }
    }
    return true;
}

bool convert_check(const struct cli_option *option, const char *text)
{
    int64_t ms = 0;

    switch (option->kind) {
    case CLI_NUMBER:
        return check_number(option, text);
    case CLI_KEY:
        return is_key(text) || refuse(option, text, "a key, a number such as 2251799813685250");
    case CLI_WORD:
    case CLI_MATCH:
        return check_words(option, text, option->kind == CLI_MATCH);
    case CLI_DURATION:
        return convert_duration(text, &ms) ||
               refuse(option, text, "a time such as 30s, 5m, 2h or 7d");
    case CLI_DATE:
    case CLI_SINCE:
        return is_date(text) ||
               refuse(option, text, "a date such as 2026-01-31, 2026-01-31T12:00:00Z, or 2h");
    case CLI_PAIR:
        return (strchr(text, '=') != NULL && text[0] != '=') || refuse(option, text, "NAME=VALUE");
    case CLI_LIST:
        return check_list(option, text);
    case CLI_TEXT:
    case CLI_OBJECT:
    case CLI_JSON:
    case CLI_FILE:
    case CLI_DIRECTORY:
    case CLI_PROCESS:
    case CLI_COMMAND:
    default:
        return true;
    }
}

bool convert_duration(const char *text, int64_t *ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {
        {"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"h", 3600 * 1000LL}, {"d", 24 * 3600000LL},
        {"", 1000}};
    struct slice all = slice_of(text);
    int64_t count = 0;

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        struct slice unit = slice_of(units[i].unit);

        if (slice_ends_with(all, unit) &&
            slice_to_int64(slice_sub(all, 0, all.size - unit.size), &count)) {
            return count >= 0 && !__builtin_mul_overflow(count, units[i].ms, ms);
        }
    }
    return false;
}

/* --- files --- */

static char *read_stream(FILE *file, const char *path, size_t max_bytes, size_t *bytes)
{
    char *content = CHECK_MEMORY(malloc(max_bytes + 1));

    *bytes = fread(content, 1, max_bytes + 1, file);
    if (ferror(file) != 0 || *bytes > max_bytes) {
        cli_complain("%s: %s", path,
                     ferror(file) != 0 ? strerror(errno) : "is larger than a server takes");
        free(content);
        return NULL;
    }
    content = CHECK_MEMORY(realloc(content, *bytes + 1));
    content[*bytes] = '\0';
    return content;
}

char *convert_read_file(const char *path, size_t max_bytes, size_t *bytes)
{
    FILE *file;
    char *content;

    if (strcmp(path, "-") == 0) {
        return read_stream(stdin, "standard input", max_bytes, bytes);
    }
    file = fopen(path, "rbe");
    if (file == NULL) {
        cli_complain("%s: %s", path, strerror(errno));
        return NULL;
    }
    content = read_stream(file, path, max_bytes, bytes);
    fclose(file);
    return content;
}

/* --- JSON --- */

static bool put_parsed(const struct cli_option *option, const char *text, struct slice json,
                       struct buffer *out)
{
    struct value_item head = {0};
    struct json_error error;
    size_t place = out->size;

    if (json_parse(json, out, &error) != STATUS_OK) {
        cli_complain("%s%s%s%s is no JSON: line %u, column %u: %s", dashes(option), option->name,
                     text[0] == '@' ? " " : "", text[0] == '@' ? text : "", error.line,
                     error.column, error.reason);
        return false;
    }
    if (option->kind == CLI_OBJECT &&
        (value_head(slice_from(buffer_slice(out), place), &head) != STATUS_OK ||
         head.kind != VALUE_OBJECT)) {
        cli_complain("%s%s must be a JSON object, such as '{\"total\":42}'", dashes(option),
                     option->name);
        return false;
    }
    return true;
}

bool convert_put_value(const struct cli_option *option, const char *text, struct buffer *out)
{
    bool from_file = text[0] == '@' || strcmp(text, "-") == 0;
    size_t bytes = strlen(text);
    char *content = NULL;
    bool good;

    if (from_file) {
        content =
            convert_read_file(text[0] == '@' ? text + 1 : text, LIMIT_VARIABLES_BYTES, &bytes);
        if (content == NULL) {
            return false;
        }
    }
    good = put_parsed(option, text, slice_make(from_file ? content : text, bytes), out);
    free(content);
    return good;
}

static bool put_json(const struct cli_option *option, const char *text, struct buffer *out)
{
    struct buffer value;
    bool good;

    buffer_init(&value, LIMIT_COMMAND_BYTES);
    good = convert_put_value(option, text, &value);
    if (good) {
        json_put(out, buffer_slice(&value));
    }
    buffer_deinit(&value);
    return good;
}

bool convert_put_pair(const char *text, struct buffer *out)
{
    const char *equals = strchr(text, '=');
    const char *given = equals + 1;
    size_t bytes = strlen(given);
    struct json_error error;
    char *content = NULL;
    struct slice all;

    ASSERT(equals != NULL);
    if (given[0] == '@') {
        content = convert_read_file(given + 1, LIMIT_VARIABLES_BYTES, &bytes);
        if (content == NULL) {
            return false;
        }
    }
    all = slice_make(content == NULL ? given : content, bytes);
    value_put_string(out, slice_make(text, (size_t)(equals - text)));
    if (json_parse(all, out, &error) != STATUS_OK) {
        value_put_string(out, all);
    }
    free(content);
    return true;
}

static void put_upper(struct slice word, struct buffer *out)
{
    buffer_put_byte(out, '"');
    for (size_t i = 0; i < word.size; i++) {
        char c = word.data[i];

        buffer_put_byte(out, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
    }
    buffer_put_byte(out, '"');
}

/* The item in the place of $1, or its parts around ':' in those of $1 and $2. */
static void put_templated(const char *template, struct slice item, struct buffer *out)
{
    bool has_two = strstr(template, "$2") != NULL;
    size_t colon = has_two ? slice_find_byte(item, ':') : item.size;

    ASSERT(colon <= item.size);
    for (; *template != '\0'; template ++) {
        if (*template != '$') {
            buffer_put_byte(out, *template);
            continue;
        }
        template ++;
        json_put_string(out,
                        *template == '1' ? slice_sub(item, 0, colon) : slice_from(item, colon + 1));
    }
}

static void put_item(const struct cli_option *option, struct slice item, struct buffer *out)
{
    if (option->item != NULL) {
        put_templated(option->item, item, out);
    } else if (option->words != NULL) {
        put_upper(item, out);
    } else {
        json_put_string(out, item);
    }
}

static void put_list(const struct cli_option *option, const char *text, struct buffer *out)
{
    struct slice rest = slice_of(text);

    buffer_put_byte(out, '[');
    while (rest.size > 0) {
        put_item(option, next_item(&rest), out);
        if (rest.size > 0) {
            buffer_put_byte(out, ',');
        }
    }
    buffer_put_byte(out, ']');
}

static void put_match(const struct cli_option *option, const char *text, struct buffer *out)
{
    if (strchr(text, ',') != NULL) {
        buffer_put_text(out, "{\"$in\":");
        put_list(option, text, out);
        buffer_put_byte(out, '}');
    } else if (option->words == NULL && strpbrk(text, "*?") != NULL) {
        buffer_put_text(out, "{\"$like\":");
        json_put_string(out, slice_of(text));
        buffer_put_byte(out, '}');
    } else {
        put_item(option, slice_of(text), out);
    }
}

/* A duration counts from now: back for filters, on for what is to come. */
static void put_date(const struct cli_option *option, const char *text, struct buffer *out)
{
    char printed[ISO_TEXT_BYTES];
    int64_t ms = 0;

    if (text[0] == '\0') {
        buffer_put_text(out, "\"\"");
        return;
    }
    if (!parse_date(text, &ms)) {
        bool parsed = convert_duration(text, &ms);

        ASSERT(parsed);
        ms = clock_wall_ms() + (option->kind == CLI_SINCE ? -ms : ms);
    }
    json_put_string(out, slice_make(printed, iso_print_instant_ms(ms, printed)));
}

bool convert_put(const struct cli_option *option, const char *text, struct buffer *out)
{
    int64_t ms = 0;

    switch (option->kind) {
    case CLI_NUMBER:
    case CLI_DURATION:
        if (option->kind == CLI_NUMBER ? slice_to_int64(slice_of(text), &ms)
                                       : convert_duration(text, &ms)) {
            buffer_printf(out, "%lld", (long long)ms);
        }
        return true;
    case CLI_OBJECT:
    case CLI_JSON:
        return put_json(option, text, out);
    case CLI_LIST:
        put_list(option, text, out);
        return true;
    case CLI_MATCH:
        put_match(option, text, out);
        return true;
    case CLI_WORD:
        put_upper(slice_of(text), out);
        return true;
    case CLI_DATE:
    case CLI_SINCE:
        put_date(option, text, out);
        return true;
    case CLI_TEXT:
    case CLI_KEY:
    case CLI_PAIR:
    case CLI_FILE:
    case CLI_DIRECTORY:
    case CLI_PROCESS:
    case CLI_COMMAND:
    default:
        json_put_string(out, slice_of(text));
        return true;
    }
}
