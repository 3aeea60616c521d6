#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "nearest.h"

enum {
    CONFIG_FILE_BYTES = 65536
};

static const char prefix[] = "BATON_";

/* Variables that are not a node's: those of clients and of the project's tests, and what Kubernetes
 * sets in every container for a service that is called "baton". */
static const char *const foreign_names[] = {"CONFIG",       "ADDRESS",   "ENDPOINTS", "ENDPOINT",
                                            "TENANT",       "TENANT_ID", "TOKEN",     "OUTPUT",
                                            "BINARY",       "SHARED",    "BLESS",     "STORY",
                                            "REST_ADDRESS", "TIMEOUT",   "TIMEOUT_MS"};
static const char *const foreign_prefixes[] = {"CLIENT_", "BASIC_AUTH_", "WORKER_",  "RETRY_",
                                               "TEST_",   "BENCH_",      "SERVICE_", "PORT_"};

static bool is_foreign(struct slice name, struct slice value)
{
    for (size_t i = 0; i < sizeof(foreign_names) / sizeof(foreign_names[0]); i++) {
        if (slice_is(name, foreign_names[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(foreign_prefixes) / sizeof(foreign_prefixes[0]); i++) {
        if (slice_starts_with(name, slice_of(foreign_prefixes[i]))) {
            return true;
        }
    }
    return slice_is(name, "PORT") && slice_starts_with(value, SLICE("tcp://"));
}

static enum setting_id find_variable(struct slice whole)
{
    for (unsigned id = 0; id < SETTING_COUNT; id++) {
        char name[SETTING_NAME_BYTES];

        setting_variable(&settings[id], name);
        if (slice_is(whole, name)) {
            return (enum setting_id)id;
        }
    }
    return SETTING_COUNT;
}

static bool refuse_variable(struct slice name, char *message)
{
    char names[SETTING_COUNT][SETTING_NAME_BYTES];
    struct nearest nearest = nearest_begin(name);

    for (size_t i = 0; i < SETTING_COUNT; i++) {
        setting_variable(&settings[i], names[i]);
        nearest_try(&nearest, names[i]);
    }
    snprintf(message, SETTING_MESSAGE_BYTES, "unknown variable %.*s: %s%s%s",
             (int)(name.size > 100 ? 100 : name.size), name.data,
             nearest.name == NULL ? "unset it" : "did you mean ",
             nearest.name == NULL ? "" : nearest.name, nearest.name == NULL ? "" : "?");
    return false;
}

static bool read_variable(struct config *config, const char *variable, char *message)
{
    struct slice all = slice_of(variable);
    size_t equals = slice_find_byte(all, '=');
    struct slice name = equals == SIZE_MAX ? all : slice_sub(all, 0, equals);
    struct slice value = equals == SIZE_MAX ? SLICE_EMPTY : slice_from(all, equals + 1);
    char why[SETTING_MESSAGE_BYTES];
    enum setting_id id;

    if (!slice_starts_with(name, slice_of(prefix)) ||
        is_foreign(slice_from(name, sizeof(prefix) - 1), value)) {
        return true;
    }
    id = find_variable(name);
    if (id == SETTING_COUNT) {
        return refuse_variable(name, message);
    }
    if (!setting_parse(&settings[id], value, &config->values[id], why)) {
        snprintf(message, SETTING_MESSAGE_BYTES, "%.*s %.*s", (int)name.size, name.data,
                 SETTING_VALUE_BYTES, why);
        return false;
    }
    config->sources[id] = CONFIG_VARIABLE;
    return true;
}

bool config_read_variables(struct config *config, const char *const *environment,
                           char message[SETTING_MESSAGE_BYTES])
{
    for (; *environment != NULL; environment++) {
        if (!read_variable(config, *environment, message)) {
            return false;
        }
    }
    return true;
}

static bool read_flags(struct config *config, const char *const *flags, char *message)
{
    for (unsigned id = 0; id < SETTING_COUNT; id++) {
        const char *text = flags[id];
        char why[SETTING_MESSAGE_BYTES];

        if (text == NULL) {
            continue;
        }
        text = settings[id].kind == SETTING_SWITCH ? "true" : text;
        if (!setting_parse(&settings[id], slice_of(text), &config->values[id], why)) {
            snprintf(message, SETTING_MESSAGE_BYTES, "--%s %.*s", settings[id].name,
                     SETTING_VALUE_BYTES, why);
            return false;
        }
        config->sources[id] = CONFIG_FLAG;
    }
    return true;
}

static void set_defaults(struct config *config, bool dev)
{
    *config = (struct config){0};
    for (unsigned id = 0; id < SETTING_COUNT; id++) {
        const struct setting *setting = &settings[id];
        char why[SETTING_MESSAGE_BYTES];
        bool own = dev && setting->dev_fallback != NULL;

        ASSERT(setting_parse(setting, slice_of(own ? setting->dev_fallback : setting->fallback),
                             &config->values[id], why));
    }
}

static bool refuse_path(const char *path, const char *why, char *message)
{
    snprintf(message, SETTING_MESSAGE_BYTES, "%.1000s: the configuration cannot be read: %s", path,
             why);
    return false;
}

/* The whole file, or an empty one when it is absent and may be. */
static bool load_file(struct config *config, const char *path, bool must_exist, char *message)
{
    char *text;
    size_t size;
    FILE *file = fopen(path, "re");
    bool good;

    if (file == NULL) {
        return (errno == ENOENT && !must_exist) || refuse_path(path, strerror(errno), message);
    }
    text = CHECK_MEMORY(malloc(CONFIG_FILE_BYTES + 1));
    size = fread(text, 1, CONFIG_FILE_BYTES + 1, file);
    good = ferror(file) == 0;
    fclose(file);
    snprintf(config->file, sizeof(config->file), "%s", path);
    if (!good) {
        refuse_path(path, "it is no file", message);
    } else if (size > CONFIG_FILE_BYTES) {
        good = refuse_path(path, "it is larger than 64 KiB", message);
    } else {
        good = config_read_file(config, path, slice_make(text, size), message);
    }
    free(text);
    return good;
}

static const char *variable_value(const char *const *environment, const char *name)
{
    size_t size = strlen(name);

    for (; *environment != NULL; environment++) {
        if (strncmp(*environment, name, size) == 0 && (*environment)[size] == '=') {
            return *environment + size + 1;
        }
    }
    return NULL;
}

static bool read_any_file(struct config *config, const struct config_input *input, char *message)
{
    const char *path =
        input->file != NULL ? input->file : variable_value(input->environment, "BATON_CONFIG");

    if (path != NULL) {
        return load_file(config, path, true, message);
    }
    return input->dev || load_file(config, CONFIG_FILE_DEFAULT, false, message);
}

bool config_load(const struct config_input *input, struct config *out,
                 char message[SETTING_MESSAGE_BYTES], enum config_source *wrong)
{
    set_defaults(out, input->dev);
    *wrong = CONFIG_FILE;
    if (!read_any_file(out, input, message)) {
        return false;
    }
    *wrong = CONFIG_VARIABLE;
    if (!config_read_variables(out, input->environment, message)) {
        return false;
    }
    *wrong = CONFIG_FLAG;
    return read_flags(out, input->flags, message);
}

int64_t config_number(const struct config *config, enum setting_id id)
{
    ASSERT(settings[id].kind != SETTING_TEXT);
    return config->values[id].number;
}

bool config_switch(const struct config *config, enum setting_id id)
{
    ASSERT(settings[id].kind == SETTING_SWITCH);
    return config->values[id].number != 0;
}

const char *config_text(const struct config *config, enum setting_id id)
{
    return config->values[id].text;
}

static void put_source(const struct config *config, unsigned id, struct buffer *out)
{
    char variable[SETTING_NAME_BYTES];

    switch (config->sources[id]) {
    case CONFIG_DEFAULT:
        buffer_put_text(out, "default");
        break;
    case CONFIG_FILE:
        buffer_printf(out, "%s:%u", config->file, config->lines[id]);
        break;
    case CONFIG_VARIABLE:
        setting_variable(&settings[id], variable);
        buffer_printf(out, "variable %s", variable);
        break;
    case CONFIG_FLAG:
        buffer_printf(out, "flag --%s", settings[id].name);
        break;
    }
}

void config_print(const struct config *config, bool all, bool show_source, struct buffer *out)
{
    for (unsigned id = 0; id < SETTING_COUNT; id++) {
        const char *text = config->values[id].text;

        if (!all && config->sources[id] == CONFIG_DEFAULT) {
            continue;
        }
        if (show_source) {
            buffer_printf(out, "%s = %-*s # ", settings[id].name,
                          (int)(40 - strlen(settings[id].name)), text);
            put_source(config, id, out);
            buffer_put_byte(out, '\n');
        } else {
            buffer_printf(out, "%s = %s\n", settings[id].name, text);
        }
    }
}
