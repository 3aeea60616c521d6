/* Any bytes as JSON: refused with a place inside the text, or a valid value that survives the way
 * through text and back, plain and indented. */
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "value/json.h"
#include "value/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_round_trip(struct slice value, void (*put)(struct buffer *, struct slice))
{
    struct buffer text;
    struct buffer back;
    struct json_error error;

    buffer_init(&text, MIB(64));
    buffer_init(&back, MIB(64));
    put(&text, value);
    ASSERT(json_parse(buffer_slice(&text), &back, &error) == STATUS_OK);
    ASSERT(slice_equal(buffer_slice(&back), value));
    buffer_deinit(&text);
    buffer_deinit(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buffer value;
    struct json_error error;

    buffer_init(&value, MIB(64));
    if (json_parse(slice_make(data, size), &value, &error) == STATUS_OK) {
        ASSERT(value_validate(buffer_slice(&value)) == STATUS_OK);
        check_round_trip(buffer_slice(&value), json_put);
        check_round_trip(buffer_slice(&value), json_put_pretty);
    } else {
        ASSERT(error.offset <= size);
        ASSERT(error.line >= 1);
        ASSERT(error.column >= 1);
        ASSERT(value.size == 0);
        /* Of scan and parser the scan must be the stricter one. */
        ASSERT(strstr(error.reason, "what the scan has passed") == NULL);
    }
    buffer_deinit(&value);
    return 0;
}
