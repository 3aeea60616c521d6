/* Boundaries are searched for as whole lines (CRLF--boundary), so content may hold anything else.
 * Lenient where clients differ (no part Content-Type, blanks after a boundary, bare file names,
 * filename*), strict where servers could read two different things (no name, no end). */
#include "multipart_int.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"

enum {
    BOUNDARY_BYTES_MAX = 70,
    DELIMITER_BYTES_MAX = BOUNDARY_BYTES_MAX + 4
};

struct cursor {
    struct slice rest;
    char delimiter_bytes[DELIMITER_BYTES_MAX]; /* CRLF--boundary */
    struct slice delimiter;
    struct arena *arena;
    const char *reason;
};

static enum status malformed(struct cursor *cursor, const char *reason)
{
    cursor->reason = reason;
    return STATUS_MALFORMED;
}

/* --- parameters of a header: a=b; c="d e" --- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static void skip_blanks(struct slice *s)
{
    while (s->size > 0 && is_blank(s->data[0])) {
        *s = slice_from(*s, 1);
    }
}

/* The raw text between quotes; a backslash takes the next byte with it. False: no closing quote. */
static bool take_quoted(struct slice *s, struct slice *value)
{
    size_t end = 1;

    while (end < s->size && s->data[end] != '"') {
        end += s->data[end] == '\\' && end + 1 < s->size ? 2 : 1;
    }
    if (end >= s->size) {
        return false;
    }
    *value = slice_sub(*s, 1, end - 1);
    *s = slice_from(*s, end + 1);
    return true;
}

struct parameter {
    struct slice name;
    struct slice value; /* raw: escapes still in it */
    bool quoted;
};

/* The next `; name=value`. False at the end and at anything that is no parameter. */
static bool parameter_next(struct slice *s, struct parameter *out)
{
    size_t end;

    skip_blanks(s);
    if (s->size == 0 || s->data[0] != ';') {
        return false;
    }
    *s = slice_from(*s, 1);
    skip_blanks(s);
    end = slice_find_byte(*s, '=');
    if (end == SIZE_MAX) {
        return false;
    }
    out->name = slice_trim(slice_sub(*s, 0, end));
    *s = slice_from(*s, end + 1);
    skip_blanks(s);
    out->quoted = s->size > 0 && s->data[0] == '"';
    if (out->quoted) {
        return take_quoted(s, &out->value);
    }
    end = slice_find_byte(*s, ';');
    out->value = slice_trim(slice_sub(*s, 0, end == SIZE_MAX ? s->size : end));
    *s = slice_from(*s, end == SIZE_MAX ? s->size : end);
    return true;
}

/* Cut "multipart/form-data" off "multipart/form-data; boundary=x". */
static struct slice take_token(struct slice *s)
{
    size_t end = slice_find_byte(*s, ';');
    struct slice token = slice_sub(*s, 0, end == SIZE_MAX ? s->size : end);

    *s = slice_from(*s, token.size);
    return slice_trim(token);
}

static bool boundary_is_usable(struct slice boundary)
{
    for (size_t i = 0; i < boundary.size; i++) {
        if ((unsigned char)boundary.data[i] < ' ' || (unsigned char)boundary.data[i] > '~') {
            return false;
        }
    }
    return boundary.size >= 1 && boundary.size <= BOUNDARY_BYTES_MAX;
}

struct slice multipart_boundary(struct slice content_type)
{
    struct slice rest = content_type;
    struct parameter parameter;

    if (!slice_equal_nocase(take_token(&rest), SLICE("multipart/form-data"))) {
        return SLICE_EMPTY;
    }
    while (parameter_next(&rest, &parameter)) {
        if (slice_equal_nocase(parameter.name, SLICE("boundary"))) {
            return boundary_is_usable(parameter.value) ? parameter.value : SLICE_EMPTY;
        }
    }
    return SLICE_EMPTY;
}

/* --- names --- */

/* Only \" and \\ are escapes: some clients send a whole Windows path with its backslashes. */
static struct slice unescape(struct arena *arena, struct slice raw)
{
    struct slice copy = arena_copy(arena, raw);
    char *at = arena_alloc(arena, raw.size + 1);
    size_t size = 0;

