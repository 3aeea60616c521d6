/* What the files of the matcher share: the program that a pattern becomes. */
#ifndef FEEL_REGEX_REGEX_INT_H
#define FEEL_REGEX_REGEX_INT_H

#include "regex/regex.h"

enum regex_op {
    RX_CHAR,       /* code_point */
    RX_ANY,        /* any but \n and \r */
    RX_ANY_AT_ALL, /* any */
    RX_CLASS,      /* class */
    RX_SPLIT,      /* first choice x, second y */
    RX_JUMP,       /* x */
    RX_SAVE,       /* slot x */
    RX_MARK,       /* loop x begins an iteration here (for backtracking) */
    RX_PROGRESS,   /* the iteration of loop x has matched something, or fail */
    RX_START,      /* ^ */
    RX_END,        /* $ */
    RX_BACK,       /* what group x has matched */
    RX_MATCH
};

struct regex_instruction {
    enum regex_op op;
    uint32_t x;
    uint32_t y;
    const struct regex_class *class;
};

/* --- classes --- */

enum regex_item_kind {
    RX_RANGE,    /* from low to high */
    RX_CATEGORY, /* a bit for each of utf8proc's categories */
    RX_BLANK,    /* \s */
    RX_WORD,     /* \w; low: one more character that counts as such, or 0 */
    RX_INITIAL,  /* \i */
    RX_NAME_CHAR /* \c */
};

struct regex_item {
    enum regex_item_kind kind;
    bool negated;
    uint32_t low;
    uint32_t high;
    uint32_t categories;
};

struct regex_class {
    struct regex_item *items;
    uint32_t count;
    uint32_t capacity;
    bool negated;
    const struct regex_class *minus; /* [a-z-[aeiou]] */
};

/* Whether the class holds the code point; fold: in any case of it. */
bool regex_class_holds(const struct regex_class *class, uint32_t code_point, bool fold);
/* Equal, or in another case. */
uint32_t regex_fold(uint32_t code_point);
/* \p{Lu}, \p{IsBasicLatin} …: false for a name that is none. */
bool regex_property(struct slice name, struct regex_item *out);

/* --- the tree --- */

enum regex_node_kind {
    RN_EMPTY,
    RN_LEAF,   /* instruction */
    RN_GROUP,  /* child; group: its number, 0 for none */
    RN_CAT,    /* children */
    RN_CHOICE, /* children */
    RN_REPEAT  /* child, min, max (UINT32_MAX: no end), lazy */
};

struct regex_node {
    enum regex_node_kind kind;
    struct regex_instruction leaf;
    struct regex_node *child; /* first of the children */
    struct regex_node *next;  /* sibling */
    uint32_t group;
    uint32_t min;
    uint32_t max;
    bool lazy;
};

struct regex_flags {
    bool dot_all;   /* s */
    bool lines;     /* m */
    bool fold;      /* i */
    bool no_blanks; /* x */
};

struct regex_tree {
    struct regex_node *root;
    uint32_t group_count;
    bool has_back; /* a back-reference */
};

/* NULL reason: fine. Otherwise a sentence for the warning. */
const char *regex_parse(struct feel_evaluation *ev, struct slice pattern,
                        const struct regex_flags *flags, struct regex_tree *out);

struct regex {
    struct regex_flags flags;
    uint32_t group_count;
    bool has_back;
    struct regex_instruction *program;
    uint32_t size;
    uint32_t loops;
};

struct feel_regex_search {
    struct feel_evaluation *ev;
    struct regex regex;
    struct slice text;
    struct slice pattern; /* what it was made of */
    struct slice flags;
    struct pike *pike;           /* without back-references */
    struct backtrack *backtrack; /* with them */
    struct feel_regex_search *next;
};

/* Whether ^ or $ holds at a place. */
bool regex_at_start(const struct feel_regex_search *search, uint32_t at);
bool regex_at_end(const struct feel_regex_search *search, uint32_t at);
/* Whether one instruction for a character takes this one. */
bool regex_takes(const struct regex *regex, const struct regex_instruction *instruction,
                 uint32_t code_point);

/* NULL when the memory is gone. */
struct pike *pike_new(struct feel_evaluation *ev, const struct regex *regex);
struct backtrack *backtrack_new(struct feel_regex_search *search);
bool pike_next(struct feel_regex_search *search, uint32_t from, struct feel_regex_match *match);
bool backtrack_next(struct feel_regex_search *search, uint32_t from,
                    struct feel_regex_match *match);

#endif
