/* A growing run of bytes with a ceiling from birth.
 *
 * A put that would pass the ceiling changes nothing and sets `failed`, which stays until the reset:
 * write freely, check once. Thread: one at a time. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"

struct buffer {
    char *data;
    size_t size;
    size_t capacity;
    size_t ceiling;
    bool failed;
};

void buffer_init(struct buffer *buffer, size_t ceiling_bytes);
void buffer_deinit(struct buffer *buffer);
/* Empty, memory kept. */
void buffer_reset(struct buffer *buffer);
/* Make room for `bytes` more and return where they go, size unchanged; NULL on ceiling. */
char *buffer_reserve(struct buffer *buffer, size_t bytes) NODISCARD;
void buffer_put(struct buffer *buffer, const void *data, size_t bytes);
void buffer_put_slice(struct buffer *buffer, struct slice s);
void buffer_put_text(struct buffer *buffer, const char *text);
void buffer_put_byte(struct buffer *buffer, char c);
void buffer_put_u32be(struct buffer *buffer, uint32_t v);
void buffer_put_u64be(struct buffer *buffer, uint64_t v);
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
struct slice buffer_slice(const struct buffer *buffer);
/* Take the memory over: the caller frees slice.data with memory_release() (free(), as long as
 * memory_use was not called). The buffer is empty after. */
struct slice buffer_take(struct buffer *buffer) NODISCARD;

#endif
