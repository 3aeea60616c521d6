/* The compiler attributes that the code uses, under names of our own. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define NODISCARD __attribute__((warn_unused_result))
#define NORETURN __attribute__((noreturn))
#define PRINTF_LIKE(text, first) __attribute__((__format__(__printf__, text, first)))
#define ALIGNED(bytes) __attribute__((aligned(bytes)))
#define CONSTRUCTOR __attribute__((constructor))
#define MAYBE_UNUSED __attribute__((unused))

#endif
