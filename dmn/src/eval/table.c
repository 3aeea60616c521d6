/* Decision tables (DMN 1.5, 8.2): rules that match, outputs by the hit policy. */
#include "eval/run.h"

#include "base/sort.h"

struct table {
    struct scope *scope;
    struct feel_evaluation *ev;
    const struct dmn_node *node;
    uint32_t inputs;
    uint32_t outputs;
    struct feel_value *values; /* of the inputs */
};

static const struct dmn_node *output_clause(const struct table *t, uint32_t i)
{
    return t->node->children[t->inputs + i];
}

/* --- matching --- */

static bool cell_holds(struct table *t, const struct dmn_node *cell, struct feel_value input)
{
    struct feel_evaluation *ev = t->ev;
    struct feel_value outer = ev->input;
    bool known = ev->input_known;
    struct feel_value holds;

    ev->input = input;
    ev->input_known = true;
    holds = dmn_boxed_text(t->scope, cell);
    ev->input = outer;
    ev->input_known = known;
    return feel_is_true(holds);
}

static bool rule_matches(struct table *t, const struct dmn_node *rule)
{
    for (uint32_t i = 0; i < t->inputs; i++) {
        if (!cell_holds(t, rule->children[i], t->values[i])) {
            return false;
        }
    }
    return true;
}

/* --- outputs --- */

static const struct dmn_node *clause_part(const struct dmn_node *clause, enum dmn_kind kind)
{
    for (uint32_t i = 0; i < clause->child_count; i++) {
        if (clause->children[i]->kind == kind) {
            return clause->children[i];
        }
    }
    return NULL;
}

static bool has_default(const struct table *t)
{
    for (uint32_t i = 0; i < t->outputs; i++) {
        if (clause_part(output_clause(t, i), DMN_DEFAULT) != NULL) {
            return true;
        }
    }
    return false;
}

/* Of a rule; NULL: the default. */
static struct feel_value one_output(struct table *t, const struct dmn_node *rule, uint32_t i)
{
    const struct dmn_node *clause = output_clause(t, i);
    const struct dmn_node *text =
        rule != NULL ? rule->children[t->inputs + i] : clause_part(clause, DMN_DEFAULT);

    return text == NULL ? FEEL_VALUE_NULL
                        : dmn_run_coerce(t->scope->run, clause, dmn_boxed_text(t->scope, text));
}

/* One output is the value, several are a context by name. rule NULL: the defaults. */
static struct feel_value outputs_of(struct table *t, const struct dmn_node *rule)
{
    struct feel_context *context;

    if (t->outputs == 1) {
        return one_output(t, rule, 0);
    }
    context = feel_context_make(t->ev, t->outputs);
    for (uint32_t i = 0; context != NULL && i < t->outputs; i++) {
        feel_context_put(context, output_clause(t, i)->name, one_output(t, rule, i));
    }
    return feel_context_close(t->ev, context);
}

/* --- priorities: the place of an output among the output values --- */

static uint32_t rank_of(struct table *t, const struct dmn_node *clause, struct feel_value value)
{
    const struct dmn_node *allowed = clause_part(clause, DMN_ALLOWED);
    struct feel_value list = allowed == NULL ? FEEL_VALUE_NULL : dmn_boxed_text(t->scope, allowed);
    const struct feel_value *items;
    uint32_t count;

    if (list.type != FEEL_LIST) {
        return 0;
    }
    items = feel_list_items(t->ev, list.list, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (feel_same(t->ev, items[i], value)) {
            return i;
        }
    }
    return count;
}

static bool hit_rank(struct table *t, struct hit *hit)
{
    hit->ranks = feel_alloc(t->ev, t->outputs, sizeof(*hit->ranks));
    for (uint32_t i = 0; hit->ranks != NULL && i < t->outputs; i++) {
        struct feel_value value = hit->value;

        if (t->outputs > 1) {
            value = value.type == FEEL_CONTEXT ? value.context->entries[i].value : FEEL_VALUE_NULL;
        }
        hit->ranks[i] = rank_of(t, output_clause(t, i), value);
    }
    return hit->ranks != NULL;
}

