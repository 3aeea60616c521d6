/* Tokens of FEEL. The lexer has no state: it reads the token that begins at an offset, so that the
 * parser may step back, or take a name with blanks out of the text before the lexer cuts it up. */
#ifndef FEEL_SYNTAX_LEXER_H
#define FEEL_SYNTAX_LEXER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum feel_token_kind {
    TOKEN_END,
    TOKEN_ERROR, /* reason tells */
    TOKEN_NUMBER,
    TOKEN_STRING,      /* with its quotes */
    TOKEN_NAME,        /* one identifier; keywords are names too */
    TOKEN_QUOTED_NAME, /* with its back-ticks */
    TOKEN_AT,
    TOKEN_QUESTION,
    TOKEN_LEFT_PAREN,
    TOKEN_RIGHT_PAREN,
    TOKEN_LEFT_BRACKET,
    TOKEN_RIGHT_BRACKET,
    TOKEN_LEFT_BRACE,
    TOKEN_RIGHT_BRACE,
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_DOT,
    TOKEN_DOTS,
    TOKEN_PLUS,
    TOKEN_MINUS,
    TOKEN_STAR,
    TOKEN_POWER,
    TOKEN_SLASH,
    TOKEN_EQUAL,
    TOKEN_NOT_EQUAL,
    TOKEN_LESS,
    TOKEN_LESS_EQUAL,
    TOKEN_GREATER,
    TOKEN_GREATER_EQUAL,
    TOKEN_ARROW
};

struct feel_token {
    enum feel_token_kind kind;
    uint32_t start; /* bytes */
    uint32_t end;
    const char *reason; /* of TOKEN_ERROR */
};

/* The first token at or after `from`, blanks and comments skipped. text is valid UTF-8. */
struct feel_token feel_lex(struct slice text, uint32_t from);
/* Where the first token at or after `from` begins, or where an unclosed comment does. */
uint32_t feel_skip_blanks(struct slice text, uint32_t from);
struct slice feel_token_text(struct slice text, const struct feel_token *token);

#endif
