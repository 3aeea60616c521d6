/* Regular expressions in the syntax of XPath 3.1 (XML Schema's, with ^ $, lazy quantifiers, groups
 * without a number and back-references).
 *
 * A pattern without back-references runs in time linear in the text (a Pike machine); one with them
 * backtracks. Both spend the evaluation's steps, so neither can run away. */
#ifndef FEEL_REGEX_REGEX_H
#define FEEL_REGEX_REGEX_H

#include <stdbool.h>
#include <stdint.h>

#include "eval/eval.h"

enum {
    REGEX_GROUPS = 10, /* that a match remembers: the whole and nine more */
    REGEX_SLOTS = 2 * REGEX_GROUPS
};

struct feel_regex_match {
    uint32_t
        slots[REGEX_SLOTS]; /* start and end in bytes; UINT32_MAX for a group without a match */
};

/* One regular expression and the text that it goes through. */
struct feel_regex_search;

/* Begin to search the text. A pattern that was used before in this evaluation is not compiled
 * again; its earlier search ends. NULL after a warning (or a failure): pattern or flags are bad. */
struct feel_regex_search *feel_regex_open(struct feel_evaluation *ev, struct slice pattern,
                                          struct slice flags, struct slice text);
/* The leftmost match at or after byte `from`; false for none, or when the evaluation has failed. */
bool feel_regex_next(struct feel_regex_search *search, uint32_t from,
                     struct feel_regex_match *match);

#endif
