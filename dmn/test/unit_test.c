/* Compiling, storing, loading and evaluating small models. What DMN means is tested by the
 * conformance suite (tests/conformance/dmn_tck.py). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "dmn/compile.h"
#include "testkit/test.h"
#include "value/json.h"
#include "value/value.h"

#define OPEN                                                                                       \
    "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='m' name='m' "           \
    "namespace='urn:m'>"
#define CLOSE "</definitions>"
#define LITERAL(text) "<literalExpression><text>" text "</text></literalExpression>"
#define DECISION(id, inner) "<decision id='" id "' name='" id "'>" inner "</decision>"

struct model {
    struct arena arena;
    struct dmn_compiled compiled;
    const struct dmn_unit *unit;
    struct buffer input;
    struct buffer output;
    struct feel_result result;
};

static void model_open(struct model *m, const char *xml)
{
    struct dmn_file file = {.name = SLICE("m.dmn"), .xml = slice_of(xml)};
    enum status st;

    memset(m, 0, sizeof(*m));
    arena_init(&m->arena, LIMIT_BPMN_COMPILE_BYTES);
    buffer_init(&m->input, MIB(1));
    buffer_init(&m->output, MIB(1));
    st = dmn_compile(&m->arena, &file, 1, &m->compiled);
    CHECK_STATUS(st, m->compiled.error_count > 0 ? STATUS_INVALID_ARGUMENT : STATUS_OK);
    if (st == STATUS_OK) {
        CHECK_OK(dmn_load(&m->arena, m->compiled.unit, &m->unit));
    }
}

static void model_close(struct model *m)
{
    buffer_deinit(&m->input);
    buffer_deinit(&m->output);
    arena_deinit(&m->arena);
}

static bool find(void *ctx, struct slice name, struct slice *value)
{
    return value_find(buffer_slice(&((struct model *)ctx)->input), name, value);
}

/* The output as JSON. */
static struct slice decide(struct model *m, const char *decision, const char *input)
{
    struct feel_environment environment = {.find = find, .ctx = m};
    struct json_error error;
    uint32_t place;

    buffer_reset(&m->input);
    buffer_reset(&m->output);
    CHECK_OK(json_parse(slice_of(input), &m->input, &error));
    CHECK(dmn_decision_find(m->unit, slice_of(decision), &place));
    CHECK_OK(dmn_evaluate(m->unit, place, &environment, &m->arena, &m->result));
    json_put(&m->output, m->result.value);
    return buffer_slice(&m->output);
}

#define TABLE(policy, aggregation)                                                                 \
    OPEN "<inputData id='x' name='x'><variable name='x' typeRef='number'/></inputData>" DECISION(  \
        "d", "<informationRequirement><requiredInput href='#x'/></informationRequirement>"         \
             "<decisionTable hitPolicy='" policy "' " aggregation ">"                              \
             "<input><inputExpression><text>x</text></inputExpression></input>"                    \
             "<output name='o'><outputValues><text>3, 1, 2</text></outputValues></output>"         \
             "<rule><inputEntry><text>&gt; 0</text></inputEntry>"                                  \
             "<outputEntry><text>1</text></outputEntry></rule>"                                    \
             "<rule><inputEntry><text>&gt; 10</text></inputEntry>"                                 \
             "<outputEntry><text>2</text></outputEntry></rule>"                                    \
             "<rule><inputEntry><text>&gt; 100</text></inputEntry>"                                \
             "<outputEntry><text>3</text></outputEntry></rule>"                                    \
             "</decisionTable>") CLOSE

static void check_policy(const char *xml, const char *none, const char *one, const char *three)
{
    struct model m;

    model_open(&m, xml);
    CHECK_TEXT(decide(&m, "d", "{\"x\":0}"), none);
    CHECK_TEXT(decide(&m, "d", "{\"x\":5}"), one);
    CHECK_TEXT(decide(&m, "d", "{\"x\":500}"), three);
    model_close(&m);
}

