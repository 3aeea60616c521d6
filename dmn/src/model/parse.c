/* Parsing of the texts in a unit. A text is parsed with the names that it may use, because names of
 * FEEL may hold blanks and signs: what its decision requires, what stands before it in a context,
 * the parameters and variables around it, and the names of components, wherever they come from. */
#include <string.h>

#include "base/limits.h"
#include "model/node.h"

struct parsing {
    struct arena *arena;
    struct slice *names; /* the components first, then a stack */
    uint32_t count;
    uint32_t capacity;
    bool failed; /* no memory */
};

static void push(struct parsing *p, struct slice name)
{
    if (name.size == 0) {
        return;
    }
    if (p->count == p->capacity) {
        uint32_t capacity = p->capacity == 0 ? 64 : p->capacity * 2;
        struct slice *names = ARENA_ARRAY(p->arena, struct slice, capacity);

        if (names == NULL) {
            p->failed = true;
            return;
        }
        if (p->count > 0) {
            memcpy(names, p->names, p->count * sizeof(*names));
        }
        p->names = names;
        p->capacity = capacity;
    }
    p->names[p->count++] = name;
}

/* --- one text --- */

static struct slice bracketed(struct parsing *p, struct slice text)
{
    char *out = arena_alloc(p->arena, text.size + 2);

    if (out == NULL) {
        return SLICE_EMPTY;
    }
    out[0] = '[';
    memcpy(out + 1, text.data, text.size);
    out[text.size + 1] = ']';
    return slice_make(out, text.size + 2);
}

static void parse_text(struct parsing *p, struct dmn_node *node)
{
    struct feel_parse_options options = {.dialect = FEEL_DMN,
                                         .unary_tests = node->kind == DMN_CELL,
                                         .names = p->names,
                                         .name_count = p->count};
    struct slice text = slice_trim(node->text);
    struct feel_error error;
    enum status st;

    if (node->kind == DMN_CELL && text.size == 0) {
        text = SLICE("-");
    }
    if (text.size == 0) {
        return;
    }
    if (node->kind == DMN_ALLOWED) {
        text = bracketed(p, text);
    }
    st = text.data == NULL ? STATUS_LIMIT
                           : feel_parse(p->arena, text, &options, &node->parsed, &error);
    if (st == STATUS_OK) {
        return;
    }
    node->parsed = NULL;
    if (p->arena->exhausted) {
        p->failed = true;
    } else {
        node->broken = arena_copy(p->arena, slice_of(error.reason));
    }
}

/* --- expressions --- */

static void parse_node(struct parsing *p, struct dmn_node *node);

/* Children in order; those of a kind that names something make the name known to the ones behind.
 */
static void parse_children(struct parsing *p, struct dmn_node *node)
{
    uint32_t mark = p->count;

    for (uint32_t i = 0; i < node->child_count; i++) {
        struct dmn_node *child = node->children[i];

        /* A function may call itself: its name is known inside. */
        if (child->kind == DMN_PARAMETER ||
            (child->kind == DMN_ENTRY && child->children[0]->kind == DMN_FUNCTION)) {
            push(p, child->name);
        }
        parse_node(p, child);
        if (child->kind == DMN_ENTRY) {
            push(p, child->name);
        }
    }
    p->count = mark;
}

/* in, then the body, which sees the variable. */
static void parse_iteration(struct parsing *p, struct dmn_node *node)
{
    uint32_t mark = p->count;

    parse_node(p, node->children[0]);
    push(p, node->name);
    push(p, node->kind == DMN_FILTER ? SLICE("item") : SLICE("partial"));
    parse_node(p, node->children[1]);
    p->count = mark;
}

static void parse_node(struct parsing *p, struct dmn_node *node)
{
    switch ((int)node->kind) {
    case DMN_LITERAL:
    case DMN_INPUT_CLAUSE:
    case DMN_ALLOWED:
    case DMN_DEFAULT:
    case DMN_CELL:
    case DMN_RESULT:
        parse_text(p, node);
        break;
    case DMN_FILTER:
    case DMN_FOR:
    case DMN_SOME:
    case DMN_EVERY:
        parse_iteration(p, node);
        break;
    default:
        parse_children(p, node);
        break;
    }
}

/* --- what a decision may use --- */

static void push_requirement(struct parsing *p, const struct dmn_node *model,
                             const struct dmn_node *target)
{
    const struct dmn_node *other = dmn_model_of(target);

    push(p, target->name);
    if (other != model) {
        push(p, dmn_prefix_of(model, other));
    }
}

static void parse_part(struct parsing *p, struct dmn_node *part)
{
    uint32_t mark = p->count;

    if (part->kind != DMN_DECISION && part->kind != DMN_KNOWLEDGE) {
        return;
    }
    for (uint32_t i = 0; i < part->child_count; i++) {
        if (part->children[i]->target != NULL) {
            push_requirement(p, part->parent, part->children[i]->target);
        }
    }
    if (part->kind == DMN_KNOWLEDGE) {
        push(p, part->name);
    }
    parse_children(p, part);
    p->count = mark;
}

/* Components of types and contexts, columns, outputs: what may stand behind a point anywhere. */
static void push_components(struct parsing *p, const struct dmn_node *node)
{
    bool is_component = node->kind == DMN_ENTRY || node->kind == DMN_COLUMN ||
                        node->kind == DMN_OUTPUT_CLAUSE ||
                        (node->kind == DMN_ITEM && node->parent->kind == DMN_ITEM);

    if (is_component) {
        push(p, node->name);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        push_components(p, node->children[i]);
    }
}

/* Sorting out doubles keeps the parser's work small. */
static void drop_doubles(struct parsing *p)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < p->count; i++) {
        bool seen = false;

        for (uint32_t j = 0; j < kept && !seen; j++) {
            seen = slice_equal(p->names[j], p->names[i]);
        }
        if (!seen) {
            p->names[kept++] = p->names[i];
        }
    }
    p->count = kept;
}

bool dmn_texts_parse(struct arena *arena, const struct dmn_node *unit)
{
    struct parsing p = {.arena = arena};

    push_components(&p, unit);
    drop_doubles(&p);
    for (uint32_t i = 0; i < unit->child_count; i++) {
        const struct dmn_node *model = unit->children[i];

        for (uint32_t j = 0; j < model->child_count && !p.failed; j++) {
            parse_part(&p, model->children[j]);
        }
    }
    return !p.failed;
}
