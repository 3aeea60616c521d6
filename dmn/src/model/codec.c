/* The encoded form of a tree, node by node in document order:
 *
 *     kind u8 · flags u32 · id, name, type, text: u32 size + 1 and bytes, 0 for none ·
 *     u32 count of children, which follow
 *
 * All numbers are big-endian. One tree has one form. */
#include "base/byte_reader.h"
#include "base/limits.h"
#include "model/node.h"

enum {
    NODE_BYTES_MIN = 25
};

void dmn_encode(const struct dmn_node *root, struct buffer *out)
{
    buffer_put_byte(out, (char)root->kind);
    buffer_put_u32be(out, root->flags);
    buffer_put_text_or_none(out, root->id);
    buffer_put_text_or_none(out, root->name);
    buffer_put_text_or_none(out, root->type);
    buffer_put_text_or_none(out, root->text);
    buffer_put_u32be(out, root->child_count);
    for (uint32_t i = 0; i < root->child_count; i++) {
        dmn_encode(root->children[i], out);
    }
}

struct decoding {
    struct byte_reader reader;
    struct arena *arena;
    uint32_t depth;
    bool no_memory;
};

static struct dmn_node *get_node(struct decoding *d);

static bool is_over(const struct decoding *d)
{
    return d->reader.failed || d->no_memory;
}

static void get_children(struct decoding *d, struct dmn_node *node)
{
    uint32_t count = byte_reader_count(&d->reader, NODE_BYTES_MIN);

    if (count > 0 && d->depth >= LIMIT_DMN_DEPTH) {
        d->reader.failed = true;
        return;
    }
    d->depth++;
    for (uint32_t i = 0; i < count && !is_over(d); i++) {
        struct dmn_node *child = get_node(d);

        d->no_memory = d->no_memory || (child != NULL && !dmn_node_add(d->arena, node, child));
    }
    d->depth--;
}

/* NULL when it is over. */
static struct dmn_node *get_node(struct decoding *d)
{
    uint8_t kind = byte_reader_u8(&d->reader);
    struct dmn_node *node;

    if (kind == 0 || kind >= DMN_KIND_COUNT) {
        d->reader.failed = true;
        return NULL;
    }
    node = dmn_node_new(d->arena, (enum dmn_kind)kind);
    if (node == NULL) {
        d->no_memory = true;
        return NULL;
    }
    node->flags = byte_reader_u32(&d->reader);
    node->id = byte_reader_text(&d->reader);
    node->name = byte_reader_text(&d->reader);
    node->type = byte_reader_text(&d->reader);
    node->text = byte_reader_text(&d->reader);
    get_children(d, node);
    return node;
}

enum status dmn_decode(struct arena *arena, struct slice encoded, struct dmn_node **out)
{
    struct decoding d = {.reader = {.left = encoded}, .arena = arena};

    *out = get_node(&d);
    if (d.no_memory) {
        return STATUS_LIMIT;
    }
    return byte_reader_is_done(&d.reader) ? STATUS_OK : STATUS_CORRUPT;
}
