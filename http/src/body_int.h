/* Request bodies by table: a handler says which properties it takes and where they go.
 *
 * Reading checks everything the table can say, with the exact details of the API: unknown property,
 * wrong type, missing, range, format. An explicit null is an absent property. Integers may come as
 * text. Everything read lives in the request's arena. */
#ifndef HTTP_BODY_INT_H
#define HTTP_BODY_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/limits.h"
#include "base/slice.h"

struct request;

enum field_kind {
    FIELD_TEXT,       /* struct slice; data NULL: absent */
    FIELD_KEY,        /* uint64_t from a string of digits */
    FIELD_INT32,      /* int32_t */
    FIELD_INT64,      /* int64_t */
    FIELD_BOOL,       /* bool */
    FIELD_OBJECT,     /* struct slice: a value that is an object; {} when absent */
    FIELD_TEXTS,      /* struct field_texts */
    FIELD_TAGS,       /* struct field_texts, each a tag, none twice */
    FIELD_ENUM,       /* int: index into values */
    FIELD_TENANT,     /* nothing is stored: only <default> is accepted */
    FIELD_TENANTS,    /* the same for a list */
    FIELD_NESTED,     /* an object with fields of its own, into the same struct */
    FIELD_VALUE,      /* struct slice: the value as it is; data NULL: absent */
    FIELD_DATE,       /* struct slice: a date with offset, or "" for none; data NULL: absent */
    FIELD_REFERENCE,  /* an operation reference: checked, not stored */
    FIELD_NOTE,       /* a text that changes nothing: checked, not stored */
    FIELD_IGNORED,    /* accepted, any value */
    FIELD_UNSUPPORTED /* accepted when empty or false; else 501 with its name */
};

enum {
    FIELD_REQUIRED = 1,
    FIELD_NOT_EMPTY = 2, /* a text of no characters is as good as none */
    FIELD_CHARACTERS = 4 /* min and max of a text count characters, not bytes */
};

struct field_texts {
    struct slice *items;
    uint32_t count;
};

struct field {
    const char *name;
    const char *label; /* what complaints call it when missing; NULL: its name */
    enum field_kind kind;
    uint32_t flags;
    size_t offset;
    size_t has_offset; /* of a bool that says whether it came; 0: none (never the first member) */
    int64_t min;       /* numbers and text lengths: checked when min < max */
    int64_t max;
    const char *constraint;     /* the words for a value out of range: "greater than 0" */
    const char *const *values;  /* enums, ends with NULL */
    const struct field *fields; /* nested, ends with name NULL */
};

/* A business id, under that name. */
#define FIELD_BUSINESS_ID(more_flags, into)                                                        \
    {                                                                                              \
        .name = "businessId", .kind = FIELD_TEXT, .flags = FIELD_CHARACTERS | (more_flags),        \
        .offset = (into), .min = 1, .max = LIMIT_BUSINESS_ID_CHARACTERS, .constraint = "1 to 256"  \
    }

enum body_need {
    BODY_OPTIONAL,
    BODY_REQUIRED
};

/* Fill *into (zeroed or with defaults by the caller) from the body. action: for the tenant's
 * message ("Create Process Instance"). False: the request was answered with what is wrong. */
bool body_read(struct request *request, enum body_need need, const struct field *fields,
               const char *action, void *into) NODISCARD;

/* The same for a value that was parsed already; path: of it, for messages ("page."). */
bool body_read_value(struct request *request, const char *path, const struct field *fields,
                     struct slice value, void *into) NODISCARD;

/* An optional body that may hold no more than an operation reference. */
bool body_read_reference(struct request *request) NODISCARD;

/* The body as one value; empty slice when there is none. False: answered (415, 400). */
bool body_parse(struct request *request, enum body_need need, struct slice *out) NODISCARD;

/* A key from a path parameter. False: answered with 400. */
bool path_key(struct request *request, size_t index, const char *name, uint64_t *out) NODISCARD;

/* "123" as a key: digits only (an optional minus is no key here), fits. */
bool key_parse(struct slice text, uint64_t *out) NODISCARD;

#endif