TEST(table, has_every_hit_policy)
{
    check_policy(TABLE("UNIQUE", ""), "null", "1", "null");
    check_policy(TABLE("ANY", ""), "null", "1", "null");
    check_policy(TABLE("FIRST", ""), "null", "1", "1");
    check_policy(TABLE("PRIORITY", ""), "null", "1", "3");
    check_policy(TABLE("RULE ORDER", ""), "[]", "[1]", "[1,2,3]");
    check_policy(TABLE("OUTPUT ORDER", ""), "[]", "[1]", "[3,1,2]");
    check_policy(TABLE("COLLECT", ""), "[]", "[1]", "[1,2,3]");
    check_policy(TABLE("COLLECT", "aggregation='SUM'"), "null", "1", "6");
    check_policy(TABLE("COLLECT", "aggregation='MIN'"), "null", "1", "1");
    check_policy(TABLE("COLLECT", "aggregation='MAX'"), "null", "1", "3");
    check_policy(TABLE("COLLECT", "aggregation='COUNT'"), "0", "1", "3");
}

/* A table of thirty rules has an index; what it finds is what the walk over a small one finds. */
TEST(table, with_constants_finds_the_same_rules_by_search)
{
    static const char rule[] = "<rule><inputEntry><text>%s</text></inputEntry><outputEntry>"
                               "<text>%u</text></outputEntry></rule>";
    static const char *const cells[] = {
        "1", "\"a\"", "-", "2, 1", "&gt; 1", "\"b\", \"a\"", "1.0", "not(1)", "3", "\"c\", \"c\""};
    struct buffer xml;
    struct model m;

    buffer_init(&xml, MIB(1));
    buffer_put_text(&xml, OPEN "<inputData id='x' name='x'/><decision id='d' name='d'>"
                               "<informationRequirement><requiredInput href='#x'/>"
                               "</informationRequirement><decisionTable hitPolicy='COLLECT'><input>"
                               "<inputExpression><text>x</text></inputExpression></input>"
                               "<output name='o'/>");
    for (unsigned i = 0; i < 10; i++) {
        buffer_printf(&xml, rule, cells[i], i);
    }
    buffer_put_text(&xml, "</decisionTable></decision>" CLOSE);
    buffer_put_byte(&xml, '\0');
    model_open(&m, xml.data);
    CHECK_TEXT(decide(&m, "d", "{\"x\":1}"), "[0,2,3,6]");
    CHECK_TEXT(decide(&m, "d", "{\"x\":1.00}"), "[0,2,3,6]");
    CHECK_TEXT(decide(&m, "d", "{\"x\":2}"), "[2,3,4,7]");
    CHECK_TEXT(decide(&m, "d", "{\"x\":7}"), "[2,4,7]");
    CHECK_TEXT(decide(&m, "d", "{\"x\":\"a\"}"), "[1,2,5,7]");
    CHECK_TEXT(decide(&m, "d", "{\"x\":\"c\"}"), "[2,7,9]");
    CHECK_TEXT(decide(&m, "d", "{\"x\":[1,3]}"), "[2,7]");
    model_close(&m);
    buffer_deinit(&xml);
}

TEST(unit, with_a_broken_expression_spoils_its_own_decision)
{
    struct model m;

    model_open(&m, OPEN DECISION("bad", LITERAL("1 +")) DECISION("good", LITERAL("1 + 1")) CLOSE);
    CHECK_INT(m.compiled.diagnostic_count, ==, 1);
    CHECK_INT(m.compiled.diagnostics[0].severity, ==, DMN_WARNING);
    CHECK_TEXT(decide(&m, "bad", "{}"), "null");
    CHECK_INT(m.result.warning_count, ==, 1);
    CHECK_TEXT(decide(&m, "good", "{}"), "2");
    model_close(&m);
}

TEST(unit, evaluates_what_is_required_once_and_takes_what_is_given_instead)
{
    struct model m;

    model_open(&m, OPEN DECISION("a", LITERAL("20"))
                       DECISION("b", "<informationRequirement><requiredDecision href='#a'/>"
                                     "</informationRequirement>" LITERAL("a + 1")) CLOSE);
    CHECK_TEXT(decide(&m, "b", "{}"), "21");
    CHECK_TEXT(decide(&m, "b", "{\"a\":1}"), "2");
    model_close(&m);
}

