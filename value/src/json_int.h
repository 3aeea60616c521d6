/* The two halves of json_parse: our scan, then yajl. Private to value/. */
#ifndef VALUE_JSON_INT_H
#define VALUE_JSON_INT_H

#include "base/attr.h"
#include "value/json.h"

/* The whole of text is one JSON value within the limits; duplicate keys are not looked for. After
 * STATUS_OK no parser that follows the grammar can find fault with it.
 * Errors: STATUS_MALFORMED, STATUS_LIMIT, with error filled. */
enum status json_scan(struct slice text, struct json_error *error) NODISCARD;

/* Fill error for the byte at offset, which may be text.size. */
void json_error_set(struct json_error *error, struct slice text, size_t offset, const char *format,
                    ...) PRINTF_LIKE(4, 5);

#endif
