/* Looking into JSON: what is there is found, what is broken is refused, nothing is read outside. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baton/client.h"
#include "client_int.h"
#include "testkit/test.h"

static const char document[] =
    " { \"name\" : \"Ada\", \"n\":-12, \"key\":\"2251799813685310\", \"price\": 1.10,\n"
    "  \"deep\":{\"er\":{\"a.b\":1,\"list\":[ {\"x\":1} , {\"x\":[2,3]} ]}},\n"
    "  \"text\":\"a\\\"b\\\\c\\u00e9\\ud83d\\ude00\\n\", \"empty\":{}, \"none\":[],\"t\":true }";

static struct slice find(const char *json, const char *path)
{
    const char *value = NULL;
    size_t size = 0;

    if (!baton_json_find(json, path, &value, &size)) {
        return SLICE("(absent)");
    }
    return slice_make(value, size);
}

TEST(json, finds_values_by_path)
{
    CHECK_TEXT(find(document, "name"), "\"Ada\"");
    CHECK_TEXT(find(document, "price"), "1.10");
    CHECK_TEXT(find(document, "deep.er.list.1.x.0"), "2");
    CHECK_TEXT(find(document, "deep.er.list.0"), "{\"x\":1}");
    CHECK_TEXT(find(document, "none"), "[]");
    CHECK_TEXT(find(document, "t"), "true");

    CHECK_TEXT(find(document, "absent"), "(absent)");
    CHECK_TEXT(find(document, "name.x"), "(absent)");
    CHECK_TEXT(find(document, "deep.er.list.2"), "(absent)");
    CHECK_TEXT(find(document, "deep.er.list.-1"), "(absent)");
    CHECK_TEXT(find(document, "none.0"), "(absent)");
    CHECK_TEXT(find(document, "empty.a"), "(absent)");
    CHECK_TEXT(find("", "a"), "(absent)");
    CHECK_TEXT(find(NULL, "a"), "(absent)");
}

TEST(json, reads_texts_and_numbers)
{
    char text[32];
    int64_t number = 0;

    CHECK(baton_json_text(document, "text", text, sizeof(text)));
    CHECK_TEXT(slice_of(text), "a\"b\\c\xc3\xa9\xf0\x9f\x98\x80\n");
    CHECK(baton_json_int(document, "n", &number));
    CHECK_INT(number, ==, -12);
    CHECK(baton_json_int(document, "key", &number));
    CHECK_INT(number, ==, 2251799813685310);

    CHECK(!baton_json_int(document, "price", &number));
    CHECK(!baton_json_int(document, "name", &number));
    CHECK(!baton_json_text(document, "n", text, sizeof(text)));
}

/* "Ada" and its NUL need four bytes. */
TEST(json, refuses_a_text_one_byte_too_long)
{
    char text[4];

    CHECK(baton_json_text(document, "name", text, 4));
    CHECK(!baton_json_text(document, "name", text, 3));
    CHECK(!baton_json_text(document, "name", text, 0));
}

static bool is_text(const char *json)
{
    char text[64];

    return baton_json_text(json, "a", text, sizeof(text));
}

TEST(json, refuses_broken_escapes)
{
    CHECK(is_text("{\"a\":\"\\u0041\"}"));

    CHECK(!is_text("{\"a\":\"\\u004\"}"));
    CHECK(!is_text("{\"a\":\"\\u00g1\"}"));
    CHECK(!is_text("{\"a\":\"\\x\"}"));
    CHECK(!is_text("{\"a\":\"\\ud800\"}"));
    CHECK(!is_text("{\"a\":\"\\ud800\\u0041\"}"));
    CHECK(!is_text("{\"a\":\"\\udc00\"}"));
    CHECK(!is_text("{\"a\":\"nul \\u0000 inside\"}"));
    CHECK(!is_text("{\"a\":\"\\"));
}

TEST(json, refuses_broken_structure)
{
    CHECK_TEXT(find("{\"a\" 1}", "a"), "(absent)");
    CHECK_TEXT(find("{a:1}", "a"), "(absent)");
    CHECK_TEXT(find("{\"b\":1 \"a\":1}", "a"), "(absent)");
    CHECK_TEXT(find("{\"b\":[1,2},\"a\":1}", "a"), "(absent)");
    CHECK_TEXT(find("{\"a\":[1,2", "a"), "(absent)");
    CHECK_TEXT(find("[1,]", "1"), "(absent)");
    CHECK_TEXT(find("[\"a\\", "0"), "(absent)");
}

static char *nested(int depth)
{
    char *text = calloc(1, (size_t)depth * 2 + 16);

    memcpy(text, "{\"a\":", 5);
    memset(text + 5, '[', (size_t)depth);
    memset(text + 5 + depth, ']', (size_t)depth);
    text[5 + depth * 2] = '}';
    return text;
}

TEST(json, is_bounded_in_depth)
{
    char *at_limit = nested(64);
    char *above = nested(65);

    CHECK_INT(find(at_limit, "a").size, ==, 128);
    CHECK_TEXT(find(above, "a"), "(absent)");
    free(at_limit);
    free(above);
}

/* Every beginning of a document and every single changed byte, each in memory of exactly its size:
 * the sanitizers see any step outside. */
static void look_everywhere(const char *text, size_t size)
{
    static const char *const paths[] = {"text", "t", "deep.er.list.1.x.1", "key", "none.0", ""};
    char *copy = malloc(size + 1);
    char out[16];
    int64_t number;

    memcpy(copy, text, size);
    copy[size] = '\0';
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct slice found = find(copy, paths[i]);

        CHECK(slice_is(found, "(absent)") || found.data + found.size <= copy + size);
        (void)baton_json_text(copy, paths[i], out, sizeof(out));
        (void)baton_json_int(copy, paths[i], &number);
    }
    free(copy);
}

TEST(json, survives_every_cut_and_every_changed_byte)
{
    static const char changes[] = "\"\\{}[],:0u \x01\xff";
    char text[sizeof(document)];

    for (size_t size = 0; size < sizeof(document); size++) {
        look_everywhere(document, size);
    }
    for (size_t at = 0; at + 1 < sizeof(document); at++) {
        memcpy(text, document, sizeof(document));
        for (size_t i = 0; i + 1 < sizeof(changes); i++) {
            text[at] = changes[i];
            look_everywhere(text, sizeof(document) - 1);
        }
    }
}

/* What is quoted reads back as it was. */
TEST(json, quotes_what_it_can_read_back)
{
    char quoted[1200];
    char json[1300];
    char back[200];
    char text[200] = "";

    for (int c = 1; c < 128; c++) {
        text[c - 1] = (char)c;
    }
    memcpy(text + 127, "\xc3\xa9", 3);
    CHECK(baton_json_quote(text, quoted, sizeof(quoted)));
    snprintf(json, sizeof(json), "{\"a\":%s}", quoted);
    CHECK(baton_json_text(json, "a", back, sizeof(back)));
    CHECK_TEXT(slice_of(back), text);

    CHECK(baton_json_quote("abc", quoted, 6));
    CHECK_TEXT(slice_of(quoted), "\"abc\"");
    CHECK(!baton_json_quote("abc", quoted, 5));
    CHECK(!baton_json_quote("abc", quoted, 0));
}
