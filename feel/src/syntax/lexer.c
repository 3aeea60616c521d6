#include "syntax/lexer.h"

#include "syntax/chars.h"

static char byte_at(struct slice text, uint32_t at)
{
    return at < text.size ? text.data[at] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The end of the comment at `at`, or `at` when none begins there or it has no end. */
static uint32_t skip_comment(struct slice text, uint32_t at)
{
    uint32_t to = at + 2;

    if (byte_at(text, at) != '/') {
        return at;
    }
    if (byte_at(text, at + 1) == '/') {
        while (to < text.size && text.data[to] != '\n') {
            to++;
        }
        return to;
    }
    if (byte_at(text, at + 1) == '*') {
        for (; to + 1 < text.size; to++) {
            if (text.data[to] == '*' && text.data[to + 1] == '/') {
                return to + 2;
            }
        }
    }
    return at;
}

uint32_t feel_skip_blanks(struct slice text, uint32_t from)
{
    uint32_t at = from;

    while (at < text.size) {
        uint32_t bytes;
        uint32_t c = feel_char_at(text, at, &bytes);
        uint32_t next = feel_is_blank(c) ? at + bytes : skip_comment(text, at);

        if (next == at) {
            break;
        }
        at = next;
    }
    return at;
}

static struct feel_token token_make(enum feel_token_kind kind, uint32_t start, uint32_t end)
{
    return (struct feel_token){.kind = kind, .start = start, .end = end};
}

static struct feel_token token_error(uint32_t start, const char *reason)
{
    return (struct feel_token){.kind = TOKEN_ERROR, .start = start, .end = start, .reason = reason};
}

static uint32_t skip_digits(struct slice text, uint32_t at)
{
    while (is_digit(byte_at(text, at))) {
        at++;
    }
    return at;
}

static struct feel_token lex_number(struct slice text, uint32_t start)
{
    uint32_t at = skip_digits(text, start);

    /* `1..5` is a range: a point belongs to the number only before a digit. */
    if (byte_at(text, at) == '.' && is_digit(byte_at(text, at + 1))) {
        at = skip_digits(text, at + 1);
    }
    if (byte_at(text, at) == 'e' || byte_at(text, at) == 'E') {
        uint32_t exponent = at + 1;

        if (byte_at(text, exponent) == '+' || byte_at(text, exponent) == '-') {
            exponent++;
        }
        if (is_digit(byte_at(text, exponent))) {
            at = skip_digits(text, exponent);
        }
    }
    return token_make(TOKEN_NUMBER, start, at);
}

static struct feel_token lex_string(struct slice text, uint32_t start)
{
    uint32_t at = start + 1;

    while (at < text.size && text.data[at] != '"') {
        at += text.data[at] == '\\' ? 2 : 1;
    }
    if (at >= text.size) {
        return token_error(start, "the string has no closing quote");
    }
    return token_make(TOKEN_STRING, start, at + 1);
}

static struct feel_token lex_quoted_name(struct slice text, uint32_t start)
{
    uint32_t at = start + 1;

    while (at < text.size && text.data[at] != '`') {
        at++;
    }
    if (at >= text.size) {
        return token_error(start, "the name has no closing back-tick");
    }
    if (at == start + 1) {
        return token_error(start, "the name between the back-ticks is empty");
    }
    return token_make(TOKEN_QUOTED_NAME, start, at + 1);
}

static struct feel_token lex_name(struct slice text, uint32_t start)
{
    uint32_t at = start;
    uint32_t bytes;

    while (feel_is_name_part(feel_char_at(text, at, &bytes)) && bytes > 0) {
        at += bytes;
    }
    return token_make(TOKEN_NAME, start, at);
}

struct symbol {
    char text[3];
    enum feel_token_kind kind;
};

/* Longer symbols stand before those that they begin with. */
static const struct symbol symbols[] = {
    {"..", TOKEN_DOTS},          {"**", TOKEN_POWER},      {"<=", TOKEN_LESS_EQUAL},
    {">=", TOKEN_GREATER_EQUAL}, {"!=", TOKEN_NOT_EQUAL},  {"->", TOKEN_ARROW},
    {"(", TOKEN_LEFT_PAREN},     {")", TOKEN_RIGHT_PAREN}, {"[", TOKEN_LEFT_BRACKET},
    {"]", TOKEN_RIGHT_BRACKET},  {"{", TOKEN_LEFT_BRACE},  {"}", TOKEN_RIGHT_BRACE},
    {",", TOKEN_COMMA},          {":", TOKEN_COLON},       {".", TOKEN_DOT},
    {"+", TOKEN_PLUS},           {"-", TOKEN_MINUS},       {"*", TOKEN_STAR},
    {"/", TOKEN_SLASH},          {"=", TOKEN_EQUAL},       {"<", TOKEN_LESS},
    {">", TOKEN_GREATER},        {"?", TOKEN_QUESTION},    {"@", TOKEN_AT},
};

static struct feel_token lex_symbol(struct slice text, uint32_t start)
{
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        struct slice symbol = slice_of(symbols[i].text);

        if (slice_starts_with(slice_from(text, start), symbol)) {
            return token_make(symbols[i].kind, start, start + (uint32_t)symbol.size);
        }
    }
    return token_error(start, "this character has no meaning here");
}

struct feel_token feel_lex(struct slice text, uint32_t from)
{
    uint32_t start = feel_skip_blanks(text, from);
    uint32_t bytes;
    uint32_t c = feel_char_at(text, start, &bytes);

    if (start >= text.size) {
        return token_make(TOKEN_END, start, start);
    }
    if (c == '/' && byte_at(text, start + 1) == '*') {
        return token_error(start, "the comment has no end");
    }
    if (c < 0x80 && (is_digit((char)c) || (c == '.' && is_digit(byte_at(text, start + 1))))) {
        return lex_number(text, start);
    }
    if (c == '"') {
        return lex_string(text, start);
    }
    if (c == '`') {
        return lex_quoted_name(text, start);
    }
    if (feel_is_name_start(c)) {
        return lex_name(text, start);
    }
    return lex_symbol(text, start);
}

struct slice feel_token_text(struct slice text, const struct feel_token *token)
{
    return slice_sub(text, token->start, token->end - token->start);
}
