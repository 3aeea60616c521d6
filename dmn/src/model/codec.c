/* The encoded form of a tree, node by node in document order:
 *
 *     kind u8 · flags u32 · id, name, type, text: u32 size + 1 and bytes, 0 for none ·
 *     u32 count of children, which follow
 *
 * All numbers are big-endian. One tree has one form. */
#include "base/bytes.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "model/node.h"

enum {
    NODE_BYTES_MIN = 25
};

static void put_text(struct buffer *out, struct slice text)
{
    if (text.data == NULL) {
        buffer_put_u32be(out, 0);
        return;
    }
    buffer_put_u32be(out, (uint32_t)text.size + 1);
    buffer_put_slice(out, text);
}

void dmn_encode(const struct dmn_node *root, struct buffer *out)
{
    buffer_put_byte(out, (char)root->kind);
    buffer_put_u32be(out, root->flags);
    put_text(out, root->id);
    put_text(out, root->name);
    put_text(out, root->type);
    put_text(out, root->text);
    buffer_put_u32be(out, root->child_count);
    for (uint32_t i = 0; i < root->child_count; i++) {
        dmn_encode(root->children[i], out);
    }
}

struct reader {
    struct arena *arena;
    struct slice left;
    uint32_t depth;
    enum status status;
};

static struct slice take(struct reader *r, size_t bytes)
{
    struct slice taken;

    if (r->status != STATUS_OK || r->left.size < bytes) {
        r->status = r->status == STATUS_OK ? STATUS_CORRUPT : r->status;
        return SLICE_EMPTY;
    }
    taken = slice_sub(r->left, 0, bytes);
    r->left = slice_from(r->left, bytes);
    return taken;
}

static uint32_t get_u32(struct reader *r)
{
    struct slice bytes = take(r, 4);

    return bytes.data == NULL ? 0 : bytes_get_u32be(bytes.data);
}

static struct slice get_text(struct reader *r)
{
    uint32_t marked = get_u32(r);
    struct slice text;

    if (marked == 0) {
        return SLICE_EMPTY;
    }
    text = take(r, marked - 1);
    if (!utf8_is_valid(text)) {
        r->status = STATUS_CORRUPT;
    }
    return text;
}

static struct dmn_node *get_node(struct reader *r);

static void get_children(struct reader *r, struct dmn_node *node)
{
    uint32_t count = get_u32(r);

    if (count > r->left.size / NODE_BYTES_MIN || r->depth >= LIMIT_DMN_DEPTH) {
        r->status = r->status == STATUS_OK && count > 0 ? STATUS_CORRUPT : r->status;
        return;
    }
    r->depth++;
    for (uint32_t i = 0; i < count && r->status == STATUS_OK; i++) {
        struct dmn_node *child = get_node(r);

        if (child == NULL || !dmn_node_add(r->arena, node, child)) {
            r->status = r->status == STATUS_OK ? STATUS_LIMIT : r->status;
        }
    }
    r->depth--;
}

static struct dmn_node *get_node(struct reader *r)
{
    struct slice kind = take(r, 1);
    struct dmn_node *node;

    if (kind.data == NULL || (uint8_t)kind.data[0] >= DMN_KIND_COUNT || kind.data[0] == 0) {
        r->status = r->status == STATUS_OK ? STATUS_CORRUPT : r->status;
        return NULL;
    }
    node = dmn_node_new(r->arena, (enum dmn_kind)kind.data[0]);
    if (node == NULL) {
        r->status = STATUS_LIMIT;
        return NULL;
    }
    node->flags = get_u32(r);
    node->id = get_text(r);
    node->name = get_text(r);
    node->type = get_text(r);
    node->text = get_text(r);
    get_children(r, node);
    return node;
}

enum status dmn_decode(struct arena *arena, struct slice encoded, struct dmn_node **out)
{
    struct reader r = {.arena = arena, .left = encoded, .status = STATUS_OK};

    *out = get_node(&r);
    if (r.status == STATUS_OK && r.left.size > 0) {
        r.status = STATUS_CORRUPT;
    }
    return r.status;
}
