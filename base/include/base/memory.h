/* Memory of the heap, from the C library unless the process says otherwise: a library that others
 * build on takes theirs. Nothing here returns NULL: without memory the process ends.
 * Thread: any, except memory_use. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

struct memory_functions {
    /* As realloc; memory NULL allocates. NULL: there is none left. */
    void *(*resize)(void *memory, size_t bytes, void *ctx);
    void (*release)(void *memory, void *ctx); /* memory may be NULL */
    void *ctx;
};

/* NULL: the C library's. Copied. Before the first allocation, by one thread. */
void memory_use(const struct memory_functions *functions);
/* Ownership: the caller's, until memory_release. */
void *memory_resize(void *memory, size_t bytes);
void *memory_zeroed(size_t bytes);
char *memory_text(const char *text);
void memory_release(void *memory);

#endif
