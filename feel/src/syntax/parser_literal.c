/* Literals: numbers, strings with their escapes, @"…". */
#include "base/text.h"
#include "base/utf8.h"
#include "eval/temporal.h"
#include "syntax/parser_int.h"

const struct feel_node *parse_constant(struct parser *p, struct feel_value value)
{
    struct feel_node *node = node_make_leaf(p, NODE_LITERAL, p->token.start);

    if (node != NULL) {
        node->literal = value;
    }
    parser_advance(p);
    return node;
}

static const struct feel_node *parse_bad_literal(struct parser *p, uint32_t offset,
                                                 struct slice text)
{
    struct feel_node *node = node_make_leaf(p, NODE_BAD_LITERAL, offset);

    if (node != NULL) {
        node->name = text;
    }
    return node;
}

const struct feel_node *parse_number(struct parser *p)
{
    struct feel_value value = {.type = FEEL_NUMBER};
    struct slice text = feel_token_text(p->text, &p->token);

    if (!decimal_from_text(text, &value.number)) {
        uint32_t offset = p->token.start;

        parser_advance(p);
        return parse_bad_literal(p, offset, text);
    }
    return parse_constant(p, value);
}

/* --- strings --- */

static bool hex_digits(struct slice s, size_t at, size_t count, uint32_t *out)
{
    uint32_t value = 0;

    if (count > s.size || at > s.size - count) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        int digit = text_hex_digit(s.data[at + i]);

        if (digit < 0) {
            return false;
        }
        value = value * 16 + (uint32_t)digit;
    }
    *out = value;
    return true;
}

/* \uXXXX, two of them for a surrogate pair, or \UXXXXXX at s[0]. Bytes read, 0 when it is none. */
static size_t unescape_code_point(struct slice s, uint32_t *out)
{
    uint32_t low;

    if (s.data[1] == 'U') {
        return hex_digits(s, 2, 6, out) ? 8 : 0;
    }
    if (!hex_digits(s, 2, 4, out)) {
        return 0;
    }
    if (*out < 0xD800 || *out > 0xDBFF) {
        return 6;
    }
    if (s.size >= 12 && s.data[6] == '\\' && s.data[7] == 'u' && hex_digits(s, 8, 4, &low) &&
        low >= 0xDC00 && low <= 0xDFFF) {
        *out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
        return 12;
    }
    return 0;
}

static char simple_escape(char c)
{
    switch (c) {
    case '"':
    case '\'':
    case '\\':
        return c;
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return '\0';
    }
}

/* One escape at s[0]: what it means goes to out, bytes read are returned. An unknown one stands for
 * itself, backslash included: patterns reach the regular expressions as they are. */
static size_t unescape(struct slice s, char *out, size_t *written)
{
    uint32_t code_point;
    size_t read = 0;

    if (simple_escape(s.data[1]) != '\0') {
        *out = simple_escape(s.data[1]);
        *written = 1;
        return 2;
    }
    if (s.data[1] == 'u' || s.data[1] == 'U') {
        read = unescape_code_point(s, &code_point);
    }
    if (read > 0) {
        char encoded[UTF8_BYTES_MAX];

        *written = utf8_encode(code_point, encoded);
        for (size_t i = 0; i < *written; i++) {
            out[i] = encoded[i];
        }
    }
    if (read == 0 || *written == 0) {
        *out = '\\';
        *written = 1;
        return 1;
    }
    return read;
}

struct slice parse_string_text(struct parser *p)
{
    struct slice body = slice_sub(p->text, p->token.start + 1, p->token.end - p->token.start - 2);
    char *out = arena_alloc(p->arena, body.size + 1);
    size_t size = 0;
    size_t at = 0;

    if (out == NULL) {
        parser_fail_memory(p);
        return SLICE_EMPTY;
    }
    while (at < body.size) {
        size_t written = 1;

        if (body.data[at] == '\\' && at + 1 < body.size) {
            at += unescape(slice_from(body, at), out + size, &written);
        } else {
            out[size] = body.data[at++];
        }
        size += written;
    }
    parser_advance(p);
    return slice_make(out, size);
}

const struct feel_node *parse_string(struct parser *p)
{
    struct feel_node *node = node_make_leaf(p, NODE_LITERAL, p->token.start);
    struct slice text = parse_string_text(p);

    if (node == NULL || text.data == NULL) {
        return NULL;
    }
    node->literal = (struct feel_value){.type = FEEL_STRING, .string = text};
    return node;
}

const struct feel_node *parse_at_literal(struct parser *p)
{
    uint32_t offset = p->token.start;
    struct feel_value value;
    struct feel_node *node;
    struct slice text;

    parser_advance(p);
    if (!parser_at(p, TOKEN_STRING)) {
        parser_fail_here(p, "a string behind '@'");
        return NULL;
    }
    text = parse_string_text(p);
    if (text.data == NULL) {
        return NULL;
    }
    if (!feel_temporal_from_text(p->arena, text, &value)) {
        return parse_bad_literal(p, offset, text);
    }
    node = node_make_leaf(p, NODE_LITERAL, offset);
    if (node != NULL) {
        node->literal = value;
    }
    return node;
}
