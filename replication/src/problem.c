#include "problem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum status problem_corrupt(struct replication_problem *problem, const char *path, uint64_t offset,
                            const char *format, ...)
{
    char what[256];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    snprintf(problem->text, sizeof(problem->text),
             "%.400s, offset %" PRIu64
             ": %s. Nothing was changed. Keep the directory as it is and restore "
             "it from a backup",
             path, offset, what);
    return STATUS_CORRUPT;
}

enum status problem_say(struct replication_problem *problem, enum status status, const char *format,
                        ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(problem->text, sizeof(problem->text), format, args);
    va_end(args);
    return status;
}

enum status problem_disk(struct replication_problem *problem, enum status status, const char *what,
                         const char *path)
{
    return problem_say(problem, status, "cannot %s %.400s: %s", what, path,
                       status == STATUS_NO_SPACE    ? "no space is left on the disk"
                       : status == STATUS_NOT_FOUND ? "it does not exist"
                                                    : "the disk failed (see the line before)");
}
