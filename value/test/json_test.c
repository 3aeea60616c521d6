#include "value/json.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "fixture.h"
#include "testkit/test.h"

struct fixture {
    struct buffer value;
    struct buffer text;
    struct json_error error;
};

static struct fixture new_fixture(void)
{
    struct fixture f;

    memset(&f, 0, sizeof(f));
    buffer_init(&f.value, MIB(64));
    buffer_init(&f.text, MIB(64));
    return f;
}

static void drop_fixture(struct fixture *f)
{
    buffer_deinit(&f->value);
    buffer_deinit(&f->text);
}

static enum status parse(struct fixture *f, struct slice text)
{
    buffer_reset(&f->value);
    return json_parse(text, &f->value, &f->error);
}

static struct slice print(struct fixture *f, bool pretty)
{
    buffer_reset(&f->text);
    if (pretty) {
        json_put_pretty(&f->text, buffer_slice(&f->value));
    } else {
        json_put(&f->text, buffer_slice(&f->value));
    }
    return buffer_slice(&f->text);
}

static void check_text(const char *text, const char *wanted)
{
    struct fixture f = new_fixture();

    CHECK_OK(parse(&f, slice_of(text)));
    CHECK_OK(value_validate(buffer_slice(&f.value)));
    CHECK_TEXT(print(&f, false), wanted);
    drop_fixture(&f);
}

static void check_identity(const char *text)
{
    check_text(text, text);
}

/* Every digit that was sent comes back. */
TEST(json, number_text_is_kept)
{
    check_identity("1.10");
    check_identity("-0");
    check_identity("0.0");
    check_identity("9223372036854775807");
    check_identity("9223372036854775808");
    check_identity("-9223372036854775808");
    check_identity("-9223372036854775809");
    check_identity("18446744073709551616");
    check_identity("1234567890123456789012345678901234");
    check_identity("1e400");
    check_identity("1E+05");
    check_identity("-12.5e-3");
    check_identity("[0,1,-1,127,128,255,256,65536,-32,-33,-128,-129]");
}

TEST(json, canonical_text_survives_the_round_trip)
{
    check_identity("null");
    check_identity("{}");
    check_identity("[]");
    check_identity("\"\"");
    check_identity("{\"b\":[true,false,null,{}],\"a\":{\"\":\"x\"}}");
    check_identity("\"\xe2\x80\xa8 \xf0\x9f\x98\x80 \x7f /\"");
    check_identity("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\"");
}

TEST(json, escapes_and_blanks_are_normalised)
{
    check_text(" [ 1 ,\t2\r\n] ", "[1,2]");
    check_text("\"\\u0041\\/\\u00e9\\ud83d\\ude00\"", "\"A/\xc3\xa9\xf0\x9f\x98\x80\"");
    check_text("{ \"a\\nb\" : 1 }", "{\"a\\nb\":1}");
}

TEST(json, pretty_text_is_indented_by_two)
{
    struct fixture f = new_fixture();

    CHECK_OK(parse(&f, SLICE("{\"a\":[1,{\"b\":[]}],\"c\":{}}")));
    CHECK_TEXT(print(&f, true), "{\n"
                                "  \"a\": [\n"
                                "    1,\n"
                                "    {\n"
                                "      \"b\": []\n"
                                "    }\n"
                                "  ],\n"
                                "  \"c\": {}\n"
                                "}");
    drop_fixture(&f);
}

/* Values without raw bytes are the same bytes after a trip through JSON. */
TEST(json, random_values_survive_a_round_trip)
{
    struct fixture f = new_fixture();
    struct buffer back;
    struct random r = {7};

    buffer_init(&back, MIB(64));
    for (int i = 0; i < 1000; i++) {
        buffer_reset(&f.value);
        buffer_reset(&back);
        random_value(&r, &f.value, 4, false);

        CHECK_OK(json_parse(print(&f, i % 2 == 1), &back, &f.error));

        CHECK(slice_equal(buffer_slice(&back), buffer_slice(&f.value)));
    }
    buffer_deinit(&back);
    drop_fixture(&f);
}

static void check_refused(const char *text, size_t offset, const char *reason)
{
    struct fixture f = new_fixture();

    CHECK_STATUS(parse(&f, slice_of(text)), STATUS_MALFORMED);
    CHECK_TEXT(slice_of(f.error.reason), reason);
    CHECK_INT(f.error.offset, ==, offset);
    CHECK_INT(f.value.size, ==, 0);
    drop_fixture(&f);
}

