/* baton list, baton get: what there is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "cli.h"
#include "value/json.h"
#include "value/value.h"
#include "verbs.h"

enum {
    COLUMNS_MAX = 8,
    CELL_BYTES = 48
};

struct column {
    const char *member; /* of the items */
    const char *title;
    int width;
};

/* What people ask for, by name and short name. */
struct entity {
    const char *name; /* as in the path */
    const char *alias;
    bool has_get;
    struct column columns[COLUMNS_MAX];
};

static const struct entity entities[] = {
    {"process-instances",
     "pi",
     true,
     {{"processInstanceKey", "KEY", 19},
      {"processDefinitionId", "PROCESS", 24},
      {"processDefinitionVersion", "VERSION", 7},
      {"state", "STATE", 10},
      {"hasIncident", "INCIDENT", 8},
      {"startDate", "STARTED", 24}}},
    {"process-definitions",
     "pd",
     true,
     {{"processDefinitionKey", "KEY", 19},
      {"processDefinitionId", "PROCESS", 24},
      {"version", "VERSION", 7},
      {"name", "NAME", 32},
      {"resourceName", "RESOURCE", 24}}},
    {"element-instances",
     "ei",
     true,
     {{"elementInstanceKey", "KEY", 19},
      {"processInstanceKey", "INSTANCE", 19},
      {"elementId", "ELEMENT", 24},
      {"type", "TYPE", 24},
      {"state", "STATE", 10},
      {"startDate", "STARTED", 24}}},
    {"jobs",
     "job",
     false,
     {{"jobKey", "KEY", 19},
      {"type", "TYPE", 24},
      {"state", "STATE", 12},
      {"retries", "RETRIES", 7},
      {"worker", "WORKER", 20},
      {"elementId", "ELEMENT", 24},
      {"processInstanceKey", "INSTANCE", 19}}},
    {"user-tasks",
     "ut",
     true,
     {{"userTaskKey", "KEY", 19},
      {"name", "NAME", 32},
      {"state", "STATE", 10},
      {"assignee", "ASSIGNEE", 16},
      {"elementId", "ELEMENT", 24},
      {"processInstanceKey", "INSTANCE", 19}}},
    {"incidents",
     "inc",
     true,
     {{"incidentKey", "KEY", 19},
      {"errorType", "TYPE", 20},
      {"state", "STATE", 8},
      {"elementId", "ELEMENT", 24},
      {"processInstanceKey", "INSTANCE", 19},
      {"errorMessage", "MESSAGE", 48}}},
    {"variables",
     "var",
     true,
     {{"variableKey", "KEY", 19},
      {"name", "NAME", 24},
      {"value", "VALUE", 32},
      {"scopeKey", "SCOPE", 19},
      {"processInstanceKey", "INSTANCE", 19}}},
    {0},
};

/* By name, by name without its plural s, or by alias; NULL after a complaint. */
static const struct entity *find_entity(const char *name)
{
    size_t size = strlen(name);

    for (size_t i = 0; entities[i].name != NULL; i++) {
        const struct entity *entity = &entities[i];
        bool singular = strlen(entity->name) == size + 1 && strncmp(entity->name, name, size) == 0;

        if (singular || strcmp(entity->name, name) == 0 || strcmp(entity->alias, name) == 0) {
            return entity;
        }
    }
    cli_complain("there is no '%s': say process-instances (pi), process-definitions (pd), "
                 "element-instances (ei), jobs (job), user-tasks (ut), incidents (inc) or "
                 "variables (var)",
                 name);
    return NULL;
}

static bool is_last(const struct entity *entity, size_t i)
{
    return i + 1 == COLUMNS_MAX || entity->columns[i + 1].member == NULL;
}

/* The text, filled up to the column's width but at the end of the line. */
static void print_text(const struct entity *entity, size_t i, struct slice text)
{
    int size = text.size > CELL_BYTES ? CELL_BYTES : (int)text.size;

    if (is_last(entity, i)) {
        printf("%.*s\n", size, text.data);
    } else {
        printf("%-*.*s  ", entity->columns[i].width, size, text.data);
    }
}

/* A member's text, "-" for nothing. */
static void print_cell(const struct entity *entity, size_t i, struct slice item)
{
    struct slice member;
    struct value_item head;
    struct buffer text;

    buffer_init(&text, LIMIT_VARIABLES_BYTES);
    if (value_find(item, slice_of(entity->columns[i].member), &member) &&
        value_head(member, &head) == STATUS_OK && head.kind != VALUE_NULL) {
        if (head.kind == VALUE_STRING) {
            buffer_put_slice(&text, head.text);
        } else {
            json_put(&text, member);
        }
    }
    print_text(entity, i, text.size == 0 ? SLICE("-") : buffer_slice(&text));
    buffer_deinit(&text);
}