#define NEEDS_F "<knowledgeRequirement><requiredKnowledge href='#f'/></knowledgeRequirement>"
#define ENDLESS_F                                                                                  \
    "<businessKnowledgeModel id='f' name='f'><encapsulatedLogic><formalParameter "                 \
    "name='n'/>" LITERAL("f(n + 1)") "</encapsulatedLogic></businessKnowledgeModel>"

TEST(unit, ends_within_its_budget)
{
    struct model m;

    model_open(&m, OPEN DECISION("loop", LITERAL("for i in 1..10**9 return i"))
                       DECISION("deep", NEEDS_F LITERAL("f(1)")) ENDLESS_F CLOSE);
    CHECK_TEXT(decide(&m, "loop", "{}"), "null");
    CHECK(m.result.failed);
    CHECK_TEXT(decide(&m, "deep", "{}"), "null");
    CHECK(m.result.failed);
    model_close(&m);
}

/* --- what is refused --- */

static void check_refused(const char *xml, const char *rule, uint32_t line)
{
    struct model m;

    model_open(&m, xml);
    CHECK_INT(m.compiled.error_count, ==, 1);
    CHECK_TEXT(slice_of(m.compiled.diagnostics[0].rule), rule);
    CHECK_INT(m.compiled.diagnostics[0].line, ==, line);
    CHECK_INT(m.compiled.unit.size, ==, 0);
    model_close(&m);
}

TEST(compile, says_what_it_refuses_and_where)
{
    check_refused("<process/>", "root-unknown", 1);
    check_refused("<a", "xml-malformed", 1);
    check_refused(OPEN "\n<decision id='d'>" LITERAL("1") "</decision>" CLOSE, "name-missing", 2);
    check_refused(OPEN DECISION("d", LITERAL("1")) "\n" DECISION("d", LITERAL("1")) CLOSE,
                  "id-twice", 2);
    check_refused(OPEN DECISION("d", "\n<decisionTable hitPolicy='MOST'><output/></decisionTable>")
                      CLOSE,
                  "hit-policy-unknown", 2);
    check_refused(OPEN DECISION("d", "\n<decisionTable hitPolicy='COLLECT' aggregation='SUM'>"
                                     "<output name='a'/><output name='b'/></decisionTable>") CLOSE,
                  "aggregation-of-many", 2);
    check_refused(OPEN DECISION("a", "<informationRequirement><requiredDecision href='#b'/>"
                                     "</informationRequirement>")
                      DECISION("b", "<informationRequirement><requiredDecision href='#a'/>"
                                    "</informationRequirement>") CLOSE,
                  "requirements-cyclic", 1);
}

TEST(compile, refuses_more_parts_than_a_unit_may_have)
{
    struct buffer xml;

    buffer_init(&xml, MIB(1));
    buffer_put_text(&xml, OPEN);
    for (int i = 0; i <= LIMIT_DMN_PARTS; i++) {
        buffer_printf(&xml, "<inputData id='i%d' name='i%d'/>", i, i);
    }
    buffer_put(&xml, CLOSE, sizeof(CLOSE)); /* with its end */
    check_refused(xml.data, "unit-too-large", 0);
    buffer_deinit(&xml);
}

/* Ids are unique in a file; of the same id in two files the imported one gets its file's place. */
TEST(unit, tells_the_ids_of_imported_files_apart)
{
    const char *const texts[] = {
        OPEN "<import namespace='urn:n' name='n' importType='x'/>"
             "<decision id='d' name='d'><informationRequirement>"
             "<requiredDecision href='urn:n#d'/></informationRequirement>" LITERAL(
                 "n.inner + 1") "</decision>" CLOSE,
        "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='m' name='n' "
        "namespace='urn:n'><decision id='d' name='inner'>" LITERAL("41") "</decision>" CLOSE};
    struct dmn_file files[] = {{SLICE("m.dmn"), slice_of(texts[0])},
                               {SLICE("n.dmn"), slice_of(texts[1])}};
    struct model m;

    model_open(&m, texts[1]);
    CHECK_OK(dmn_compile(&m.arena, files, 2, &m.compiled));
    CHECK_OK(dmn_load(&m.arena, m.compiled.unit, &m.unit));
    CHECK_TEXT(dmn_model_at(m.unit, 0).id, "m");
    CHECK_TEXT(dmn_model_at(m.unit, 1).id, "m-2");
    CHECK_TEXT(dmn_decision_at(m.unit, 0).id, "d");
    CHECK_TEXT(dmn_decision_at(m.unit, 1).id, "d-2");
    CHECK_TEXT(decide(&m, "d", "{}"), "42");
    model_close(&m);
}

