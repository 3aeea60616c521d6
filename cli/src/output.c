#include "output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "nearest.h"
#include "table.h"
#include "value/json.h"
#include "value/value.h"

#define ANSWER_BYTES MIB(256)

const struct cli_option output_options[] = {
    {.name = "output",
     .letter = 'o',
     .value = "FORM",
     .kind = CLI_WORD,
     .words = "table json jsonl name",
     .help = "table (default), json, jsonl (one a line), name (keys)"},
    {.name = "fields",
     .letter = 'f',
     .value = "A,B",
     .help = "only these members, dots lead inwards"},
    {0}};

/* --- what is shown --- */

static enum output_form form_of(const struct cli_line *line)
{
    static const char *const names[] = {"table", "json", "jsonl", "name"};
    const char *text = cli_option(line, "output");

    for (unsigned i = 0; text != NULL && i < sizeof(names) / sizeof(names[0]); i++) {
        if (slice_equal_nocase(slice_of(text), slice_of(names[i]))) {
            return (enum output_form)i;
        }
    }
    return OUTPUT_TABLE;
}

/* A column that the verb has anyway keeps its title. */
static struct cli_column column_of(const struct cli_column *known, const char *member)
{
    size_t size = strlen(member);

    for (; known != NULL && known->member != NULL; known++) {
        if (strcmp(known->member, member) == 0) {
            return *known;
        }
    }
    return (struct cli_column){.member = member,
                               .title = member,
                               .whole = size > 3 && strcmp(member + size - 3, "Key") == 0};
}

static bool take_fields(struct output *output, const struct cli_column *known)
{
    for (char *at = output->fields; at != NULL;) {
        char *comma = strchr(at, ',');

        if (comma != NULL) {
            *comma = '\0';
        }
        if (at[0] == '\0' || output->column_count == OUTPUT_COLUMNS_MAX) {
            cli_complain("--fields takes 1 to %d names with commas between them",
                         OUTPUT_COLUMNS_MAX);
            return false;
        }
        output->columns[output->column_count++] = column_of(known, at);
        at = comma == NULL ? NULL : comma + 1;
    }
    return true;
}

bool output_init(struct output *output, const struct cli_line *line,
                 const struct cli_column *columns, const char *key)
{
    const char *fields = cli_option(line, "fields");

    *output = (struct output){.form = form_of(line), .key = key};
    if (output->form == OUTPUT_NAME && key == NULL) {
        cli_complain("what '%s' answers has no key: use --output json", line->verb->name);
        return false;
    }
    if (fields != NULL) {
        output->fields = CHECK_MEMORY(strdup(fields));
        if (!take_fields(output, columns)) {
            output_deinit(output);
            return false;
        }
        return true;
    }
    for (; columns != NULL && columns->member != NULL; columns++) {
        ASSERT(output->column_count < OUTPUT_COLUMNS_MAX);
        output->columns[output->column_count++] = *columns;
    }
    return true;
}

void output_deinit(struct output *output)
{
    free(output->fields);
    output->fields = NULL;
}

/* --- looking into items --- */

static bool find_place(struct slice array, struct slice digits, struct slice *out)
{
    struct value_reader reader = value_reader_of(array);
    int64_t place = 0;
    uint32_t count = 0;

    if (!slice_to_int64(digits, &place) || value_read_array(&reader, &count) != STATUS_OK ||
        place < 0 || place >= (int64_t)count) {
        return false;
    }
    for (int64_t i = 0; i <= place; i++) {
        if (value_read_whole(&reader, out) != STATUS_OK) {
            return false;
        }
    }
    return true;
}

bool output_find(struct slice value, const char *path, struct slice *out)
{
    struct slice rest = slice_of(path);

    *out = value;
    do {
        size_t dot = slice_find_byte(rest, '.');
        struct slice name = dot == SIZE_MAX ? rest : slice_sub(rest, 0, dot);

        if (!value_find(*out, name, out) && !find_place(*out, name, out)) {
            return false;
        }
        rest = dot == SIZE_MAX ? SLICE_EMPTY : slice_from(rest, dot + 1);
    } while (rest.size > 0);
    return true;
}

static struct slice key_of(const struct output *output, struct slice item)
{
    struct slice member;
    struct value_item head = {0};

    if (output_find(item, output->key, &member) && value_head(member, &head) == STATUS_OK &&
        head.kind == VALUE_STRING) {
        return head.text;
    }
    return SLICE_EMPTY;
}

/* A mistyped --fields shows at the first item: every answer holds all members of its kind. */
static bool fields_are_known(const struct output *output, struct slice item)
{
    for (size_t i = 0; output->fields != NULL && i < output->column_count; i++) {
        const char *member = output->columns[i].member;
        size_t size = strcspn(member, ".");
        struct slice found;

        if (!value_find(item, slice_make(member, size), &found)) {
            struct buffer names;

            buffer_init(&names, KIB(64));
            table_put_members(item, &names);
            cli_complain("--fields: there is no '%s' in %s", member, names.data);
            buffer_deinit(&names);
            return false;
        }
    }
    return true;
}

/* --- forms --- */

