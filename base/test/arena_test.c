#include "base/arena.h"

#include "testkit/test.h"

/* An arena never gives more than the ceiling it was born with, and says so until the reset. */
TEST(arena, refuses_past_its_ceiling)
{
    struct arena arena;

    arena_init(&arena, 64);
    CHECK(arena_alloc(&arena, 48) != NULL);

    CHECK(arena_alloc(&arena, 32) == NULL);

    CHECK(arena.exhausted);
    arena_reset(&arena);
    CHECK(!arena.exhausted);
    CHECK(arena_alloc(&arena, 64) != NULL);
    arena_deinit(&arena);
}

/* Rewinding gives back what came after the mark and keeps what came before. */
TEST(arena, rewinds_to_a_mark)
{
    struct arena arena;
    struct arena_mark mark;
    struct slice kept;

    arena_init(&arena, 1 << 20);
    kept = arena_copy(&arena, SLICE("kept"));
    mark = arena_mark(&arena);
    CHECK(arena_alloc(&arena, 100000) != NULL);

    arena_rewind(&arena, mark);

    CHECK_TEXT(kept, "kept");
    CHECK_INT(arena.used_bytes, ==, mark.used_bytes);
    arena_deinit(&arena);
}
