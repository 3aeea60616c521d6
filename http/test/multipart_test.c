/* multipart/form-data as clients send it, and as nobody should. */
#include "multipart_int.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "testkit/test.h"

static struct arena arena;

static enum status parse(struct slice body, const char *boundary, struct multipart *out)
{
    arena_deinit(&arena);
    arena_init(&arena, MIB(8));
    return multipart_parse(body, slice_of(boundary), &arena, out);
}

static void check_malformed(const char *body)
{
    struct multipart form;

    CHECK_STATUS(parse(slice_of(body), "b", &form), STATUS_MALFORMED);
    arena_deinit(&arena);
}

#define HEAD(name) "Content-Disposition: form-data; name=\"" name "\""

TEST(multipart, finds_the_boundary_wherever_it_stands)
{
    CHECK_TEXT(multipart_boundary(SLICE("multipart/form-data; boundary=abc")), "abc");
    CHECK_TEXT(
        multipart_boundary(SLICE("Multipart/Form-Data; charset=ISO-8859-1; Boundary=\"a b;c\"")),
        "a b;c");
    CHECK_TEXT(multipart_boundary(SLICE("multipart/form-data;boundary=a;x=\"boundary=z\"")), "a");
    CHECK(multipart_boundary(SLICE("multipart/form-data")).data == NULL);
    CHECK(multipart_boundary(SLICE("multipart/form-data; boundary=")).data == NULL);
    CHECK(multipart_boundary(SLICE("multipart/form-data; boundary=\"a")).data == NULL);
    CHECK(multipart_boundary(SLICE("multipart/mixed; boundary=a")).data == NULL);
    CHECK(multipart_boundary(SLICE("multipart/form-data; boundary="
                                   "0123456789012345678901234567890123456789012345678901234567890"
                                   "1234567890"))
              .data == NULL);
    CHECK(multipart_boundary(SLICE_EMPTY).data == NULL);
}

TEST(multipart, cuts_parts_with_and_without_everything)
{
    struct multipart form;

    CHECK_OK(
        parse(SLICE("preamble\r\n--b  \r\n" HEAD(
                  "tenantId") "\r\n\r\n<default>\r\n"
                              "--b\r\ncontent-type: text/xml\r\n" HEAD(
                                  "resources") "; filename=\"a.bpmn\"\r\n\r\nx\r\n--\r\n"
                                               "--b\r\n" HEAD(
                                                   "resources") "; filename=plain.bpmn\r\n\r\n\r\n"
                                                                "--b--\r\nepilogue"),
              "b", &form));
    CHECK_INT(form.count, ==, 3);
    CHECK_TEXT(form.parts[0].name, "tenantId");
    CHECK_TEXT(form.parts[0].content, "<default>");
    CHECK(form.parts[0].file_name.data == NULL);
    CHECK_TEXT(form.parts[1].content, "x\r\n--");
    CHECK_TEXT(form.parts[1].content_type, "text/xml");
    CHECK_TEXT(form.parts[2].file_name, "plain.bpmn");
    CHECK_INT(form.parts[2].content.size, ==, 0);
    arena_deinit(&arena);
}

TEST(multipart, reads_file_names_of_all_kinds)
{
    struct multipart form;

    CHECK_OK(parse(
        SLICE("--b\r\n" HEAD(
            "r") "; filename=\"C:\\dir\\a.bpmn\"\r\n\r\n1\r\n"
                 "--b\r\n" HEAD("r") "; filename=\"q\\\"\\\\.bpmn\""
                                     "\r\n\r\n2\r\n"
                                     "--b\r\n" HEAD("r") "; filename=\"x\"; filename*="
                                                         "UTF-8''na%C3%AFve.bpmn\r\n\r\n3\r\n"
                                                         "--b\r\n" HEAD(
                                                             "r") "; filename=\"\xc3\xa4.bpmn\""
                                                                  "\r\n\r\n4\r\n--b--"),
        "b", &form));
    CHECK_INT(form.count, ==, 4);
    CHECK_TEXT(form.parts[0].file_name, "C:\\dir\\a.bpmn");
    CHECK_TEXT(form.parts[1].file_name, "q\"\\.bpmn");
    CHECK_TEXT(form.parts[2].file_name, "na\xc3\xafve.bpmn");
    CHECK_TEXT(form.parts[3].file_name, "\xc3\xa4.bpmn");
    arena_deinit(&arena);
}

