#include "client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "terminal.h"
#include "value/value.h"

enum {
    CLIENT_MAX_MS = 30 * 24 * 3600,
    DETAIL_BYTES = 65536
};

const struct cli_option client_options[] = {
    {.name = "address",
     .letter = 'a',
     .value = "HOST:PORT",
     .help = "server (default $BATON_ADDRESS, else 127.0.0.1:8080)"},
    {.name = "timeout",
     .value = "TIME",
     .kind = CLI_DURATION,
     .help = "give up after (default 10s, 1h where an end is awaited)"},
    {.name = "quiet", .letter = 'q', .help = "say nothing but data and complaints"},
    {0}};

const struct cli_option client_write_options[] = {
    {.name = "dry-run", .help = "say what would be sent, and send nothing"},
    {.name = "idempotency-key",
     .value = "TEXT",
     .help = "the same key with the same request never does it twice"},
    {0}};

/* Whoever looks on is not left alone with a server that is away. */
static void show_trouble(baton_log_level level, const char *text, void *ctx)
{
    (void)ctx;
    /* One line an endpoint, not another for each attempt. */
    if (level == BATON_LOG_WARNING && strstr(text, ": again in ") == NULL) {
        terminal_progress("%s, trying again", text);
    }
}

baton_client *client_connect(const struct cli_line *line)
{
    /* 0: what the environment says, or the library's default. */
    baton_config config = {.address = cli_option(line, "address"),
                           .timeout_ms =
                               (uint32_t)cli_duration(line, "timeout", CLIENT_MAX_MS * 1000LL, 0),
                           .log = show_trouble};
    baton_client *client = NULL;

    if (baton_client_new(&config, &client) != BATON_OK) {
        cli_complain("%s", baton_last_error());
        exit(CLI_USAGE);
    }
    return client;
}

const char *client_idempotency_key(const struct cli_line *line)
{
    for (size_t i = line->given_count; i-- > 0;) {
        if (strcmp(line->given[i].option->name, "idempotency-key") == 0) {
            return line->given[i].value;
        }
    }
    return NULL;
}

/* --- complaints --- */

struct meaning {
    int status;
    int code;
    const char *words;
};

static const struct meaning meanings[] = {
    {400, CLI_ERROR, "refused"},
    {403, CLI_ERROR, "forbidden"},
    {404, CLI_NOT_FOUND, "not found"},
    {409, CLI_CONFLICT, "its state forbids it"},
    {413, CLI_ERROR, "larger than the server takes"},
    {422, CLI_CONFLICT, "the idempotency key was used for another request"},
    {429, CLI_UNAVAILABLE, "too many requests"},
    {501, CLI_ERROR, "the server cannot do that yet"},
    {503, CLI_UNAVAILABLE, "the server is busy or not ready"},
    {504, CLI_TIMED_OUT, "out of time"},
    {0, CLI_ERROR, "the server failed"},
};

static const struct meaning *meaning_of(int status)
{
    const struct meaning *meaning = meanings;

    while (meaning->status != 0 && meaning->status != status) {
        meaning++;
    }
    return meaning;
}

/* "complete job 2251799813685250", "call GET /v2/topology" */
static void put_subject(const struct cli_line *line, struct buffer *out)
{
    const struct cli_noun *noun = line->form->noun;
    size_t shown = noun == NULL && !line->form->arguments[0].many ? CLI_FORM_ARGUMENTS : 1;

    buffer_put_text(out, line->verb->name);
    if (noun != NULL) {
        buffer_printf(out, " %s", line->argument_count == 0 ? noun->name : noun->one);
    }
    for (size_t i = 0; i < line->argument_count && i < shown; i++) {
        buffer_printf(out, " %s", line->arguments[i]);
    }
    buffer_put_text(out,
                    line->form->arguments[0].many && line->argument_count > shown ? " ..." : "");
    buffer_put_byte(out, '\0');
}