    if (copy.data == NULL || at == NULL) {
        return SLICE_EMPTY;
    }
    for (size_t i = 0; i < raw.size; i++) {
        if (raw.data[i] == '\\' && i + 1 < raw.size &&
            (raw.data[i + 1] == '"' || raw.data[i + 1] == '\\')) {
            i++;
        }
        at[size++] = raw.data[i];
    }
    return slice_make(at, size);
}

/* filename*=UTF-8''na%C3%AFve.bpmn (RFC 8187). data NULL when it is not that. */
static struct slice extended_name(struct arena *arena, struct slice raw)
{
    struct slice prefix = SLICE("utf-8'");
    size_t quote;
    char *at;
    size_t size = 0;

    if (raw.size < prefix.size || !slice_equal_nocase(slice_sub(raw, 0, prefix.size), prefix)) {
        return SLICE_EMPTY;
    }
    raw = slice_from(raw, prefix.size);
    quote = slice_find_byte(raw, '\'');
    at = arena_alloc(arena, raw.size + 1);
    if (quote == SIZE_MAX || at == NULL) {
        return SLICE_EMPTY;
    }
    for (size_t i = quote + 1; i < raw.size; i++) {
        char c = raw.data[i];

        if (c == '%') {
            int high = i + 2 < raw.size ? text_hex_digit(raw.data[i + 1]) : -1;
            int low = high >= 0 ? text_hex_digit(raw.data[i + 2]) : -1;

            if (low < 0) {
                return SLICE_EMPTY;
            }
            c = (char)(high << 4 | low);
            i += 2;
        }
        at[size++] = c;
    }
    return slice_make(at, size);
}

static enum status disposition_read(struct cursor *cursor, struct slice value,
                                    struct multipart_part *part)
{
    struct parameter parameter;
    struct slice extended = SLICE_EMPTY;

    if (!slice_equal_nocase(take_token(&value), SLICE("form-data"))) {
        return malformed(cursor, "a part is not form-data");
    }
    while (parameter_next(&value, &parameter)) {
        if (slice_equal_nocase(parameter.name, SLICE("name"))) {
            part->name = unescape(cursor->arena, parameter.value);
        } else if (slice_equal_nocase(parameter.name, SLICE("filename"))) {
            part->file_name = unescape(cursor->arena, parameter.value);
        } else if (slice_equal_nocase(parameter.name, SLICE("filename*"))) {
            extended = extended_name(cursor->arena, parameter.value);
        }
    }
    if (slice_trim(value).size > 0) {
        return malformed(cursor, "the Content-Disposition of a part cannot be read");
    }
    if (extended.data != NULL) {
        part->file_name = extended;
    }
    return STATUS_OK;
}

/* --- parts --- */

static enum status header_read(struct cursor *cursor, struct slice line,
                               struct multipart_part *part)
{
    size_t colon = slice_find_byte(line, ':');
    struct slice name;
    struct slice value;

    if (colon == SIZE_MAX) {
        return malformed(cursor, "a header of a part has no colon");
    }
    name = slice_trim(slice_sub(line, 0, colon));
    value = slice_trim(slice_from(line, colon + 1));
    if (slice_equal_nocase(name, SLICE("content-disposition"))) {
        return disposition_read(cursor, value, part);
    }
    if (slice_equal_nocase(name, SLICE("content-type"))) {
        part->content_type = value;
    }
    return STATUS_OK;
}

/* The lines up to the blank one. */
static enum status head_read(struct cursor *cursor, struct multipart_part *part)
{
    size_t taken = 0;
    enum status status = STATUS_OK;

    while (status == STATUS_OK) {
        const char *end =
            cursor->rest.size == 0 ? NULL : memmem(cursor->rest.data, cursor->rest.size, "\r\n", 2);
        struct slice line;

        if (end == NULL) {
            return malformed(cursor, "the head of a part has no end");
        }
        line = slice_sub(cursor->rest, 0, (size_t)(end - cursor->rest.data));
        taken += line.size + 2;
        if (taken > LIMIT_MULTIPART_PART_HEAD_BYTES) {
            cursor->reason = "the head of a part is too large";
            return STATUS_LIMIT;
        }
        cursor->rest = slice_from(cursor->rest, line.size + 2);
        if (line.size == 0) {
            return STATUS_OK;
        }
        status = header_read(cursor, line, part);
    }
    return status;
}

