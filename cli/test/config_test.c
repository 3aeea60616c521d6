/* Settings: what each may be, where it comes from, and what is said of a wrong one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "nearest.h"
#include "testkit/test.h"

static const char *const no_variables[] = {NULL};

struct loaded {
    struct config config;
    char message[SETTING_MESSAGE_BYTES];
    enum config_source wrong;
    bool good;
};

static const char *file_with(const char *text)
{
    static char path[512];
    FILE *file;

    snprintf(path, sizeof(path), "%s/baton.conf", test_directory());
    file = fopen(path, "w");
    CHECK(file != NULL);
    fputs(text, file);
    fclose(file);
    return path;
}

/* flags: by setting; may be NULL. */
static struct loaded *load(const char *file, const char *const *variables, const char *const *flags)
{
    static struct loaded loaded;
    static const char *const no_flags[SETTING_COUNT] = {NULL};
    struct config_input input = {.dev = true,
                                 .file = file,
                                 .flags = flags == NULL ? no_flags : flags,
                                 .environment = variables};

    loaded.message[0] = '\0';
    loaded.good = config_load(&input, &loaded.config, loaded.message, &loaded.wrong);
    return &loaded;
}

static int64_t parse(enum setting_id id, const char *text)
{
    struct setting_value value;
    char message[SETTING_MESSAGE_BYTES];

    return setting_parse(&settings[id], slice_of(text), &value, message) ? value.number : INT64_MIN;
}

TEST(config, takes_a_flag_before_a_variable_before_the_file_before_the_default)
{
    const char *const variables[] = {"BATON_PORT=2", "BATON_LOG_LEVEL=warn", "HOME=/", NULL};
    const char *flags[SETTING_COUNT] = {[SETTING_LOG_LEVEL] = "error", [SETTING_INSECURE] = ""};
    const char *path =
        file_with("# a node\nport = 1\nlog-level=debug # all of it\n\n  bind = ::1\r\n");

    struct loaded *loaded = load(path, variables, flags);

    CHECK_TEXT(slice_of(loaded->message), "");
    CHECK(loaded->good);
    CHECK_TEXT(slice_of(config_text(&loaded->config, SETTING_BIND)), "::1");
    CHECK_INT(config_number(&loaded->config, SETTING_PORT), ==, 2);
    CHECK_INT(config_number(&loaded->config, SETTING_LOG_LEVEL), ==, 3);
    CHECK(config_switch(&loaded->config, SETTING_INSECURE));
    CHECK_INT(config_number(&loaded->config, SETTING_HISTORY_TTL), ==, 7 * SETTING_DAY_MS);
}

TEST(config, shows_every_source)
{
    const char *const variables[] = {"BATON_PORT=2", NULL};
    const char *flags[SETTING_COUNT] = {[SETTING_DATA] = "/d"};
    struct loaded *loaded = load(file_with("\nhistory-ttl = 30d\n"), variables, flags);
    struct buffer out;
    char wanted[4096];

    buffer_init(&out, MIB(1));
    config_print(&loaded->config, false, true, &out);

    snprintf(wanted, sizeof(wanted),
             "data = /d                                   # flag --data\n"
             "port = 2                                    # variable BATON_PORT\n"
             "history-ttl = 30d                           # %s:2\n",
             loaded->config.file);
    CHECK_TEXT(buffer_slice(&out), wanted);
    buffer_deinit(&out);
}

/* What is printed is a file that gives the same settings. */
TEST(config, reads_what_it_has_printed)
{
    const char *flags[SETTING_COUNT] = {
        [SETTING_HISTORY_MAX] = "none", [SETTING_HTTP_THREADS] = "3"};
    struct config printed = load(NULL, no_variables, flags)->config;
    struct buffer out;
    struct loaded *loaded;

    buffer_init(&out, MIB(1));
    config_print(&printed, true, true, &out);
    buffer_put_byte(&out, '\0');
    loaded = load(file_with(out.data), no_variables, NULL);

    CHECK(loaded->good);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        CHECK_TEXT(slice_of(loaded->config.values[i].text), printed.values[i].text);
        CHECK_INT(loaded->config.values[i].number, ==, printed.values[i].number);
    }
    buffer_deinit(&out);
}

static void refuses_file(const char *text, const char *wanted)
{
    struct loaded *loaded = load(file_with(text), no_variables, NULL);

    CHECK(!loaded->good);
    CHECK_INT(loaded->wrong, ==, CONFIG_FILE);
    CHECK_TEXT(slice_of(loaded->message + strlen(loaded->config.file)), wanted);
}

TEST(config, says_the_line_and_the_nearest_key)
{
    refuses_file("port = 1\nhistroy-ttl = 7d\n",
                 ":2: unknown key 'histroy-ttl': did you mean 'history-ttl'?");
    refuses_file("history_ttl = 7d\n",
                 ":1: unknown key 'history_ttl': did you mean 'history-ttl'?");
    refuses_file("completely-other = 7d\n",
                 ":1: unknown key 'completely-other': 'baton config print "
                 "--effective' lists them all");
    refuses_file("port 1\n", ":1: 'port 1' is no setting: write key = value");
    refuses_file("port = 1\nport = 2\n", ":2: port is there twice: first in line 1");
    refuses_file("\n\nport = 65536",
                 ":3: port is '65536' and must be a whole number from 0 to 65535");
    refuses_file("data =\n", ":1: data is '' and must be a text of 1 to 1000 bytes");
}

