/* Patterns into trees. Strict: what XPath does not know is an error, never a literal. */
#include <string.h>

#include "base/limits.h"
#include "regex/regex_int.h"
#include "syntax/chars.h"

struct regex_parser {
    struct feel_evaluation *ev;
    struct slice pattern;
    uint32_t at;
    const struct regex_flags *flags;
    const char *reason;
    uint32_t group_count;
    uint64_t closed; /* a bit for each group that is complete, for back-references */
    uint32_t depth;
    bool has_back;
};

static struct regex_node *parse_choice(struct regex_parser *p);
static struct regex_class *parse_class(struct regex_parser *p);

static void *parser_error(struct regex_parser *p, const char *reason)
{
    if (p->reason == NULL) {
        p->reason = reason;
    }
    return NULL;
}

static uint32_t char_here(const struct regex_parser *p, uint32_t *bytes)
{
    return feel_char_at(p->pattern, p->at, bytes);
}

static bool at_byte(const struct regex_parser *p, char c)
{
    return p->at < p->pattern.size && p->pattern.data[p->at] == c;
}

static bool take_byte(struct regex_parser *p, char c)
{
    if (!at_byte(p, c)) {
        return false;
    }
    p->at++;
    return true;
}

static void *node_alloc(struct regex_parser *p, size_t bytes)
{
    void *at = feel_alloc(p->ev, 1, bytes);

    if (at == NULL) {
        return parser_error(p, "it needs too much memory");
    }
    memset(at, 0, bytes);
    return at;
}

static struct regex_node *node_new(struct regex_parser *p, enum regex_node_kind kind)
{
    struct regex_node *node = node_alloc(p, sizeof(*node));

    if (node != NULL) {
        node->kind = kind;
    }
    return node;
}

static struct regex_node *leaf_new(struct regex_parser *p, enum regex_op op, uint32_t x)
{
    struct regex_node *node = node_new(p, RN_LEAF);

    if (node != NULL) {
        node->leaf = (struct regex_instruction){.op = op, .x = x};
    }
    return node;
}

/* --- classes --- */

static bool class_add(struct regex_parser *p, struct regex_class *class, struct regex_item item)
{
    if (class->count == class->capacity) {
        uint32_t capacity = class->capacity == 0 ? 4 : class->capacity * 2;
        struct regex_item *items = feel_alloc(p->ev, capacity, sizeof(*items));

        if (items == NULL) {
            parser_error(p, "it needs too much memory");
            return false;
        }
        if (class->count > 0) {
            memcpy(items, class->items, class->count * sizeof(*items));
        }
        class->items = items;
        class->capacity = capacity;
    }
    class->items[class->count++] = item;
    return true;
}

/* {Lu} behind \p or \P. */
static bool parse_property(struct regex_parser *p, bool negated, struct regex_item *item)
{
    uint32_t start = p->at + 1;
    size_t size;

    if (!take_byte(p, '{')) {
        parser_error(p, "'{' is missing behind \\p");
        return false;
    }
    size = slice_find_byte(slice_from(p->pattern, start), '}');
    if (size == SIZE_MAX || !regex_property(slice_sub(p->pattern, start, size), item)) {
        parser_error(p, "there is no such category or block");
        return false;
    }
    p->at = start + (uint32_t)size + 1;
    item->negated = negated;
    return true;
}

struct multi_escape {
    char letter;
    enum regex_item_kind kind;
};

static const struct multi_escape multi_escapes[] = {
    {'s', RX_BLANK}, {'w', RX_WORD}, {'i', RX_INITIAL}, {'c', RX_NAME_CHAR}};

/* \d \s \w \i \c \p and their negations, p->at on the letter. False, without an error, when it is
 * none of them. */
