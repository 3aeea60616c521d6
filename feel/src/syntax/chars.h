/* Which code points make blanks and names (DMN 1.5, 10.3.1.2, rules 26 to 30 and 61 to 62). */
#ifndef FEEL_SYNTAX_CHARS_H
#define FEEL_SYNTAX_CHARS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

bool feel_is_blank(uint32_t code_point);
bool feel_is_name_start(uint32_t code_point);
/* Letters, digits and marks: what may follow the start of an identifier. */
bool feel_is_name_part(uint32_t code_point);

/* The code point at byte `at` of valid UTF-8 and its length in *bytes; 0 and 0 at the end. */
uint32_t feel_char_at(struct slice text, uint32_t at, uint32_t *bytes);

#endif
