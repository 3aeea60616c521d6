/* Names: found among the known ones, or new and taken from the text as they stand. */
#include <string.h>

#include "base/limits.h"
#include "builtin/builtin.h"
#include "syntax/chars.h"
#include "syntax/parser_int.h"

enum {
    VARIABLES_AT_FIRST = 8
};

static const char *const reserved_words[] = {"and",      "or",        "then",    "else", "return",
                                             "in",       "satisfies", "between", "if",   "for",
                                             "instance", "function",  NULL};

static bool is_reserved(struct slice word)
{
    for (size_t i = 0; reserved_words[i] != NULL; i++) {
        if (slice_is(word, reserved_words[i])) {
            return true;
        }
    }
    return false;
}

/* The slot of a variable, a new one at its first use. False when out of memory. */
static bool variable_slot(struct parser *p, struct slice name, uint32_t *slot)
{
    p->names.comparisons += p->variable_count;
    for (uint32_t i = 0; i < p->variable_count; i++) {
        if (slice_equal(p->variables[i], name)) {
            *slot = i;
            return true;
        }
    }
    if (p->variable_count == p->variable_capacity) {
        uint32_t capacity =
            p->variable_capacity == 0 ? VARIABLES_AT_FIRST : p->variable_capacity * 2;
        struct slice *grown = ARENA_ARRAY(p->arena, struct slice, capacity);

        if (grown == NULL) {
            parser_fail_memory(p);
            return false;
        }
        if (p->variable_count > 0) {
            memcpy(grown, p->variables, p->variable_count * sizeof(*grown));
        }
        p->variables = grown;
        p->variable_capacity = capacity;
    }
    *slot = p->variable_count;
    p->variables[p->variable_count++] = name;
    return true;
}

static struct slice quoted_name(struct parser *p)
{
    struct slice name = slice_sub(p->text, p->token.start + 1, p->token.end - p->token.start - 2);

    parser_advance(p);
    return name;
}

/* The name at the present token. data NULL after a report. */
static struct slice take_known_name(struct parser *p, bool components, bool functions)
{
    struct slice name = SLICE_EMPTY;
    uint32_t length;

    if (p->names.comparisons > LIMIT_FEEL_NAME_COMPARISONS) {
        parser_fail_limit(p, p->token.start, "the expression has too many different names");
        return SLICE_EMPTY;
    }
    if (parser_at(p, TOKEN_QUOTED_NAME)) {
        return quoted_name(p);
    }
    length = feel_names_match(&p->names, slice_from(p->text, p->token.start), components, functions,
                              &name);
    if (length > 0) {
        parser_move(p, p->token.start + length);
        return name;
    }
    if (!parser_at(p, TOKEN_NAME)) {
        parser_fail_here(p, "a name");
        return SLICE_EMPTY;
    }
    name = feel_token_text(p->text, &p->token);
    if (functions && is_reserved(name)) {
        parser_fail_here(p, "a value");
        return SLICE_EMPTY;
    }
    parser_advance(p);
    return name;
}

const struct feel_node *parse_name(struct parser *p)
{
    uint32_t offset = p->token.start;
    struct slice name = take_known_name(p, p->filter_depth > 0, true);
    bool bound = name.data != NULL && feel_names_is_bound(&p->names, name);
    const struct feel_builtin *builtin = bound ? NULL : feel_builtin_find(name);
    bool called = builtin != NULL && parser_at(p, TOKEN_LEFT_PAREN);
    struct feel_node *node;

    if (name.data == NULL) {
        return NULL;
    }
    node = node_make_leaf(p, called ? NODE_BUILTIN : NODE_NAME, offset);
    if (node == NULL) {
        return NULL;
    }
    node->name = name;
    node->builtin = builtin;
    node->slot = UINT32_MAX;
    if (!called && !bound && !variable_slot(p, name, &node->slot)) {
        return NULL;
    }
    return node;
}

struct slice parse_component(struct parser *p)
{
    return take_known_name(p, true, false);
}

/* --- new names --- */

static bool is_name_sign(uint32_t c)
{
    return c < 0x80 && c != 0 && strchr("./-'+*", (int)c) != NULL;
}

/* Whether the word `in` stands alone at `at`. */
static bool at_word_in(struct slice text, uint32_t at)
{
    uint32_t bytes;

    return slice_starts_with(slice_from(text, at), SLICE("in")) &&
           !feel_is_name_part(feel_char_at(text, at + 2, &bytes));
}

static bool at_comment(struct slice text, uint32_t at)
{
    return slice_starts_with(slice_from(text, at), SLICE("//")) ||
           slice_starts_with(slice_from(text, at), SLICE("/*"));
}

/* The end of the run of characters at `start` that a new name may consist of. With `before_in` the
 * word `in` ends it. */
static uint32_t scan_name_run(struct slice text, uint32_t start, bool before_in)
{
    uint32_t at = start;
    uint32_t bytes;
    uint32_t c = feel_char_at(text, at, &bytes);
    bool behind_blank = false;

    while (bytes > 0 && !at_comment(text, at) &&
           !(before_in && behind_blank && at_word_in(text, at)) &&
           (feel_is_name_part(c) || feel_is_blank(c) || is_name_sign(c))) {
        behind_blank = feel_is_blank(c);
        at += bytes;
        c = feel_char_at(text, at, &bytes);
    }
    return at;
}

/* The end of the new name at `start`: before the first of `stops`, or before the word `in` when
 * stops is NULL. `start` when no name ends like that. */
static uint32_t scan_name(struct slice text, uint32_t start, const char *stops)
{
    uint32_t bytes;
    uint32_t end;
    uint32_t behind;

    if (!feel_is_name_start(feel_char_at(text, start, &bytes))) {
        return start;
    }
    end = scan_name_run(text, start, stops == NULL);
    behind = feel_skip_blanks(text, end);
    if (stops == NULL) {
        return at_word_in(text, behind) ? end : start;
    }
    if (behind < text.size && strchr(stops, text.data[behind]) != NULL) {
        return end;
    }
    return start;
}

static struct slice take_new_name(struct parser *p, const char *stops, const char *wanted)
{
    uint32_t start = p->token.start;
    uint32_t end;
    struct slice name;

    if (parser_at(p, TOKEN_QUOTED_NAME)) {
        return quoted_name(p);
    }
    end = scan_name(p->text, start, stops);
    if (end == start) {
        if (parser_at(p, TOKEN_NAME)) {
            parser_advance(p); /* the place to show is behind the word */
        }
        parser_fail_here(p, wanted);
        return SLICE_EMPTY;
    }
    name = feel_name_normalise(p->arena, slice_sub(p->text, start, end - start));
    if (name.data == NULL) {
        parser_fail_memory(p);
        return name;
    }
    parser_move(p, end);
    return name;
}

struct slice parse_key(struct parser *p)
{
    if (parser_at(p, TOKEN_STRING)) {
        return parse_string_text(p);
    }
    return take_new_name(p, ":", "a name and ':'");
}

struct slice parse_iteration_variable(struct parser *p)
{
    return take_new_name(p, NULL, "a variable and 'in'");
}

struct slice parse_parameter(struct parser *p)
{
    return take_new_name(p, ":,)", "a parameter");
}

bool parser_at_key(const struct parser *p)
{
    if (parser_at(p, TOKEN_QUOTED_NAME)) {
        return parser_peek(p).kind == TOKEN_COLON;
    }
    return parser_at(p, TOKEN_NAME) && scan_name(p->text, p->token.start, ":") != p->token.start;
}
