/* The names that are known while a text is parsed.
 *
 * FEEL's names may hold blanks and signs (`Monthly Salary`, `Pre-bureau risk category`), which no
 * lexer can find without knowing them. The parser keeps every name it has met here and asks for the
 * longest one that stands at a place; a run of white space counts as one blank.
 *
 * A bound name belongs to the text itself (iteration variable, parameter, context entry); when its
 * scope closes it stays known as a component, for paths and filters. A given name comes from the
 * caller. */
#ifndef FEEL_SYNTAX_NAMES_H
#define FEEL_SYNTAX_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

struct feel_known_name {
    struct slice text; /* one blank for each run */
    bool bound;        /* by the text itself, in a scope that is open */
    bool component;    /* usable behind a point and inside a filter only */
    bool plain;        /* one identifier: the lexer finds it without help */
};

struct feel_names {
    struct arena *arena;
    struct feel_known_name *items;
    uint32_t count;
    uint32_t capacity;
    uint64_t comparisons; /* so far; the parser ends at LIMIT_FEEL_NAME_COMPARISONS */
};

/* False when the arena is exhausted, here and below. */
bool feel_names_add_given(struct feel_names *names, struct slice text) NODISCARD;
bool feel_names_bind(struct feel_names *names, struct slice text) NODISCARD;
/* Close the scope of every name bound since count was `mark`. */
void feel_names_leave(struct feel_names *names, uint32_t mark);
bool feel_names_is_bound(struct feel_names *names, struct slice text);

/* The longest known name with blanks or signs at the start of text: bytes of text that it takes, 0
 * for none, and its canonical form. components: names of closed scopes and the properties of values
 * count, built-in functions do not. */
uint32_t feel_names_match(struct feel_names *names, struct slice text, bool components,
                          bool functions, struct slice *canonical);
/* How much of text the canonical name takes, or 0 when another text stands there. */
uint32_t feel_name_length_at(struct slice text, struct slice name);
/* text with each run of white space as one blank and none at the ends. data NULL on ceiling. */
struct slice feel_name_normalise(struct arena *arena, struct slice text);

#endif
