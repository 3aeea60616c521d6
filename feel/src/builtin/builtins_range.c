/* Relations between points and ranges (DMN 1.5, 10.3.4.7), and range() itself.
 *
 * Where the standard's formula for a point is the one for ranges with the point as both ends, the
 * point is taken as such a range. */
#include "builtin/functions.h"
#include "eval/temporal.h"
#include "syntax/ast.h"

/* A relation while it is worked out: `bad` once two ends had no order. */
struct relation {
    struct feel_range a;
    struct feel_range b;
    bool a_point;
    bool b_point;
    bool bad;
};

static bool operand(struct feel_value value, struct feel_range *out, bool *point)
{
    *point = value.type != FEEL_RANGE;
    if (*point) {
        *out = (struct feel_range){
            .start = value, .end = value, .start_included = true, .end_included = true};
    } else {
        *out = *value.range;
    }
    return out->start.type != FEEL_NULL && out->end.type != FEEL_NULL;
}

static int order(struct relation *r, struct feel_value a, struct feel_value b)
{
    int out = 0;

    r->bad = r->bad || !feel_order(a, b, &out);
    return out;
}

static struct feel_value answer(struct feel_evaluation *ev, const struct relation *r, bool holds)
{
    if (r->bad) {
        return feel_null(ev, FEEL_WARNING_TYPE, "These have no order.");
    }
    return feel_boolean(holds);
}

/* The two operands; false, with a warning, when an end is null. */
static bool relation_init(struct feel_evaluation *ev, struct relation *r, struct feel_value a,
                          struct feel_value b)
{
    *r = (struct relation){0};
    if (operand(a, &r->a, &r->a_point) && operand(b, &r->b, &r->b_point)) {
        return true;
    }
    feel_warn(ev, FEEL_WARNING_TYPE, "A point or an end of a range is null.");
    return false;
}

/* --- the formulas, for ranges a and b --- */

static bool is_before(struct relation *r, const struct feel_range *a, const struct feel_range *b)
{
    int at = order(r, a->end, b->start);

    return at < 0 || (at == 0 && (!a->end_included || !b->start_included));
}

static bool is_meeting(struct relation *r, const struct feel_range *a, const struct feel_range *b)
{
    return order(r, a->end, b->start) == 0 && a->end_included && b->start_included;
}

static bool is_overlapping(struct relation *r, const struct feel_range *a,
                           const struct feel_range *b)
{
    int left = order(r, a->end, b->start);
    int right = order(r, a->start, b->end);

    return (left > 0 || (left == 0 && a->end_included && b->start_included)) &&
           (right < 0 || (right == 0 && a->start_included && b->end_included));
}

static bool is_overlapping_before(struct relation *r, const struct feel_range *a,
                                  const struct feel_range *b)
{
    int starts = order(r, a->start, b->start);
    int meets = order(r, a->end, b->start);
    int ends = order(r, a->end, b->end);

    return (starts < 0 || (starts == 0 && a->start_included && !b->start_included)) &&
           (meets > 0 || (meets == 0 && a->end_included && b->start_included)) &&
           (ends < 0 || (ends == 0 && (!a->end_included || b->end_included)));
}

static bool is_overlapping_after(struct relation *r, const struct feel_range *a,
                                 const struct feel_range *b)
{
    int starts = order(r, b->start, a->start);
    int meets = order(r, b->end, a->start);
    int ends = order(r, b->end, a->end);

    return (starts < 0 || (starts == 0 && b->start_included && !a->start_included)) &&
           (meets > 0 || (meets == 0 && b->end_included && a->start_included)) &&
           (ends < 0 || (ends == 0 && (!b->end_included || a->end_included)));
}

static bool is_finishing(struct relation *r, const struct feel_range *a, const struct feel_range *b)
{
    int starts = order(r, a->start, b->start);
    int ends = order(r, a->end, b->end);

    return ends == 0 && a->end_included == b->end_included &&
           (starts > 0 || (starts == 0 && (!a->start_included || b->start_included)));
}

