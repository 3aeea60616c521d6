/* One line on standard error for each event: words on a terminal, JSON when something else reads.
 *
 *     log_info("node", "listening address=%s port=%d", address, port);
 *
 *     2026-01-01T12:00:00.000Z INFO  node listening address=127.0.0.1 port=8080
 *     {"time":"...","level":"info","module":"node","event":"listening","address":"127.0.0.1","port":8080}
 *
 * The format is the event's name followed by blanks and key=value pairs; a value is exactly one
 * conversion or plain text without blanks. Conversions: %s (NULL reads as empty), %.*s, and d i u x
 * with l, ll or z. Numbers are numbers in JSON (but for x), all else is text, escaped; in words, a
 * text that holds a blank, a quote or a control is quoted. A line has a ceiling
 * (LIMIT_LOG_LINE_BYTES): a text value that would pass it is cut, pairs behind it are dropped, and
 * the line stays well-formed. One write(2) a line. Nothing here reaches replicated state. Thread:
 * any. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"

enum log_level {
    LOG_DEBUG,
    LOG_INFO,
    LOG_WARN,
    LOG_ERROR,
    LOG_OFF
};
enum log_form {
    LOG_FORM_AUTO,
    LOG_FORM_TEXT,
    LOG_FORM_JSON
};

/* Events below `level` are dropped; LOG_INFO at the start. */
void log_set_level(enum log_level level);
/* AUTO, as at the start, asks whether the descriptor is a terminal. */
void log_set_form(enum log_form form);
/* Where lines go; 2 at the start. The descriptor stays the caller's. */
void log_set_descriptor(int fd);

void log_write(enum log_level level, const char *module, const char *format, ...) PRINTF_LIKE(3, 4);

#define log_debug(module, ...) log_write(LOG_DEBUG, (module), __VA_ARGS__)
#define log_info(module, ...) log_write(LOG_INFO, (module), __VA_ARGS__)
#define log_warn(module, ...) log_write(LOG_WARN, (module), __VA_ARGS__)
#define log_error(module, ...) log_write(LOG_ERROR, (module), __VA_ARGS__)

#endif
