/* Settings of a client, and what was wrong with those that were refused. */
#ifndef CLIENT_CONFIG_H
#define CLIENT_CONFIG_H

#include "base/attr.h"
#include "client_int.h"

/* Fills *out from config (NULL: nothing set) and the environment.
 * Errors: BATON_INVALID; the reason is baton_last_error's. */
baton_result settings_take(const baton_config *config, struct settings *out) NODISCARD;

/* Notes the reason for baton_last_error and returns result. */
baton_result error_set(baton_result result, const char *format, ...) PRINTF_LIKE(2, 3);
void error_clear(void);

/* The value of the first variable that is set and not empty; NULL when none is. `names` ends with
 * NULL. */
const char *environment_first(const char *const *names);

#endif
