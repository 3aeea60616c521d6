/* What standard output and error are: a terminal or not, how wide, with colours or without. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/attr.h"

enum terminal_colour {
    TERMINAL_PLAIN,
    TERMINAL_BOLD,
    TERMINAL_DIM,
    TERMINAL_RED,
    TERMINAL_GREEN,
    TERMINAL_BLUE
};

bool terminal_is(FILE *stream);
/* Does it understand more than lines? */
bool terminal_draws(FILE *stream);
/* In columns; 0: no terminal, no limit. */
size_t terminal_width(FILE *stream);
/* In lines; 0: no terminal. */
size_t terminal_height(FILE *stream);
/* What begins the colour and what ends it; "" when the stream takes none (no terminal, NO_COLOR,
 * TERM=dumb). */
const char *terminal_begin(FILE *stream, enum terminal_colour colour);
const char *terminal_end(FILE *stream, enum terminal_colour colour);
/* An empty screen; what has scrolled away stays. */
void terminal_clear(FILE *stream);

/* A line on standard error that shows how far something is and is written over by the next; nothing
 * when that is no terminal. terminal_progress_end wipes it. */
void terminal_progress(const char *format, ...) PRINTF_LIKE(1, 2);
void terminal_progress_end(void);

/* From now on Ctrl-C and SIGTERM do not end the process but are seen here. */
void terminal_catch_interrupts(void);
bool terminal_was_interrupted(void);
/* Sleep; false when interrupted. */
bool terminal_pause(int64_t ms);

#endif
