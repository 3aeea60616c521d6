#include "base/hash.h"

#include <string.h>
/* For the size of XXH3_state_t: it lives in the caller's storage. */
#define XXH_STATIC_LINKING_ONLY
#include <xxhash.h>

#include "base/assert.h"
#include "base/bytes.h"

/* "BATON001": of no meaning but never to change. */
static const uint64_t HASH_SEED = UINT64_C(0x4241544f4e303031);

/* Rows shorter than this are gathered and hashed in one go: three times as fast as a stream. */
enum {
    GATHER_BYTES = 512
};

_Static_assert(sizeof(struct hash_stream) >= sizeof(XXH3_state_t), "the stream's storage suffices");
_Static_assert(_Alignof(struct hash_stream) >= _Alignof(XXH3_state_t), "and is aligned");

static struct hash128 from_xxh(XXH128_hash_t h)
{
    return (struct hash128){.high = h.high64, .low = h.low64};
}

uint64_t hash64(struct slice s)
{
    return XXH3_64bits_withSeed(s.data, s.size, HASH_SEED);
}

struct hash128 hash128(struct slice s)
{
    return from_xxh(XXH3_128bits_withSeed(s.data, s.size, HASH_SEED));
}

static bool parts_fit(const struct slice *parts, size_t count)
{
    size_t left = GATHER_BYTES;

    for (size_t i = 0; i < count; i++) {
        if (left < sizeof(uint64_t) || parts[i].size > left - sizeof(uint64_t)) {
            return false;
        }
        left -= parts[i].size + sizeof(uint64_t);
    }
    return true;
}

static struct hash128 hash_gathered(const struct slice *parts, size_t count)
{
    unsigned char bytes[GATHER_BYTES];
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        bytes_put_u64be(bytes + used, parts[i].size);
        used += sizeof(uint64_t);
        if (parts[i].size > 0) {
            memcpy(bytes + used, parts[i].data, parts[i].size);
            used += parts[i].size;
        }
    }
    return hash128(slice_make(bytes, used));
}

struct hash128 hash128_parts(const struct slice *parts, size_t count)
{
    struct hash_stream stream;
    unsigned char size[sizeof(uint64_t)];

    if (parts_fit(parts, count)) {
        return hash_gathered(parts, count);
    }
    hash_stream_init(&stream);
    for (size_t i = 0; i < count; i++) {
        bytes_put_u64be(size, parts[i].size);
        hash_stream_update(&stream, slice_make(size, sizeof(size)));
        hash_stream_update(&stream, parts[i]);
    }
    return hash_stream_finish(&stream);
}

static XXH3_state_t *stream_state(struct hash_stream *stream)
{
    return (XXH3_state_t *)(void *)stream->state;
}

void hash_stream_init(struct hash_stream *stream)
{
    memset(stream, 0, sizeof(*stream));
    ASSERT(XXH3_128bits_reset_withSeed(stream_state(stream), HASH_SEED) == XXH_OK);
}

void hash_stream_update(struct hash_stream *stream, struct slice s)
{
    if (s.size > 0) {
        ASSERT(XXH3_128bits_update(stream_state(stream), s.data, s.size) == XXH_OK);
    }
}

struct hash128 hash_stream_finish(const struct hash_stream *stream)
{
    return from_xxh(XXH3_128bits_digest((const XXH3_state_t *)(const void *)stream->state));
}

struct hash128 hash128_add(struct hash128 a, struct hash128 b)
{
    uint64_t low = a.low + b.low;

    return (struct hash128){.high = a.high + b.high + (low < a.low), .low = low};
}

struct hash128 hash128_subtract(struct hash128 a, struct hash128 b)
{
    return (struct hash128){.high = a.high - b.high - (a.low < b.low), .low = a.low - b.low};
}

bool hash128_equal(struct hash128 a, struct hash128 b)
{
    return a.high == b.high && a.low == b.low;
}

void hash128_put(void *at, struct hash128 h)
{
    unsigned char *p = at;

    bytes_put_u64be(p, h.high);
    bytes_put_u64be(p + sizeof(uint64_t), h.low);
}

struct hash128 hash128_get(const void *at)
{
    const unsigned char *p = at;

    return (struct hash128){.high = bytes_get_u64be(p),
                            .low = bytes_get_u64be(p + sizeof(uint64_t))};
}