TEST(json, what_is_not_json_is_refused_with_its_place)
{
    check_refused("", 0, "the text ends where a value should be");
    check_refused("  ", 2, "the text ends where a value should be");
    check_refused("[1,]", 3, "']' stands where a value should be");
    check_refused("[1 2]", 3, "'2' stands where ',' or ']' should be");
    check_refused("{\"a\":1,}", 7, "'}' stands where a key in quotes should be");
    check_refused("{a:1}", 1, "'a' stands where a key in quotes should be");
    check_refused("{\"a\" 1}", 5, "'1' stands where ':' should be");
    check_refused("{\"a\":1]", 6, "']' stands where ',' or '}' should be");
    check_refused("[1", 2, "the text ends where ',' or ']' should be");
    check_refused("1 2", 2, "'2' stands where the end should be");
    check_refused("tru", 0, "'t' stands where a value should be");
    check_refused("nullx", 4, "'x' stands where the end should be");
    check_refused("NaN", 0, "'N' stands where a value should be");
    check_refused("\xef\xbb\xbf{}", 0, "byte 0xef stands where a value should be");
    check_refused("/**/1", 0, "'/' stands where a value should be");
}

TEST(json, bad_numbers_are_refused)
{
    check_refused("01", 1, "a number must not begin with 0 before another digit");
    check_refused("-", 1, "a digit is missing");
    check_refused("-a", 1, "a digit is missing");
    check_refused("1.", 2, "a digit is missing behind the decimal point");
    check_refused("1e+", 3, "a digit is missing in the exponent");
    check_refused(".5", 0, "'.' stands where a value should be");
    check_refused("+1", 0, "'+' stands where a value should be");
    check_refused("0x10", 1, "'x' stands where the end should be");
}

TEST(json, bad_strings_are_refused)
{
    check_refused("[\"a", 1, "the string that begins here has no closing quote");
    check_refused("\"a\nb\"", 2, "a control character in a string must be written as \\u000a");
    check_refused("\"\\x\"", 1, "unknown escape in a string");
    check_refused("\"\\u12g4\"", 1, "\\u must be followed by four hexadecimal digits");
    check_refused("\"\\ud800\"", 1, "\\ud800 is half of a surrogate pair without the other half");
    check_refused("\"\\ud800\\u0041\"", 1,
                  "\\ud800 is half of a surrogate pair without the other half");
    check_refused("\"\\udc00\\ud800\"", 1,
                  "\\udc00 is half of a surrogate pair without the other half");
    check_refused("\"\xc0\xaf\"", 1, "the bytes of a string are not UTF-8");
    check_refused("\"\xed\xa0\x80\"", 1, "the bytes of a string are not UTF-8");
    check_refused("\"a\xff\"", 2, "the bytes of a string are not UTF-8");
}

/* Keys are the same when they read the same, at any depth. */
TEST(json, duplicate_keys_are_refused)
{
    check_refused("{\"a\":1,\"b\":2,\"a\":3}", 13, "the key \"a\" is there twice");
    check_refused("{\"a\":1, \"\\u0061\" :3}", 8, "the key \"\\u0061\" is there twice");
    check_refused("[{\"x\":{\"q\\\"\":1,\"q\\\"\":2}}]", 15, "the key \"q\\\"\" is there twice");
    check_identity("{\"a\":{\"a\":{\"a\":1}}}");
}

/* 100,000 keys, the last of which is the first again. */
TEST(json, duplicate_keys_are_found_in_large_objects)
{
    struct fixture f = new_fixture();

    buffer_put_byte(&f.text, '{');
    for (int i = 0; i < 100000; i++) {
        buffer_printf(&f.text, "\"%d\":%d,", i * 7919 % 100000, i);
    }
    buffer_put_text(&f.text, "\"last\":0}");
    CHECK_OK(parse(&f, buffer_slice(&f.text)));

    memcpy(f.text.data + f.text.size - 9, "\"0\"   :0}", 9);
    CHECK_STATUS(parse(&f, buffer_slice(&f.text)), STATUS_MALFORMED);
    CHECK_TEXT(slice_of(f.error.reason), "the key \"0\" is there twice");
    CHECK_INT(f.error.offset, ==, f.text.size - 9);
    drop_fixture(&f);
}

TEST(json, a_place_is_told_as_line_and_column_in_characters)
{
    struct fixture f = new_fixture();

    CHECK_STATUS(parse(&f, SLICE("{\n  \"\xc3\xa9\": \"\xe2\x82\xac\", x\n}")), STATUS_MALFORMED);

    CHECK_INT(f.error.line, ==, 2);
    CHECK_INT(f.error.column, ==, 13);
    drop_fixture(&f);
}

