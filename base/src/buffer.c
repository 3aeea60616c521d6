#include "base/buffer.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/bytes.h"
#include "base/memory.h"

enum {
    BUFFER_FIRST_BYTES = 256
};

void buffer_init(struct buffer *buffer, size_t ceiling_bytes)
{
    *buffer = (struct buffer){.ceiling = ceiling_bytes};
}

void buffer_deinit(struct buffer *buffer)
{
    memory_release(buffer->data);
    *buffer = (struct buffer){0};
}

void buffer_reset(struct buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
}

static size_t grown_capacity(const struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity < BUFFER_FIRST_BYTES ? BUFFER_FIRST_BYTES : buffer->capacity;

    while (capacity < needed) {
        capacity *= 2;
    }
    return capacity > buffer->ceiling ? buffer->ceiling : capacity;
}

char *buffer_reserve(struct buffer *buffer, size_t bytes)
{
    if (buffer->failed || bytes > buffer->ceiling - buffer->size) {
        buffer->failed = true;
        return NULL;
    }
    if (bytes > buffer->capacity - buffer->size) {
        buffer->capacity = grown_capacity(buffer, buffer->size + bytes);
        buffer->data = memory_resize(buffer->data, buffer->capacity);
    }
    return buffer->data + buffer->size;
}

void buffer_put(struct buffer *buffer, const void *data, size_t bytes)
{
    char *at;

    if (bytes == 0) {
        return;
    }
    at = buffer_reserve(buffer, bytes);
    if (at != NULL) {
        memcpy(at, data, bytes);
        buffer->size += bytes;
    }
}

void buffer_put_slice(struct buffer *buffer, struct slice s)
{
    buffer_put(buffer, s.data, s.size);
}

void buffer_put_text(struct buffer *buffer, const char *text)
{
    buffer_put(buffer, text, strlen(text));
}

void buffer_put_byte(struct buffer *buffer, char c)
{
    buffer_put(buffer, &c, 1);
}

void buffer_put_u32be(struct buffer *buffer, uint32_t v)
{
    char bytes[4];

    bytes_put_u32be(bytes, v);
    buffer_put(buffer, bytes, sizeof(bytes));
}

void buffer_put_u64be(struct buffer *buffer, uint64_t v)
{
    char bytes[8];

    bytes_put_u64be(bytes, v);
    buffer_put(buffer, bytes, sizeof(bytes));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    va_list again;
    int length;
    char *at;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    ASSERT(length >= 0);
    at = buffer_reserve(buffer, (size_t)length + 1);
    if (at != NULL) {
        vsnprintf(at, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

struct slice buffer_slice(const struct buffer *buffer)
{
    return slice_make(buffer->data, buffer->size);
}

struct slice buffer_take(struct buffer *buffer)
{
    struct slice taken = buffer_slice(buffer);

    buffer->data = NULL;
    buffer->size = 0;
    buffer->capacity = 0;
    return taken;
}