TEST(config, says_the_nearest_variable)
{
    const char *const mistyped[] = {"BATON_PROT=1", NULL};
    const char *const strange[] = {"BATON_WHATEVER=1", NULL};
    const char *const bad[] = {"BATON_HISTORY_TTL=1w", NULL};

    CHECK_TEXT(slice_of(load(NULL, mistyped, NULL)->message),
               "unknown variable BATON_PROT: did you mean BATON_PORT?");
    CHECK_TEXT(slice_of(load(NULL, strange, NULL)->message),
               "unknown variable BATON_WHATEVER: unset it");
    CHECK_TEXT(slice_of(load(NULL, bad, NULL)->message),
               "BATON_HISTORY_TTL is '1w' and must be a time (ms, s, m, h, d) from 1s to 3650d, or "
               "forever");
}

/* Clients read BATON_ variables too, and Kubernetes makes some of a service that is called so. */
TEST(config, passes_over_variables_that_are_not_its_own)
{
    const char *const variables[] = {"BATON_ADDRESS=a:1",
                                     "BATON_CONFIG_=",
                                     "BATON_PORT=tcp://10.0.0.1:8080",
                                     "BATON_SERVICE_HOST=10.0.0.1",
                                     "BATON_PORT_8080_TCP_ADDR=10.0.0.1",
                                     NULL};
    const char *const own[] = {variables[0], variables[2], variables[3], variables[4], NULL};

    CHECK(!load(NULL, variables, NULL)->good);
    CHECK(load(NULL, own, NULL)->good);
}

TEST(config, refuses_a_file_that_is_named_and_absent)
{
    const char *const variables[] = {"BATON_CONFIG=/nowhere/baton.conf", NULL};

    CHECK_TEXT(slice_of(load(NULL, variables, NULL)->message),
               "/nowhere/baton.conf: the configuration cannot be read: No such file or directory");
    CHECK(!load("/", no_variables, NULL)->good);
}

TEST(settings, hold_their_bounds)
{
    CHECK_INT(parse(SETTING_PORT, "0"), ==, 0);
    CHECK_INT(parse(SETTING_PORT, "65535"), ==, 65535);
    CHECK_INT(parse(SETTING_PORT, "-1"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_PORT, "80x"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_HTTP_THREADS, "auto"), ==, SETTING_WORD);
    CHECK_INT(parse(SETTING_HTTP_THREADS, "65"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_HISTORY_TTL, " 36 h "), ==, 36 * 3600 * SETTING_SECOND_MS);
    CHECK_INT(parse(SETTING_HISTORY_TTL, "3650d"), ==, 3650 * SETTING_DAY_MS);
    CHECK_INT(parse(SETTING_HISTORY_TTL, "3651d"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_HISTORY_TTL, "999ms"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_HISTORY_TTL, "7"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_HISTORY_TTL, "forever"), ==, SETTING_WORD);
    CHECK_INT(parse(SETTING_DISK_LOW, "0"), ==, 0);
    CHECK_INT(parse(SETTING_DISK_LOW, "512MiB"), ==, (int64_t)MIB(512));
    CHECK_INT(parse(SETTING_DISK_LOW, "9223372036854775807TiB"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_INSECURE, "true"), ==, 1);
    CHECK_INT(parse(SETTING_INSECURE, "yes"), ==, INT64_MIN);
    CHECK_INT(parse(SETTING_LOG_FORMAT, "json"), ==, 2);
    CHECK_INT(parse(SETTING_LOG_FORMAT, "auto|text"), ==, INT64_MIN);
}

TEST(nearest, prefers_the_smaller_change)
{
    struct nearest nearest = nearest_begin(SLICE("dat"));

    nearest_try(&nearest, "port");
    nearest_try(&nearest, "date-x");
    nearest_try(&nearest, "data");
    nearest_try(&nearest, "dats");

    CHECK_TEXT(slice_of(nearest.name), "data");
}

/* docs/configuration.md holds the table as the program has it; BATON_BLESS=1 writes it anew. */
TEST(settings, are_documented)
{
    static const char path[] = "docs/configuration.md";
    static char text[MIB(1)];
    FILE *file = fopen(path, "r");
    struct buffer table;
    char *from;
    char *to;

    CHECK(file != NULL);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    from = strstr(text, "| name | variable |");
    CHECK(from != NULL);
    to = strstr(from, "\n\n");
    CHECK(to != NULL);
    buffer_init(&table, MIB(1));
    settings_document(&table);
    if (getenv("BATON_BLESS") != NULL) {
        file = fopen(path, "w");
        CHECK(file != NULL);
        fprintf(file, "%.*s%.*s%s", (int)(from - text), text, (int)table.size, table.data, to + 1);
        fclose(file);
    } else {
        CHECK_SLICE(slice_make(from, (size_t)(to + 1 - from)), buffer_slice(&table));
    }
    buffer_deinit(&table);
}
