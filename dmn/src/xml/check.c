/* What only the whole unit can tell. */
#include "base/limits.h"
#include "xml/compiler.h"

struct walk {
    struct compiler *c;
    enum {
        FRESH,
        OPEN,
        DONE
    } * states; /* by index of the node */
};

/* --- references --- */

static void check_references(struct compiler *c, struct dmn_node *node)
{
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct dmn_node *child = node->children[i];

        if (child->kind != DMN_REQUIRES && child->kind != DMN_MEMBER) {
            continue;
        }
        child->target = dmn_resolve(node->parent, child->text);
        if (child->target == NULL) {
            dmn_note_node(c, DMN_WARNING, child, "reference-unknown",
                          "nothing has the id '%.*s' here: it is null", SLICE_ARG(child->text));
        }
    }
}

/* --- cycles --- */

/* Requirements of information may not lead back; knowledge may call itself. */
static bool leads_on(const struct dmn_node *from, const struct dmn_node *to)
{
    return from->kind == DMN_DECISION && to != NULL && to->kind == DMN_DECISION;
}

/* An explicit stack: a chain of requirements may be as long as the model. */
struct step {
    const struct dmn_node *node;
    uint32_t next;
};

static void check_cycles_from(struct walk *w, const struct dmn_node *decision, struct step *stack)
{
    uint32_t depth = 0;

    stack[depth++] = (struct step){decision, 0};
    w->states[decision->index] = OPEN;
    while (depth > 0) {
        struct step *top = &stack[depth - 1];
        const struct dmn_node *target;

        if (top->next == top->node->child_count) {
            w->states[top->node->index] = DONE;
            depth--;
            continue;
        }
        target = top->node->children[top->next++]->target;
        if (!leads_on(top->node, target) || w->states[target->index] == DONE) {
            continue;
        }
        if (w->states[target->index] == OPEN) {
            dmn_note_node(w->c, DMN_ERROR, top->node, "requirements-cyclic",
                          "it requires '%.*s', which requires it again: a decision cannot require "
                          "itself",
                          SLICE_ARG(target->name));
            continue;
        }
        w->states[target->index] = OPEN;
        stack[depth++] = (struct step){target, 0};
    }
}

static void check_cycles(struct compiler *c, uint32_t parts)
{
    struct walk w = {.c = c, .states = arena_alloc_zero(c->arena, (parts + 1) * sizeof(*w.states))};
    struct step *stack = ARENA_ARRAY(c->arena, struct step, parts + 1);

    if (w.states == NULL || stack == NULL) {
        return;
    }
    for (uint32_t i = 0; i < c->unit->child_count; i++) {
        const struct dmn_node *model = c->unit->children[i];

        for (uint32_t j = 0; j < model->child_count; j++) {
            if (model->children[j]->kind == DMN_DECISION &&
                w.states[model->children[j]->index] == FRESH) {
                check_cycles_from(&w, model->children[j], stack);
            }
        }
    }
}

/* --- ids --- */

static void check_ids(struct compiler *c, const struct dmn_node *model)
{
    for (uint32_t i = 0; i < model->child_count; i++) {
        for (uint32_t j = 0; j < i && model->children[i]->id.size > 0; j++) {
            if (slice_equal(model->children[i]->id, model->children[j]->id)) {
                dmn_note_node(c, DMN_ERROR, model->children[i], "id-twice",
                              "the id '%.*s' is taken already: ids are unique in a file",
                              SLICE_ARG(model->children[i]->id));
            }
        }
    }
}

void dmn_check_unit(struct compiler *c)
{
    uint32_t parts = 0;

    if (dmn_part_count(c->unit) > LIMIT_DMN_PARTS) {
        c->file = 0;
        dmn_note(c, DMN_ERROR, NULL, "unit-too-large",
                 "the files hold more than %d decisions, inputs and types together: deploy those "
                 "that do not import each other one by one",
                 LIMIT_DMN_PARTS);
        return;
    }
    for (uint32_t i = 0; i < c->unit->child_count; i++) {
        struct dmn_node *model = c->unit->children[i];

        check_ids(c, model);
        for (uint32_t j = 0; j < model->child_count; j++) {
            model->children[j]->index = parts++;
            check_references(c, model->children[j]);
        }
    }
    check_cycles(c, parts);
}
