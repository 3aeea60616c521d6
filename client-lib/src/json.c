/* Just enough JSON to look into answers: a scanner that copies nothing, bounded in depth. */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "client_int.h"

enum {
    JSON_DEPTH_MAX = 64
};

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) {
        at++;
    }
    return at;
}

/* Behind the closing quote, or NULL. */
static const char *scan_string(const char *at, const char *end)
{
    for (at++; at < end; at++) {
        if (*at == '"') {
            return at + 1;
        }
        if (*at == '\\' && ++at == end) {
            return NULL;
        }
    }
    return NULL;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '+' || c == '.';
}

static const char *scan_word(const char *at, const char *end)
{
    const char *start = at;

    while (at < end && is_word(*at)) {
        at++;
    }
    return at == start ? NULL : at;
}

/* Strings are stepped over whole, so every bracket seen is one of structure. */
static const char *scan_nested(const char *at, const char *end)
{
    char open[JSON_DEPTH_MAX];
    int depth = 0;

    while (at != NULL && at < end) {
        char c = *at;

        if (c == '"') {
            at = scan_string(at, end);
            continue;
        }
        if (c == '{' || c == '[') {
            if (depth == JSON_DEPTH_MAX) {
                return NULL;
            }
            open[depth++] = c;
        } else if (c == '}' || c == ']') {
            if (depth == 0 || open[depth - 1] != (c == '}' ? '{' : '[')) {
                return NULL;
            }
            depth--;
            if (depth == 0) {
                return at + 1;
            }
        }
        at++;
    }
    return NULL;
}

const char *json_scan_value(const char *at, const char *end, const char **start)
{
    at = skip_blanks(at, end);
    *start = at;
    if (at == end) {
        return NULL;
    }
    if (*at == '"') {
        return scan_string(at, end);
    }
    if (*at == '{' || *at == '[') {
        return scan_nested(at, end);
    }
    return scan_word(at, end);
}

/* Behind the comma; `close` ends the container (*done). NULL when neither comes. */
static const char *next_member(const char *at, const char *end, char close, bool *done)
{
    at = skip_blanks(at, end);
    if (at == end || (*at != ',' && *at != close)) {
        return NULL;
    }
    *done = *at == close;
    return at + 1;
}

/* Into a container that opens with `open`; *done when it is empty. */
static const char *enter(struct slice value, char open, char close, bool *done)
{
    const char *end;
    const char *at;

    if (value.size == 0) {
        return NULL;
    }
    end = value.data + value.size;
    at = skip_blanks(value.data, end);
    if (at == end || *at != open) {
        return NULL;
    }
    at = skip_blanks(at + 1, end);
    *done = at < end && *at == close;
    return at;
}

bool json_each(struct slice array, void (*item)(struct slice value, void *ctx), void *ctx)
{
    bool done = false;
    const char *at = enter(array, '[', ']', &done);
    const char *end = at == NULL ? NULL : array.data + array.size;

    while (at != NULL && !done) {
        const char *start;

        at = json_scan_value(at, end, &start);
        if (at == NULL) {
            return false;
        }
        item(slice_make(start, (size_t)(at - start)), ctx);
        at = next_member(at, end, ']', &done);
    }
    return at != NULL;
}

/* A key and its value; NULL when they are not well formed. */
static const char *scan_pair(const char *at, const char *end, struct slice *key,
                             struct slice *value)
{
    const char *start;

    at = json_scan_value(at, end, &start);
    if (at == NULL || *start != '"') {
        return NULL;
    }
    *key = slice_make(start + 1, (size_t)(at - start) - 2);
    at = skip_blanks(at, end);
    if (at == end || *at != ':') {
        return NULL;
    }
    at = json_scan_value(at + 1, end, &start);
    if (at != NULL) {
        *value = slice_make(start, (size_t)(at - start));
    }
    return at;
}

bool json_each_member(struct slice object,
                      bool (*member)(struct slice name, struct slice value, void *ctx), void *ctx)
{
    bool done = false;
    const char *at = enter(object, '{', '}', &done);
    const char *end = at == NULL ? NULL : object.data + object.size;

    while (at != NULL && !done) {
        struct slice key;
        struct slice found;

        at = scan_pair(at, end, &key, &found);
        if (at == NULL || !member(key, found, ctx)) {
            return at != NULL;
        }
        at = next_member(at, end, '}', &done);
    }
    return at != NULL;
}

struct lookup {
    struct slice name;
    struct slice value;
    bool is_found;
};

static bool look_at(struct slice name, struct slice value, void *ctx)
{
    struct lookup *lookup = ctx;

    if (!slice_equal(name, lookup->name)) {
        return true;
    }
    lookup->value = value;
    lookup->is_found = true;
    return false;
}

bool json_member(struct slice object, struct slice name, struct slice *value)
{
    struct lookup lookup = {.name = name};

    if (!json_each_member(object, look_at, &lookup) || !lookup.is_found) {
        return false;
    }
    *value = lookup.value;
    return true;
}

static bool read_hex4(struct slice s, size_t at, uint32_t *code)
{
    *code = 0;
    if (at + 4 > s.size) {
        return false;
    }
    for (size_t i = at; i < at + 4; i++) {
        int digit = text_hex_digit(s.data[i]);

        if (digit < 0) {
            return false;
        }
        *code = *code << 4 | (uint32_t)digit;
    }
    return true;
}

