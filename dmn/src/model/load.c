/* From encoded bytes to a unit that can be evaluated. */
#include "base/limits.h"
#include "model/node.h"

struct loading {
    struct arena *arena;
    struct dmn_unit *unit;
};

/* Places of the parts of models in document order, targets of references, specs of types. Items
 * have theirs already. */
static void link_node(struct loading *l, struct dmn_node *node)
{
    if (node->parent != NULL && node->parent->kind == DMN_MODEL) {
        node->index = l->unit->part_count++;
    }
    if (node->kind == DMN_REQUIRES || node->kind == DMN_MEMBER) {
        node->target = dmn_resolve(dmn_model_of(node), node->text);
    }
    if (node->kind > DMN_ITEM && node->type.size > 0) {
        node->spec = dmn_spec_of(dmn_model_of(node), node->type);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        link_node(l, node->children[i]);
    }
}

/* --- ids of the unit --- */

static bool is_imported(const struct dmn_node *model)
{
    const struct dmn_node *root = model->parent;

    for (uint32_t i = 0; i < root->child_count; i++) {
        if (root->children[i] != model && dmn_prefix_of(root->children[i], model).data != NULL) {
            return true;
        }
    }
    return false;
}

/* Ids are unique in a file alone. Of two that are the same in one unit that of an imported file
 * gives way; where neither is imported they stay the same. */
static bool gives_way(const struct dmn_node *model, const struct dmn_node *other)
{
    bool is_before = false;

    for (uint32_t i = 0; model->parent->children[i] != other && !is_before; i++) {
        is_before = model->parent->children[i] == model;
    }
    return is_imported(model) && !(is_imported(other) && is_before);
}

/* References have found their targets. */
static bool place_append(struct loading *l, struct dmn_node *node, const struct dmn_node *model)
{
    uint32_t place = 0;

    while (l->unit->root->children[place] != model) {
        place++;
    }
    node->id = arena_printf(l->arena, "%.*s-%u", SLICE_ARG(node->id), place + 1);
    return node->id.data != NULL;
}

static bool decision_rename(struct loading *l, struct dmn_node *node)
{
    for (uint32_t i = 0; i < l->unit->evaluable_count; i++) {
        const struct dmn_node *other = l->unit->evaluable[i];

        if (other->parent != node->parent && slice_equal(other->id, node->id) &&
            gives_way(node->parent, other->parent)) {
            return place_append(l, node, node->parent);
        }
    }
    return true;
}

static bool model_rename(struct loading *l, struct dmn_node *model)
{
    for (uint32_t i = 0; i < l->unit->root->child_count; i++) {
        const struct dmn_node *other = l->unit->root->children[i];

        if (other != model && slice_equal(other->id, model->id) && gives_way(model, other)) {
            return place_append(l, model, model);
        }
    }
    return true;
}

static bool rename_all(struct loading *l)
{
    struct dmn_node *root = l->unit->root;
    bool done = true;

    for (uint32_t i = 0; done && i < l->unit->evaluable_count && root->child_count > 1; i++) {
        done = decision_rename(l, l->unit->evaluable[i]);
    }
    for (uint32_t i = 0; done && i < root->child_count; i++) {
        done = model_rename(l, root->children[i]);
    }
    return done;
}

static bool add_evaluable(struct loading *l, enum dmn_kind kind)
{
    const struct dmn_node *root = l->unit->root;

    for (uint32_t i = 0; i < root->child_count; i++) {
        const struct dmn_node *model = root->children[i];

        for (uint32_t j = 0; j < model->child_count; j++) {
            if (model->children[j]->kind == kind) {
                l->unit->evaluable[l->unit->evaluable_count++] = model->children[j];
            }
        }
    }
    return true;
}

static bool list_evaluable(struct loading *l)
{
    l->unit->evaluable = ARENA_ARRAY(l->arena, struct dmn_node *, l->unit->part_count + 1);
    return l->unit->evaluable != NULL && add_evaluable(l, DMN_DECISION) &&
           add_evaluable(l, DMN_SERVICE);
}

enum status dmn_load(struct arena *arena, struct slice encoded, const struct dmn_unit **out)
{
    struct loading l = {.arena = arena, .unit = ARENA_NEW(arena, struct dmn_unit)};
    enum status st;

    *out = NULL;
    if (l.unit == NULL) {
        return STATUS_LIMIT;
    }
    st = dmn_decode(arena, encoded, &l.unit->root);
    if (st != STATUS_OK) {
        return st;
    }
    if (!dmn_has_shape(l.unit->root)) {
        return STATUS_CORRUPT;
    }
    if (!dmn_types_fill(arena, l.unit->root)) {
        return STATUS_LIMIT;
    }
    link_node(&l, l.unit->root);
    if (!list_evaluable(&l) || !rename_all(&l) || !dmn_texts_parse(arena, l.unit->root) ||
        !dmn_tables_index(arena, l.unit->root)) {
        return STATUS_LIMIT;
    }
    *out = l.unit;
    return STATUS_OK;
}

uint32_t dmn_decision_count(const struct dmn_unit *unit)
{
    return unit->evaluable_count;
}

uint32_t dmn_model_count(const struct dmn_unit *unit)
{
    return unit->root->child_count;
}

struct dmn_model dmn_model_at(const struct dmn_unit *unit, uint32_t model)
{
    const struct dmn_node *node = unit->root->children[model];
    struct dmn_model out = {.id = node->id, .name = node->name};

    for (uint32_t i = 0; i < node->child_count; i++) {
        out.has_imports = out.has_imports || node->children[i]->kind == DMN_IMPORT;
    }
    return out;
}

static enum dmn_logic logic_of(const struct dmn_node *node)
{
    const struct dmn_node *last =
        node->child_count == 0 ? NULL : node->children[node->child_count - 1];

    if (node->kind != DMN_DECISION || last == NULL) {
        return DMN_LOGIC_OTHER;
    }
    if (last->kind == DMN_TABLE) {
        return DMN_LOGIC_TABLE;
    }
    return last->kind == DMN_LITERAL ? DMN_LOGIC_LITERAL : DMN_LOGIC_OTHER;
}

struct dmn_decision dmn_decision_at(const struct dmn_unit *unit, uint32_t place)
{
    const struct dmn_node *node = unit->evaluable[place];
    const struct dmn_node *model = node->parent;
    uint32_t at = 0;

    while (unit->root->children[at] != model) {
        at++;
    }
    return (struct dmn_decision){.id = node->id,
                                 .name = node->name,
                                 .version_tag =
                                     node->kind == DMN_DECISION ? node->text : SLICE_EMPTY,
                                 .model_id = model->id,
                                 .model_name = model->name,
                                 .model = at,
                                 .is_service = node->kind == DMN_SERVICE,
                                 .logic = logic_of(node)};
}

bool dmn_decision_find(const struct dmn_unit *unit, struct slice id_or_name, uint32_t *out)
{
    for (int by_name = 0; by_name < 2; by_name++) {
        for (uint32_t i = 0; i < unit->evaluable_count; i++) {
            const struct dmn_node *node = unit->evaluable[i];

            if (node->parent == unit->root->children[0] &&
                slice_equal(by_name ? node->name : node->id, id_or_name)) {
                *out = i;
                return true;
            }
        }
    }
    return false;
}
