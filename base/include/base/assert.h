/* Assertions that are always compiled in.
 *
 * ASSERT guards what only a bug of ours can break: the process ends loudly, with place and text,
 * rather than go on with doubt. ENSURE (raft-fsm) is another thing: it bans one instance and keeps
 * the node. */
#ifndef BASE_ASSERT_H
#define BASE_ASSERT_H

#include "base/attr.h"

/* Print the message with its place to standard error and abort. Thread: any. */
NORETURN void base_die(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);

#define ASSERT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            base_die(__FILE__, __LINE__, "assertion failed: %s", #condition);                      \
        }                                                                                          \
    } while (0)

#define UNREACHABLE(text) base_die(__FILE__, __LINE__, "unreachable: %s", text)

/* An allocation that the process cannot go on without. Returns p. */
#define CHECK_MEMORY(p) base_check_memory((p), __FILE__, __LINE__)
void *base_check_memory(void *p, const char *file, int line);

#endif
