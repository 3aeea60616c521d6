/* JSON (RFC 8259) in and out of values, without loss of number text.
 *
 * yajl parses behind a pre-scan of ours, which refuses what yajl lets through: lone surrogates,
 * overlong and surrogate UTF-8, duplicate keys, depth over LIMIT_VALUE_DEPTH, anything after the
 * value. */
#ifndef VALUE_JSON_H
#define VALUE_JSON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"
#include "base/status.h"

struct json_error {
    size_t offset;    /* byte of the text where it was seen */
    uint32_t line;    /* 1-based */
    uint32_t column;  /* 1-based, in characters */
    char reason[160]; /* a sentence without the place */
};

/* Parse one JSON text into out (appended; on error out is as before). On STATUS_OK the value is
 * valid as value_validate means it.
 * Errors: STATUS_MALFORMED, STATUS_LIMIT (depth, number length, LIMIT_JSON_TEXT_BYTES, out's
 * ceiling); error tells why and where. Thread: any. */
enum status json_parse(struct slice text, struct buffer *out, struct json_error *error) NODISCARD;

/* Append the JSON text of a value: no blanks, numbers as they came, only needed escapes, U+2028/9
 * and non-ASCII as they are. VALUE_BYTES become base64. value must be valid (ASSERT); the empty
 * slice is null. */
void json_put(struct buffer *out, struct slice value);
/* The same, indented by two blanks a level, for people. */
void json_put_pretty(struct buffer *out, struct slice value);
/* A JSON string literal of the text, quotes included. */
void json_put_string(struct buffer *out, struct slice text);

#endif
