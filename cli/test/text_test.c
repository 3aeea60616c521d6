/* Texts: what becomes JSON, what a terminal shows. */
#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "base/limits.h"
#include "cell.h"
#include "convert.h"
#include "testkit/test.h"
#include "value/json.h"

static int64_t ms_of(const char *text)
{
    int64_t ms = -1;

    return convert_duration(text, &ms) ? ms : -1;
}

TEST(convert, reads_times_with_units_and_seconds_without)
{
    CHECK_INT(ms_of("30"), ==, 30000);
    CHECK_INT(ms_of("250ms"), ==, 250);
    CHECK_INT(ms_of("90s"), ==, 90000);
    CHECK_INT(ms_of("5m"), ==, 300000);
    CHECK_INT(ms_of("2h"), ==, 7200000);
    CHECK_INT(ms_of("7d"), ==, 604800000);
    CHECK_INT(ms_of(""), ==, -1);
    CHECK_INT(ms_of("-1"), ==, -1);
    CHECK_INT(ms_of("1w"), ==, -1);
    CHECK_INT(ms_of("9223372036854775807d"), ==, -1);
}

/* The body that a command line makes. */
static const char *body_of(int count, const char *const *words)
{
    static struct cli_line line;
    static char text[4096];
    struct buffer out;

    line = (struct cli_line){0};
    CHECK_INT(cli_parse(&line, count, words), ==, CLI_OK);
    buffer_init(&out, MIB(1));
    CHECK(ask_put_members(&line, NULL, &out));
    snprintf(text, sizeof(text), "%.*s", SLICE_ARG(buffer_slice(&out)));
    buffer_deinit(&out);
    return text;
}

#define CHECK_BODY(wanted, ...)                                                                    \
    do {                                                                                           \
        const char *const words_[] = {__VA_ARGS__};                                                \
        CHECK_TEXT(slice_of(body_of((int)(sizeof(words_) / sizeof(words_[0])), words_)), wanted);  \
    } while (0)

TEST(ask, makes_a_body_of_options_and_arguments)
{
    CHECK_BODY("{\"retries\":2,\"retryBackOff\":90000,\"errorMessage\":\"no \\\"paper\\\"\"}",
               "fail", "job", "1", "--retries", "2", "--back-off", "90s", "-m", "no \"paper\"");
    CHECK_BODY("{\"changeset\":{\"timeout\":1000,\"retries\":3}}", "update", "job", "1",
               "--retries", "9", "--lock", "1", "--retries", "3");
    CHECK_BODY("{\"assignee\":\"anna\",\"allowOverride\":false}", "assign", "ut", "1", "anna",
               "--if-free");
    CHECK_BODY("{\"maxJobsToActivate\":1,\"timeout\":300000,\"requestTimeout\":-1,\"worker\":"
               "\"baton\",\"type\":\"t\"}",
               "activate", "jobs", "t");
}

TEST(ask, merges_variables_and_names_a_process_by_id_or_key)
{
    CHECK_BODY("{\"processDefinitionId\":\"order\",\"variables\":{\"a\":1,\"b\":\"two\",\"c\":"
               "[1.10]}}",
               "create", "order", "--variables", "{\"a\":0,\"b\":0}", "--var", "a=1", "--var",
               "b=two", "--var", "c=[1.10]");
    CHECK_BODY("{\"processDefinitionKey\":\"225\",\"tags\":[\"a\",\"b\",\"c\"],"
               "\"startInstructions\":[{\"elementId\":\"x\"},{\"elementId\":\"y\"}]}",
               "create", "225", "--tag", "a,b", "--tag", "c", "--start-at", "x,y");
    CHECK_BODY("{\"variables\":{\"a\":true,\"b\":\"007\"},\"local\":true}", "set", "var", "1",
               "a=true", "b=007", "--local");
}

TEST(ask, makes_a_filter)
{
    CHECK_BODY("{\"state\":{\"$in\":[\"ACTIVE\",\"COMPLETED\"]},\"processDefinitionId\":{\"$like\":"
               "\"ord*\"},\"hasIncident\":false,\"variables\":[{\"name\":\"a\",\"value\":\"1\"},"
               "{\"name\":\"b\",\"value\":\"\\\"x\\\"\"}]}",
               "list", "pi", "--state", "active,completed", "--process", "ord*", "--no-incident",
               "--var", "a=1", "--var", "b=x");
    CHECK_BODY("{\"startDate\":{\"$gte\":\"2026-01-31T00:00:00.000Z\",\"$lt\":"
               "\"2026-02-01T10:00:00.000Z\"}}",
               "list", "pi", "--started-after", "2026-01-31", "--started-before",
               "2026-02-01T12:00:00+02:00");
    CHECK_BODY("{\"assignee\":{\"$exists\":false}}", "list", "ut", "--unassigned");
}

TEST(ask, refuses_filters_that_exclude_each_other)
{
    static struct cli_line line;
    const char *const words[] = {"list", "ut", "--unassigned", "--assignee", "anna"};
    struct buffer out;

    CHECK_INT(cli_parse(&line, 5, words), ==, CLI_OK);
    buffer_init(&out, MIB(1));
    CHECK(!ask_put_members(&line, NULL, &out));
    buffer_deinit(&out);
}

/* --- cells --- */

static const char *cell_of(const char *json)
{
    static char text[256];
    struct json_error error;
    struct buffer value;
    struct buffer out;

    buffer_init(&value, KIB(4));
    buffer_init(&out, KIB(4));
    CHECK_STATUS(json_parse(slice_of(json), &value, &error), STATUS_OK);
    cell_put(buffer_slice(&value), &out);
    snprintf(text, sizeof(text), "%.*s", SLICE_ARG(buffer_slice(&out)));
    buffer_deinit(&out);
    buffer_deinit(&value);
    return text;
}

TEST(cell, shows_values_on_one_line_and_no_control_characters)
{
    CHECK_TEXT(slice_of(cell_of("null")), "-");
    CHECK_TEXT(slice_of(cell_of("\"a\\nb\\tc\"")), "a\\nb\\tc");
    CHECK_TEXT(slice_of(cell_of("\"\\u001b[31mred\\u009b\\u202e\"")),
               "\\u001b[31mred\\u009b\\u202e");
    CHECK_TEXT(slice_of(cell_of("[\"a\",\"b\"]")), "a,b");
    CHECK_TEXT(slice_of(cell_of("[]")), "-");
    CHECK_TEXT(slice_of(cell_of("[1,{\"a\":1.10}]")), "[1,{\"a\":1.10}]");
}

TEST(cell, counts_and_cuts_by_columns_of_a_terminal)
{
    CHECK_INT(cell_width(SLICE("abc")), ==, 3);
    CHECK_INT(cell_width(slice_of("\xC3\xA4\xE6\xBC\xA2")), ==, 3); /* a umlaut, one wide letter */
    CHECK_INT(cell_width(slice_of("e\xCC\x81")), ==, 1);            /* e with an accent behind it */
    CHECK_INT(cell_cut(slice_of("a\xE6\xBC\xA2z"), 2).size, ==, 1);
    CHECK_INT(cell_cut(slice_of("a\xE6\xBC\xA2z"), 3).size, ==, 4);
}
