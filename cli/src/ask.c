#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/assert.h"
#include "base/limits.h"
#include "client.h"
#include "convert.h"
#include "output.h"
#include "value/json.h"
#include "value/value.h"

enum {
    INPUTS_MAX = CLI_GIVEN_MAX + CLI_ARGUMENTS_MAX
};

/* One text of the line that goes into the body. */
struct input {
    struct cli_option spec;
    const char *text;
};

struct inputs {
    struct input *items;
    size_t count;
};

/* --- what goes into the body --- */

/* A process is named by its id, which begins with no digit, or by its definition's key. */
static struct input input_of(const struct cli_option *spec, const char *text)
{
    struct input input = {.spec = *spec, .text = text};

    if (spec->kind == CLI_PROCESS) {
        input.spec.member =
            text[0] >= '0' && text[0] <= '9' ? "processDefinitionKey" : "processDefinitionId";
    }
    return input;
}

static bool goes_into_body(const struct cli_option *spec)
{
    return spec->member != NULL || spec->kind == CLI_PROCESS;
}

static void gather_arguments(const struct cli_line *line, struct inputs *inputs)
{
    const struct cli_argument *argument = line->form->arguments;

    for (size_t i = 0; i < line->argument_count; i++) {
        struct cli_option spec = convert_argument(argument);

        if (goes_into_body(&spec)) {
            inputs->items[inputs->count++] = input_of(&spec, line->arguments[i]);
        }
        argument += argument->many ? 0 : 1;
    }
}

static struct inputs gather(const struct cli_line *line)
{
    struct inputs inputs = {.items = CHECK_MEMORY(calloc(INPUTS_MAX, sizeof(struct input)))};

    gather_arguments(line, &inputs);
    for (size_t i = 0; i < line->given_count; i++) {
        if (goes_into_body(line->given[i].option)) {
            inputs.items[inputs.count++] = input_of(line->given[i].option, line->given[i].value);
        }
    }
    return inputs;
}

/* The member's name up to the first dot. */
static struct slice top_of(const struct input *input)
{
    struct slice member = slice_of(input->spec.member);
    size_t dot = slice_find_byte(member, '.');

    return dot == SIZE_MAX ? member : slice_sub(member, 0, dot);
}

static bool is_first_of_its_top(const struct inputs *inputs, size_t place)
{
    for (size_t i = 0; i < place; i++) {
        if (slice_equal(top_of(&inputs->items[i]), top_of(&inputs->items[place]))) {
            return false;
        }
    }
    return true;
}

static bool is_last_of_its_member(const struct inputs *inputs, size_t place)
{
    for (size_t i = place + 1; i < inputs->count; i++) {
        if (strcmp(inputs->items[i].spec.member, inputs->items[place].spec.member) == 0) {
            return false;
        }
    }
    return true;
}

/* --- members --- */

static bool put_one(const struct input *input, struct buffer *out)
{
    if (input->spec.value == NULL) {
        buffer_put_text(out, input->spec.json == NULL ? "true" : input->spec.json);
        return true;
    }
    return convert_put(&input->spec, input->text, out);
}

/* Variables: objects and pairs together, later ones over earlier ones. */
static bool merge_objects(const struct inputs *inputs, struct slice top, struct arena *arena,
                          struct slice *merged)
{
    struct buffer value;
    bool good = true;

    *merged = value_empty_object();
    buffer_init(&value, LIMIT_COMMAND_BYTES);
    for (size_t i = 0; i < inputs->count && good; i++) {
        const struct input *input = &inputs->items[i];

        if (!slice_equal(top_of(input), top)) {
            continue;
        }
        buffer_reset(&value);
        if (input->spec.kind == CLI_PAIR) {
            value_put_object(&value, 1);
            good = convert_put_pair(input->text, &value);
        } else {
            good = convert_put_value(&input->spec, input->text, &value);
        }
        if (good) {
            *merged = value_merge(arena, *merged, buffer_slice(&value));
            good = merged->data != NULL;
        }
    }
    buffer_deinit(&value);
    return good;
}

static bool put_merged(const struct inputs *inputs, struct slice top, struct buffer *out)
{
    struct slice merged;
    struct arena arena;
    bool good;

    arena_init(&arena, MIB(256));
    good = merge_objects(inputs, top, &arena, &merged);
    if (good) {
        json_put(out, merged);
    }
    arena_deinit(&arena);
    return good;
}

/* Each NAME=VALUE as {"name": NAME, "value": JSON text of VALUE}, the form of filters. */
static bool put_named(const struct input *input, struct buffer *out)
{
    struct slice key = SLICE_EMPTY;
    struct value_reader reader;
    struct buffer value;
    struct buffer text;
    bool good;

    buffer_init(&value, LIMIT_VARIABLES_BYTES);
    buffer_init(&text, LIMIT_VARIABLES_BYTES);
    good = convert_put_pair(input->text, &value);
    reader = value_reader_of(buffer_slice(&value));
    if (good && value_read_string(&reader, &key) == STATUS_OK) {
        json_put(&text, slice_make(reader.at, (size_t)(reader.end - reader.at)));
        buffer_put_text(out, "{\"name\":");
        json_put_string(out, key);
        buffer_put_text(out, ",\"value\":");
        json_put_string(out, buffer_slice(&text));
        buffer_put_byte(out, '}');
    }
    buffer_deinit(&text);
    buffer_deinit(&value);
    return good;
}

