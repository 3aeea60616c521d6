/* Documents of the read model as JSON, driven by the schema. */
#ifndef HTTP_RENDER_INT_H
#define HTTP_RENDER_INT_H

#include <stdint.h>

#include "base/buffer.h"
#include "readmodel/readmodel.h"

/* How the values of variables are shown. */
enum render_values {
    RENDER_ALONE, /* whole, and no word of `isTruncated`: gets */
    RENDER_WHOLE, /* whole, `isTruncated` is false */
    RENDER_CUT    /* to READMODEL_VALUE_TEXT_BYTES, `isTruncated` tells */
};

/* One document with all its visible fields, nulls included. */
void render_document(struct buffer *out, const struct readmodel_document *document,
                     enum render_values values);
/* One field as a member, under its own name. */
void render_field(struct buffer *out, const struct readmodel_document *document, uint32_t field);

#endif