TEST(multipart, keeps_every_byte_of_the_content)
{
    struct multipart form;

    CHECK_OK(parse(SLICE("--b\r\n" HEAD("r") "; filename=\"a\"\r\n\r\n\r\n\0--b\r\n-\r\n\r\n--b--"),
                   "b", &form));
    CHECK_INT(form.count, ==, 1);
    CHECK_SLICE(form.parts[0].content, SLICE("\r\n\0--b\r\n-\r\n"));
    arena_deinit(&arena);
}

TEST(multipart, refuses_what_two_servers_could_read_differently)
{
    check_malformed("");
    check_malformed("--b");
    check_malformed("--b\r\n");
    check_malformed("--bX\r\n" HEAD("r") "\r\n\r\nx\r\n--b--");
    check_malformed("--b\r\n" HEAD("r") "\r\n\r\nx\r\n");
    check_malformed("--b\r\n" HEAD("r") "\r\n\r\nx\r\n--b");
    check_malformed("--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b--");
    check_malformed("--b\r\nno colon\r\n\r\nx\r\n--b--");
    check_malformed("--b\r\nContent-Disposition: attachment; name=\"r\"\r\n\r\nx\r\n--b--");
    check_malformed("--b\r\nContent-Disposition: form-data; name=\"r\r\n\r\nx\r\n--b--");
    check_malformed("--b\r\n" HEAD("\xff") "\r\n\r\nx\r\n--b--");
    check_malformed("--b\n" HEAD("r") "\n\nx\n--b--");
}

TEST(multipart, has_as_many_parts_as_the_limit_and_no_more)
{
    struct multipart form;
    struct buffer body;

    buffer_init(&body, MIB(1));
    for (int i = 0; i < LIMIT_MULTIPART_PARTS; i++) {
        buffer_put_text(&body, "--b\r\n" HEAD("r") "\r\n\r\nx\r\n");
    }
    buffer_put_text(&body, "--b--");
    CHECK_OK(parse(buffer_slice(&body), "b", &form));
    CHECK_INT(form.count, ==, LIMIT_MULTIPART_PARTS);
    body.size -= 5;
    buffer_put_text(&body, "--b\r\n" HEAD("r") "\r\n\r\nx\r\n--b--");
    CHECK_STATUS(parse(buffer_slice(&body), "b", &form), STATUS_LIMIT);
    buffer_deinit(&body);
    arena_deinit(&arena);
}

/* Every cut of a good body, and every body with one byte changed, ends in some status; under the
 * sanitizers no byte outside is read. */
TEST(multipart, survives_every_cut_and_every_flipped_byte)
{
    static const char good[] = "--b\r\n" HEAD("r") "; filename=\"a\\\"\"; filename*=utf-8''%41\r\n"
                                                   "Content-Type: x/y\r\n\r\ncontent\r\n--b--";
    struct multipart form;

    for (size_t size = 0; size < sizeof(good) - 1; size++) {
        char copy[sizeof(good)];
        enum status status;

        memcpy(copy, good, size);
        status = parse(slice_make(copy, size), "b", &form);
        CHECK(status == STATUS_MALFORMED);
        memcpy(copy, good, sizeof(good));
        for (int bit = 0; bit < 8; bit++) {
            copy[size] = (char)(good[size] ^ (1 << bit));
            status = parse(slice_make(copy, sizeof(good) - 1), "b", &form);
            CHECK(status == STATUS_OK || status == STATUS_MALFORMED);
        }
    }
    arena_deinit(&arena);
}
