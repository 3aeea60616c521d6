/* Reading bytes of unknown worth: a reader that fails once and for all, and gives zeros then. */
#ifndef REPLICATION_CURSOR_H
#define REPLICATION_CURSOR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "base/slice.h"

struct cursor {
    struct slice rest;
    bool failed;
};

static inline struct slice cursor_bytes(struct cursor *c, size_t bytes)
{
    struct slice got;

    if (c->failed || c->rest.size < bytes) {
        c->failed = true;
        return SLICE_EMPTY;
    }
    got = slice_make(c->rest.data, bytes);
    c->rest = slice_from(c->rest, bytes);
    return got;
}

static inline unsigned cursor_u8(struct cursor *c)
{
    struct slice got = cursor_bytes(c, 1);

    return c->failed ? 0 : (unsigned char)got.data[0];
}

static inline uint16_t cursor_u16(struct cursor *c)
{
    struct slice got = cursor_bytes(c, 2);

    return c->failed ? 0 : bytes_get_u16be(got.data);
}

static inline uint32_t cursor_u32(struct cursor *c)
{
    struct slice got = cursor_bytes(c, 4);

    return c->failed ? 0 : bytes_get_u32be(got.data);
}

static inline uint64_t cursor_u64(struct cursor *c)
{
    struct slice got = cursor_bytes(c, 8);

    return c->failed ? 0 : bytes_get_u64be(got.data);
}

static inline void cursor_copy(struct cursor *c, void *to, size_t bytes)
{
    struct slice got = cursor_bytes(c, bytes);

    if (!c->failed && bytes > 0) {
        memcpy(to, got.data, bytes);
    }
}

#endif
