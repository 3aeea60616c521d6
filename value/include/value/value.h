/* Values in MessagePack: what variables, commands, rows and documents are made of.
 *
 * A value is a slice that holds exactly one MessagePack item. Reading is ours, bounded and in
 * place: every slice that a reader gives points into the bytes it reads. Numbers are int64 where
 * their text is a plain integer in that range; any other number (1.10, 2^63, 34 digits, 1e400, -0)
 * is an extension item of type VALUE_EXT_NUMBER that holds its JSON text, so that nothing is ever
 * lost or rounded. Floats are never written and are refused on reading, and so is every form of an
 * item but the shortest: a value has one run of bytes, order of keys and text of numbers aside.
 * Object keys are strings, unique, in the order in which they came.
 *
 * Thread: any; nothing here has state of its own. */
#ifndef VALUE_VALUE_H
#define VALUE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/slice.h"
#include "base/status.h"

enum {
    VALUE_EXT_NUMBER = 1
};

enum value_kind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,    /* integer */
    VALUE_NUMBER, /* text: the number as JSON text */
    VALUE_STRING, /* text: UTF-8 */
    VALUE_BYTES,  /* text: raw bytes; in commands and rows, never in variables */
    VALUE_ARRAY,  /* count items follow */
    VALUE_OBJECT  /* count pairs follow, key first */
};

struct value_item {
    enum value_kind kind;
    bool boolean;
    uint32_t count;
    int64_t integer;
    struct slice text;
};

/* --- reading --- */

struct value_reader {
    const char *at;
    const char *end;
};

struct value_reader value_reader_of(struct slice value);
bool value_reader_at_end(const struct value_reader *reader);

/* Read one item head; after an array or object head its members follow, one value_read each.
 * Errors: STATUS_MALFORMED bytes that are no such item or run past the end. */
enum status value_read(struct value_reader *reader, struct value_item *out) NODISCARD;
/* Skip one whole value and return the bytes that it took. Errors: STATUS_MALFORMED. */
enum status value_read_whole(struct value_reader *reader, struct slice *out) NODISCARD;

/* Typed reads for codecs: STATUS_MALFORMED when the item is of another kind. Null is allowed where
 * the name says `or_null`; then *out is 0 or empty (data NULL). */
enum status value_read_array(struct value_reader *reader, uint32_t *count) NODISCARD;
enum status value_read_object(struct value_reader *reader, uint32_t *count) NODISCARD;
enum status value_read_int(struct value_reader *reader, int64_t *out) NODISCARD;
enum status value_read_u64(struct value_reader *reader, uint64_t *out) NODISCARD;
enum status value_read_u32(struct value_reader *reader, uint32_t *out) NODISCARD;
enum status value_read_bool(struct value_reader *reader, bool *out) NODISCARD;
enum status value_read_string(struct value_reader *reader, struct slice *out) NODISCARD;
enum status value_read_string_or_null(struct value_reader *reader, struct slice *out) NODISCARD;
enum status value_read_bytes(struct value_reader *reader, struct slice *out) NODISCARD;

/* --- looking into a whole value (already validated) --- */

/* The value's own head; STATUS_MALFORMED for garbage. */
enum status value_head(struct slice value, struct value_item *out) NODISCARD;
/* Member of an object by key, or false (also when it is no object). */
bool value_find(struct slice object, struct slice key, struct slice *out);
bool value_is_null(struct slice value); /* also true for the empty slice */
/* Whole and well formed: depth <= LIMIT_VALUE_DEPTH, strings UTF-8, keys unique strings, nothing
 * after it. Errors: STATUS_MALFORMED, STATUS_LIMIT (depth). */
enum status value_validate(struct slice value) NODISCARD;
/* Same value by FEEL's and JSON's meaning: 1 = 1.0, objects in any order of keys. */
bool value_equal(struct slice a, struct slice b);

/* --- writing: appends to a buffer; ceilings by buffer->failed --- */

void value_put_null(struct buffer *out);
void value_put_bool(struct buffer *out, bool v);
void value_put_int(struct buffer *out, int64_t v);
void value_put_u64(struct buffer *out, uint64_t v);
/* A number by its JSON text; becomes an int item when it is a plain integer of int64. */
void value_put_number(struct buffer *out, struct slice text);
void value_put_string(struct buffer *out, struct slice text);
/* Null when text.data is NULL. */
void value_put_string_or_null(struct buffer *out, struct slice text);
void value_put_bytes(struct buffer *out, struct slice bytes);
void value_put_array(struct buffer *out, uint32_t count);
void value_put_object(struct buffer *out, uint32_t count);
/* Append a value as it is. */
void value_put_value(struct buffer *out, struct slice value);

/* An object or array whose count is known only at the end: put a place for the head, then fill it
 * in. */
size_t value_open_object(struct buffer *out);
void value_close_object(struct buffer *out, size_t place, uint32_t count);
size_t value_open_array(struct buffer *out);
void value_close_array(struct buffer *out, size_t place, uint32_t count);

/* One-item values for callers without a buffer. */
struct slice value_empty_object(void); /* {} */
struct slice value_null(void);

/* a with b's members over it (shallow); both objects; result in the arena, data NULL on ceiling. */
struct slice value_merge(struct arena *arena, struct slice a, struct slice b);

#endif
