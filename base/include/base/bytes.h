/* Integers at fixed byte order in memory, for keys, records and frames. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stdint.h>
#include <string.h>

static inline void bytes_put_u16be(void *at, uint16_t v)
{
    uint8_t *p = at;
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static inline void bytes_put_u32be(void *at, uint32_t v)
{
    uint8_t *p = at;
    for (int i = 0; i < 4; i++) {
        p[i] = (uint8_t)(v >> (24 - 8 * i));
    }
}

static inline void bytes_put_u64be(void *at, uint64_t v)
{
    uint8_t *p = at;
    for (int i = 0; i < 8; i++) {
        p[i] = (uint8_t)(v >> (56 - 8 * i));
    }
}

/* Order-preserving: the sign bit is flipped, so memcmp sorts negative before positive. */
static inline void bytes_put_i64be(void *at, int64_t v)
{
    bytes_put_u64be(at, (uint64_t)v ^ UINT64_C(0x8000000000000000));
}

static inline uint16_t bytes_get_u16be(const void *at)
{
    const uint8_t *p = at;
    return (uint16_t)((unsigned)p[0] << 8 | p[1]);
}

static inline uint32_t bytes_get_u32be(const void *at)
{
    const uint8_t *p = at;
    uint32_t v = 0;
    for (int i = 0; i < 4; i++) {
        v = v << 8 | p[i];
    }
    return v;
}

static inline uint64_t bytes_get_u64be(const void *at)
{
    const uint8_t *p = at;
    uint64_t v = 0;
    for (int i = 0; i < 8; i++) {
        v = v << 8 | p[i];
    }
    return v;
}

static inline int64_t bytes_get_i64be(const void *at)
{
    return (int64_t)(bytes_get_u64be(at) ^ UINT64_C(0x8000000000000000));
}

#endif