/* Behind a delimiter: "--" ends the body; blanks and CRLF begin a part. */
static enum status delimiter_end(struct cursor *cursor, bool *last)
{
    if (slice_starts_with(cursor->rest, SLICE("--"))) {
        *last = true;
        return STATUS_OK;
    }
    skip_blanks(&cursor->rest);
    if (!slice_starts_with(cursor->rest, SLICE("\r\n"))) {
        return malformed(cursor, "a boundary is not followed by a line end");
    }
    cursor->rest = slice_from(cursor->rest, 2);
    return STATUS_OK;
}

/* Content up to the next delimiter; the cursor stands behind the delimiter after. */
static enum status content_take(struct cursor *cursor, struct slice *content)
{
    const char *at = memmem(cursor->rest.data, cursor->rest.size, cursor->delimiter.data,
                            cursor->delimiter.size);

    if (at == NULL) {
        return malformed(cursor, "the last boundary is missing");
    }
    *content = slice_sub(cursor->rest, 0, (size_t)(at - cursor->rest.data));
    cursor->rest = slice_from(cursor->rest, content->size + cursor->delimiter.size);
    return STATUS_OK;
}

static enum status part_read(struct cursor *cursor, struct multipart_part *part)
{
    enum status status = head_read(cursor, part);

    if (status != STATUS_OK) {
        return status;
    }
    if (part->name.data == NULL) {
        return malformed(cursor, "a part has no name");
    }
    if (!utf8_is_valid(part->name) || !utf8_is_valid(part->file_name)) {
        return malformed(cursor, "the name of a part is not UTF-8");
    }
    /* A part without content begins its delimiter with the line end of its head. */
    cursor->rest = slice_make(cursor->rest.data - 2, cursor->rest.size + 2);
    status = content_take(cursor, &part->content);
    if (status == STATUS_OK) {
        part->content =
            part->content.size < 2 ? slice_sub(part->content, 0, 0) : slice_from(part->content, 2);
    }
    return status;
}

static void cursor_open(struct cursor *cursor, struct slice boundary)
{
    memcpy(cursor->delimiter_bytes, "\r\n--", 4);
    memcpy(cursor->delimiter_bytes + 4, boundary.data, boundary.size);
    cursor->delimiter = slice_make(cursor->delimiter_bytes, boundary.size + 4);
}

/* The first delimiter may begin the body without a line end; a preamble before it is dropped. */
static enum status first_delimiter(struct cursor *cursor)
{
    struct slice bare = slice_from(cursor->delimiter, 2);
    struct slice preamble;

    if (slice_starts_with(cursor->rest, bare)) {
        cursor->rest = slice_from(cursor->rest, bare.size);
        return STATUS_OK;
    }
    if (cursor->rest.size == 0) {
        return malformed(cursor, "the body is empty");
    }
    return content_take(cursor, &preamble);
}

enum status multipart_parse(struct slice body, struct slice boundary, struct arena *arena,
                            struct multipart *out)
{
    struct cursor cursor = {.rest = body, .arena = arena};
    bool last = false;
    enum status status;

    *out = (struct multipart){0};
    cursor_open(&cursor, boundary);
    out->parts = ARENA_ARRAY(arena, struct multipart_part, LIMIT_MULTIPART_PARTS);
    status = out->parts == NULL ? STATUS_LIMIT : first_delimiter(&cursor);
    while (status == STATUS_OK) {
        status = delimiter_end(&cursor, &last);
        if (status != STATUS_OK || last) {
            break;
        }
        if (out->count == LIMIT_MULTIPART_PARTS) {
            cursor.reason = "there are too many parts";
            status = STATUS_LIMIT;
            break;
        }
        status = part_read(&cursor, &out->parts[out->count]);
        out->count += status == STATUS_OK ? 1 : 0;
    }
    if (status == STATUS_OK && arena->exhausted) {
        status = STATUS_LIMIT;
    }
    out->reason = cursor.reason == NULL ? "too large" : cursor.reason;
    return status;
}
