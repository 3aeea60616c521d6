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
static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};
enum {
    CRASH_SIGNALS = sizeof(crash_signals) / sizeof(crash_signals[0])
};

/* Only what is safe in a signal handler. The signal is raised once more, with its default meaning.
 */
static void on_crash(int number)
{
    if (marker_path[0] != '\0') {
        (void)unlink(marker_path);
    }
    (void)raise(number);
}

void crash_arm(const char *directory)
{
#ifndef BATON_SANITIZE /* the sanitizers have handlers of their own, and their reports are worth   \
                          more */
    struct sigaction action = {.sa_handler = on_crash,
                               .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};

    snprintf(marker_path, sizeof(marker_path), "%s/%s", directory, STORE_MARKER_NAME);
    for (size_t i = 0; i < CRASH_SIGNALS; i++) {
        (void)sigaction(crash_signals[i], &action, NULL);
    }
#else
    (void)directory;
    (void)on_crash;
#endif
}

void crash_disarm(void)
{
    marker_path[0] = '\0';
}
