#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "base/utf8.h"
#include "testkit/test.h"

/* Every code point goes there and back; surrogates and what lies above go nowhere. */
TEST(utf8, encodes_every_code_point_and_no_other)
{
    for (uint32_t c = 0; c < 0x110800; c++) {
        char bytes[UTF8_BYTES_MAX];
        size_t size = utf8_encode(c, bytes);
        uint32_t again = 0;

        if ((c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff) {
            CHECK_INT(size, ==, 0);
        } else {
            CHECK_INT(utf8_decode(slice_make(bytes, size), &again), ==, size);
            CHECK_INT(again, ==, c);
        }
    }
}

/* Overlong forms, surrogates, lone and missing continuations are no UTF-8. */
TEST(utf8, refuses_what_is_not_strict)
{
    static const char *const refused[] = {"\xc0\x80",
                                          "\xc1\xbf",
                                          "\xe0\x9f\xbf",
                                          "\xf0\x8f\xbf\xbf",
                                          "\xed\xa0\x80",
                                          "\xed\xbf\xbf",
                                          "\xf4\x90\x80\x80",
                                          "\xf5\x80\x80\x80",
                                          "\x80",
                                          "\xff",
                                          "\xc3",
                                          "\xe2\x82",
                                          "\xf0\x9f\x98",
                                          "\xc3(",
                                          "\xe2(\xa1"};

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        CHECK(!utf8_is_valid(slice_of(refused[i])));
    }
    CHECK(utf8_is_valid(SLICE("")));
    CHECK(utf8_is_valid(SLICE("Größe €  😀")));
    CHECK_INT(utf8_valid_bytes(SLICE("ab\xff")), ==, 2);
    CHECK_INT(utf8_count(SLICE("ä€😀x")), ==, 4);
    CHECK_INT(utf8_offset(SLICE("ä€😀x"), 3), ==, 9);
    CHECK_INT(utf8_offset(SLICE("ä€😀x"), 9), ==, 10);
}

TEST(text, escapes_for_json)
{
    struct buffer buffer;

    buffer_init(&buffer, 1000);
    text_put_json(&buffer, SLICE("a\"b\\c\n\t\x01\x7f ä😀\xff"));
    CHECK_TEXT(buffer_slice(&buffer), "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f ä😀\xef\xbf\xbd\"");
    buffer_deinit(&buffer);
}

static void check_base64(const char *plain, const char *coded)
{
    struct buffer buffer;

    buffer_init(&buffer, 1000);
    text_put_base64(&buffer, slice_of(plain));
    CHECK_TEXT(buffer_slice(&buffer), coded);
    buffer_reset(&buffer);
    CHECK(text_get_base64(&buffer, slice_of(coded)));
    CHECK_TEXT(buffer_slice(&buffer), plain);
    buffer_deinit(&buffer);
}

/* The vectors of RFC 4648, and what a strict reader refuses. */
TEST(text, codes_base64)
{
    static const char *const refused[] = {
        "Zg=", "Zg", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v\n", "Z-9v", "Zm=v"};
    struct buffer buffer;

    check_base64("", "");
    check_base64("f", "Zg==");
    check_base64("fo", "Zm8=");
    check_base64("foo", "Zm9v");
    check_base64("foob", "Zm9vYg==");
    check_base64("\xfb\xff", "+/8=");
    buffer_init(&buffer, 1000);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (text_get_base64(&buffer, slice_of(refused[i]))) {
            test_fail(__FILE__, __LINE__, "taken for base64: %s", refused[i]);
        }
    }
    buffer_deinit(&buffer);
}

TEST(text, reads_a_hexadecimal_digit)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < 16; i++) {
        CHECK_INT(text_hex_digit(digits[i]), ==, i);
    }
    CHECK_INT(text_hex_digit('F'), ==, 15);
    CHECK_INT(text_hex_digit('g'), ==, -1);
    CHECK_INT(text_hex_digit('G'), ==, -1);
    CHECK_INT(text_hex_digit('/'), ==, -1);
    CHECK_INT(text_hex_digit('\0'), ==, -1);
}

