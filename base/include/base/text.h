/* Text in the forms that wires and logs want: JSON strings, base64, hexadecimal. Thread: any. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buffer.h"
#include "base/slice.h"

enum {
    TEXT_JSON_STEP_BYTES = 6
};

/* Escape the first character of s for a JSON string into out; returns the bytes written and in
 * *consumed those read. A byte that is no UTF-8 becomes U+FFFD. s is not empty. */
size_t text_json_step(struct slice s, char out[TEXT_JSON_STEP_BYTES], size_t *consumed);
/* The whole of s as a JSON string with its quotes. */
void text_put_json(struct buffer *buffer, struct slice s);

/* RFC 4648, the standard alphabet with padding. */
void text_put_base64(struct buffer *buffer, struct slice s);
/* Strict: padding as it must be, no blanks, unused bits zero.
 * On false the buffer holds part of it. */
bool text_get_base64(struct buffer *buffer, struct slice s) NODISCARD;

/* The value of a hexadecimal digit in either case, or -1. */
int text_hex_digit(char c);

#endif