static void put_code_point(struct buffer *out, uint32_t code)
{
    char bytes[4];

    buffer_put(out, bytes, utf8_encode(code, bytes));
}

/* "\uXXXX" at s[at] (the u), with its second half when it is a surrogate pair. Returns the
 * characters taken, 0 when it is wrong. */
static size_t put_unicode(struct buffer *out, struct slice s, size_t at)
{
    uint32_t code;
    uint32_t low;

    if (!read_hex4(s, at + 1, &code)) {
        return 0;
    }
    if (code < 0xd800 || code > 0xdfff) {
        put_code_point(out, code);
        return 5;
    }
    if (code > 0xdbff || at + 11 > s.size || s.data[at + 5] != '\\' || s.data[at + 6] != 'u' ||
        !read_hex4(s, at + 7, &low) || low < 0xdc00 || low > 0xdfff) {
        return 0;
    }
    put_code_point(out, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
    return 11;
}

/* The escape whose letter stands at s[at]. Returns the characters taken, 0 when it is wrong. */
static size_t put_escape(struct buffer *out, struct slice s, size_t at)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *found;

    if (at == s.size) {
        return 0;
    }
    if (s.data[at] == 'u') {
        return put_unicode(out, s, at);
    }
    found = memchr(letters, s.data[at], sizeof(letters) - 1);
    if (found == NULL) {
        return 0;
    }
    buffer_put_byte(out, meanings[found - letters]);
    return 1;
}

bool json_put_decoded(struct buffer *out, struct slice value)
{
    struct slice s;
    size_t i = 0;

    if (value.size < 2 || value.data[0] != '"' || value.data[value.size - 1] != '"') {
        return false;
    }
    s = slice_sub(value, 1, value.size - 2);
    while (i < s.size) {
        size_t taken = 1;

        if (s.data[i] == '\\') {
            i++;
            taken = put_escape(out, s, i);
        } else {
            buffer_put_byte(out, s.data[i]);
        }
        if (taken == 0) {
            return false;
        }
        i += taken;
    }
    return !out->failed;
}

struct place {
    int64_t left; /* items to pass over */
    struct slice found;
};

static void pass_item(struct slice value, void *ctx)
{
    struct place *place = ctx;

    if (place->left-- == 0) {
        place->found = value;
    }
}

static bool array_item(struct slice array, struct slice number, struct slice *value)
{
    struct place place = {0};

    if (!slice_to_int64(number, &place.left) || place.left < 0 ||
        !json_each(array, pass_item, &place) || place.found.size == 0) {
        return false;
    }
    *value = place.found;
    return true;
}

static bool find_path(struct slice json, struct slice path, struct slice *value)
{
    *value = json;
    while (path.size > 0) {
        size_t dot = slice_find_byte(path, '.');
        struct slice name = dot == SIZE_MAX ? path : slice_sub(path, 0, dot);

        if (!json_member(*value, name, value) && !array_item(*value, name, value)) {
            return false;
        }
        path = dot == SIZE_MAX ? SLICE_EMPTY : slice_from(path, dot + 1);
    }
    return true;
}

bool baton_json_find(const char *json, const char *path, const char **value, size_t *size)
{
    struct slice found;

    if (json == NULL || !find_path(slice_of(json), slice_of(path), &found)) {
        return false;
    }
    *value = found.data;
    *size = found.size;
    return true;
}

struct each {
    void (*item)(const char *value, size_t size, void *ctx);
    void *ctx;
};

static void tell_item(struct slice value, void *ctx)
{
    const struct each *each = ctx;

    each->item(value.data, value.size, each->ctx);
}

bool baton_json_each(const char *json, const char *path,
                     void (*item)(const char *value, size_t size, void *ctx), void *ctx)
{
    struct each each = {.item = item, .ctx = ctx};
    struct slice found;

    return json != NULL && find_path(slice_of(json), slice_of(path), &found) &&
           json_each(found, tell_item, &each);
}

bool baton_json_text(const char *json, const char *path, char *out, size_t bytes)
{
    struct buffer text;
    struct slice found;
    bool ok;

    if (json == NULL || bytes == 0 || !find_path(slice_of(json), slice_of(path), &found)) {
        return false;
    }
    buffer_init(&text, bytes);
    /* A NUL inside would end the C string early and make it another text. */
    ok = json_put_decoded(&text, found) && text.size < bytes &&
         slice_find_byte(buffer_slice(&text), '\0') == SIZE_MAX;
    if (ok) {
        memcpy(out, text.data == NULL ? "" : text.data, text.size);
        out[text.size] = '\0';
    }
    buffer_deinit(&text);
    return ok;
}

bool json_to_int(struct slice value, int64_t *out)
{
    if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"') {
        value = slice_sub(value, 1, value.size - 2);
    }
    return slice_to_int64(value, out);
}

bool baton_json_int(const char *json, const char *path, int64_t *out)
{
    struct slice found;

    return json != NULL && find_path(slice_of(json), slice_of(path), &found) &&
           json_to_int(found, out);
}

bool baton_json_quote(const char *text, char *out, size_t bytes)
{
    struct buffer quoted;
    bool ok;

    buffer_init(&quoted, bytes);
    text_put_json(&quoted, slice_of(text));
    ok = !quoted.failed && quoted.size < bytes;
    if (ok) {
        memcpy(out, quoted.data, quoted.size);
        out[quoted.size] = '\0';
    }
    buffer_deinit(&quoted);
    return ok;
}
