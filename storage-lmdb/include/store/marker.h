/* May the stores of a directory be used as they are?
 *
 * They are written without syncs, so after a power cut their files may hold any mixture of old and
 * new pages. They are good after a clean stop (everything was synced, and a marker says so), and
 * while the page cache that holds the truth has survived: same boot, same mount. Otherwise they are
 * thrown away and rebuilt from snapshot and log.
 *
 * One marker file stands for all stores of one directory. Order: store_trust before anything is
 * opened; to rebuild, store_mark_none before the first file is touched; store_mark_open before the
 * first write, or when a rebuild is complete; after every store was synced and closed
 * store_mark_clean. Thread: one at a time a directory. */
#ifndef STORE_MARKER_H
#define STORE_MARKER_H

#include "base/attr.h"
#include "base/status.h"

/* The marker file in the directory: removing it, even from a signal handler,
 * says STORE_TRUST_NONE. */
#define STORE_MARKER_NAME "store.marker"

enum store_trust {
    STORE_TRUST_NONE,      /* no marker, or one that does not vouch for the files: rebuild */
    STORE_TRUST_CLEAN,     /* the last stop was clean */
    STORE_TRUST_SAME_MOUNT /* the last process ended any way it did, its pages are all here */
};

enum store_trust store_trust(const char *directory);

/* Nothing vouches for the files from here on: a process that ends in the middle of a rebuild leaves
 * STORE_TRUST_NONE behind, whatever the marker said before. On disk when this returns.
 * Errors: faults, FORBIDDEN. */
enum status store_mark_none(const char *directory) NODISCARD;

/* Record boot id and mount id; the marker is on disk when this returns.
 * Errors: faults, FORBIDDEN. */
enum status store_mark_open(const char *directory) NODISCARD;

/* Everything was synced: the files may be used whatever happens until the next store_mark_open.
 * Errors: faults, FORBIDDEN. */
enum status store_mark_clean(const char *directory) NODISCARD;

#endif