static void check_twice(const char *xml, const char *key, const char *output)
{
    char text[64];
    struct model m;

    model_open(&m, xml);
    CHECK_TEXT(decide(&m, "d", "{}"), output);
    CHECK(!m.result.failed);
    CHECK_INT(m.result.warning_count, ==, 1);
    snprintf(text, sizeof(text), "The key '%s' occurs twice.", key);
    CHECK_TEXT(m.result.warnings[0].text, text);
    model_close(&m);
}

TEST(unit, has_no_context_with_a_key_twice)
{
    check_twice(OPEN DECISION("d", "<context>"
                                   "<contextEntry><variable name='a'/>" LITERAL(
                                       "1") "</contextEntry>"
                                            "<contextEntry><variable name='a'/>" LITERAL(
                                                "2") "</contextEntry></context>") CLOSE,
                "a", "null");
    check_twice(OPEN DECISION("d", "<relation><column name='b'/><column name='b'/><row>" LITERAL(
                                       "1") LITERAL("2") "</row></relation>") CLOSE,
                "b", "[null]");
    check_twice(OPEN DECISION("d", "<decisionTable hitPolicy='FIRST'><output name='o'/>"
                                   "<output name='o'/><rule><outputEntry><text>1</text>"
                                   "</outputEntry><outputEntry><text>2</text></outputEntry>"
                                   "</rule></decisionTable>") CLOSE,
                "o", "null");
    check_twice(
        OPEN DECISION("a", LITERAL("1")) "<decision id='b' name='a'>" LITERAL(
            "2") "</decision><decisionService id='d' name='s'>"
                 "<outputDecision href='#a'/><outputDecision href='#b'/></decisionService>" CLOSE,
        "a", "null");
}

/* Business knowledge calls what it requires of another file under the import's name. */
TEST(unit, knowledge_calls_knowledge_of_another_file)
{
    const char *const texts[] = {
        OPEN
        "<import namespace='urn:n' name='n' importType='x'/>"
        "<businessKnowledgeModel id='twice' name='twice'><encapsulatedLogic>"
        "<formalParameter name='a'/>" LITERAL(
            "2 * n.next(a)") "</encapsulatedLogic><knowledgeRequirement>"
                             "<requiredKnowledge href='urn:n#next'/></knowledgeRequirement>"
                             "</businessKnowledgeModel>"
                             "<decision id='d' name='d'><knowledgeRequirement>"
                             "<requiredKnowledge href='#twice'/></knowledgeRequirement>" LITERAL(
                                 "twice(20)") "</decision>" CLOSE,
        "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' id='n' name='n' "
        "namespace='urn:n'><businessKnowledgeModel id='next' name='next'><encapsulatedLogic>"
        "<formalParameter name='a'/>" LITERAL("a + 1") "</encapsulatedLogic>"
                                                       "</businessKnowledgeModel>" CLOSE};
    struct dmn_file files[] = {{SLICE("m.dmn"), slice_of(texts[0])},
                               {SLICE("n.dmn"), slice_of(texts[1])}};
    struct model m;

    model_open(&m, texts[1]);
    CHECK_OK(dmn_compile(&m.arena, files, 2, &m.compiled));
    CHECK_OK(dmn_load(&m.arena, m.compiled.unit, &m.unit));
    CHECK_TEXT(decide(&m, "d", "{}"), "42");
    model_close(&m);
}

/* --- the encoded form --- */

static const char whole[] = TABLE("PRIORITY", "");

