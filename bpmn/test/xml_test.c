/* What the compiler does with bytes: encodings, limits, places. */
#include <string.h>

#include "base/limits.h"
#include "bpmn/compile.h"
#include "testkit/test.h"

#define BPMN "http://www.omg.org/spec/BPMN/20100524/MODEL"
#define ZEEBE "http://camunda.org/schema/zeebe/1.0"
#define OPEN "<definitions xmlns='" BPMN "' xmlns:z='" ZEEBE "'>"

struct file {
    struct arena arena;
    struct buffer xml;
    struct bpmn_compiled compiled;
};

static void begin(struct file *f)
{
    arena_init(&f->arena, LIMIT_BPMN_COMPILE_BYTES);
    buffer_init(&f->xml, MIB(16));
}

static void end(struct file *f)
{
    buffer_deinit(&f->xml);
    arena_deinit(&f->arena);
}

static void compile(struct file *f)
{
    enum status st = bpmn_compile(&f->arena, buffer_slice(&f->xml), NULL, &f->compiled);

    CHECK_STATUS(st, f->compiled.error_count > 0 ? STATUS_INVALID_ARGUMENT : STATUS_OK);
}

/* One process with a name, in the encoding of the bytes given. */
static void check_name(const char *declaration, struct slice name, const char *expected)
{
    struct file f;

    begin(&f);
    buffer_put_text(&f.xml, declaration);
    buffer_put_text(&f.xml, OPEN "<process id='p' isExecutable='true' name='");
    buffer_put_slice(&f.xml, name);
    buffer_put_text(&f.xml, "'><startEvent id='s'/></process></definitions>");
    compile(&f);
    CHECK_INT(f.compiled.error_count, ==, 0);
    CHECK_TEXT(f.compiled.processes[0].name, expected);
    end(&f);
}

TEST(xml, reads_the_encodings_of_modelling_tools)
{
    check_name("", SLICE("\xc3\x84"), "\xc3\x84");
    check_name("\xef\xbb\xbf<?xml version='1.0' encoding='ISO-8859-1'?>", SLICE("\xc3\x84"),
               "\xc3\x84");
    check_name("<?xml version='1.0' encoding='iso-8859-1'?>", SLICE("\xc4"), "\xc3\x84");
    check_name("<?xml version=\"1.0\" encoding = \"windows-1252\" ?>\r\n", SLICE("\x80\xc4"),
               "\xe2\x82\xac\xc3\x84");
}

/* Every character of the text as two bytes. */
static void widen(struct file *f, const char *mark, bool big_endian, const char *text)
{
    buffer_put(&f->xml, mark, strlen(mark));
    for (; *text != '\0'; text++) {
        buffer_put_byte(&f->xml, big_endian ? 0 : *text);
        buffer_put_byte(&f->xml, big_endian ? *text : 0);
    }
}

static void check_wide(const char *mark, bool big_endian)
{
    struct file f;

    begin(&f);
    widen(&f, mark, big_endian,
          "<?xml version='1.0' encoding='UTF-16'?>" OPEN
          "<process id='p' isExecutable='true'><startEvent id='s'/></process></definitions>");
    compile(&f);
    CHECK_INT(f.compiled.error_count, ==, 0);
    CHECK_TEXT(f.compiled.processes[0].id, "p");
    end(&f);
}

TEST(xml, reads_utf16_of_either_order_with_mark_or_without)
{
    check_wide("\xff\xfe", false);
    check_wide("\xfe\xff", true);
    check_wide("", false);
    check_wide("", true);
}

static void check_refused(struct file *f, const char *rule)
{
    compile(f);
    CHECK_INT(f->compiled.diagnostic_count, ==, 1);
    CHECK_TEXT(slice_of(f->compiled.diagnostics[0].rule), rule);
    CHECK_INT(f->compiled.diagnostics[0].line, >, 0);
    end(f);
}

static void check_bytes_refused(struct slice bytes, const char *rule)
{
    struct file f;

    begin(&f);
    buffer_put_slice(&f.xml, bytes);
    check_refused(&f, rule);
}