static void put_repeated(struct buffer *out, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_put_text(out, text);
    }
}

static enum status parse_nested(struct fixture *f, size_t depth)
{
    buffer_reset(&f->text);
    put_repeated(&f->text, "[", depth);
    put_repeated(&f->text, "]", depth);
    return parse(f, buffer_slice(&f->text));
}

TEST(json, depth_is_limited)
{
    struct fixture f = new_fixture();

    CHECK_OK(parse_nested(&f, LIMIT_VALUE_DEPTH));

    CHECK_STATUS(parse_nested(&f, LIMIT_VALUE_DEPTH + 1), STATUS_LIMIT);

    CHECK_INT(f.error.offset, ==, LIMIT_VALUE_DEPTH);
    CHECK_STATUS(parse_nested(&f, 1000000), STATUS_LIMIT);
    drop_fixture(&f);
}

static enum status parse_digits(struct fixture *f, const char *before, size_t digits)
{
    buffer_reset(&f->text);
    buffer_put_text(&f->text, before);
    put_repeated(&f->text, "1", digits);
    return parse(f, buffer_slice(&f->text));
}

TEST(json, number_text_is_limited)
{
    struct fixture f = new_fixture();

    CHECK_OK(parse_digits(&f, "", LIMIT_NUMBER_TEXT_BYTES));
    CHECK_STATUS(parse_digits(&f, "", LIMIT_NUMBER_TEXT_BYTES + 1), STATUS_LIMIT);
    CHECK_OK(parse_digits(&f, "1e-000", LIMIT_NUMBER_EXPONENT_DIGITS));
    CHECK_STATUS(parse_digits(&f, "1e-000", LIMIT_NUMBER_EXPONENT_DIGITS + 1), STATUS_LIMIT);
    drop_fixture(&f);
}

TEST(json, the_text_and_the_value_are_limited)
{
    struct fixture f = new_fixture();
    struct buffer small;

    put_repeated(&f.text, " ", LIMIT_JSON_TEXT_BYTES - 1);
    f.text.ceiling++;
    buffer_put_text(&f.text, "1");
    CHECK_OK(parse(&f, buffer_slice(&f.text)));
    buffer_put_text(&f.text, " ");
    CHECK_STATUS(parse(&f, buffer_slice(&f.text)), STATUS_LIMIT);

    for (size_t ceiling = 0; ceiling < 8; ceiling++) {
        buffer_init(&small, ceiling);
        CHECK_STATUS(json_parse(SLICE("{\"a\":[1,\"b\",true]}"), &small, &f.error), STATUS_LIMIT);
        CHECK_INT(small.size, ==, 0);
        buffer_deinit(&small);
    }
    buffer_init(&small, 8);
    CHECK_OK(json_parse(SLICE("{\"a\":[1,\"b\",true]}"), &small, &f.error));
    buffer_deinit(&small);
    drop_fixture(&f);
}

TEST(json, raw_bytes_become_base64)
{
    struct fixture f = new_fixture();

    value_put_bytes(&f.value, SLICE("\x00\xff\x10"));

    CHECK_TEXT(print(&f, false), "\"AP8Q\"");
    drop_fixture(&f);
}

/* Whatever happens to a text, it is refused with a place inside it or it is a valid value. */
TEST(json, damaged_text_is_refused_or_valid)
{
    struct fixture f = new_fixture();
    struct buffer text;
    struct random r = {9};

    buffer_init(&text, MIB(64));
    for (int i = 0; i < 4000; i++) {
        enum status status;

        if (i % 100 == 0) {
            buffer_reset(&f.value);
            random_value(&r, &f.value, 3, false);
        }
        buffer_reset(&text);
        json_put(&text, buffer_slice(&f.value));
        text.data[random_below(&r, (uint32_t)text.size)] ^= (char)(1 << random_below(&r, 8));
        text.size -= random_below(&r, 4) == 0 ? random_below(&r, (uint32_t)text.size) : 0;

        buffer_reset(&f.text);
        status = json_parse(buffer_slice(&text), &f.text, &f.error);

        CHECK_INT(f.error.offset, <=, text.size);
        CHECK_INT(value_validate(buffer_slice(&f.text)) == STATUS_OK, ==, status == STATUS_OK);
    }
    buffer_deinit(&text);
    drop_fixture(&f);
}
