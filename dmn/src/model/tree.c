/* Making trees, and finding things in them. */
#include <string.h>

#include "model/node.h"

struct dmn_node *dmn_node_new(struct arena *arena, enum dmn_kind kind)
{
    struct dmn_node *node = ARENA_NEW(arena, struct dmn_node);

    if (node != NULL) {
        node->kind = kind;
    }
    return node;
}

/* The array has room for the next power of two. */
bool dmn_node_add(struct arena *arena, struct dmn_node *parent, struct dmn_node *child)
{
    uint32_t count = parent->child_count;

    if ((count & (count - 1)) == 0) {
        uint32_t capacity = count == 0 ? 1 : count * 2;
        struct dmn_node **children = ARENA_ARRAY(arena, struct dmn_node *, capacity);

        if (children == NULL) {
            return false;
        }
        if (count > 0) {
            memcpy(children, parent->children, count * sizeof(struct dmn_node *));
        }
        parent->children = children;
    }
    parent->children[parent->child_count++] = child;
    child->parent = parent;
    return true;
}

uint32_t dmn_part_count(const struct dmn_node *unit)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < unit->child_count; i++) {
        count += unit->children[i]->child_count;
    }
    return count;
}

uint32_t dmn_children_of(const struct dmn_node *node, uint32_t from, enum dmn_kind kind)
{
    uint32_t count = 0;

    while (from + count < node->child_count && node->children[from + count]->kind == kind) {
        count++;
    }
    return count;
}

bool dmn_is_expression(enum dmn_kind kind)
{
    return kind >= DMN_LITERAL && kind <= DMN_NOTHING;
}

const struct dmn_node *dmn_model_of(const struct dmn_node *node)
{
    while (node->kind != DMN_MODEL) {
        node = node->parent;
    }
    return node;
}

static const struct dmn_node *model_of_namespace(const struct dmn_node *unit, struct slice space)
{
    for (uint32_t i = 0; i < unit->child_count; i++) {
        if (slice_equal(unit->children[i]->text, space)) {
            return unit->children[i];
        }
    }
    return NULL;
}

struct dmn_node *dmn_resolve(const struct dmn_node *model, struct slice href)
{
    size_t hash = slice_find_byte(href, '#');
    struct slice id = hash == SIZE_MAX ? href : slice_from(href, hash + 1);

    if (hash != SIZE_MAX && hash > 0 && !slice_equal(slice_sub(href, 0, hash), model->text)) {
        model = model_of_namespace(model->parent, slice_sub(href, 0, hash));
    }
    for (uint32_t i = 0; model != NULL && i < model->child_count; i++) {
        struct dmn_node *child = model->children[i];

        if (child->kind >= DMN_INPUT && child->kind <= DMN_SERVICE && slice_equal(child->id, id)) {
            return child;
        }
    }
    return NULL;
}

struct slice dmn_prefix_of(const struct dmn_node *model, const struct dmn_node *other)
{
    for (uint32_t i = 0; model != other && i < model->child_count; i++) {
        const struct dmn_node *child = model->children[i];

        if (child->kind == DMN_IMPORT && slice_equal(child->text, other->text)) {
            return child->name;
        }
    }
    return SLICE_EMPTY;
}

static struct dmn_node *item_of(const struct dmn_node *model, struct slice name)
{
    for (uint32_t i = 0; i < model->child_count; i++) {
        struct dmn_node *child = model->children[i];

        if (child->kind == DMN_ITEM && slice_equal(child->name, name)) {
            return child;
        }
    }
    return NULL;
}

struct dmn_node *dmn_item_find(const struct dmn_node *model, struct slice type)
{
    struct dmn_node *found = item_of(model, type);

    for (uint32_t i = 0; found == NULL && i < model->child_count; i++) {
        const struct dmn_node *import = model->children[i];
        const struct dmn_node *other;
        size_t prefix = import->name.size;

        if (import->kind != DMN_IMPORT || type.size <= prefix + 1 || type.data[prefix] != '.' ||
            !slice_starts_with(type, import->name)) {
            continue;
        }
        other = model_of_namespace(model->parent, import->text);
        found = other == NULL ? NULL : item_of(other, slice_from(type, prefix + 1));
    }
    return found;
}