TEST(xml, refuses_what_it_cannot_decode)
{
    check_bytes_refused(SLICE("<?xml version='1.0' encoding='KOI8-R'?><a/>"), "xml-encoding");
    check_bytes_refused(SLICE("<?xml version='1.0' encoding='UTF-16'?><a/>"), "xml-encoding");
    check_bytes_refused(SLICE("<?xml version='1.0' encoding='windows-1252'?><a b='\x81'/>"),
                        "xml-encoding");
    check_bytes_refused(SLICE("<a b='\xc4'/>"), "xml-encoding");
    check_bytes_refused(slice_make("<a b='\0'/>", 10), "xml-encoding");
    check_bytes_refused(slice_make("\xff\xfe<\0a\0\x00\xd8", 8), "xml-encoding");
    check_bytes_refused(slice_make("\xff\xfe<\0a\0/\0>", 9), "xml-encoding");
    check_bytes_refused(SLICE_EMPTY, "xml-malformed");
}

static void put_many(struct file *f, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_put_text(&f->xml, text);
    }
}

/* definitions and process are two of the elements and levels. */
static void put_nested(struct file *f, size_t depth)
{
    begin(f);
    buffer_put_text(&f->xml, OPEN "<process id='p'>");
    put_many(f, "<task>", depth - 2);
    put_many(f, "</task>", depth - 2);
    buffer_put_text(&f->xml, "</process></definitions>");
}

static void put_elements(struct file *f, size_t count)
{
    begin(f);
    buffer_put_text(&f->xml, OPEN "<process id='p'>");
    put_many(f, "<task/>", count - 2);
    buffer_put_text(&f->xml, "</process></definitions>");
}

static void put_attributes(struct file *f, size_t count)
{
    begin(f);
    buffer_put_text(&f->xml, "<definitions xmlns='" BPMN "'");
    for (size_t i = 1; i < count; i++) {
        buffer_printf(&f->xml, " a%zu='>'", i);
    }
    buffer_put_text(&f->xml, "/>");
}

static void put_tag(struct file *f, size_t bytes)
{
    static const char open[] = "<definitions xmlns='" BPMN "' a='";
    static const char close[] = "'/>";

    begin(f);
    buffer_put_text(&f->xml, open);
    put_many(f, "x", bytes - strlen(open) - strlen(close));
    buffer_put_text(&f->xml, close);
}

static void put_file(struct file *f, size_t bytes)
{
    static const char text[] = "<definitions xmlns='" BPMN "'/>";

    begin(f);
    buffer_put_text(&f->xml, text);
    put_many(f, "\n", bytes - strlen(text));
}

/* The root has one, the process one, and each task ten. */
static void put_all_attributes(struct file *f, size_t count)
{
    begin(f);
    buffer_put_text(&f->xml, "<definitions xmlns='" BPMN "'><process id='p'>");
    put_many(f, "<task a='' b='' c='' d='' e='' f='' g='' h='' i='' j=''/>", (count - 2) / 10);
    buffer_put_text(&f->xml, "<task");
    for (size_t i = 0; i < (count - 2) % 10; i++) {
        buffer_printf(&f->xml, " a%zu=''", i);
    }
    buffer_put_text(&f->xml, "/></process></definitions>");
}

/* At the limit the file is read, and found to hold no executable process. */
TEST(xml, holds_every_limit_to_the_last_one)
{
    struct file f;

    put_nested(&f, LIMIT_XML_DEPTH);
    check_refused(&f, "no-executable-process");
    put_nested(&f, LIMIT_XML_DEPTH + 1);
    check_refused(&f, "xml-limit");
    put_elements(&f, LIMIT_XML_ELEMENTS);
    check_refused(&f, "no-executable-process");
    put_elements(&f, LIMIT_XML_ELEMENTS + 1);
    check_refused(&f, "xml-limit");
    put_attributes(&f, LIMIT_XML_ATTRIBUTES);
    check_refused(&f, "no-executable-process");
    put_attributes(&f, LIMIT_XML_ATTRIBUTES + 1);
    check_refused(&f, "xml-limit");
    put_all_attributes(&f, LIMIT_XML_ATTRIBUTES_ALL);
    check_refused(&f, "no-executable-process");
    put_all_attributes(&f, LIMIT_XML_ATTRIBUTES_ALL + 1);
    check_refused(&f, "xml-limit");
    put_tag(&f, LIMIT_XML_START_TAG_BYTES);
    check_refused(&f, "no-executable-process");
    put_tag(&f, LIMIT_XML_START_TAG_BYTES + 1);
    check_refused(&f, "xml-limit");
    put_file(&f, LIMIT_XML_BYTES);
    check_refused(&f, "no-executable-process");
    put_file(&f, LIMIT_XML_BYTES + 1);
    check_refused(&f, "xml-limit");
}

