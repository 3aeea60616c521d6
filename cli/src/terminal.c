#include "terminal.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

static volatile sig_atomic_t interrupted;
static bool progress_shown;

bool terminal_is(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

static struct winsize size_of(FILE *stream)
{
    struct winsize size = {0};

    if (!terminal_is(stream) || ioctl(fileno(stream), TIOCGWINSZ, &size) != 0) {
        size.ws_col = 0;
        size.ws_row = 0;
    }
    return size;
}

size_t terminal_width(FILE *stream)
{
    return size_of(stream).ws_col;
}

size_t terminal_height(FILE *stream)
{
    return size_of(stream).ws_row;
}

bool terminal_draws(FILE *stream)
{
    const char *kind = getenv("TERM");

    return terminal_is(stream) && kind != NULL && strcmp(kind, "dumb") != 0;
}

static bool takes_colours(FILE *stream)
{
    const char *never = getenv("NO_COLOR");

    return (never == NULL || never[0] == '\0') && terminal_draws(stream);
}

const char *terminal_begin(FILE *stream, enum terminal_colour colour)
{
    static const char *const codes[] = {"",         "\033[1m",  "\033[2m",
                                        "\033[31m", "\033[32m", "\033[34m"};

    return takes_colours(stream) ? codes[colour] : "";
}

const char *terminal_end(FILE *stream, enum terminal_colour colour)
{
    return colour != TERMINAL_PLAIN && takes_colours(stream) ? "\033[0m" : "";
}

void terminal_clear(FILE *stream)
{
    fputs("\033[H\033[2J", stream);
}

void terminal_progress(const char *format, ...)
{
    va_list args;

    if (!terminal_draws(stderr)) {
        return;
    }
    progress_shown = true;
    fputs("\r\033[K", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fflush(stderr);
}

void terminal_progress_end(void)
{
    if (progress_shown) {
        fputs("\r\033[K", stderr);
        progress_shown = false;
    }
}

static void note_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

void terminal_catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = note_interrupt};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool terminal_was_interrupted(void)
{
    return interrupted != 0;
}

bool terminal_pause(int64_t ms)
{
    int64_t until_ms = clock_monotonic_ms() + ms;

    for (int64_t left_ms = ms; left_ms > 0 && interrupted == 0;
         left_ms = until_ms - clock_monotonic_ms()) {
        struct timespec pause = {.tv_sec = left_ms / 1000, .tv_nsec = left_ms % 1000 * 1000000};

        nanosleep(&pause, NULL);
    }
    return interrupted == 0;
}