static void print_row(const struct entity *entity, struct slice item)
{
    for (size_t i = 0; i < COLUMNS_MAX && entity->columns[i].member != NULL; i++) {
        print_cell(entity, i, item);
    }
}

static void print_heading(const struct entity *entity)
{
    for (size_t i = 0; i < COLUMNS_MAX && entity->columns[i].member != NULL; i++) {
        print_text(entity, i, slice_of(entity->columns[i].title));
    }
}

static bool print_rows(const struct entity *entity, struct slice answer)
{
    struct slice items;
    struct slice item;
    struct value_reader reader;
    uint32_t count = 0;

    if (!value_find(answer, SLICE("items"), &items)) {
        return false;
    }
    reader = value_reader_of(items);
    if (value_read_array(&reader, &count) != STATUS_OK) {
        return false;
    }
    print_heading(entity);
    for (uint32_t i = 0; i < count; i++) {
        if (value_read_whole(&reader, &item) != STATUS_OK) {
            return false;
        }
        print_row(entity, item);
    }
    return true;
}

static int print_table(const struct entity *entity, const baton_response *response)
{
    struct json_error error;
    struct buffer value;
    bool ok;

    buffer_init(&value, MIB(256));
    ok = json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK &&
         print_rows(entity, buffer_slice(&value));
    buffer_deinit(&value);
    if (!ok) {
        cli_complain("the answer is no list");
    }
    return ok ? CLI_OK : CLI_ERROR;
}

static int print_as(const struct entity *entity, const char *form, const baton_response *response)
{
    if (strcmp(form, "table") == 0) {
        return print_table(entity, response);
    }
    cli_print_json(response);
    return CLI_OK;
}

/* --output: "table" or "json"; NULL after a complaint. */
static const char *form_of(const struct cli_line *line)
{
    const char *form = cli_option(line, "output");

    if (form == NULL) {
        return "table";
    }
    if (strcmp(form, "table") != 0 && strcmp(form, "json") != 0) {
        cli_complain("--output is '%s' and must be table or json", form);
        return NULL;
    }
    return form;
}

static void put_body(const struct cli_line *line, const char *filter, struct buffer *out)
{
    buffer_printf(out, "{\"page\":{\"limit\":%lld},\"filter\":%s}",
                  (long long)cli_number(line, "limit", 1, LIMIT_PAGE_ITEMS, 50),
                  filter == NULL ? "{}" : filter);
    buffer_put_byte(out, '\0');
}

static int run_list(const struct cli_line *line)
{
    const struct entity *entity = find_entity(line->arguments[0]);
    const char *form = form_of(line);
    const char *filter = cli_option(line, "filter");
    baton_response response = {0};
    struct buffer body;
    baton_client *client;
    int code;

    if (entity == NULL || form == NULL || (filter != NULL && !cli_is_json("filter", filter))) {
        return CLI_USAGE;
    }
    client = cli_connect(line);
    buffer_init(&body, LIMIT_REQUEST_BODY_BYTES);
    put_body(line, filter, &body);
    code = cli_judge(baton_search(client, entity->name, body.data, &response), &response);
    if (code == CLI_OK) {
        code = print_as(entity, form, &response);
    }
    buffer_deinit(&body);
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_list = {
    .name = "list",
    .arguments = "ENTITY",
    .summary = "list process-instances, jobs, user-tasks, incidents, ...",
    .arguments_min = 1,
    .arguments_max = 1,
    .run = run_list,
    .options = {{"address", "HOST:PORT", "server"},
                {"filter", "JSON", "filter of the search, e.g. '{\"state\":\"ACTIVE\"}'"},
                {"limit", "N", "rows at most (default 50)"},
                {"output", "FORM", "table (default) or json"},
                {0}},
};

static int run_get(const struct cli_line *line)
{
    const struct entity *entity = find_entity(line->arguments[0]);
    baton_call call = {.method = "GET"};
    baton_response response = {0};
    baton_client *client;
    char path[128];
    int code;

    if (entity == NULL) {
        return CLI_USAGE;
    }
    if (!entity->has_get) {
        cli_complain("%s are not got by key: list them with a filter", entity->name);
        return CLI_USAGE;
    }
    snprintf(path, sizeof(path), "/v2/%s/%llu", entity->name, (unsigned long long)cli_key(line, 1));
    call.path = path;
    client = cli_connect(line);
    code = cli_judge(baton_do(client, &call, &response), &response);
    if (code == CLI_OK) {
        cli_print_json(&response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

const struct cli_verb verb_get = {
    .name = "get",
    .arguments = "ENTITY KEY",
    .summary = "print one entity",
    .arguments_min = 2,
    .arguments_max = 2,
    .run = run_get,
    .options = {{"address", "HOST:PORT", "server"}, {0}},
};