static bool is_starting(struct relation *r, const struct feel_range *a, const struct feel_range *b)
{
    int starts = order(r, a->start, b->start);
    int ends = order(r, a->end, b->end);

    return starts == 0 && a->start_included == b->start_included &&
           (ends < 0 || (ends == 0 && (!a->end_included || b->end_included)));
}

static bool is_including(struct relation *r, const struct feel_range *a, const struct feel_range *b)
{
    int starts = order(r, a->start, b->start);
    int ends = order(r, a->end, b->end);

    return (starts < 0 || (starts == 0 && (a->start_included || !b->start_included))) &&
           (ends > 0 || (ends == 0 && (a->end_included || !b->end_included)));
}

/* --- before, after, and what only ranges do --- */

FEEL_FUNCTION(feel_fn_before)
{
    struct relation r;
    bool holds;

    (void)count;
    if (!relation_init(ev, &r, args[0], args[1])) {
        return FEEL_VALUE_NULL;
    }
    holds = is_before(&r, &r.a, &r.b);
    return answer(ev, &r, holds);
}

FEEL_FUNCTION(feel_fn_after)
{
    struct feel_value turned[2] = {args[1], args[0]};

    return feel_fn_before(ev, turned, count);
}

static struct feel_value between_ranges(
    struct feel_evaluation *ev, struct feel_value a, struct feel_value b,
    bool (*formula)(struct relation *, const struct feel_range *, const struct feel_range *))
{
    struct relation r;
    bool holds;

    if (!relation_init(ev, &r, a, b)) {
        return FEEL_VALUE_NULL;
    }
    holds = formula(&r, &r.a, &r.b);
    return answer(ev, &r, holds);
}

FEEL_FUNCTION(feel_fn_meets)
{
    (void)count;
    return between_ranges(ev, args[0], args[1], is_meeting);
}

FEEL_FUNCTION(feel_fn_met_by)
{
    (void)count;
    return between_ranges(ev, args[1], args[0], is_meeting);
}

FEEL_FUNCTION(feel_fn_overlaps)
{
    (void)count;
    return between_ranges(ev, args[0], args[1], is_overlapping);
}

FEEL_FUNCTION(feel_fn_overlaps_before)
{
    (void)count;
    return between_ranges(ev, args[0], args[1], is_overlapping_before);
}

FEEL_FUNCTION(feel_fn_overlaps_after)
{
    (void)count;
    return between_ranges(ev, args[0], args[1], is_overlapping_after);
}

/* --- a point or a range, within a range --- */

enum edge {
    EDGE_START,
    EDGE_END,
    EDGE_NONE
};

/* A point at an edge of b that belongs to b. */
static bool point_at_edge(struct relation *r, enum edge edge)
{
    if (edge == EDGE_START) {
        return order(r, r->a.start, r->b.start) == 0 && r->b.start_included;
    }
    return order(r, r->a.start, r->b.end) == 0 && r->b.end_included;
}

static bool point_inside(struct relation *r)
{
    bool inside = order(r, r->b.start, r->a.start) < 0 && order(r, r->a.start, r->b.end) < 0;

    return inside || point_at_edge(r, EDGE_START) || point_at_edge(r, EDGE_END);
}

static struct feel_value wrong_operands(struct feel_evaluation *ev)
{
    return feel_null(ev, FEEL_WARNING_TYPE, "A range is needed here.");
}

/* a at the edge of b (or anywhere inside), a being a point or a range. */
static struct feel_value within(struct feel_evaluation *ev, struct feel_value a,
                                struct feel_value b, enum edge edge)
{
    struct relation r;
    bool holds;

    if (!relation_init(ev, &r, a, b)) {
        return FEEL_VALUE_NULL;
    }
    if (r.b_point) {
        return wrong_operands(ev);
    }
    if (r.a_point) {
        holds = edge == EDGE_NONE ? point_inside(&r) : point_at_edge(&r, edge);
    } else if (edge == EDGE_NONE) {
        holds = is_including(&r, &r.b, &r.a);
    } else {
        holds = edge == EDGE_START ? is_starting(&r, &r.a, &r.b) : is_finishing(&r, &r.a, &r.b);
    }
    return answer(ev, &r, holds);
}