/* All inputs of one member as one array. */
static bool put_all(const struct inputs *inputs, struct slice top, struct buffer *out)
{
    bool good = true;
    bool first = true;

    buffer_put_byte(out, '[');
    for (size_t i = 0; i < inputs->count && good; i++) {
        const struct input *input = &inputs->items[i];

        if (slice_equal(top_of(input), top)) {
            buffer_put_text(out, first ? "" : ",");
            first = false;
            if (input->spec.kind == CLI_PAIR) {
                good = put_named(input, out);
            } else {
                struct buffer list;

                buffer_init(&list, LIMIT_VARIABLES_BYTES);
                good = convert_put(&input->spec, input->text, &list);
                if (list.size > 2) {
                    buffer_put(out, list.data + 1, list.size - 2);
                }
                buffer_deinit(&list);
            }
        }
    }
    buffer_put_byte(out, ']');
    return good;
}

/* "changeset.retries" and whatever else begins with "changeset." */
static bool put_nested(const struct inputs *inputs, struct slice top, struct buffer *out)
{
    bool good = true;
    bool first = true;

    buffer_put_byte(out, '{');
    for (size_t i = 0; i < inputs->count && good; i++) {
        const struct input *input = &inputs->items[i];

        if (slice_equal(top_of(input), top) && is_last_of_its_member(inputs, i)) {
            buffer_printf(out, "%s\"%s\":", first ? "" : ",", input->spec.member + top.size + 1);
            first = false;
            good = put_one(input, out);
        }
    }
    buffer_put_byte(out, '}');
    return good;
}

/* "assignee" and "assignee.$exists" cannot both be. */
static bool agree(const struct inputs *inputs, size_t place)
{
    const struct input *one = &inputs->items[place];
    struct slice top = top_of(one);

    for (size_t i = place + 1; i < inputs->count; i++) {
        const struct input *other = &inputs->items[i];

        if (slice_equal(top_of(other), top) &&
            (strlen(other->spec.member) == top.size) != (strlen(one->spec.member) == top.size)) {
            cli_complain("--%s and --%s exclude each other", one->spec.name, other->spec.name);
            return false;
        }
    }
    return true;
}

static bool put_member(const struct inputs *inputs, size_t place, struct buffer *out)
{
    const struct input *input = &inputs->items[place];
    struct slice top = top_of(input);

    if (!agree(inputs, place)) {
        return false;
    }
    buffer_printf(out, "\"%.*s\":", SLICE_ARG(top));
    if (top.size < strlen(input->spec.member)) {
        return put_nested(inputs, top, out);
    }
    if (input->spec.kind == CLI_LIST ||
        (input->spec.kind == CLI_PAIR && input->spec.item != NULL)) {
        return put_all(inputs, top, out);
    }
    if (input->spec.kind == CLI_OBJECT || input->spec.kind == CLI_PAIR) {
        return put_merged(inputs, top, out);
    }
    for (size_t i = inputs->count; i-- > place;) {
        if (slice_equal(top_of(&inputs->items[i]), top)) {
            return put_one(&inputs->items[i], out);
        }
    }
    UNREACHABLE("the input itself is there");
}

static bool has_member(const struct inputs *inputs, struct slice member)
{
    for (size_t i = 0; i < inputs->count; i++) {
        if (slice_is(member, inputs->items[i].spec.member)) {
            return true;
        }
    }
    return false;
}

/* Lines "member\tJSON" of the table. Returns whether it put nothing. */
static bool put_defaults(const struct inputs *inputs, const char *defaults, bool first,
                         struct buffer *out)
{
    struct slice rest = slice_of(defaults);

    while (rest.size > 0) {
        size_t end = slice_find_byte(rest, '\n');
        struct slice row = end == SIZE_MAX ? rest : slice_sub(rest, 0, end);
        size_t tab = slice_find_byte(row, '\t');
        struct slice json = slice_from(row, tab + 1);

        if (!has_member(inputs, slice_sub(row, 0, tab))) {
            buffer_printf(out, "%s\"%.*s\":%.*s", first ? "" : ",", (int)tab, row.data,
                          SLICE_ARG(json));
            first = false;
        }
        rest = end == SIZE_MAX ? SLICE_EMPTY : slice_from(rest, end + 1);
    }
    return first;
}