static bool parse_class_escape(struct regex_parser *p, struct regex_item *item)
{
    char letter = p->at < p->pattern.size ? p->pattern.data[p->at] : '\0';
    bool negated = letter >= 'A' && letter <= 'Z';
    char lower = negated ? (char)(letter - 'A' + 'a') : letter;

    if (lower == 'p') {
        p->at++;
        return parse_property(p, negated, item);
    }
    if (lower == 'd') {
        p->at++;
        regex_property(SLICE("Nd"), item);
        item->negated = negated;
        return true;
    }
    for (size_t i = 0; i < sizeof(multi_escapes) / sizeof(multi_escapes[0]); i++) {
        if (lower == multi_escapes[i].letter) {
            p->at++;
            *item = (struct regex_item){.kind = multi_escapes[i].kind, .negated = negated};
            /* For Java, and so for Camunda's models, the underscore is part of words. */
            if (item->kind == RX_WORD && p->ev->expression->dialect == FEEL_CAMUNDA) {
                item->low = '_';
            }
            return true;
        }
    }
    return false;
}

/* \n \r \t and escaped signs, p->at on the character behind the backslash. */
static bool parse_char_escape(struct regex_parser *p, uint32_t *out)
{
    char c = p->at < p->pattern.size ? p->pattern.data[p->at] : '\0';

    if (c == 'n' || c == 'r' || c == 't') {
        *out = c == 'n' ? '\n' : c == 'r' ? '\r' : '\t';
    } else if (c != '\0' && strchr("\\|.?*+(){}-[]^$", c) != NULL) {
        *out = (unsigned char)c;
    } else if (p->ev->expression->dialect == FEEL_CAMUNDA && c > ' ' && c < 'a' &&
               strchr("/\"'#&%,:;<=>@!_`~", c) != NULL) {
        *out = (unsigned char)c;
    } else {
        parser_error(p, "there is no such escape");
        return false;
    }
    p->at++;
    return true;
}

/* One character of a range inside [ ]. */
static bool parse_class_char(struct regex_parser *p, uint32_t *out)
{
    uint32_t bytes;
    uint32_t c = char_here(p, &bytes);

    if (bytes == 0 || c == '[' || c == ']') {
        parser_error(p, "a character class is not closed");
        return false;
    }
    p->at += bytes;
    if (c == '\\') {
        return parse_char_escape(p, out);
    }
    *out = c;
    return true;
}

/* `-` that makes a range: not before `]`, and not before the `[` of a subtraction. */
static bool at_range_sign(const struct regex_parser *p)
{
    return at_byte(p, '-') && p->at + 1 < p->pattern.size && p->pattern.data[p->at + 1] != ']' &&
           p->pattern.data[p->at + 1] != '[';
}

static bool parse_class_item(struct regex_parser *p, struct regex_class *class)
{
    struct regex_item item = {.kind = RX_RANGE};

    if (at_byte(p, '\\')) {
        p->at++;
        if (parse_class_escape(p, &item)) {
            return class_add(p, class, item);
        }
        if (p->reason != NULL) {
            return false;
        }
        p->at--;
    }
    if (!parse_class_char(p, &item.low)) {
        return false;
    }
    item.high = item.low;
    if (at_range_sign(p)) {
        p->at++;
        if (!parse_class_char(p, &item.high)) {
            return false;
        }
        if (item.high < item.low) {
            parser_error(p, "a range of characters goes down");
            return false;
        }
    }
    return class_add(p, class, item);
}

/* Behind `[`, up to and with `]`. */
static struct regex_class *parse_class_inside(struct regex_parser *p)
{
    struct regex_class *class = node_alloc(p, sizeof(*class));

    if (class == NULL) {
        return NULL;
    }
    class->negated = take_byte(p, '^');
    if (at_byte(p, ']')) {
        return parser_error(p, "a character class is empty");
    }
    while (!take_byte(p, ']')) {
        if (class->count > 0 && at_byte(p, '-') && p->at + 1 < p->pattern.size &&
            p->pattern.data[p->at + 1] == '[') {
            p->at += 2;
            class->minus = parse_class(p);
            if (class->minus != NULL && !at_byte(p, ']')) {
                return parser_error(p, "a subtraction ends its character class");
            }
        } else {
            parse_class_item(p, class);
        }
        if (p->reason != NULL) {
            return NULL;
        }
    }
    return class;
}

static struct regex_class *parse_class(struct regex_parser *p)
{
    struct regex_class *class;

    if (++p->depth > LIMIT_FEEL_DEPTH) {
        return parser_error(p, "it is nested too deeply");
    }
    class = parse_class_inside(p);
    p->depth--;
    return class;
}

