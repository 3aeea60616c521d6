/* for, some, every. Domains are walked, never laid out: 1..10**9 costs what is visited. */
#include "eval/domain.h"

struct iteration {
    const struct feel_node *node;
    struct feel_list_builder results; /* of for */
    struct feel_list partial;         /* the same, as the body sees it */
    enum feel_truth truth;            /* of some and every, so far */
    enum feel_truth decisive;         /* the truth that ends the walk */
    bool decided;
};

/* --- domains --- */

static bool domain_of_integers(struct feel_domain *domain, struct feel_value start,
                               struct feel_value end)
{
    domain->kind = DOMAIN_INTEGERS;
    return decimal_to_int64(start.number, &domain->at) &&
           decimal_to_int64(end.number, &domain->last);
}

/* From start to end, up or down. False when these have no steps between them. */
static bool domain_of_bounds(struct feel_domain *domain, struct feel_value start,
                             struct feel_value end)
{
    *domain = (struct feel_domain){.kind = DOMAIN_DATES};
    if (start.type != end.type) {
        return false;
    }
    if (start.type == FEEL_NUMBER) {
        if (!domain_of_integers(domain, start, end)) {
            return false;
        }
    } else if (start.type == FEEL_DATE) {
        domain->at = civil_days(start.date);
        domain->last = civil_days(end.date);
    } else {
        return false;
    }
    domain->step = domain->at <= domain->last ? 1 : -1;
    return true;
}

/* A range as a domain must ascend; open ends are left out. */
static bool domain_of_range(struct feel_domain *domain, const struct feel_range *range)
{
    if (range->op != OP_NONE || !domain_of_bounds(domain, range->start, range->end) ||
        domain->step < 0) {
        return false;
    }
    if (!range->start_included) {
        domain->done = domain->at == INT64_MAX;
        domain->at += domain->done ? 0 : 1;
    }
    if (!range->end_included) {
        domain->done = domain->done || domain->last == INT64_MIN;
        domain->last -= domain->done ? 0 : 1;
    }
    domain->done = domain->done || domain->at > domain->last;
    return true;
}

static bool domain_refuse(struct feel_evaluation *ev, struct feel_value value)
{
    feel_warn(ev, FEEL_WARNING_TYPE, "There is nothing to go through in %s.",
              feel_type_text(value.type));
    return false;
}

bool feel_domain_of(struct feel_evaluation *ev, struct feel_value value, struct feel_domain *domain)
{
    if (value.type == FEEL_RANGE) {
        return domain_of_range(domain, value.range) || domain_refuse(ev, value);
    }
    if (value.type == FEEL_NULL) {
        return domain_refuse(ev, value);
    }
    *domain = (struct feel_domain){.kind = DOMAIN_ITEMS, .single = value};
    domain->items = feel_items_of(ev, &domain->single, &domain->count);
    return true;
}

static bool domain_open(struct feel_evaluation *ev, const struct feel_node *node,
                        struct feel_domain *domain)
{
    bool is_bounds = node->kind == NODE_DOMAIN;
    struct feel_value start = feel_eval(ev, is_bounds ? node->children[0] : node);
    struct feel_value end = is_bounds ? feel_eval(ev, node->children[1]) : FEEL_VALUE_NULL;
    uint32_t offset = ev->offset;

    ev->offset = node->offset;
    if (is_bounds ? !domain_of_bounds(domain, start, end) && !domain_refuse(ev, start)
                  : !feel_domain_of(ev, start, domain)) {
        return false;
    }
    ev->offset = offset;
    return true;
}

static bool domain_next_item(struct feel_domain *domain, struct feel_value *out)
{
    if (domain->next >= domain->count) {
        return false;
    }
    *out = domain->items[domain->next++];
    return true;
}

bool feel_domain_next(struct feel_domain *domain, struct feel_value *out)
{
    int64_t at = domain->at;

    if (domain->kind == DOMAIN_ITEMS) {
        return domain_next_item(domain, out);
    }
    if (domain->done) {
        return false;
    }
    domain->done = at == domain->last;
    domain->at += domain->done ? 0 : domain->step;
    if (domain->kind == DOMAIN_INTEGERS) {
        *out = feel_integer(at);
        return true;
    }
    *out = (struct feel_value){.type = FEEL_DATE};
    return civil_from_days(at, &out->date);
}

/* --- the body --- */

static void visit_for(struct feel_evaluation *ev, struct iteration *it,
                      const struct feel_node *body)
{
    struct feel_value value = feel_eval(ev, body);

    if (feel_list_push(ev, &it->results, value)) {
        it->partial.items = it->results.items;
        it->partial.count = it->results.count;
    }
}

static void visit_quantified(struct feel_evaluation *ev, struct iteration *it,
                             const struct feel_node *body)
{
    struct feel_value value = feel_eval(ev, body);
    enum feel_truth truth = value.type == FEEL_BOOLEAN ? feel_truth_of(value.boolean) : TRUTH_NULL;

    if (truth == it->decisive) {
        it->truth = truth;
        it->decided = true;
    } else if (truth == TRUTH_NULL) {
        it->truth = TRUTH_NULL;
    }
}

/* Walk the domains from the level-th on; the last one is the fastest. False: a domain is none. */
static bool walk(struct feel_evaluation *ev, struct iteration *it, uint32_t level)
{
    const struct feel_node *node = it->node;
    const struct feel_frame *outer = ev->frames;
    struct feel_frame frame = {.parent = outer, .kind = FRAME_VARIABLE};
    struct feel_domain domain;
    bool fine = true;

    if (level == node->name_count) {
        if (node->kind == NODE_FOR) {
            visit_for(ev, it, node->children[level]);
        } else {
            visit_quantified(ev, it, node->children[level]);
        }
        return true;
    }
    if (!feel_enter(ev)) {
        return false;
    }
    fine = domain_open(ev, node->children[level], &domain);
    frame.name = node->names[level];
    while (fine && !it->decided && feel_charge(ev, 1) && feel_domain_next(&domain, &frame.value)) {
        ev->frames = &frame;
        fine = walk(ev, it, level + 1);
        ev->frames = outer;
    }
    feel_leave(ev);
    return fine;
}

struct feel_value feel_eval_for(struct feel_evaluation *ev, const struct feel_node *node)
{
    const struct feel_frame *outer = ev->frames;
    struct iteration it = {.node = node, .partial = {.decoded = true}};
    struct feel_frame partial = {.parent = outer, .kind = FRAME_PARTIAL};
    bool fine;

    partial.value = (struct feel_value){.type = FEEL_LIST, .list = &it.partial};
    ev->frames = &partial;
    fine = walk(ev, &it, 0);
    ev->frames = outer;
    return fine ? feel_list_finish(ev, &it.results) : FEEL_VALUE_NULL;
}

struct feel_value feel_eval_quantified(struct feel_evaluation *ev, const struct feel_node *node)
{
    bool some = node->kind == NODE_SOME;
    struct iteration it = {.node = node,
                           .truth = some ? TRUTH_FALSE : TRUTH_TRUE,
                           .decisive = some ? TRUTH_TRUE : TRUTH_FALSE};

    return walk(ev, &it, 0) ? feel_truth_value(it.truth) : FEEL_VALUE_NULL;
}
