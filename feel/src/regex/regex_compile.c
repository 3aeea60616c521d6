/* Trees into programs, and the entry points. */
#include <string.h>

#include "base/limits.h"
#include "regex/regex_int.h"
#include "syntax/chars.h"

enum {
    SEARCH_STEPS = 12 /* one search takes as long as so many plain steps, however short the text */
};

struct compiler {
    struct feel_evaluation *ev;
    struct regex_instruction *program;
    uint32_t size;
    uint32_t capacity;
    uint32_t visits; /* of nodes: an empty group repeated emits nothing and still takes time */
    uint32_t loops;
    bool too_large;
};

static bool program_grow(struct compiler *c)
{
    uint32_t capacity = c->capacity == 0 ? 32 : c->capacity * 2;
    struct regex_instruction *program;

    if (c->size >= LIMIT_REGEX_PROGRAM) {
        return false;
    }
    program = feel_alloc(c->ev, capacity, sizeof(*program));
    if (program == NULL) {
        return false;
    }
    if (c->size > 0) {
        memcpy(program, c->program, c->size * sizeof(*program));
    }
    c->program = program;
    c->capacity = capacity;
    return true;
}

static uint32_t emit(struct compiler *c, struct regex_instruction instruction)
{
    if (c->size == c->capacity && !program_grow(c)) {
        c->too_large = true;
        return 0;
    }
    c->program[c->size] = instruction;
    return c->size++;
}

static uint32_t emit_op(struct compiler *c, enum regex_op op, uint32_t x)
{
    return emit(c, (struct regex_instruction){.op = op, .x = x});
}

static void emit_node(struct compiler *c, const struct regex_node *node);

static void set_split(struct compiler *c, uint32_t at, bool lazy, uint32_t body, uint32_t exit)
{
    c->program[at].x = lazy ? exit : body;
    c->program[at].y = lazy ? body : exit;
}

/* body{0,}: split, mark, body, progress, back. */
static void emit_star(struct compiler *c, const struct regex_node *node)
{
    uint32_t split = emit_op(c, RX_SPLIT, 0);
    uint32_t loop = c->loops++;

    emit_op(c, RX_MARK, loop);
    emit_node(c, node->child);
    emit_op(c, RX_PROGRESS, loop);
    emit_op(c, RX_JUMP, split);
    set_split(c, split, node->lazy, split + 1, c->size);
}

/* body{0,count}: each one optional, and only behind the one before. */
static void emit_optional(struct compiler *c, const struct regex_node *node, uint32_t count)
{
    uint32_t first = c->size;

    for (uint32_t i = 0; i < count && !c->too_large; i++) {
        uint32_t split = emit_op(c, RX_SPLIT, 0);

        /* y holds the split before this one until the exit is known. */
        c->program[split].y = i == 0 ? UINT32_MAX : first;
        first = split;
        emit_node(c, node->child);
    }
    for (uint32_t at = first; count > 0 && !c->too_large && at != UINT32_MAX;) {
        uint32_t before = c->program[at].y;

        set_split(c, at, node->lazy, at + 1, c->size);
        at = before;
    }
}

static void emit_repeat(struct compiler *c, const struct regex_node *node)
{
    for (uint32_t i = 0; i < node->min && !c->too_large; i++) {
        emit_node(c, node->child);
    }
    if (node->max == UINT32_MAX) {
        emit_star(c, node);
    } else {
        emit_optional(c, node, node->max - node->min);
    }
}

static void emit_choice(struct compiler *c, const struct regex_node *node)
{
    const struct regex_node *branch = node->child;
    uint32_t jumps = UINT32_MAX; /* chained through x until the end is known */

    for (; branch->next != NULL && !c->too_large; branch = branch->next) {
        uint32_t split = emit_op(c, RX_SPLIT, 0);

        emit_node(c, branch);
        jumps = emit_op(c, RX_JUMP, jumps);
        set_split(c, split, false, split + 1, c->size);
    }
    emit_node(c, branch);
    while (!c->too_large && jumps != UINT32_MAX) {
        uint32_t before = c->program[jumps].x;

        c->program[jumps].x = c->size;
        jumps = before;
    }
}

static void emit_group(struct compiler *c, const struct regex_node *node)
{
    bool remembered = node->group > 0 && node->group < REGEX_GROUPS;

    if (remembered) {
        emit_op(c, RX_SAVE, 2 * node->group);
    }
    emit_node(c, node->child);
    if (remembered) {
        emit_op(c, RX_SAVE, 2 * node->group + 1);
    }
}

static void emit_node(struct compiler *c, const struct regex_node *node)
{
    if (++c->visits > 8 * LIMIT_REGEX_PROGRAM) {
        c->too_large = true;
    }
    if (c->too_large) {
        return;
    }
    switch (node->kind) {
    case RN_EMPTY:
        break;
    case RN_LEAF:
        emit(c, node->leaf);
        break;
    case RN_GROUP:
        emit_group(c, node);
        break;
    case RN_CAT:
        for (const struct regex_node *child = node->child; child != NULL; child = child->next) {
            emit_node(c, child);
        }
        break;
    case RN_CHOICE:
        emit_choice(c, node);
        break;
    case RN_REPEAT:
        emit_repeat(c, node);
        break;
    }
}

