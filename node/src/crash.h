/* When the process crashes, nothing vouches for the stores any more.
 *
 * The log is the truth; state and read model are derived from it. A crash (a violated assertion, a
 * damaged page that LMDB trips over) may have been caused by what is in them, so the marker goes
 * and the next start rebuilds both from snapshot and log, instead of crashing at the same place
 * again. kill -9 leaves the marker: nothing is wrong then. */
#ifndef NODE_CRASH_H
#define NODE_CRASH_H

/* From now on a crash removes the marker of this data directory. One directory a process. */
void crash_arm(const char *directory);
void crash_disarm(void);

#endif
