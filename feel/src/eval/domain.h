/* What an iteration runs over: the items of a list, a range of integers or dates, a single value.
 * Walked, never laid out. */
#ifndef FEEL_EVAL_DOMAIN_H
#define FEEL_EVAL_DOMAIN_H

#include "eval/eval.h"

enum domain_kind {
    DOMAIN_ITEMS,
    DOMAIN_INTEGERS,
    DOMAIN_DATES
};

struct feel_domain {
    enum domain_kind kind;
    const struct feel_value *items;
    struct feel_value single; /* a scalar is a list of one */
    uint32_t count;
    int64_t at; /* of integers, and of dates in days */
    int64_t last;
    int64_t step;
    uint32_t next;
    bool done;
};

/* The domain must not move while it is walked. False, with a warning, when there is nothing to go
 * through. */
bool feel_domain_of(struct feel_evaluation *ev, struct feel_value value,
                    struct feel_domain *domain) NODISCARD;
/* The next value; false at the end. */
bool feel_domain_next(struct feel_domain *domain, struct feel_value *out) NODISCARD;

#endif
