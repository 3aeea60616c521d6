/* Making a server: a new cluster of one, whose entry 1 is its configuration, or one with an empty
 * log that joins a cluster. */
#ifndef REPLICATION_BOOTSTRAP_H
#define REPLICATION_BOOTSTRAP_H

#include "base/attr.h"
#include "replication/replication.h"

/* Write log, vote file and, last, identity. A power cut before the identity is durable leaves a
 * directory that bootstrap_is_clean still calls clean. */
enum status bootstrap_write(const struct replication_options *options,
                            struct replication_problem *problem) NODISCARD;

/* The same with an empty log: a segment that holds nothing says that nothing was lost. */
enum status join_write(const struct replication_options *options,
                       struct replication_problem *problem) NODISCARD;

/* The directory has no identity: is it empty of ours, but for leftovers of an unfinished bootstrap?
 * STATUS_CORRUPT when it holds more than a bootstrap writes: then the identity was lost. */
enum status bootstrap_is_clean(const struct replication_options *options,
                               struct replication_problem *problem) NODISCARD;

#endif
