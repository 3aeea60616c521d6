/* The file of settings and the variables: whatever the bytes, a refusal has words, and what is
 * accepted is read again as it is printed. */
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_file(struct slice text)
{
    static struct config config;
    static struct config again;
    char message[SETTING_MESSAGE_BYTES] = "";
    struct buffer printed;

    memset(&config, 0, sizeof(config));
    memset(&again, 0, sizeof(again));
    if (!config_read_file(&config, "file", text, message)) {
        ASSERT(message[0] != '\0');
        ASSERT(strchr(message, '\n') == NULL);
        return;
    }
    buffer_init(&printed, MIB(1));
    config_print(&config, false, true, &printed);
    ASSERT(config_read_file(&again, "printed", buffer_slice(&printed), message));
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        ASSERT(config.values[i].number == again.values[i].number);
        ASSERT(strcmp(config.values[i].text, again.values[i].text) == 0);
    }
    buffer_deinit(&printed);
}

static void check_variable(struct slice text)
{
    static struct config config;
    char message[SETTING_MESSAGE_BYTES] = "";
    char *variable = CHECK_MEMORY(malloc(text.size + 1));
    const char *environment[2] = {variable, NULL};

    memcpy(variable, text.data, text.size);
    variable[text.size] = '\0';
    ASSERT(config_read_variables(&config, environment, message) || message[0] != '\0');
    free(variable);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make(data, size);

    if (size > 0) {
        check_file(text);
        check_variable(text);
    }
    return 0;
}
