#include "crash.h"

#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include "store/marker.h"

enum {
    PATH_BYTES = 1400
};

static char marker_path[PATH_BYTES];

/* The sanitizers have handlers of their own, and their reports are worth more. */
#ifndef BATON_SANITIZE
/* Only what is safe in a signal handler. The signal is raised once more,
 * with its default meaning. */
static void on_crash(int number)
{
    if (marker_path[0] != '\0') {
        (void)unlink(marker_path);
    }
    (void)raise(number);
}

static void install_handlers(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};
    struct sigaction action = {.sa_handler = on_crash,
                               .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        (void)sigaction(signals[i], &action, NULL);
    }
}
#else
static void install_handlers(void)
{
}
#endif

void crash_arm(const char *directory)
{
    snprintf(marker_path, sizeof(marker_path), "%s/%s", directory, STORE_MARKER_NAME);
    install_handlers();
}

void crash_disarm(void)
{
    marker_path[0] = '\0';
}
