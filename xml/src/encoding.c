/* One encoding of many.
 *
 * A byte order mark decides, then the shape of the first bytes, then the XML declaration. Files of
 * modelling tools come in UTF-8, UTF-16, ISO-8859-1 and windows-1252; anything else is refused by
 * name rather than guessed. */
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "xml/xml.h"

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF16_LE,
    ENCODING_UTF16_BE,
    ENCODING_LATIN1,
    ENCODING_WINDOWS_1252,
    ENCODING_UNKNOWN
};

/* 0x80 to 0x9f of windows-1252; 0: not assigned. */
static const uint16_t windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static const struct xml_place file_start = {.line = 1, .column = 1};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The value of encoding="..." in the XML declaration; empty when there is none. */
static struct slice declared_encoding(struct slice declaration)
{
    static const char key[] = "encoding";
    const char *end;
    const char *at;
    const char *close;

    if (declaration.size == 0) {
        return SLICE_EMPTY;
    }
    end = declaration.data + declaration.size;
    at = memmem(declaration.data, declaration.size, key, sizeof key - 1);
    if (at == NULL) {
        return SLICE_EMPTY;
    }
    at += sizeof key - 1;
    while (at < end && (is_blank(*at) || *at == '=')) {
        at++;
    }
    if (at == end || (*at != '"' && *at != '\'')) {
        return SLICE_EMPTY;
    }
    close = memchr(at + 1, *at, (size_t)(end - at - 1));
    return close == NULL ? SLICE_EMPTY : slice_make(at + 1, (size_t)(close - at - 1));
}

/* "<?xml ... ?>" at the start of a text of one byte a character; empty when there is none. */
static struct slice declaration_of(struct slice text)
{
    const char *end;

    if (!slice_starts_with(text, SLICE("<?xml")) || text.size < 6 || !is_blank(text.data[5])) {
        return SLICE_EMPTY;
    }
    end = memmem(text.data, text.size, "?>", 2);
    return end == NULL ? SLICE_EMPTY : slice_make(text.data, (size_t)(end + 2 - text.data));
}

static enum encoding encoding_of_name(struct slice name)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } known[] = {
        {"UTF-8", ENCODING_UTF8},
        {"UTF8", ENCODING_UTF8},
        {"US-ASCII", ENCODING_UTF8},
        {"ASCII", ENCODING_UTF8},
        {"ISO-8859-1", ENCODING_LATIN1},
        {"ISO8859-1", ENCODING_LATIN1},
        {"ISO_8859-1", ENCODING_LATIN1},
        {"LATIN1", ENCODING_LATIN1},
        {"WINDOWS-1252", ENCODING_WINDOWS_1252},
        {"CP1252", ENCODING_WINDOWS_1252},
    };

    if (name.size == 0) {
        return ENCODING_UTF8;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (slice_equal_nocase(name, slice_of(known[i].name))) {
            return known[i].encoding;
        }
    }
    return ENCODING_UNKNOWN;
}

/* By mark or shape; *skip is the length of the mark. ENCODING_UNKNOWN: the declaration decides. */
static enum encoding encoding_of_shape(struct slice bytes, size_t *skip)
{
    *skip = 0;
    if (slice_starts_with(bytes, SLICE("\xef\xbb\xbf"))) {
        *skip = 3;
        return ENCODING_UTF8;
    }
    if (slice_starts_with(bytes, SLICE("\xff\xfe"))) {
        *skip = 2;
        return ENCODING_UTF16_LE;
    }
    if (slice_starts_with(bytes, SLICE("\xfe\xff"))) {
        *skip = 2;
        return ENCODING_UTF16_BE;
    }
    if (slice_starts_with(bytes, slice_make("<\0", 2))) {
        return ENCODING_UTF16_LE;
    }
    if (slice_starts_with(bytes, slice_make("\0<", 2))) {
        return ENCODING_UTF16_BE;
    }
    return ENCODING_UNKNOWN;
}

static uint32_t unit_at(struct slice bytes, size_t at, bool big_endian)
{
    uint32_t first = (unsigned char)bytes.data[at];
    uint32_t second = (unsigned char)bytes.data[at + 1];

    return big_endian ? first << 8 | second : second << 8 | first;
}