static bool parse_flags(struct slice text, struct regex_flags *flags)
{
    *flags = (struct regex_flags){0};
    for (size_t i = 0; i < text.size; i++) {
        switch (text.data[i]) {
        case 's':
            flags->dot_all = true;
            break;
        case 'm':
            flags->lines = true;
            break;
        case 'i':
            flags->fold = true;
            break;
        case 'x':
            flags->no_blanks = true;
            break;
        default:
            return false;
        }
    }
    return true;
}

static const char *compile(struct feel_evaluation *ev, struct regex *regex, struct slice pattern)
{
    struct compiler c = {.ev = ev};
    struct regex_tree tree;
    const char *reason = regex_parse(ev, pattern, &regex->flags, &tree);

    if (reason != NULL) {
        return reason;
    }
    emit_op(&c, RX_SAVE, 0);
    emit_node(&c, tree.root);
    emit_op(&c, RX_SAVE, 1);
    emit_op(&c, RX_MATCH, 0);
    feel_charge(ev, c.visits / 8);
    regex->group_count = tree.group_count;
    regex->has_back = tree.has_back;
    regex->program = c.program;
    regex->size = c.size;
    regex->loops = c.loops;
    return c.too_large ? "it is too large" : NULL;
}

static struct feel_regex_search *search_new(struct feel_evaluation *ev, struct slice pattern,
                                            struct slice flags)
{
    struct feel_regex_search *search = feel_alloc(ev, 1, sizeof(*search));
    const char *reason;

    if (search == NULL) {
        return NULL;
    }
    *search = (struct feel_regex_search){.ev = ev, .pattern = pattern, .flags = flags};
    if (!parse_flags(flags, &search->regex.flags)) {
        feel_warn(ev, FEEL_WARNING_VALUE, "The flags of a pattern are s, m, i and x.");
        return NULL;
    }
    reason = compile(ev, &search->regex, pattern);
    if (reason != NULL) {
        feel_warn(ev, FEEL_WARNING_VALUE, "The pattern is wrong: %s.", reason);
        return NULL;
    }
    if (search->regex.has_back) {
        search->backtrack = backtrack_new(search);
    } else {
        search->pike = pike_new(ev, &search->regex);
    }
    return search->pike != NULL || search->backtrack != NULL ? search : NULL;
}

/* The one that was used with these texts before, or NULL. */
static struct feel_regex_search *cache_find(struct feel_evaluation *ev, struct slice pattern,
                                            struct slice flags)
{
    struct feel_regex_search *search = ev->regexes;

    while (search != NULL &&
           !(slice_equal(search->pattern, pattern) && slice_equal(search->flags, flags))) {
        search = search->next;
    }
    return search;
}

static void cache_add(struct feel_evaluation *ev, struct feel_regex_search *search)
{
    uint32_t count = 1;

    search->next = ev->regexes;
    ev->regexes = search;
    for (struct feel_regex_search *at = search; at != NULL; at = at->next, count++) {
        if (count == LIMIT_REGEX_CACHE) {
            at->next = NULL;
        }
    }
}

struct feel_regex_search *feel_regex_open(struct feel_evaluation *ev, struct slice pattern,
                                          struct slice flags, struct slice text)
{
    struct feel_regex_search *search = cache_find(ev, pattern, flags);

    if (search == NULL) {
        search = search_new(ev, pattern, flags);
        if (search == NULL) {
            return NULL;
        }
        cache_add(ev, search);
    }
    search->text = text;
    return search;
}

/* --- searching --- */

bool regex_at_start(const struct feel_regex_search *search, uint32_t at)
{
    return at == 0 || (search->regex.flags.lines && search->text.data[at - 1] == '\n');
}

bool regex_at_end(const struct feel_regex_search *search, uint32_t at)
{
    return at == search->text.size || (search->regex.flags.lines && search->text.data[at] == '\n');
}

bool regex_takes(const struct regex *regex, const struct regex_instruction *instruction,
                 uint32_t code_point)
{
    switch ((int)instruction->op) {
    case RX_CHAR:
        return instruction->x == code_point ||
               (regex->flags.fold && regex_fold(instruction->x) == regex_fold(code_point));
    case RX_ANY:
        return code_point != '\n' && code_point != '\r';
    case RX_ANY_AT_ALL:
        return true;
    default:
        return regex_class_holds(instruction->class, code_point, regex->flags.fold);
    }
}

bool feel_regex_next(struct feel_regex_search *search, uint32_t from,
                     struct feel_regex_match *match)
{
    if (!feel_charge(search->ev, SEARCH_STEPS)) {
        return false;
    }
    if (search->pike != NULL) {
        return pike_next(search, from, match);
    }
    return backtrack_next(search, from, match);
}