static int compare_hits(const void *a, const void *b, void *ctx)
{
    const struct hit *left = a;
    const struct hit *right = b;
    const struct table *t = ctx;

    for (uint32_t i = 0; i < t->outputs; i++) {
        if (left->ranks[i] != right->ranks[i]) {
            return left->ranks[i] < right->ranks[i] ? -1 : 1;
        }
    }
    return 0;
}

static bool sort_by_priority(struct table *t, struct hits *hits)
{
    struct hit *scratch = feel_alloc(t->ev, hits->count, sizeof(*scratch));

    for (uint32_t i = 0; i < hits->count; i++) {
        if (!hit_rank(t, &hits->items[i])) {
            return false;
        }
    }
    if (scratch == NULL) {
        return false;
    }
    sort_stable(hits->items, hits->count, sizeof(*scratch), compare_hits, t, scratch);
    return true;
}

/* --- hit policies --- */

static struct feel_value list_of_hits(struct table *t, const struct hits *hits)
{
    struct feel_list_builder list = {0};

    for (uint32_t i = 0; i < hits->count; i++) {
        if (!feel_list_push(t->ev, &list, hits->items[i].value)) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(t->ev, &list);
}

static struct feel_value unique(struct table *t, const struct hits *hits)
{
    if (hits->count > 1) {
        return feel_null(t->ev, FEEL_WARNING_VALUE, "%u rules match, but the hit policy is UNIQUE.",
                         hits->count);
    }
    return hits->items[0].value;
}

static struct feel_value any_of(struct table *t, const struct hits *hits)
{
    for (uint32_t i = 1; i < hits->count; i++) {
        if (!feel_same(t->ev, hits->items[0].value, hits->items[i].value)) {
            return feel_null(t->ev, FEEL_WARNING_VALUE,
                             "Rules with different outputs match, but the hit policy is ANY.");
        }
    }
    return hits->items[0].value;
}

/* Add the values up; null when they are not all of one kind that can be added. */
static struct feel_value sum_of(struct table *t, const struct hits *hits)
{
    struct feel_value sum = hits->items[0].value;

    if (sum.type != FEEL_NUMBER && hits->count == 1) {
        return feel_null(t->ev, FEEL_WARNING_TYPE, "The sum of %s cannot be.",
                         feel_type_text(sum.type));
    }
    for (uint32_t i = 1; i < hits->count; i++) {
        sum = feel_arithmetic(t->ev, OP_ADD, sum, hits->items[i].value);
    }
    return sum;
}

static struct feel_value extreme_of(struct table *t, const struct hits *hits, int sign)
{
    struct feel_value best = hits->items[0].value;

