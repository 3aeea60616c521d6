/* Memory that lives and dies together: one arena a command, a request, a compilation.
 *
 * An arena grows in blocks up to the ceiling it was born with. Past the ceiling arena_alloc returns
 * NULL and `exhausted` stays set until the reset, so that a caller may check once at the end; only
 * the system's own out-of-memory ends the process. Memory is 16-byte aligned and not zeroed unless
 * asked. Under ASan what was given back is poisoned. Thread: one at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/slice.h"

struct arena_block;

struct arena {
    struct arena_block *first;   /* kept over resets */
    struct arena_block *current; /* allocations come from here */
    size_t used_bytes;           /* handed out since the reset, padding included */
    size_t ceiling_bytes;
    size_t first_bytes; /* of the first block; 0: the usual */
    bool exhausted;
};

struct arena_mark {
    struct arena_block *block;
    size_t block_used;
    size_t used_bytes;
};

void arena_init(struct arena *arena, size_t ceiling_bytes);
/* For one of thousands that mostly hold little: the first block is small. */
void arena_init_small(struct arena *arena, size_t ceiling_bytes, size_t first_bytes);
void arena_deinit(struct arena *arena);
/* Everything is given back; the first block is kept for reuse. */
void arena_reset(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t bytes) NODISCARD;
void *arena_alloc_zero(struct arena *arena, size_t bytes) NODISCARD;
/* An array of count items; NULL when the product overflows. Zeroed. */
void *arena_array(struct arena *arena, size_t count, size_t item_bytes) NODISCARD;
/* A copy that lives in the arena, with a NUL behind it that size does not count. data NULL on
 * ceiling. */
struct slice arena_copy(struct arena *arena, struct slice s);
/* printf into the arena; data NULL on ceiling. */
struct slice arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
struct arena_mark arena_mark(const struct arena *arena);
/* Give back everything allocated after the mark. */
void arena_rewind(struct arena *arena, struct arena_mark mark);

#define ARENA_NEW(arena, type) ((type *)arena_alloc_zero((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

#endif