/* Whatever is changed, a unit is refused or is one that can be evaluated. */
TEST(codec, survives_every_cut_and_every_changed_byte)
{
    struct model m;
    struct feel_environment environment = {0};
    char *bytes;

    model_open(&m, whole);
    bytes = malloc(m.compiled.unit.size);
    CHECK(bytes != NULL);
    for (size_t i = 0; i < m.compiled.unit.size; i++) {
        struct arena arena;
        const struct dmn_unit *unit;
        struct feel_result result;

        arena_init(&arena, MIB(16));
        CHECK(dmn_load(&arena, slice_sub(m.compiled.unit, 0, i), &unit) == STATUS_CORRUPT);
        memcpy(bytes, m.compiled.unit.data, m.compiled.unit.size);
        bytes[i] = (char)(bytes[i] ^ (1 << (i % 8)));
        if (dmn_load(&arena, slice_make(bytes, m.compiled.unit.size), &unit) == STATUS_OK) {
            for (uint32_t d = 0; d < dmn_decision_count(unit); d++) {
                CHECK_OK(dmn_evaluate(unit, d, &environment, &arena, &result));
            }
        }
        arena_deinit(&arena);
    }
    free(bytes);
    model_close(&m);
}

TEST(codec, gives_the_same_bytes_again)
{
    struct model first;
    struct model second;

    model_open(&first, whole);
    model_open(&second, whole);
    CHECK_SLICE(first.compiled.unit, second.compiled.unit);
    model_close(&first);
    model_close(&second);
}

TEST(unit, an_evaluation_tells_what_it_looked_at)
{
    struct feel_environment environment = {.find = find};
    struct dmn_record record;
    struct json_error error;
    struct model m;
    uint32_t place;

    model_open(
        &m,
        OPEN "<inputData id='x' name='x'><variable name='x' typeRef='number'/></inputData>"
             "<decision id='base' name='base'><extensionElements><z:versionTag "
             "xmlns:z='http://camunda.org/schema/zeebe/1.0' value='v1'/></extensionElements>"
             "<informationRequirement><requiredInput href='#x'/></informationRequirement>" LITERAL(
                 "x + 1") "</decision>"
                          "<decision id='d' name='d'><informationRequirement>"
                          "<requiredDecision href='#base'/></informationRequirement>"
                          "<decisionTable hitPolicy='COLLECT'><input id='i1' label='Base'>"
                          "<inputExpression><text>base</text></inputExpression></input>"
                          "<output id='o1' name='o'/><output id='o2' name='p' label='P'/>"
                          "<rule id='r1'><inputEntry><text>&lt; 1</text></inputEntry>"
                          "<outputEntry><text>1</text></outputEntry>"
                          "<outputEntry><text>2</text></outputEntry></rule>"
                          "<rule id='r2'><inputEntry><text>&gt; 1</text></inputEntry>"
                          "<outputEntry><text>3</text></outputEntry>"
                          "<outputEntry><text>4</text></outputEntry></rule></decisionTable></"
                          "decision>" CLOSE);
    environment.ctx = &m;
    CHECK_OK(json_parse(SLICE("{\"x\": 4}"), &m.input, &error));
    CHECK(dmn_decision_find(m.unit, SLICE("d"), &place));
    CHECK_OK(dmn_evaluate_recorded(m.unit, place, &environment, &m.arena, &m.result, &record));

    CHECK_INT(record.count, ==, 2);
    CHECK_TEXT(dmn_decision_at(m.unit, record.items[0].place).id, "base");
    CHECK_TEXT(dmn_decision_at(m.unit, record.items[0].place).version_tag, "v1");
    CHECK_INT(record.items[0].rule_count, ==, 0);
    CHECK_INT(record.items[1].input_count, ==, 1);
    CHECK_TEXT(record.items[1].inputs[0].id, "i1");
    CHECK_TEXT(record.items[1].inputs[0].name, "Base");
    CHECK_INT(record.items[1].rule_count, ==, 1);
    CHECK_TEXT(record.items[1].rules[0].id, "r2");
    CHECK_INT(record.items[1].rules[0].place, ==, 2);
    CHECK_INT(record.items[1].rules[0].output_count, ==, 2);
    CHECK_TEXT(record.items[1].rules[0].outputs[0].name, "o");
    CHECK_TEXT(record.items[1].rules[0].outputs[1].name, "P");
    json_put(&m.output, record.items[1].rules[0].outputs[1].value);
    CHECK_TEXT(buffer_slice(&m.output), "4");
    CHECK(!record.has_failed);
    model_close(&m);
}