    for (uint32_t i = 1; i < hits->count; i++) {
        int order;

        if (!feel_order(hits->items[i].value, best, &order)) {
            return feel_null(t->ev, FEEL_WARNING_TYPE, "There is no order between %s and %s.",
                             feel_type_text(hits->items[i].value.type), feel_type_text(best.type));
        }
        if (order * sign > 0) {
            best = hits->items[i].value;
        }
    }
    return best;
}

static struct feel_value by_policy(struct table *t, struct hits *hits)
{
    switch ((enum dmn_policy)t->node->flags) {
    case DMN_UNIQUE:
        return unique(t, hits);
    case DMN_ANY:
        return any_of(t, hits);
    case DMN_FIRST:
        return hits->items[0].value;
    case DMN_PRIORITY:
        return sort_by_priority(t, hits) ? hits->items[0].value : FEEL_VALUE_NULL;
    case DMN_OUTPUT_ORDER:
        return sort_by_priority(t, hits) ? list_of_hits(t, hits) : FEEL_VALUE_NULL;
    case DMN_RULE_ORDER:
    case DMN_COLLECT:
        return list_of_hits(t, hits);
    case DMN_COLLECT_SUM:
        return sum_of(t, hits);
    case DMN_COLLECT_MIN:
        return extreme_of(t, hits, -1);
    case DMN_COLLECT_MAX:
        return extreme_of(t, hits, 1);
    case DMN_COLLECT_COUNT:
        return feel_integer(hits->count);
    case DMN_POLICY_COUNT:
        break;
    }
    return FEEL_VALUE_NULL;
}

static struct feel_value no_rule(struct table *t)
{
    if (has_default(t)) {
        return outputs_of(t, NULL);
    }
    switch (t->node->flags) {
    case DMN_COLLECT:
    case DMN_RULE_ORDER:
    case DMN_OUTPUT_ORDER:
        return feel_list_of(t->ev, NULL, 0);
    case DMN_COLLECT_COUNT:
        return feel_integer(0);
    default:
        return FEEL_VALUE_NULL;
    }
}

/* --- the whole --- */

static bool inputs_eval(struct table *t)
{
    t->values = feel_alloc(t->ev, t->inputs, sizeof(*t->values));
    for (uint32_t i = 0; t->values != NULL && i < t->inputs; i++) {
        t->values[i] = dmn_boxed_text(t->scope, t->node->children[i]);
    }
    return t->values != NULL;
}

/* The rules that may match, in order: all of them, or what the index leaves. */
struct candidates {
    const struct dmn_table_index *index; /* NULL: all */
    uint32_t rules;
    uint32_t next; /* of all rules, or of the others */
    uint32_t entry;
    uint32_t entry_end;
};

/* The first entry that is not below the constant, or with `above` the first one above it. */
static uint32_t entry_bound(const struct dmn_table_index *index, const struct feel_value *constant,
                            bool above)
{
    uint32_t low = 0;
    uint32_t high = index->entry_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = dmn_constant_order(&index->entries[middle].constant, constant);

        if (order < 0 || (above && order == 0)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static struct candidates candidates_of(const struct table *t)
{
    const struct dmn_table_index *index = t->node->table_index;
    struct candidates c = {.rules = t->node->child_count - t->inputs - t->outputs};
    const struct feel_value *value = index == NULL ? NULL : &t->values[index->column];

    if (value != NULL && (value->type == FEEL_STRING || value->type == FEEL_NUMBER)) {
        c.index = index;
        c.entry = entry_bound(index, value, false);
        c.entry_end = entry_bound(index, value, true);
    }
    return c;
}

/* False when there are no more. A rule may come twice, when its cell says a constant twice. */
static bool candidates_next(struct candidates *c, uint32_t *rule)
{
    bool has_entry = c->index != NULL && c->entry < c->entry_end;
    bool has_other = c->index != NULL ? c->next < c->index->other_count : c->next < c->rules;

    if (!has_entry && !has_other) {
        return false;
    }
    if (has_entry && (!has_other || c->index->entries[c->entry].rule < c->index->others[c->next])) {
        *rule = c->index->entries[c->entry++].rule;
    } else {
        *rule = c->index != NULL ? c->index->others[c->next] : c->next;
        c->next++;
    }
    return true;
}

static bool hits_find(struct table *t, struct hits *hits)
{
    struct candidates candidates = candidates_of(t);
    uint32_t first = t->inputs + t->outputs;
    uint32_t seen = UINT32_MAX;
    uint32_t i;

    hits->items = feel_alloc(t->ev, candidates.rules, sizeof(*hits->items));
    while (hits->items != NULL && candidates_next(&candidates, &i)) {
        const struct dmn_node *rule = t->node->children[first + i];

        if (!feel_charge(t->ev, 1)) {
            return false;
        }
        if (i != seen && rule_matches(t, rule)) {
            hits->items[hits->count++] = (struct hit){.rule = rule, .value = outputs_of(t, rule)};
            if (t->node->flags == DMN_FIRST) {
                break;
            }
        }
        seen = i;
    }
    return hits->items != NULL;
}

struct feel_value dmn_table_eval(struct scope *scope, const struct dmn_node *node)
{
    struct table t = {.scope = scope, .ev = &scope->run->ev, .node = node};
    struct hits hits = {0};

    t.inputs = dmn_children_of(node, 0, DMN_INPUT_CLAUSE);
    t.outputs = dmn_children_of(node, t.inputs, DMN_OUTPUT_CLAUSE);
    if (!inputs_eval(&t) || !hits_find(&t, &hits)) {
        return FEEL_VALUE_NULL;
    }
    scope->run->seen = (struct table_seen){.node = node, .values = t.values, .hits = hits};
    return hits.count == 0 ? no_rule(&t) : by_policy(&t, &hits);
}