bool ask_put_members(const struct cli_line *line, const char *extra, struct buffer *out)
{
    struct inputs inputs = gather(line);
    bool first = extra == NULL;
    bool good = true;

    buffer_printf(out, "{%s", extra == NULL ? "" : extra);
    first = put_defaults(&inputs, line->form->request.defaults, first, out);
    for (size_t i = 0; i < inputs.count && good; i++) {
        if (is_first_of_its_top(&inputs, i)) {
            buffer_put_text(out, first ? "" : ",");
            first = false;
            good = put_member(&inputs, i, out);
        }
    }
    buffer_put_byte(out, '}');
    if (good && inputs.count == 0 && line->form->request.needs_options) {
        cli_complain("'%s' was told nothing to %s: see baton help %s", line->verb->name,
                     line->verb->name, line->verb->name);
        good = false;
    }
    free(inputs.items);
    if (good && out->failed) {
        cli_complain("the request is larger than a server takes");
    }
    return good && !out->failed;
}

/* --- the path --- */

void ask_put_escaped(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_' || c == '.' || c == '~';

        buffer_printf(out, plain ? "%c" : "%%%02X", (unsigned char)c);
    }
}

void ask_put_path(const struct cli_line *line, struct buffer *out)
{
    const struct cli_argument *argument = line->form->arguments;
    size_t i = 0;

    for (const char *at = line->form->request.path; *at != '\0'; at++) {
        if (at[0] != '{') {
            buffer_put_byte(out, *at);
            continue;
        }
        for (; argument[i].member != NULL || argument[i].kind == CLI_PROCESS; i++) {
            ASSERT(i + 1 < CLI_FORM_ARGUMENTS);
        }
        ASSERT(i < line->argument_count);
        ask_put_escaped(slice_of(line->arguments[i++]), out);
        at++;
    }
    buffer_put_byte(out, '\0');
}

/* --- the call --- */

void ask_print(const char *method, const char *path, struct slice body)
{
    struct json_error error;
    struct buffer value;
    struct buffer text;

    printf("%s %s\n", method, path);
    if (body.data == NULL) {
        return;
    }
    buffer_init(&value, LIMIT_COMMAND_BYTES);
    buffer_init(&text, LIMIT_COMMAND_BYTES);
    if (json_parse(body, &value, &error) == STATUS_OK) {
        json_put_pretty(&text, buffer_slice(&value));
        printf("%.*s\n", SLICE_ARG(buffer_slice(&text)));
    } else {
        printf("%.*s\n", SLICE_ARG(body));
    }
    buffer_deinit(&text);
    buffer_deinit(&value);
}

/* An empty answer still has a key: that of what it was about. */
static void print_key(struct output *output, const struct cli_line *line)
{
    struct buffer value;

    buffer_init(&value, KIB(4));
    value_put_object(&value, 1);
    value_put_string(&value, slice_of(line->form->request.key));
    value_put_string(&value, slice_of(line->arguments[0]));
    output_object(output, buffer_slice(&value));
    buffer_deinit(&value);
}

static int print_answer(struct output *output, const struct cli_line *line,
                        const baton_response *response)
{
    const struct cli_request *request = &line->form->request;

    if (response->body_size > 0) {
        return output_answer(output, response, request->items);
    }
    if (request->key != NULL && line->argument_count > 0 && output->form != OUTPUT_TABLE) {
        print_key(output, line);
    }
    if (request->done != NULL) {
        cli_say(line, "%s%s%s", request->done, line->argument_count == 0 ? "" : " ",
                line->argument_count == 0 ? "" : line->arguments[0]);
    }
    return CLI_OK;
}

static int call(const struct cli_line *line, struct output *output, baton_call *what)
{
    baton_client *client = client_connect(line);
    baton_response response = {0};
    int code = client_judge(line, baton_do(client, what, &response), &response);

    if (code == CLI_OK) {
        code = print_answer(output, line, &response);
    }
    baton_response_clear(&response);
    baton_client_free(client);
    return code;
}

static int send_or_say(const struct cli_line *line, const struct ask_more *more,
                       struct output *output, const char *path, struct slice body)
{
    const struct cli_request *request = &line->form->request;
    baton_call what = {.method = request->method,
                       .path = path,
                       .body = body.data,
                       .body_size = body.size,
                       .idempotency_key = client_idempotency_key(line),
                       .timeout_ms = more->timeout_ms};

    if (cli_switch(line, "dry-run")) {
        ask_print(request->method, path, body);
        return CLI_OK;
    }
    return call(line, output, &what);
}

int ask_send(const struct cli_line *line, const struct ask_more *more)
{
    const struct cli_request *request = &line->form->request;
    struct output output;
    struct buffer path;
    struct buffer body;
    int code = CLI_USAGE;

    if (!output_init(&output, line, more->columns == NULL ? request->columns : more->columns,
                     request->key == NULL && line->form->noun != NULL ? line->form->noun->key
                                                                      : request->key)) {
        return CLI_USAGE;
    }
    buffer_init(&path, KIB(16));
    buffer_init(&body, LIMIT_REQUEST_BODY_BYTES);
    ask_put_path(line, &path);
    if (request->without_body || ask_put_members(line, more->extra, &body)) {
        code = send_or_say(line, more, &output, path.data, buffer_slice(&body));
    }
    buffer_deinit(&body);
    buffer_deinit(&path);
    output_deinit(&output);
    return code;
}

int ask_run(const struct cli_line *line)
{
    return ask_send(line, &(struct ask_more){0});
}
