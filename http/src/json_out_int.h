/* Writing JSON answers member by member. A comma is put where the last byte asks for one, so
 * writers nest freely without a state of their own. */
#ifndef HTTP_JSON_OUT_INT_H
#define HTTP_JSON_OUT_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

/* bracket: '{' or '['; as the next item of an array, or after json_name. */
void json_open(struct buffer *out, char bracket);
void json_close(struct buffer *out, char bracket);
void json_name(struct buffer *out, const char *name);

/* Items of an array, or values after json_name. */
void json_item_text(struct buffer *out, struct slice text);
void json_item_key(struct buffer *out, uint64_t key); /* a string of digits */
void json_item_date(struct buffer *out, int64_t ms);
void json_item_value(struct buffer *out, struct slice value); /* any MessagePack value */

/* Members. */
void json_text(struct buffer *out, const char *name, struct slice text);
/* null when text.data is NULL */
void json_text_or_null(struct buffer *out, const char *name, struct slice text);
void json_number(struct buffer *out, const char *name, int64_t number);
void json_key(struct buffer *out, const char *name, uint64_t key);
void json_bool(struct buffer *out, const char *name, bool value);
void json_null(struct buffer *out, const char *name);
void json_value(struct buffer *out, const char *name, struct slice value);
/* name: {} or [] */
void json_empty(struct buffer *out, const char *name, char bracket);

#endif
