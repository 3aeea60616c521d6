/* The lock by which one process alone holds a data directory. */
#ifndef BASE_FILE_LOCK_H
#define BASE_FILE_LOCK_H

#include <stdbool.h>

#include "base/attr.h"

/* Lock the open file for this process, until fd is closed or the process has ended. A killed
 * process keeps its lock until the last of its threads is gone, a moment after whoever killed it
 * saw it dead: what follows right on a `kill -9` waits for that, LIMIT_LOCK_WAIT_MS at most.
 * Returns whether the lock is held now. Thread: any; blocks. */
NODISCARD bool file_lock(int fd);

#endif