/* The code point at *at, which moves on; UINT32_MAX when the pair is broken. */
static uint32_t utf16_next(struct slice bytes, size_t *at, bool big_endian)
{
    uint32_t unit = unit_at(bytes, *at, big_endian);
    uint32_t low;

    *at += 2;
    if (unit < 0xd800 || unit > 0xdfff) {
        return unit;
    }
    if (unit > 0xdbff || bytes.size - *at < 2) {
        return UINT32_MAX;
    }
    low = unit_at(bytes, *at, big_endian);
    *at += 2;
    if (low < 0xdc00 || low > 0xdfff) {
        return UINT32_MAX;
    }
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

static enum status utf16_to_utf8(struct arena *arena, struct slice bytes, bool big_endian,
                                 struct slice *out, struct xml_fault *fault)
{
    char *to = arena_alloc(arena, bytes.size * 2 + 1);
    size_t size = 0;
    size_t at = 0;

    if (to == NULL) {
        return STATUS_LIMIT;
    }
    while (bytes.size - at >= 2) {
        size_t from = at;
        uint32_t code_point = utf16_next(bytes, &at, big_endian);
        size_t added = code_point == 0 ? 0 : utf8_encode(code_point, to + size);

        if (added == 0) {
            return xml_fault_set(fault, "xml-encoding", file_start,
                                 arena_printf(arena, "byte %zu is not valid UTF-16", from));
        }
        size += added;
    }
    if (at != bytes.size) {
        return xml_fault_set(fault, "xml-encoding", file_start,
                             SLICE("the file ends within a UTF-16 character"));
    }
    *out = slice_make(to, size);
    return STATUS_OK;
}

static enum status single_byte_to_utf8(struct arena *arena, struct slice bytes,
                                       const uint16_t *upper, struct slice *out,
                                       struct xml_fault *fault)
{
    char *to = arena_alloc(arena, bytes.size * 3 + 1);
    size_t size = 0;

    if (to == NULL) {
        return STATUS_LIMIT;
    }
    for (size_t i = 0; i < bytes.size; i++) {
        uint32_t code_point = (unsigned char)bytes.data[i];

        if (upper != NULL && code_point >= 0x80 && code_point < 0xa0) {
            code_point = upper[code_point - 0x80];
        }
        if (code_point == 0) {
            return xml_fault_set(
                fault, "xml-encoding", file_start,
                arena_printf(arena, "byte %zu is no character of the declared encoding", i));
        }
        size += utf8_encode(code_point, to + size);
    }
    *out = slice_make(to, size);
    return STATUS_OK;
}

static enum status utf8_checked(struct arena *arena, struct slice bytes, struct slice *out,
                                struct xml_fault *fault)
{
    size_t valid = utf8_valid_bytes(bytes);
    size_t zero = slice_find_byte(bytes, 0);

    if (valid < bytes.size || zero != SIZE_MAX) {
        size_t at = valid < zero ? valid : zero;

        return xml_fault_set(
            fault, "xml-encoding", file_start,
            arena_printf(arena,
                         "byte %zu is not valid UTF-8; save the file as UTF-8 or declare its "
                         "encoding",
                         at));
    }
    *out = arena_copy(arena, bytes);
    return out->data == NULL ? STATUS_LIMIT : STATUS_OK;
}

static enum status transcode(struct arena *arena, struct slice bytes, enum encoding encoding,
                             struct slice *out, struct xml_fault *fault)
{
    switch (encoding) {
    case ENCODING_UTF16_LE:
        return utf16_to_utf8(arena, bytes, false, out, fault);
    case ENCODING_UTF16_BE:
        return utf16_to_utf8(arena, bytes, true, out, fault);
    case ENCODING_LATIN1:
        return single_byte_to_utf8(arena, bytes, NULL, out, fault);
    case ENCODING_WINDOWS_1252:
        return single_byte_to_utf8(arena, bytes, windows_1252, out, fault);
    case ENCODING_UTF8:
    case ENCODING_UNKNOWN:
        break;
    }
    return utf8_checked(arena, bytes, out, fault);
}

/* Blanks instead of the declaration, its line ends kept. */
static void blank_declaration(struct slice text, char *data)
{
    struct slice declaration = declaration_of(text);

    for (size_t i = 0; i < declaration.size; i++) {
        if (data[i] != '\n') {
            data[i] = ' ';
        }
    }
}

enum status xml_to_utf8(struct arena *arena, struct slice bytes, struct slice *out,
                        struct xml_fault *fault)
{
    size_t skip;
    enum encoding encoding = encoding_of_shape(bytes, &skip);
    struct slice named = SLICE_EMPTY;
    enum status st;

    if (bytes.size == 0) {
        return xml_fault_set(fault, "xml-malformed", file_start, SLICE("the file is empty"));
    }
    if (bytes.size > LIMIT_XML_BYTES) {
        return xml_fault_set(fault, "xml-limit", file_start,
                             arena_printf(arena, "the file has %zu bytes; at most %llu are read",
                                          bytes.size, LIMIT_XML_BYTES));
    }
    if (encoding == ENCODING_UNKNOWN) {
        named = declared_encoding(declaration_of(bytes));
        encoding = encoding_of_name(named);
    }
    if (encoding == ENCODING_UNKNOWN) {
        return xml_fault_set(fault, "xml-encoding", file_start,
                             arena_printf(arena,
                                          "the encoding '%.*s' is not supported or not the one of "
                                          "the bytes; save the file as UTF-8",
                                          SLICE_ARG(named)));
    }
    st = transcode(arena, slice_from(bytes, skip), encoding, out, fault);
    if (st != STATUS_OK) {
        return st;
    }
    /* The bytes behind *out are this function's own copy. */
    blank_declaration(*out, (char *)(uintptr_t)out->data);
    return STATUS_OK;
}
