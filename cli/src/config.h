/* Where a node's settings come from: a flag before a variable before the file before the default.
 *
 * Whatever is wrong is refused with the place and what to do; nothing unknown is passed over. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "settings.h"

#define CONFIG_FILE_DEFAULT "/etc/baton/baton.conf"

enum config_source {
    CONFIG_DEFAULT,
    CONFIG_FILE,
    CONFIG_VARIABLE,
    CONFIG_FLAG
};

struct config_input {
    bool dev;                 /* the defaults of `baton dev`; and no default file */
    const char *file;         /* --config; NULL: BATON_CONFIG, else the default file if it exists */
    const char *const *flags; /* SETTING_COUNT texts; NULL: not given; "" for a switch */
    const char *const *environment; /* "NAME=value", ends with NULL */
};

struct config {
    struct setting_value values[SETTING_COUNT];
    enum config_source sources[SETTING_COUNT];
    unsigned lines[SETTING_COUNT];  /* in the file; 0: not there */
    char file[SETTING_VALUE_BYTES]; /* that was read; "" for none */
};

/* Gather all settings. False: message is one line for the operator, and *wrong says where the
 * fault lies. */
bool config_load(const struct config_input *input, struct config *out,
                 char message[SETTING_MESSAGE_BYTES], enum config_source *wrong) NODISCARD;

/* Read one file's text over what is in config. name stands in messages. False: as above. */
bool config_read_file(struct config *config, const char *name, struct slice text,
                      char message[SETTING_MESSAGE_BYTES]) NODISCARD;
/* Read the BATON_ variables over what is in config. False: as above. */
bool config_read_variables(struct config *config, const char *const *environment,
                           char message[SETTING_MESSAGE_BYTES]) NODISCARD;

int64_t config_number(const struct config *config, enum setting_id id);
bool config_switch(const struct config *config, enum setting_id id);
/* Borrowed from config. */
const char *config_text(const struct config *config, enum setting_id id);

/* As a file that would give the same settings: those that differ from the defaults, or all. */
void config_print(const struct config *config, bool all, bool show_source, struct buffer *out);

#endif
