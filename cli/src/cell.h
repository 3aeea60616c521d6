/* Texts as a terminal shows them. */
#ifndef CLI_CELL_H
#define CLI_CELL_H

#include "base/buffer.h"
#include "base/slice.h"

/* A value as one line of text: "-" for nothing, a list's texts with commas, JSON for the rest.
 * Control characters are escaped. */
void cell_put(struct slice value, struct buffer *out);
/* The same of a text alone; line breaks stay when they may. */
void cell_put_text(struct slice text, bool keep_breaks, struct buffer *out);
/* How many columns of a terminal the text takes. */
size_t cell_width(struct slice text);
/* The longest beginning that takes at most that many columns. */
struct slice cell_cut(struct slice text, size_t width);

#endif
