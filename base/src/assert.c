#include "base/assert.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void base_die(const char *file, int line, const char *format, ...)
{
    va_list args;

    fprintf(stderr, "baton: fatal: %s:%d: ", file, line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

void *base_check_memory(void *p, const char *file, int line)
{
    if (p == NULL) {
        base_die(file, line, "out of memory");
    }
    return p;
}