/* Only the fields asked for, under their names. */
static void put_chosen(const struct output *output, struct slice item, struct buffer *value)
{
    value_put_object(value, (uint32_t)output->column_count);
    for (size_t i = 0; i < output->column_count; i++) {
        struct slice member;

        value_put_string(value, slice_of(output->columns[i].member));
        if (output_find(item, output->columns[i].member, &member)) {
            value_put_value(value, member);
        } else {
            value_put_null(value);
        }
    }
}

static void print_indented(struct slice text, const char *indent)
{
    fputs(indent, stdout);
    for (size_t i = 0; i < text.size; i++) {
        putchar(text.data[i]);
        if (text.data[i] == '\n') {
            fputs(indent, stdout);
        }
    }
}

static void print_json(const struct output *output, struct slice item, const char *indent)
{
    struct buffer value;
    struct buffer text;

    buffer_init(&value, ANSWER_BYTES);
    buffer_init(&text, ANSWER_BYTES);
    if (output->fields != NULL) {
        put_chosen(output, item, &value);
        item = buffer_slice(&value);
    }
    if (output->form == OUTPUT_JSONL) {
        json_put(&text, item);
    } else {
        json_put_pretty(&text, item);
    }
    print_indented(buffer_slice(&text), indent);
    buffer_deinit(&text);
    buffer_deinit(&value);
}

static void print_row(struct output *output, struct slice item)
{
    switch (output->form) {
    case OUTPUT_TABLE:
        table_print_row(output, item);
        break;
    case OUTPUT_JSON:
        fputs(output->rows == 0 ? "[\n" : ",\n", stdout);
        print_json(output, item, "  ");
        break;
    case OUTPUT_JSONL:
        print_json(output, item, "");
        putchar('\n');
        break;
    case OUTPUT_NAME:
        printf("%.*s\n", SLICE_ARG(key_of(output, item)));
        break;
    }
    output->rows++;
}

static int refuse_answer(void)
{
    cli_complain("the answer is not what it must be: is this a Baton server?");
    return CLI_ERROR;
}

int output_rows(struct output *output, struct slice items)
{
    struct value_reader reader = value_reader_of(items);
    struct slice item;
    uint32_t count = 0;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return refuse_answer();
    }
    if (count > 0 && output->rows == 0 && output->form == OUTPUT_TABLE) {
        table_lay_out(output, items);
        table_print_heading(output);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (value_read_whole(&reader, &item) != STATUS_OK) {
            return refuse_answer();
        }
        if (output->rows == 0 && !fields_are_known(output, item)) {
            return CLI_USAGE;
        }
        print_row(output, item);
    }
    return CLI_OK;
}

void output_end(struct output *output)
{
    if (output->form == OUTPUT_JSON) {
        fputs(output->rows == 0 ? "[]\n" : "\n]\n", stdout);
    }
}

static int print_alone(struct output *output, struct slice object)
{
    if (!fields_are_known(output, object)) {
        return CLI_USAGE;
    }
    if (output->form == OUTPUT_TABLE) {
        table_print_members(output, object);
    } else {
        print_json(output, object, "");
        putchar('\n');
    }
    return CLI_OK;
}

int output_object(struct output *output, struct slice object)
{
    struct buffer one;
    int code;

    if (output->form == OUTPUT_JSON || output->form == OUTPUT_JSONL ||
        (output->form == OUTPUT_TABLE && (output->column_count == 0 || output->fields != NULL))) {
        return print_alone(output, object);
    }
    buffer_init(&one, ANSWER_BYTES);
    value_put_array(&one, 1);
    value_put_value(&one, object);
    code = output_rows(output, buffer_slice(&one));
    buffer_deinit(&one);
    return code;
}

static int print_parsed(struct output *output, struct slice answer, const char *items)
{
    struct slice found;
    int code;

    if (items == NULL) {
        return output_object(output, answer);
    }
    if (!output_find(answer, items, &found)) {
        return refuse_answer();
    }
    code = output_rows(output, found);
    output_end(output);
    return code;
}

int output_answer(struct output *output, const baton_response *response, const char *items)
{
    struct json_error error;
    struct buffer value;
    int code = CLI_OK;

    buffer_init(&value, ANSWER_BYTES);
    if (json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK) {
        code = print_parsed(output, buffer_slice(&value), items);
    } else if (items != NULL) {
        code = refuse_answer();
    } else {
        fwrite(response->body, 1, response->body_size, stdout);
        fputs(response->body[response->body_size - 1] == '\n' ? "" : "\n", stdout);
    }
    buffer_deinit(&value);
    return code;
}

int output_change(struct output *output, const char *change, struct slice item)
{
    if (output->rows == 0 && !fields_are_known(output, item)) {
        return CLI_USAGE;
    }
    switch (output->form) {
    case OUTPUT_TABLE:
        printf("%-8s", change);
        table_print_row(output, item);
        break;
    case OUTPUT_JSON:
    case OUTPUT_JSONL:
        printf("{\"change\":\"%s\",\"item\":", change);
        output->form = OUTPUT_JSONL;
        print_json(output, item, "");
        fputs("}\n", stdout);
        break;
    case OUTPUT_NAME:
        printf("%.*s\n", SLICE_ARG(key_of(output, item)));
        break;
    }
    output->rows++;
    return CLI_OK;
}
