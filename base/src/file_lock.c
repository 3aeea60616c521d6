#include "base/file_lock.h"

#include <stdint.h>
#include <sys/file.h>
#include <time.h>

#include "base/clock.h"
#include "base/limits.h"

enum {
    PAUSE_NS = 5 * 1000 * 1000
};

bool file_lock(int fd)
{
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    int64_t until_ms = clock_monotonic_ms() + LIMIT_LOCK_WAIT_MS;

    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (clock_monotonic_ms() >= until_ms) {
            return false;
        }
        (void)nanosleep(&pause, NULL);
    }
    return true;
}
