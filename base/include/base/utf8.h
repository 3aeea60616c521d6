/* UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF. Thread: any. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"

enum {
    UTF8_BYTES_MAX = 4
};

bool utf8_is_valid(struct slice s);
/* Bytes at the start of s that are valid; s.size when all are. A diagnostic names this position. */
size_t utf8_valid_bytes(struct slice s);
/* The first code point of s and how many bytes it takes;
 * 0 when s is empty or does not begin well. */
size_t utf8_decode(struct slice s, uint32_t *code_point) NODISCARD;
/* Write the code point and return its bytes, 1 to 4; 0 for a surrogate or above U+10FFFF. */
size_t utf8_encode(uint32_t code_point, char out[UTF8_BYTES_MAX]) NODISCARD;
/* Code points of a text that is known to be valid. */
size_t utf8_count(struct slice s);
/* Byte offset of the n-th code point (from 0) of valid text; s.size when there are fewer. */
size_t utf8_offset(struct slice s, size_t n);

#endif
