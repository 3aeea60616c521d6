#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

static void *resize_here(void *memory, size_t bytes, void *ctx)
{
    (void)ctx;
    return realloc(memory, bytes);
}

static void release_here(void *memory, void *ctx)
{
    (void)ctx;
    free(memory);
}

static struct memory_functions functions = {.resize = resize_here, .release = release_here};

void memory_use(const struct memory_functions *wanted)
{
    static const struct memory_functions here = {.resize = resize_here, .release = release_here};

    functions = wanted == NULL ? here : *wanted;
}

void *memory_resize(void *memory, size_t bytes)
{
    return CHECK_MEMORY(functions.resize(memory, bytes, functions.ctx));
}

void *memory_zeroed(size_t bytes)
{
    return memset(memory_resize(NULL, bytes), 0, bytes);
}

char *memory_text(const char *text)
{
    size_t bytes = strlen(text) + 1;

    return memcpy(memory_resize(NULL, bytes), text, bytes);
}

void memory_release(void *memory)
{
    functions.release(memory, functions.ctx);
}
