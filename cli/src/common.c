#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "cli.h"
#include "value/json.h"

void cli_complain(const char *format, ...)
{
    va_list args;

    fputs("baton: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
}

const char *cli_option(const struct cli_line *line, const char *name)
{
    for (size_t i = 0; i < CLI_OPTIONS_MAX && line->verb->options[i].name != NULL; i++) {
        if (strcmp(line->verb->options[i].name, name) == 0) {
            return line->options[i];
        }
    }
    UNREACHABLE(name);
}

bool cli_switch(const struct cli_line *line, const char *name)
{
    return cli_option(line, name) != NULL;
}

int64_t cli_number(const struct cli_line *line, const char *name, int64_t min, int64_t max,
                   int64_t fallback)
{
    const char *text = cli_option(line, name);
    int64_t number = 0;

    if (text == NULL) {
        return fallback;
    }
    if (!slice_to_int64(slice_of(text), &number) || number < min || number > max) {
        cli_complain("--%s is '%s' and must be a whole number from %lld to %lld", name, text,
                     (long long)min, (long long)max);
        exit(CLI_USAGE);
    }
    return number;
}

uint64_t cli_key(const struct cli_line *line, size_t argument)
{
    int64_t key = 0;

    ASSERT(argument < line->argument_count);
    if (!slice_to_int64(slice_of(line->arguments[argument]), &key) || key <= 0) {
        cli_complain("'%s' is no key: keys are numbers such as 2251799813685250",
                     line->arguments[argument]);
        exit(CLI_USAGE);
    }
    return (uint64_t)key;
}

baton_client *cli_connect(const struct cli_line *line)
{
    baton_config config = {.address = cli_option(line, "address")};
    baton_client *client = NULL;
    baton_result result = baton_client_new(&config, &client);

    if (result != BATON_OK) {
        cli_complain("'%s' is no address: use HOST:PORT",
                     config.address == NULL ? "$BATON_ADDRESS" : config.address);
        exit(CLI_USAGE);
    }
    return client;
}

static int judge_status(int status)
{
    switch (status) {
    case 404:
        return CLI_NOT_FOUND;
    case 409:
    case 422:
        return CLI_CONFLICT;
    case 503:
        return CLI_UNAVAILABLE;
    case 504:
        return CLI_TIMED_OUT;
    default:
        return CLI_ERROR;
    }
}

int cli_judge(baton_result result, const baton_response *response)
{
    switch (result) {
    case BATON_OK:
        return CLI_OK;
    case BATON_REJECTED:
        cli_complain("%s", response->detail[0] != '\0' ? response->detail : response->title);
        return judge_status(response->status);
    case BATON_UNREACHABLE:
        cli_complain("no server answers: %s", response->detail);
        return CLI_UNAVAILABLE;
    case BATON_TIMED_OUT:
        cli_complain("no answer in time: %s", response->detail);
        return CLI_TIMED_OUT;
    case BATON_PROTOCOL:
    case BATON_INVALID:
    case BATON_NO_MEMORY:
    case BATON_TOO_LARGE:
    case BATON_PENDING:
    case BATON_CANCELLED:
    default:
        cli_complain("%s: %s", baton_result_name(result), response->detail);
        return CLI_ERROR;
    }
}

void cli_print_json(const baton_response *response)
{
    struct buffer value;
    struct buffer text;
    struct json_error error;

    buffer_init(&value, MIB(256));
    buffer_init(&text, MIB(256));
    if (response->body_size > 0 &&
        json_parse(slice_make(response->body, response->body_size), &value, &error) == STATUS_OK) {
        json_put_pretty(&text, buffer_slice(&value));
        printf("%.*s\n", SLICE_ARG(buffer_slice(&text)));
    } else if (response->body_size > 0) {
        fwrite(response->body, 1, response->body_size, stdout);
        fputc('\n', stdout);
    }
    buffer_deinit(&text);
    buffer_deinit(&value);
}

char *cli_read_file(const char *path, size_t max_bytes, size_t *bytes)
{
    FILE *file = fopen(path, "rbe");
    char *content;

    if (file == NULL) {
        cli_complain("%s: %s", path, strerror(errno));
        return NULL;
    }
    content = CHECK_MEMORY(malloc(max_bytes + 1));
    *bytes = fread(content, 1, max_bytes + 1, file);
    if (ferror(file) != 0 || *bytes > max_bytes) {
        cli_complain("%s: %s", path,
                     ferror(file) != 0 ? "cannot be read" : "is larger than a server takes");
        free(content);
        content = NULL;
    } else {
        content = CHECK_MEMORY(realloc(content, *bytes + 1));
        content[*bytes] = '\0';
    }
    fclose(file);
    return content;
}

bool cli_is_json(const char *option, const char *text)
{
    struct json_error error;
    struct buffer value;
    enum status st;

    buffer_init(&value, LIMIT_COMMAND_BYTES);
    st = json_parse(slice_of(text), &value, &error);
    buffer_deinit(&value);
    if (st != STATUS_OK) {
        cli_complain("--%s is no JSON: line %u, column %u: %s", option, error.line, error.column,
                     error.reason);
    }
    return st == STATUS_OK;
}

char *cli_variables(const struct cli_line *line)
{
    const char *text = cli_option(line, "variables");
    size_t bytes = 0;
    char *json;

    if (text != NULL && text[0] == '@') {
        json = cli_read_file(text + 1, LIMIT_VARIABLES_BYTES, &bytes);
    } else {
        json = CHECK_MEMORY(strdup(text == NULL ? "{}" : text));
    }
    if (json != NULL && !cli_is_json("variables", json)) {
        free(json);
        json = NULL;
    }
    return json;
}