static struct regex_node *class_leaf(struct regex_parser *p, const struct regex_class *class)
{
    struct regex_node *node = class == NULL ? NULL : leaf_new(p, RX_CLASS, 0);

    if (node != NULL) {
        node->leaf.class = class;
    }
    return node;
}

/* --- atoms --- */

/* \1 … : the longest number of a group that is complete. */
static struct regex_node *parse_back(struct regex_parser *p)
{
    uint32_t group = 0;

    while (p->at < p->pattern.size && p->pattern.data[p->at] >= '0' &&
           p->pattern.data[p->at] <= '9') {
        uint32_t longer = group * 10 + (uint32_t)(p->pattern.data[p->at] - '0');

        if (longer == 0 || longer >= REGEX_GROUPS || (p->closed >> longer & 1U) == 0) {
            break;
        }
        group = longer;
        p->at++;
    }
    if (group == 0) {
        return parser_error(p, "a back-reference needs a group that is complete");
    }
    p->has_back = true;
    return leaf_new(p, RX_BACK, group);
}

static struct regex_node *parse_escape(struct regex_parser *p)
{
    struct regex_item item;
    struct regex_class *class;
    uint32_t c;

    if (p->at < p->pattern.size && p->pattern.data[p->at] >= '0' && p->pattern.data[p->at] <= '9') {
        return parse_back(p);
    }
    if (parse_class_escape(p, &item)) {
        class = node_alloc(p, sizeof(*class));
        return class != NULL && class_add(p, class, item) ? class_leaf(p, class) : NULL;
    }
    if (p->reason != NULL || !parse_char_escape(p, &c)) {
        return NULL;
    }
    return leaf_new(p, RX_CHAR, c);
}

static struct regex_node *parse_group(struct regex_parser *p)
{
    struct regex_node *node = node_new(p, RN_GROUP);

    if (node == NULL) {
        return NULL;
    }
    if (take_byte(p, '?')) {
        if (!take_byte(p, ':')) {
            return parser_error(p, "'(?' is only known as '(?:'");
        }
    } else {
        node->group = ++p->group_count;
    }
    node->child = parse_choice(p);
    if (node->child == NULL) {
        return NULL;
    }
    if (!take_byte(p, ')')) {
        return parser_error(p, "a group is not closed");
    }
    if (node->group > 0 && node->group < REGEX_GROUPS) {
        p->closed |= 1ULL << node->group;
    }
    return node;
}

static struct regex_node *parse_atom(struct regex_parser *p)
{
    uint32_t bytes;
    uint32_t c = char_here(p, &bytes);

    p->at += bytes;
    switch (c) {
    case '\\':
        return parse_escape(p);
    case '[':
        return class_leaf(p, parse_class(p));
    case '(':
        return parse_group(p);
    case '.':
        return leaf_new(p, p->flags->dot_all ? RX_ANY_AT_ALL : RX_ANY, 0);
    case '^':
        return leaf_new(p, RX_START, 0);
    case '$':
        return leaf_new(p, RX_END, 0);
    case '*':
    case '+':
    case '?':
    case '{':
        return parser_error(p, "a quantifier has nothing before it");
    case '}':
    case ']':
        return parser_error(p, "a bracket is closed that was not opened");
    default:
        return leaf_new(p, RX_CHAR, p->flags->fold ? regex_fold(c) : c);
    }
}

/* --- quantifiers --- */

/* Digits at p->at; false for none. */
static bool parse_count(struct regex_parser *p, uint32_t *out)
{
    uint32_t start = p->at;

    *out = 0;
    while (p->at < p->pattern.size && p->pattern.data[p->at] >= '0' &&
           p->pattern.data[p->at] <= '9') {
        *out = *out * 10 + (uint32_t)(p->pattern.data[p->at] - '0');
        p->at++;
        if (*out > LIMIT_REGEX_PROGRAM) {
            parser_error(p, "a quantifier is too large");
            return false;
        }
    }
    return p->at > start;
}

