/* The one line that tells a human what is wrong, where, and what to do. */
#ifndef REPLICATION_PROBLEM_H
#define REPLICATION_PROBLEM_H

#include <stdint.h>

#include "base/attr.h"
#include "base/status.h"
#include "replication/replication.h"

/* "path, offset n: text. Nothing was changed. ..." Returns STATUS_CORRUPT. */
enum status problem_corrupt(struct replication_problem *problem, const char *path, uint64_t offset,
                            const char *format, ...) PRINTF_LIKE(4, 5);
/* Free text; returns status. */
enum status problem_say(struct replication_problem *problem, enum status status, const char *format,
                        ...) PRINTF_LIKE(3, 4);
/* What a disk function returned, with what was tried; returns status. */
enum status problem_disk(struct replication_problem *problem, enum status status, const char *what,
                         const char *path);

#endif
