#include "base/file_lock.h"

#include <sys/file.h>
#include <time.h>

#include "base/limits.h"

enum {
    PAUSE_MS = 5
};

bool file_lock(int fd)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MS * 1000000};

    for (int waited_ms = 0; flock(fd, LOCK_EX | LOCK_NB) != 0; waited_ms += PAUSE_MS) {
        if (waited_ms >= LIMIT_LOCK_WAIT_MS) {
            return false;
        }
        (void)nanosleep(&pause, NULL);
    }
    return true;
}
