/* Hashes and content digests: XXH3 with one seed that never changes, the same on every machine.
 *
 * None of this is cryptography: it finds damage and difference, not malice. The values are part of
 * the storage format (docs/format.md). Thread: any. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"

struct hash128 {
    uint64_t high;
    uint64_t low;
};

enum {
    HASH128_BYTES = 16
};

uint64_t hash64(struct slice s);
struct hash128 hash128(struct slice s);

/* One hash over several parts, nothing copied. The borders between the parts count: ("a","bc") and
 * ("ab","c") differ, and neither is hash128 of "abc". */
struct hash128 hash128_parts(const struct slice *parts, size_t count);

/* The hash of a run of bytes that comes in pieces: hash_stream_finish equals hash128 of all of them
 * together. The storage is the caller's; nothing to release. */
struct hash_stream {
    ALIGNED(64) unsigned char state[576];
};

void hash_stream_init(struct hash_stream *stream);
void hash_stream_update(struct hash_stream *stream, struct slice s);
/* The stream may be updated further and finished again. */
struct hash128 hash_stream_finish(const struct hash_stream *stream);

/* Sums modulo 2^128. A content digest is the sum over the hashes of all rows, so a change costs one
 * addition and one subtraction and the order of the rows does not matter. */
struct hash128 hash128_add(struct hash128 a, struct hash128 b);
struct hash128 hash128_subtract(struct hash128 a, struct hash128 b);
bool hash128_equal(struct hash128 a, struct hash128 b);

/* Sixteen bytes, big-endian, high word first. */
void hash128_put(void *at, struct hash128 h);
struct hash128 hash128_get(const void *at);

#endif
