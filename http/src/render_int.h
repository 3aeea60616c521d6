/* Documents of the read model as JSON, driven by the schema. */
#ifndef HTTP_RENDER_INT_H
#define HTTP_RENDER_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "readmodel/readmodel.h"

/* One document with all its visible fields, nulls included. truncates: values of variables are cut
 * to READMODEL_VALUE_TEXT_BYTES (searches); without it `isTruncated` is false. */
void render_document(struct buffer *out, const struct readmodel_document *document, bool truncates);
/* One field as a member, under its own name. */
void render_field(struct buffer *out, const struct readmodel_document *document, uint32_t field);

#endif
