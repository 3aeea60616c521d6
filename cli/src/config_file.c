/* The file: `key = value` a line. A '#' at the beginning of a line or behind a blank begins a
 * comment. */
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "nearest.h"

struct place {
    const char *file;
    unsigned line;
};

static struct slice without_comment(struct slice line)
{
    for (size_t i = 0; i < line.size; i++) {
        if (line.data[i] == '#' &&
            (i == 0 || line.data[i - 1] == ' ' || line.data[i - 1] == '\t')) {
            return slice_sub(line, 0, i);
        }
    }
    return line;
}

static int shown(struct slice text)
{
    return (int)(text.size > 100 ? 100 : text.size);
}

static bool refuse_key(const struct place *place, struct slice key, char *message)
{
    struct nearest nearest = nearest_begin(key);

    for (size_t i = 0; i < SETTING_COUNT; i++) {
        nearest_try(&nearest, settings[i].name);
    }
    snprintf(message, SETTING_MESSAGE_BYTES, "%s:%u: unknown key '%.*s'%s%s%s", place->file,
             place->line, shown(key), key.data,
             nearest.name == NULL ? ": 'baton config print --effective' lists them all"
                                  : ": did you mean '",
             nearest.name == NULL ? "" : nearest.name, nearest.name == NULL ? "" : "'?");
    return false;
}

static bool set(struct config *config, const struct place *place, enum setting_id id,
                struct slice text, char *message)
{
    char why[SETTING_MESSAGE_BYTES];

    if (config->lines[id] != 0) {
        snprintf(message, SETTING_MESSAGE_BYTES, "%s:%u: %s is there twice: first in line %u",
                 place->file, place->line, settings[id].name, config->lines[id]);
        return false;
    }
    if (!setting_parse(&settings[id], text, &config->values[id], why)) {
        snprintf(message, SETTING_MESSAGE_BYTES, "%s:%u: %s %.*s", place->file, place->line,
                 settings[id].name, SETTING_VALUE_BYTES, why);
        return false;
    }
    config->sources[id] = CONFIG_FILE;
    config->lines[id] = place->line;
    return true;
}

static bool read_line(struct config *config, const struct place *place, struct slice line,
                      char *message)
{
    size_t equals;
    struct slice key;
    enum setting_id id;

    line = slice_trim(without_comment(line));
    if (line.size == 0) {
        return true;
    }
    equals = slice_find_byte(line, '=');
    if (equals == SIZE_MAX) {
        snprintf(message, SETTING_MESSAGE_BYTES, "%s:%u: '%.*s' is no setting: write key = value",
                 place->file, place->line, shown(line), line.data);
        return false;
    }
    key = slice_trim(slice_sub(line, 0, equals));
    id = setting_find(key);
    if (id == SETTING_COUNT) {
        return refuse_key(place, key, message);
    }
    return set(config, place, id, slice_from(line, equals + 1), message);
}

bool config_read_file(struct config *config, const char *name, struct slice text,
                      char message[SETTING_MESSAGE_BYTES])
{
    struct place place = {.file = name};

    while (text.size > 0) {
        size_t end = slice_find_byte(text, '\n');
        struct slice line = end == SIZE_MAX ? text : slice_sub(text, 0, end);

        place.line++;
        if (!read_line(config, &place, line, message)) {
            return false;
        }
        text = end == SIZE_MAX ? SLICE_EMPTY : slice_from(text, end + 1);
    }
    return true;
}