/* {n} {n,} {n,m}, behind the brace. */
static bool parse_braces(struct regex_parser *p, uint32_t *min, uint32_t *max)
{
    if (!parse_count(p, min)) {
        parser_error(p, "a quantifier has no number");
        return false;
    }
    *max = *min;
    if (take_byte(p, ',')) {
        *max = UINT32_MAX;
        if (!at_byte(p, '}') && !parse_count(p, max)) {
            parser_error(p, "a quantifier has no number");
            return false;
        }
    }
    if (!take_byte(p, '}') || *max < *min) {
        parser_error(p, "a quantifier is not well formed");
        return false;
    }
    return true;
}

/* True when a quantifier stands here, and is taken. */
static bool parse_quantifier(struct regex_parser *p, uint32_t *min, uint32_t *max)
{
    *min = 0;
    *max = UINT32_MAX;
    if (take_byte(p, '*')) {
        return true;
    }
    if (take_byte(p, '+')) {
        *min = 1;
        return true;
    }
    if (take_byte(p, '?')) {
        *max = 1;
        return true;
    }
    return take_byte(p, '{') && parse_braces(p, min, max);
}

static struct regex_node *parse_piece(struct regex_parser *p)
{
    struct regex_node *atom = parse_atom(p);
    struct regex_node *repeat;
    uint32_t min;
    uint32_t max;

    if (atom == NULL || !parse_quantifier(p, &min, &max)) {
        return p->reason != NULL ? NULL : atom;
    }
    repeat = node_new(p, RN_REPEAT);
    if (repeat == NULL) {
        return NULL;
    }
    repeat->child = atom;
    repeat->min = min;
    repeat->max = max;
    repeat->lazy = take_byte(p, '?');
    return repeat;
}

/* --- sequences and choices --- */

static struct regex_node *parse_branch(struct regex_parser *p)
{
    struct regex_node *cat = node_new(p, RN_CAT);
    struct regex_node **last = cat == NULL ? NULL : &cat->child;

    while (last != NULL && p->at < p->pattern.size && !at_byte(p, '|') && !at_byte(p, ')')) {
        struct regex_node *piece = parse_piece(p);

        if (piece == NULL) {
            return NULL;
        }
        *last = piece;
        last = &piece->next;
    }
    return cat;
}

static struct regex_node *parse_choice(struct regex_parser *p)
{
    struct regex_node *choice = node_new(p, RN_CHOICE);
    struct regex_node **last = choice == NULL ? NULL : &choice->child;

    if (++p->depth > LIMIT_FEEL_DEPTH) {
        return parser_error(p, "it is nested too deeply");
    }
    do {
        struct regex_node *branch = parse_branch(p);

        if (branch == NULL || last == NULL) {
            return NULL;
        }
        *last = branch;
        last = &branch->next;
    } while (take_byte(p, '|'));
    p->depth--;
    return choice;
}

static bool is_pattern_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The pattern without white space outside of classes: flag x. A backslash then escapes what is left
 * behind it. data NULL when the memory is gone. */
static struct slice without_blanks(struct feel_evaluation *ev, struct slice pattern)
{
    char *out = feel_alloc(ev, pattern.size, 1);
    size_t size = 0;
    uint32_t open = 0;
    bool escaped = false;

    if (out == NULL) {
        return SLICE_EMPTY;
    }
    for (size_t i = 0; i < pattern.size; i++) {
        char c = pattern.data[i];

        if (open == 0 && is_pattern_blank(c)) {
            continue;
        }
        if (!escaped && c == '[') {
            open++;
        } else if (!escaped && c == ']' && open > 0) {
            open--;
        }
        escaped = !escaped && c == '\\';
        out[size++] = c;
    }
    return slice_make(out, size);
}

const char *regex_parse(struct feel_evaluation *ev, struct slice pattern,
                        const struct regex_flags *flags, struct regex_tree *out)
{
    struct regex_parser p = {.ev = ev, .pattern = pattern, .flags = flags};

    if (flags->no_blanks) {
        p.pattern = without_blanks(ev, pattern);
    }
    out->root = parse_choice(&p);
    if (p.reason == NULL && p.at < p.pattern.size) {
        parser_error(&p, "a group is closed that was not opened");
    }
    out->group_count = p.group_count;
    out->has_back = p.has_back;
    return p.reason;
}
