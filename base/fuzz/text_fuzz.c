/* Every parser of base on the same bytes; what it accepts must print to text that it reads the same
 * way. */
#include <stddef.h>
#include <stdint.h>

#include "base/assert.h"
#include "base/buffer.h"
#include "base/cron.h"
#include "base/decimal.h"
#include "base/iso8601.h"
#include "base/text.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_decimal(struct slice text)
{
    char exact[DECIMAL_EXACT_TEXT_BYTES];
    static char plain[DECIMAL_TEXT_BYTES];
    decimal128 d;
    decimal128 again;

    if (!decimal_from_text(text, &d)) {
        return;
    }
    ASSERT(decimal_from_text_exact(slice_make(exact, decimal_to_exact_text(d, exact)), &again));
    ASSERT(again.high == d.high && again.low == d.low);
    ASSERT(decimal_from_text_exact(slice_make(plain, decimal_to_text(d, plain)), &again));
    ASSERT(decimal_equal(again, d));
}

static void fuzz_iso(struct slice text)
{
    char out[ISO_TEXT_BYTES];
    struct iso_date_time at;
    struct iso_date_time at_again;
    struct iso_duration duration;
    struct iso_repeat repeat;
    struct instant sum;

    if (iso_parse_zoned_date_time(text, &at)) {
        size_t bytes = iso_print_date_time(&at, out);

        ASSERT(iso_parse_date_time(slice_make(out, bytes), &at_again));
        ASSERT(instant_compare(iso_instant_of(&at, NULL), iso_instant_of(&at_again, NULL)) == 0);
    }
    if (iso_parse_duration(text, ISO_ANY, &duration) &&
        iso_add(instant_from_ms(0), &duration, zone_find(SLICE("Europe/Berlin")), &sum)) {
        ASSERT(sum.nanoseconds >= 0);
    }
    if (iso_parse_repeat(text, &repeat)) {
        ASSERT(repeat.count >= ISO_REPEAT_FOREVER);
    }
}

static void fuzz_cron(struct slice text)
{
    struct cron_error error = {.at = SIZE_MAX};
    struct cron cron;
    int64_t next;

    if (!cron_parse(text, &cron, &error)) {
        ASSERT(error.text != NULL);
        ASSERT(error.at <= text.size);
    } else if (cron_next(&cron, 0, zone_find(SLICE("America/New_York")), &next)) {
        ASSERT(next > 0);
    }
}

static void fuzz_text(struct slice text)
{
    struct buffer buffer;

    buffer_init(&buffer, 8 * text.size + 16);
    text_put_json(&buffer, text);
    ASSERT(!buffer.failed);
    ASSERT(utf8_is_valid(buffer_slice(&buffer)));
    buffer_reset(&buffer);
    if (text_get_base64(&buffer, text)) {
        ASSERT(buffer.size <= text.size);
    }
    buffer_deinit(&buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make(data, size);

    fuzz_decimal(text);
    fuzz_iso(text);
    fuzz_cron(text);
    fuzz_text(text);
    return 0;
}