FEEL_FUNCTION(feel_fn_finishes)
{
    (void)count;
    return within(ev, args[0], args[1], EDGE_END);
}

FEEL_FUNCTION(feel_fn_finished_by)
{
    (void)count;
    return within(ev, args[1], args[0], EDGE_END);
}

FEEL_FUNCTION(feel_fn_starts)
{
    (void)count;
    return within(ev, args[0], args[1], EDGE_START);
}

FEEL_FUNCTION(feel_fn_started_by)
{
    (void)count;
    return within(ev, args[1], args[0], EDGE_START);
}

FEEL_FUNCTION(feel_fn_during)
{
    (void)count;
    return within(ev, args[0], args[1], EDGE_NONE);
}

FEEL_FUNCTION(feel_fn_includes)
{
    (void)count;
    return within(ev, args[1], args[0], EDGE_NONE);
}

FEEL_FUNCTION(feel_fn_coincides)
{
    struct relation r;
    bool holds;

    (void)count;
    if (!relation_init(ev, &r, args[0], args[1])) {
        return FEEL_VALUE_NULL;
    }
    if (r.a_point != r.b_point) {
        return wrong_operands(ev);
    }
    holds = order(&r, r.a.start, r.b.start) == 0 && order(&r, r.a.end, r.b.end) == 0 &&
            r.a.start_included == r.b.start_included && r.a.end_included == r.b.end_included;
    return answer(ev, &r, holds);
}

/* --- range() --- */

static bool is_literal(const struct feel_node *node, enum feel_type type)
{
    return node->kind == NODE_LITERAL && node->literal.type == type;
}

static bool is_constructor(struct slice name)
{
    return slice_is(name, "date") || slice_is(name, "time") || slice_is(name, "date and time") ||
           slice_is(name, "duration");
}

/* What may stand as an end in the text: a literal, or a temporal value from a string literal. */
static bool is_end_literal(const struct feel_node *node)
{
    if (node->kind == NODE_NEGATE) {
        return is_literal(node->children[0], FEEL_NUMBER);
    }
    if (node->kind == NODE_CALL) {
        return node->child_count == 2 && node->names == NULL &&
               node->children[0]->kind == NODE_BUILTIN && is_constructor(node->children[0]->name) &&
               is_literal(node->children[1], FEEL_STRING);
    }
    return node->kind == NODE_LITERAL && node->literal.type != FEEL_NULL &&
           node->literal.type != FEEL_BOOLEAN;
}

static struct feel_value range_of_node(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_range range = {.start_included = node->start_included,
                               .end_included = node->end_included};
    bool quiet = ev->quiet;
    uint32_t offset = ev->offset;
    int ascending;

    /* The nodes are those of another text: places of warnings would mean nothing here. */
    ev->quiet = true;
    range.start = feel_eval(ev, node->children[0]);
    range.end = feel_eval(ev, node->children[1]);
    ev->quiet = quiet;
    ev->offset = offset;
    if (!feel_order(range.start, range.end, &ascending) || ascending > 0) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The ends of the range do not ascend.");
    }
    return feel_range_make(ev, range);
}

FEEL_FUNCTION(feel_fn_range)
{
    struct feel_parse_options options = {.dialect = FEEL_DMN};
    const struct feel_expression *expression;
    struct feel_error error;

    (void)count;
    if (!feel_charge(ev, args[0].string.size)) {
        return FEEL_VALUE_NULL;
    }
    if (feel_parse(ev->arena, args[0].string, &options, &expression, &error) != STATUS_OK ||
        expression->root->kind != NODE_RANGE || !is_end_literal(expression->root->children[0]) ||
        !is_end_literal(expression->root->children[1])) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The text is no range of literals.");
    }
    return range_of_node(ev, expression->root);
}