/* A detail of one line follows the sentence, one of several stands below it. */
static void print_detail(const char *detail)
{
    if (strchr(detail, '\n') == NULL) {
        fprintf(stderr, ": %s\n", detail);
        return;
    }
    fputs(":\n  ", stderr);
    for (; *detail != '\0'; detail++) {
        fputc(*detail, stderr);
        if (*detail == '\n' && detail[1] != '\0') {
            fputs("  ", stderr);
        }
    }
    fputc('\n', stderr);
}

static void complain(const struct cli_line *line, const char *words, const char *detail)
{
    struct buffer subject;

    buffer_init(&subject, KIB(64));
    put_subject(line, &subject);
    fflush(stdout);
    fprintf(stderr, "baton: %s: %s", subject.data == NULL ? line->verb->name : subject.data, words);
    print_detail(detail);
    buffer_deinit(&subject);
}

static void hint_rejected(const struct cli_line *line, const baton_response *response)
{
    const struct cli_noun *see = line->form->request.see;

    if (see == NULL) {
        see = line->form->noun;
    }
    if (response->status == 404 && see != NULL && see->filters != NULL) {
        cli_say(line, "  try: baton list %s", see->name);
    } else if (strcmp(response->title, "OUTCOME_UNKNOWN") == 0) {
        cli_say(line, "  it may have happened: repeat it with the same --idempotency-key, or look");
    }
}

/* The engine's own words behind "Command 'X' rejected with code 'Y': ". */
static const char *plain(const char *detail)
{
    const char *code = strstr(detail, "' rejected with code '");
    const char *reason = code == NULL ? NULL : strstr(code, "': ");

    return strncmp(detail, "Command '", 9) == 0 && reason != NULL ? reason + 3 : detail;
}

/* The whole detail of a problem: the library's own copy is cut. */
static int complain_rejected(const struct cli_line *line, const baton_response *response)
{
    const struct meaning *meaning = meaning_of(response->status);
    char *detail = CHECK_MEMORY(malloc(DETAIL_BYTES));

    if (response->body == NULL ||
        !baton_json_text(response->body, "detail", detail, DETAIL_BYTES)) {
        snprintf(detail, DETAIL_BYTES, "%s",
                 response->detail[0] != '\0' ? response->detail : response->title);
    }
    complain(line, meaning->words, detail[0] == '\0' ? "the server gave no reason" : plain(detail));
    free(detail);
    hint_rejected(line, response);
    return meaning->code;
}

static bool may_change(const struct cli_line *line)
{
    for (size_t i = 0; i < CLI_GROUPS; i++) {
        if (line->verb->groups[i] == client_write_options) {
            return true;
        }
    }
    return false;
}

int client_judge(const struct cli_line *line, baton_result result, const baton_response *response)
{
    terminal_progress_end();
    switch (result) {
    case BATON_OK:
        return CLI_OK;
    case BATON_REJECTED:
        return complain_rejected(line, response);
    case BATON_UNREACHABLE:
        complain(line, "no server answers", response->detail);
        cli_say(line,
                "  try: 'baton dev' starts one; --address or $BATON_ADDRESS says where it is");
        return CLI_UNAVAILABLE;
    case BATON_TIMED_OUT:
        complain(line, "no answer in time", response->detail);
        if (may_change(line)) {
            cli_say(line, "  it may have happened: look, or repeat it with the same "
                          "--idempotency-key");
        }
        return CLI_TIMED_OUT;
    case BATON_PROTOCOL:
    case BATON_INVALID:
    case BATON_NO_MEMORY:
    case BATON_TOO_LARGE:
    case BATON_PENDING:
    case BATON_CANCELLED:
    default:
        complain(line, baton_result_name(result), response->detail);
        return CLI_ERROR;
    }
}

struct slice client_text(struct slice object, const char *member)
{
    struct value_item item;
    struct slice found;

    if (!value_find(object, slice_of(member), &found) || value_head(found, &item) != STATUS_OK ||
        item.kind != VALUE_STRING) {
        return SLICE_EMPTY;
    }
    return item.text;
}