/* tasks behind a start event, none of them connected. */
static void put_tasks(struct file *f, size_t count)
{
    begin(f);
    buffer_put_text(&f->xml, OPEN "<process id='p' isExecutable='true'><startEvent id='s'/>");
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&f->xml, "<task id='t%zu'/>", i);
    }
    buffer_put_text(&f->xml, "</process></definitions>");
}

TEST(xml, accepts_the_largest_model_and_no_larger)
{
    struct file f;

    put_tasks(&f, LIMIT_MODEL_ELEMENTS - 2);
    compile(&f);
    CHECK_INT(f.compiled.error_count, ==, 0);
    end(&f);
    put_tasks(&f, LIMIT_MODEL_ELEMENTS - 1);
    check_refused(&f, "model-too-large");
}

static void check_id_length(size_t bytes, size_t errors)
{
    struct file f;

    begin(&f);
    buffer_put_text(&f.xml, OPEN "<process id='p' isExecutable='true'><startEvent id='");
    put_many(&f, "x", bytes);
    buffer_put_text(&f.xml, "'/></process></definitions>");
    compile(&f);
    CHECK_INT(f.compiled.error_count, ==, errors);
    end(&f);
}

TEST(xml, bounds_ids)
{
    check_id_length(LIMIT_ID_BYTES, 0);
    check_id_length(LIMIT_ID_BYTES + 1, 1);
}

/* The count tells of all errors, the list of the first ones. */
TEST(xml, lists_no_more_diagnostics_than_anyone_reads)
{
    struct file f;

    begin(&f);
    buffer_put_text(&f.xml, OPEN "<process id='p' isExecutable='true'><startEvent id='s'/>");
    put_many(&f, "<endEvent/>", LIMIT_DIAGNOSTICS + 1);
    buffer_put_text(&f.xml, "</process></definitions>");
    compile(&f);
    CHECK_INT(f.compiled.error_count, ==, LIMIT_DIAGNOSTICS + 1);
    CHECK_INT(f.compiled.diagnostic_count, ==, LIMIT_DIAGNOSTICS);
    end(&f);
}

/* Lines beyond what libxml2 counts in 16 bits, columns in characters. */
TEST(xml, knows_the_place_of_every_tag)
{
    struct file f;

    begin(&f);
    buffer_put_text(&f.xml, OPEN "<process id='p' isExecutable='true'><startEvent id='s'/>");
    put_many(&f, "<!-- > -->\n", 70000);
    buffer_put_text(&f.xml, "\xc3\xa4\xc3\xb6<![CDATA[<task>]]><?pi <task> ?><endEvent/>");
    buffer_put_text(&f.xml, "</process></definitions>");
    compile(&f);
    CHECK_INT(f.compiled.error_count, ==, 1);
    CHECK_INT(f.compiled.diagnostics[0].line, ==, 70001);
    CHECK_INT(f.compiled.diagnostics[0].column, ==, 35);
    end(&f);
}

/* The column counts the '=' that the user has written. */
TEST(xml, tells_where_in_an_expression_the_error_lies)
{
    struct file f;
    struct slice reason;

    begin(&f);
    buffer_put_text(&f.xml, OPEN "<process id='p' isExecutable='true'><startEvent id='s'/>"
                                 "<exclusiveGateway id='g'/><task id='t'/>"
                                 "<sequenceFlow id='f1' sourceRef='s' targetRef='g'/>"
                                 "<sequenceFlow id='f2' sourceRef='g' targetRef='t'>"
                                 "<conditionExpression>\n  =total &gt; (\n</conditionExpression>"
                                 "</sequenceFlow></process></definitions>");
    compile(&f);
    CHECK_INT(f.compiled.error_count, ==, 1);
    CHECK_TEXT(slice_of(f.compiled.diagnostics[0].rule), "expression-syntax");
    CHECK_TEXT(f.compiled.diagnostics[0].element_id, "f2");
    reason = f.compiled.diagnostics[0].reason;
    CHECK(slice_starts_with(reason, SLICE("the condition '=total > (' is no FEEL expression: ")));
    CHECK(slice_ends_with(reason, SLICE("(line 1, column 11 of the expression)")));
    end(&f);
}

TEST(xml, tells_when_the_arena_is_too_small)
{
    struct arena small;
    struct file f;

    put_tasks(&f, 1000);
    for (size_t bytes = KIB(4); bytes < KIB(512); bytes *= 2) {
        arena_init(&small, bytes);
        CHECK_STATUS(bpmn_compile(&small, buffer_slice(&f.xml), NULL, &f.compiled), STATUS_LIMIT);
        arena_deinit(&small);
    }
    end(&f);
}
