#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#ifdef BATON_SANITIZE
#include <sanitizer/asan_interface.h>
#define ARENA_POISON(at, bytes) ASAN_POISON_MEMORY_REGION((at), (bytes))
#define ARENA_UNPOISON(at, bytes) ASAN_UNPOISON_MEMORY_REGION((at), (bytes))
#else
#define ARENA_POISON(at, bytes) ((void)(at), (void)(bytes))
#define ARENA_UNPOISON(at, bytes) ((void)(at), (void)(bytes))
#endif

enum {
    ARENA_ALIGNMENT = 16,
    ARENA_BLOCK_MIN_BYTES = 16 * 1024,
    ARENA_BLOCK_MAX_BYTES = 1024 * 1024
};

struct arena_block {
    struct arena_block *next;
    size_t capacity;
    size_t used;
    size_t pad;
    char data[];
};
_Static_assert(sizeof(struct arena_block) % ARENA_ALIGNMENT == 0, "blocks keep the alignment");

void arena_init(struct arena *arena, size_t ceiling_bytes)
{
    *arena = (struct arena){.ceiling_bytes = ceiling_bytes};
}

void arena_init_small(struct arena *arena, size_t ceiling_bytes, size_t first_bytes)
{
    arena_init(arena, ceiling_bytes);
    arena->first_bytes = first_bytes;
}

static void free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;

        ARENA_UNPOISON(block->data, block->capacity);
        free(block);
        block = next;
    }
}

void arena_deinit(struct arena *arena)
{
    free_blocks(arena->first);
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    arena->used_bytes = 0;
    arena->exhausted = false;
    arena->current = arena->first;
    if (arena->first != NULL) {
        free_blocks(arena->first->next);
        arena->first->next = NULL;
        arena->first->used = 0;
        ARENA_POISON(arena->first->data, arena->first->capacity);
    }
}

static size_t next_block_bytes(const struct arena *arena, size_t bytes)
{
    size_t wanted = arena->first_bytes;

    if (arena->current != NULL) {
        wanted = arena->current->capacity * 2;
    }
    if (wanted < ARENA_BLOCK_MIN_BYTES && (arena->current != NULL || arena->first_bytes == 0)) {
        wanted = ARENA_BLOCK_MIN_BYTES;
    }
    if (wanted > ARENA_BLOCK_MAX_BYTES) {
        wanted = ARENA_BLOCK_MAX_BYTES;
    }
    return wanted < bytes ? bytes : wanted;
}

static struct arena_block *add_block(struct arena *arena, size_t bytes)
{
    size_t capacity = next_block_bytes(arena, bytes);
    struct arena_block *block = CHECK_MEMORY(malloc(sizeof(*block) + capacity));

    *block = (struct arena_block){.capacity = capacity};
    ARENA_POISON(block->data, capacity);
    if (arena->current == NULL) {
        arena->first = block;
    } else {
        block->next = arena->current->next;
        arena->current->next = block;
    }
    arena->current = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    struct arena_block *block = arena->current;
    size_t rounded;
    void *at;

    if (bytes > arena->ceiling_bytes) {
        arena->exhausted = true;
        return NULL;
    }
    rounded = (bytes + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    if (rounded > arena->ceiling_bytes - arena->used_bytes) {
        arena->exhausted = true;
        return NULL;
    }
    if (block == NULL || block->capacity - block->used < rounded) {
        block = add_block(arena, rounded);
    }
    at = block->data + block->used;
    ARENA_UNPOISON(at, bytes);
    block->used += rounded;
    arena->used_bytes += rounded;
    return at;
}

void *arena_alloc_zero(struct arena *arena, size_t bytes)
{
    void *at = arena_alloc(arena, bytes);

    if (at != NULL) {
        memset(at, 0, bytes);
    }
    return at;
}

void *arena_array(struct arena *arena, size_t count, size_t item_bytes)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, item_bytes, &bytes)) {
        arena->exhausted = true;
        return NULL;
    }
    return arena_alloc_zero(arena, bytes);
}

struct slice arena_copy(struct arena *arena, struct slice s)
{
    char *at = arena_alloc(arena, s.size + 1);

    if (at == NULL) {
        return SLICE_EMPTY;
    }
    if (s.size > 0) {
        memcpy(at, s.data, s.size);
    }
    at[s.size] = '\0';
    return slice_make(at, s.size);
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_list again;
    struct slice out = SLICE_EMPTY;
    int length;
    char *at;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    ASSERT(length >= 0);
    at = arena_alloc(arena, (size_t)length + 1);
    if (at != NULL) {
        vsnprintf(at, (size_t)length + 1, format, again);
        out = slice_make(at, (size_t)length);
    }
    va_end(again);
    va_end(args);
    return out;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){.block = arena->current,
                               .block_used = arena->current == NULL ? 0 : arena->current->used,
                               .used_bytes = arena->used_bytes};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    ASSERT(mark.used_bytes <= arena->used_bytes);
    if (mark.block == NULL) {
        arena_reset(arena);
        return;
    }
    free_blocks(mark.block->next);
    mark.block->next = NULL;
    mark.block->used = mark.block_used;
    ARENA_POISON(mark.block->data + mark.block_used, mark.block->capacity - mark.block_used);
    arena->current = mark.block;
    arena->used_bytes = mark.used_bytes;
    arena->exhausted = false;
}
