#include "row/row_key.h"

#include "base/assert.h"
#include "base/bytes.h"
#include "base/hash.h"

static char *key_extend(struct row_key *key, size_t bytes)
{
    char *at = key->bytes + key->size;

    ASSERT(key->size + bytes <= sizeof(key->bytes));
    key->size += bytes;
    return at;
}

void row_key_init(struct row_key *key)
{
    key->size = 0;
}

void row_key_put_u8(struct row_key *key, uint8_t v)
{
    *key_extend(key, 1) = (char)v;
}

void row_key_put_u32(struct row_key *key, uint32_t v)
{
    bytes_put_u32be(key_extend(key, 4), v);
}

void row_key_put_u64(struct row_key *key, uint64_t v)
{
    bytes_put_u64be(key_extend(key, 8), v);
}

void row_key_put_i64(struct row_key *key, int64_t v)
{
    bytes_put_i64be(key_extend(key, 8), v);
}

void row_key_put_name(struct row_key *key, struct slice name)
{
    if (name.size <= ROW_KEY_NAME_BYTES) {
        row_key_put_u8(key, (uint8_t)name.size);
        if (name.size > 0) {
            memcpy(key_extend(key, name.size), name.data, name.size);
        }
        return;
    }
    row_key_put_u8(key, 0xff);
    hash128_put(key_extend(key, HASH128_BYTES), hash128(name));
}

void row_key_put_parts(struct row_key *key, struct slice parts)
{
    memcpy(key_extend(key, parts.size), parts.data, parts.size);
}

void row_key_copy(struct row_key *to, const struct row_key *from)
{
    to->size = from->size;
    memcpy(to->bytes, from->bytes, from->size);
}

struct slice row_key_slice(const struct row_key *key)
{
    return slice_make(key->bytes, key->size);
}

struct row_key row_key_of(uint64_t v)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_u64(&key, v);
    return key;
}

uint64_t row_key_last_u64(struct slice key)
{
    ASSERT(key.size >= 8);
    return bytes_get_u64be(key.data + key.size - 8);
}
