#include "search.h"

#include <stdio.h>
#include <string.h>

#include "ask.h"
#include "base/arena.h"
#include "base/limits.h"
#include "client.h"
#include "convert.h"
#include "output.h"
#include "terminal.h"
#include "value/json.h"
#include "value/value.h"

/* --- the body --- */

/* --filter with the filters of options over it. */
static bool put_filter(const struct cli_line *line, struct buffer *out)
{
    const struct cli_option spec = {.name = "filter", .value = "JSON", .kind = CLI_OBJECT};
    const char *given = cli_option(line, "filter");
    struct json_error error;
    struct buffer members;
    struct buffer values[2];
    struct arena arena;
    bool good;

    buffer_init(&members, LIMIT_REQUEST_BODY_BYTES);
    buffer_init(&values[0], LIMIT_COMMAND_BYTES);
    buffer_init(&values[1], LIMIT_COMMAND_BYTES);
    arena_init(&arena, MIB(64));
    if (given == NULL) {
        value_put_object(&values[0], 0);
    }
    good = ask_put_members(line, NULL, &members) &&
           (given == NULL || convert_put_value(&spec, given, &values[0])) &&
           json_parse(buffer_slice(&members), &values[1], &error) == STATUS_OK;
    if (good) {
        json_put(out, value_merge(&arena, buffer_slice(&values[0]), buffer_slice(&values[1])));
    }
    arena_deinit(&arena);
    buffer_deinit(&values[1]);
    buffer_deinit(&values[0]);
    buffer_deinit(&members);
    return good;
}

static void put_sort(const char *text, struct buffer *out)
{
    struct slice rest = slice_of(text);
    bool first = true;

    buffer_put_byte(out, '[');
    while (rest.size > 0) {
        size_t comma = slice_find_byte(rest, ',');
        struct slice field = comma == SIZE_MAX ? rest : slice_sub(rest, 0, comma);
        bool descending = slice_starts_with(field, SLICE("-"));

        buffer_put_text(out, first ? "{\"field\":" : ",{\"field\":");
        json_put_string(out, slice_from(field, descending ? 1 : 0));
        buffer_printf(out, ",\"order\":\"%s\"}", descending ? "DESC" : "ASC");
        rest = comma == SIZE_MAX ? SLICE_EMPTY : slice_from(rest, comma + 1);
        first = false;
    }
    buffer_put_byte(out, ']');
}

bool search_init(struct search *search, const struct cli_line *line)
{
    const char *sort = cli_option(line, "sort");
    bool good;

    *search = (struct search){.line = line};
    search->limit = cli_switch(line, "all")
                        ? UINT64_MAX
                        : (uint64_t)cli_number(line, "limit", 1, INT32_MAX, SEARCH_ROWS);
    buffer_init(&search->frame, LIMIT_REQUEST_BODY_BYTES);
    buffer_put_text(&search->frame, "{\"filter\":");
    good = put_filter(line, &search->frame);
    buffer_put_text(&search->frame, ",\"sort\":");
    put_sort(sort == NULL ? line->form->noun->sort : sort, &search->frame);
    if (!good || search->frame.failed) {
        search_deinit(search);
        return false;
    }
    return true;
}

void search_deinit(struct search *search)
{
    buffer_deinit(&search->frame);
    baton_client_free(search->client);
}

/* --- pages --- */

static void put_body(const struct search *search, uint64_t rows, const char *after,
                     struct buffer *out)
{
    buffer_reset(out);
    buffer_put_slice(out, buffer_slice(&search->frame));
    buffer_printf(out, ",\"page\":{\"limit\":%llu", (unsigned long long)rows);
    if (after[0] != '\0') {
        buffer_put_text(out, ",\"after\":");
        json_put_string(out, slice_of(after));
    }
    buffer_put_text(out, "}}");
    buffer_put_byte(out, '\0');
}

static uint64_t page_rows(const struct search *search, uint64_t done)
{
    uint64_t left = search->limit - done;

    return left < SEARCH_PAGE_ROWS ? left : SEARCH_PAGE_ROWS;
}

static int take_page(const baton_response *response, search_visit visit, void *ctx, uint32_t *count)
{
    struct value_reader reader;
    struct json_error error;
    struct buffer value;
    struct slice items = SLICE_EMPTY;
    int code = CLI_ERROR;

    buffer_init(&value, MIB(256));
    if (json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK &&
        value_find(buffer_slice(&value), SLICE("items"), &items)) {
        reader = value_reader_of(items);
        if (value_read_array(&reader, count) == STATUS_OK) {
            code = visit(ctx, items);
        }
    } else {
        cli_complain("the answer is no list: is this a Baton server?");
    }
    buffer_deinit(&value);
    return code;
}

static void read_page(const baton_response *response, struct search_result *result, char *after,
                      size_t bytes)
{
    int64_t total = 0;

    if (baton_json_int(response->body, "page.totalItems", &total) && total > 0) {
        result->total = (uint64_t)total;
    }
    if (!baton_json_text(response->body, "page.endCursor", after, bytes)) {
        after[0] = '\0';
    }
}

static int run_page(struct search *search, struct buffer *body, uint64_t rows, const char *after,
                    baton_response *response)
{
    baton_result result;

    put_body(search, rows, after, body);
    result = baton_search(search->client, search->line->form->noun->name, body->data, response);
    return client_judge(search->line, result, response);
}

int search_run(struct search *search, search_visit visit, void *ctx, struct search_result *result)
{
    char after[4096] = "";
    baton_response response = {0};
    struct buffer body;
    uint32_t count = 0;
    uint64_t rows;
    int code;

    *result = (struct search_result){0};
    if (search->client == NULL) {
        search->client = client_connect(search->line);
    }
    buffer_init(&body, LIMIT_REQUEST_BODY_BYTES + KIB(8));
    do {
        rows = page_rows(search, result->rows);
        code = run_page(search, &body, rows, after, &response);
        if (code == CLI_OK) {
            read_page(&response, result, after, sizeof(after));
            code = take_page(&response, visit, ctx, &count);
            result->rows += count;
        }
        if (result->total > SEARCH_PAGE_ROWS && search->limit > SEARCH_PAGE_ROWS &&
            !terminal_is(stdout)) {
            terminal_progress("%llu of %llu %s", (unsigned long long)result->rows,
                              (unsigned long long)result->total, search->line->form->noun->name);
        }
    } while (code == CLI_OK && count == rows && result->rows < search->limit && after[0] != '\0' &&
             !terminal_was_interrupted());
    terminal_progress_end();
    buffer_deinit(&body);
    baton_response_clear(&response);
    return code;
}

void search_print(const struct search *search)
{
    struct buffer body;
    char path[128];

    buffer_init(&body, LIMIT_REQUEST_BODY_BYTES + KIB(8));
    put_body(search, page_rows(search, 0), "", &body);
    snprintf(path, sizeof(path), "/v2/%s/search", search->line->form->noun->name);
    ask_print("POST", path, slice_of(body.data));
    buffer_deinit(&body);
}
