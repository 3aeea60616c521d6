/* A borrowed run of bytes: text in UTF-8 or anything else. Never owns what it points to. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
    const char *data; /* may be NULL only when size is 0 */
    size_t size;
};

#define SLICE(literal) ((struct slice){.data = (literal), .size = sizeof(literal) - 1})
#define SLICE_EMPTY ((struct slice){.data = NULL, .size = 0})
/* For printf's %.*s */
#define SLICE_ARG(s) (int)(s).size, ((s).data == NULL ? "" : (s).data)

/* Of a NUL-terminated text; NULL gives the empty slice. */
struct slice slice_of(const char *text);
struct slice slice_make(const void *data, size_t size);
bool slice_equal(struct slice a, struct slice b);
bool slice_is(struct slice a, const char *text);
/* memcmp order, the shorter first when one is a prefix of the other. <0, 0, >0. */
int slice_compare(struct slice a, struct slice b);
bool slice_starts_with(struct slice s, struct slice prefix);
bool slice_ends_with(struct slice s, struct slice suffix);
/* From byte offset `from` to the end; from <= size. */
struct slice slice_from(struct slice s, size_t from);
struct slice slice_sub(struct slice s, size_t from, size_t size);
struct slice slice_trim(struct slice s); /* ASCII blanks at both ends */
/* First position of byte c, or SIZE_MAX. */
size_t slice_find_byte(struct slice s, char c);
/* ASCII case-insensitive. */
bool slice_equal_nocase(struct slice a, struct slice b);
/* Whole slice as a decimal integer, optional minus; false on anything else or overflow. */
bool slice_to_int64(struct slice s, int64_t *out);

#endif