/* What was logged since the pipe was opened, without the time of day at its start. Borrowed. */
static struct slice logged(int pipe_out, size_t time_bytes)
{
    static char bytes[2 * LIMIT_LOG_LINE_BYTES];
    ssize_t size = read(pipe_out, bytes, sizeof(bytes));

    CHECK(size > (ssize_t)time_bytes);
    return slice_from(slice_make(bytes, (size_t)size), time_bytes);
}

/* Send the log into a pipe, in the given form; returns the end to read from. */
static int capture_log(enum log_form form, int ends[2])
{
    CHECK_INT(pipe(ends), ==, 0);
    log_set_descriptor(ends[1]);
    log_set_form(form);
    return ends[0];
}

static void release_log(const int ends[2])
{
    log_set_descriptor(STDERR_FILENO);
    log_set_form(LOG_FORM_AUTO);
    close(ends[0]);
    close(ends[1]);
}

enum {
    TIME_BYTES = sizeof("2026-01-01T00:00:00.000Z ") - 1,
    JSON_TIME_BYTES = sizeof("{\"time\":\"2026-01-01T00:00:00.000Z\",") - 1
};

/* Volatile, so that the compiler does not see the NULL that it would refuse. */
static const char *volatile nothing = NULL;

TEST(log, writes_words)
{
    int ends[2];
    int out = capture_log(LOG_FORM_TEXT, ends);

    log_info("node", "listening address=%s port=%d mode=dev", "127.0.0.1", 8080);
    CHECK_TEXT(logged(out, TIME_BYTES),
               "INFO  node listening address=127.0.0.1 port=8080 mode=dev\n");
    log_error("x", "odd a=%.*s b=%s c=%llu d=%zd e=%lx", 2, "a b", nothing, 18446744073709551615ULL,
              (ssize_t)-1, 255UL);
    CHECK_TEXT(logged(out, TIME_BYTES),
               "ERROR x odd a=\"a \" b=\"\" c=18446744073709551615 d=-1 e=ff\n");
    log_info("node", "stopped");
    CHECK_TEXT(logged(out, TIME_BYTES), "INFO  node stopped\n");
    release_log(ends);
}

TEST(log, writes_json)
{
    int ends[2];
    int out = capture_log(LOG_FORM_JSON, ends);

    log_warn("node", "odd path=%s port=%u key=%lx", "a\"\n", 8080U, 255UL);
    CHECK_TEXT(logged(out, JSON_TIME_BYTES),
               "\"level\":\"warn\",\"module\":\"node\",\"event\":\"odd\",\"path\":\"a\\\"\\n\","
               "\"port\":8080,\"key\":\"ff\"}\n");
    release_log(ends);
}

/* A text that is too long is cut, the pair behind it left out,
 * and the line is whole all the same. */
TEST(log, cuts_a_long_line_and_keeps_it_well_formed)
{
    static char text[2 * LIMIT_LOG_LINE_BYTES];
    struct slice line;
    int ends[2];
    int out = capture_log(LOG_FORM_JSON, ends);

    memset(text, '"', sizeof(text) - 1);
    log_info("node", "long text=%s more=%d", text, 5);
    line = logged(out, JSON_TIME_BYTES);
    CHECK(slice_ends_with(line, SLICE("\\\"\"}\n")));
    CHECK_INT(line.size + JSON_TIME_BYTES, <=, LIMIT_LOG_LINE_BYTES);
    log_set_form(LOG_FORM_TEXT);
    memset(text, 'x', sizeof(text) - 1);
    log_info("node", "long text=%s more=%d", text, 5);
    line = logged(out, TIME_BYTES);
    CHECK(slice_ends_with(line, SLICE("xx\"\n")));
    CHECK_INT(line.size, >, LIMIT_LOG_LINE_BYTES / 2);
    release_log(ends);
}

TEST(log, drops_what_is_below_its_level)
{
    int ends[2];
    int out = capture_log(LOG_FORM_TEXT, ends);

    log_debug("node", "noise");
    log_set_level(LOG_WARN);
    log_info("node", "noise");
    log_warn("node", "signal");
    CHECK_TEXT(logged(out, TIME_BYTES), "WARN  node signal\n");
    log_set_level(LOG_INFO);
    release_log(ends);
}
