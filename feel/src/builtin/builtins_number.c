/* Numbers. */
#include "builtin/functions.h"
#include "eval/temporal.h"

static struct feel_value rounded(struct feel_evaluation *ev, const struct feel_value *args,
                                 uint32_t count, enum decimal_rounding mode)
{
    int64_t scale = 0;
    decimal128 out;

    if (count > 1 && args[1].type == FEEL_NUMBER && !feel_argument_int(ev, args[1], &scale)) {
        return FEEL_VALUE_NULL;
    }
    if (scale < DECIMAL_SCALE_MIN || scale > DECIMAL_SCALE_MAX ||
        !decimal_round(args[0].number, (int)scale, mode, &out)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "A scale from %d to %d is possible.",
                         DECIMAL_SCALE_MIN, DECIMAL_SCALE_MAX);
    }
    return feel_number(out);
}

struct rounding_name {
    const char *name;
    enum decimal_rounding mode;
};

static const struct rounding_name rounding_names[] = {
    {"UP", DECIMAL_UP},
    {"DOWN", DECIMAL_DOWN},
    {"CEILING", DECIMAL_CEILING},
    {"FLOOR", DECIMAL_FLOOR},
    {"HALF_UP", DECIMAL_HALF_UP},
    {"HALF_DOWN", DECIMAL_HALF_DOWN},
    {"HALF_EVEN", DECIMAL_HALF_EVEN},
};

FEEL_FUNCTION(feel_fn_decimal)
{
    if (count < 3 || args[2].type == FEEL_NULL) {
        return rounded(ev, args, count, DECIMAL_HALF_EVEN);
    }
    for (size_t i = 0; i < sizeof(rounding_names) / sizeof(rounding_names[0]); i++) {
        if (slice_equal_nocase(args[2].string, slice_of(rounding_names[i].name))) {
            return rounded(ev, args, count, rounding_names[i].mode);
        }
    }
    /* UNNECESSARY promises that nothing is lost. */
    if (slice_equal_nocase(args[2].string, SLICE("UNNECESSARY"))) {
        struct feel_value value = rounded(ev, args, count, DECIMAL_HALF_EVEN);

        if (value.type == FEEL_NULL || decimal_equal(value.number, args[0].number)) {
            return value;
        }
        return feel_null(ev, FEEL_WARNING_VALUE, "Rounding is necessary here.");
    }
    return feel_null(ev, FEEL_WARNING_VALUE, "There is no such rounding mode.");
}

FEEL_FUNCTION(feel_fn_floor)
{
    return rounded(ev, args, count, DECIMAL_FLOOR);
}

FEEL_FUNCTION(feel_fn_ceiling)
{
    return rounded(ev, args, count, DECIMAL_CEILING);
}

FEEL_FUNCTION(feel_fn_round_up)
{
    return rounded(ev, args, count, DECIMAL_UP);
}

FEEL_FUNCTION(feel_fn_round_down)
{
    return rounded(ev, args, count, DECIMAL_DOWN);
}

FEEL_FUNCTION(feel_fn_round_half_up)
{
    return rounded(ev, args, count, DECIMAL_HALF_UP);
}

FEEL_FUNCTION(feel_fn_round_half_down)
{
    return rounded(ev, args, count, DECIMAL_HALF_DOWN);
}

FEEL_FUNCTION(feel_fn_abs)
{
    struct feel_value n = args[0];

    (void)count;
    if (n.type == FEEL_LIST) {
        uint32_t items;
        const struct feel_value *first = feel_list_items(ev, n.list, &items);

        n = items == 1 ? first[0] : n;
    }
    if (n.type == FEEL_NUMBER) {
        return feel_number(decimal_abs(n.number));
    }
    if (n.type == FEEL_MONTHS_DURATION) {
        return n.months < 0 ? feel_duration_negate(ev, n) : n;
    }
    if (n.type == FEEL_DAYS_DURATION) {
        return span_is_negative(n.duration) ? feel_duration_negate(ev, n) : n;
    }
    return feel_null(ev, FEEL_WARNING_TYPE, "abs() does not work with %s.", feel_type_text(n.type));
}

FEEL_FUNCTION(feel_fn_modulo)
{
    decimal128 out;

    (void)count;
    if (!decimal_modulo(args[0].number, args[1].number, &out)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "A division by zero.");
    }
    return feel_number(feel_number_tidy(out));
}

static struct feel_value no_number(struct feel_evaluation *ev)
{
    return feel_null(ev, FEEL_WARNING_VALUE, "The result is no number.");
}

FEEL_FUNCTION(feel_fn_sqrt)
{
    decimal128 out;

    (void)count;
    return decimal_sqrt(args[0].number, &out) ? feel_number(feel_number_tidy(out)) : no_number(ev);
}

FEEL_FUNCTION(feel_fn_log)
{
    decimal128 out;

    (void)count;
    return decimal_log(args[0].number, &out) ? feel_number(out) : no_number(ev);
}

FEEL_FUNCTION(feel_fn_exp)
{
    decimal128 out;

    (void)count;
    return decimal_exp(args[0].number, &out) ? feel_number(out) : no_number(ev);
}

static struct feel_value parity(struct feel_evaluation *ev, decimal128 number, bool odd)
{
    decimal128 rest;

    if (!decimal_modulo(number, decimal_from_int64(2), &rest)) {
        return no_number(ev);
    }
    if (odd) {
        return feel_boolean(decimal_equal(rest, decimal_from_int64(1)));
    }
    return feel_boolean(decimal_is_zero(rest));
}

FEEL_FUNCTION(feel_fn_odd)
{
    (void)count;
    return parity(ev, args[0].number, true);
}

FEEL_FUNCTION(feel_fn_even)
{
    (void)count;
    return parity(ev, args[0].number, false);
}
