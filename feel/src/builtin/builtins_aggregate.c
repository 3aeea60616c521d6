/* Lists into one value: sums, extremes, statistics, all and any; and sorting. */
#include <string.h>

#include "base/sort.h"
#include "builtin/functions.h"

/* The numbers of a list; NULL, with a warning, when an item is none. */
static const struct feel_value *numbers_of(struct feel_evaluation *ev, struct feel_value list,
                                           uint32_t *count)
{
    const struct feel_value *items = feel_list_items(ev, list.list, count);

    if (!feel_charge(ev, *count)) {
        return NULL;
    }
    for (uint32_t i = 0; i < *count; i++) {
        if (items[i].type != FEEL_NUMBER) {
            feel_warn(ev, FEEL_WARNING_TYPE, "The list must hold numbers, not %s.",
                      feel_type_text(items[i].type));
            return NULL;
        }
    }
    if (*count == 0) {
        feel_warn(ev, FEEL_WARNING_VALUE, "The list is empty.");
        return NULL;
    }
    return items;
}

static struct feel_value too_large(struct feel_evaluation *ev)
{
    return feel_null(ev, FEEL_WARNING_VALUE, "The result is no number.");
}

static bool sum_of(const struct feel_value *items, uint32_t count, decimal128 *out)
{
    *out = items[0].number;
    for (uint32_t i = 1; i < count; i++) {
        if (!decimal_add(*out, items[i].number, out)) {
            return false;
        }
    }
    *out = feel_number_tidy(*out);
    return true;
}

static bool mean_of(const struct feel_value *items, uint32_t count, decimal128 *out)
{
    if (!sum_of(items, count, out) || !decimal_divide(*out, decimal_from_int64(count), out)) {
        return false;
    }
    *out = feel_number_tidy(*out);
    return true;
}

FEEL_FUNCTION(feel_fn_sum)
{
    uint32_t length;
    const struct feel_value *items = numbers_of(ev, args[0], &length);
    decimal128 out;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    return sum_of(items, length, &out) ? feel_number(out) : too_large(ev);
}

FEEL_FUNCTION(feel_fn_mean)
{
    uint32_t length;
    const struct feel_value *items = numbers_of(ev, args[0], &length);
    decimal128 out;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    return mean_of(items, length, &out) ? feel_number(out) : too_large(ev);
}

FEEL_FUNCTION(feel_fn_product)
{
    uint32_t length;
    const struct feel_value *items = numbers_of(ev, args[0], &length);
    decimal128 out;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    out = items[0].number;
    for (uint32_t i = 1; i < length; i++) {
        if (!decimal_multiply(out, items[i].number, &out)) {
            return too_large(ev);
        }
    }
    return feel_number(feel_number_tidy(out));
}

/* --- order --- */

static struct feel_value extreme(struct feel_evaluation *ev, struct feel_value list, int sign)
{
    uint32_t count;
    const struct feel_value *items = feel_list_items(ev, list.list, &count);
    uint32_t best = 0;

    if (count == 0 || !feel_charge(ev, count)) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The list is empty.");
    }
    for (uint32_t i = 0; i < count; i++) {
        int order;

        if (!feel_order(items[i], items[best], &order)) {
            return feel_null(ev, FEEL_WARNING_TYPE, "There is no order between %s and %s.",
                             feel_type_text(items[i].type), feel_type_text(items[best].type));
        }
        best = order * sign > 0 ? i : best;
    }
    return items[best];
}

FEEL_FUNCTION(feel_fn_min)
{
    (void)count;
    return extreme(ev, args[0], -1);
}

FEEL_FUNCTION(feel_fn_max)
{
    (void)count;
    return extreme(ev, args[0], 1);
}

static int compare_numbers(const void *a, const void *b, void *context)
{
    (void)context;
    return decimal_compare(((const struct feel_value *)a)->number,
                           ((const struct feel_value *)b)->number);
}

/* A sorted copy; NULL when the memory is gone. */
static struct feel_value *sorted_copy(struct feel_evaluation *ev, const struct feel_value *items,
                                      uint32_t count,
                                      int (*compare)(const void *, const void *, void *),
                                      void *context)
{
    struct feel_value *copy = feel_alloc(ev, count, sizeof(*copy));
    struct feel_value *scratch = feel_alloc(ev, count, sizeof(*scratch));

    if (copy == NULL || scratch == NULL) {
        return NULL;
    }
    if (count > 0) {
        memcpy(copy, items, count * sizeof(*copy));
    }
    sort_stable(copy, count, sizeof(*copy), compare, context, scratch);
    return copy;
}

FEEL_FUNCTION(feel_fn_median)
{
    uint32_t length;
    const struct feel_value *items = numbers_of(ev, args[0], &length);
    const struct feel_value *sorted;
    decimal128 out;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    sorted = sorted_copy(ev, items, length, compare_numbers, NULL);
    if (sorted == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (length % 2 == 1) {
        return sorted[length / 2];
    }
    return mean_of(sorted + length / 2 - 1, 2, &out) ? feel_number(out) : too_large(ev);
}

/* The square of the distance from the mean, added up. */
static bool squares_of(const struct feel_value *items, uint32_t count, decimal128 mean,
                       decimal128 *out)
{
    *out = decimal_from_int64(0);
    for (uint32_t i = 0; i < count; i++) {
        decimal128 distance;

        if (!decimal_subtract(items[i].number, mean, &distance) ||
            !decimal_multiply(distance, distance, &distance) || !decimal_add(*out, distance, out)) {
            return false;
        }
    }
    return true;
}

FEEL_FUNCTION(feel_fn_stddev)
{
    uint32_t length;
    const struct feel_value *items = numbers_of(ev, args[0], &length);
    decimal128 mean;
    decimal128 out;

    (void)count;
    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (length < 2) {
        return feel_null(ev, FEEL_WARNING_VALUE, "stddev() needs two numbers at least.");
    }
    if (!mean_of(items, length, &mean) || !squares_of(items, length, mean, &out) ||
        !decimal_divide(out, decimal_from_int64((int64_t)length - 1), &out) ||
        !decimal_sqrt(out, &out)) {
        return too_large(ev);
    }
    return feel_number(feel_number_tidy(out));
}

/* How many items from `at` on are equal to the one there. */
static uint32_t run_length(const struct feel_value *sorted, uint32_t count, uint32_t at)
{
    uint32_t end = at + 1;

    while (end < count && decimal_equal(sorted[end].number, sorted[at].number)) {
        end++;
    }
    return end - at;
}

FEEL_FUNCTION(feel_fn_mode)
{
    struct feel_list_builder out = {0};
    const struct feel_value *items;
    const struct feel_value *sorted;
    uint32_t length;
    uint32_t longest = 0;

    (void)count;
    if (args[0].list->count == 0) {
        return args[0];
    }
    items = numbers_of(ev, args[0], &length);
    sorted = items == NULL ? NULL : sorted_copy(ev, items, length, compare_numbers, NULL);
    if (sorted == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0, run; i < length; i += run) {
        run = run_length(sorted, length, i);
        longest = run > longest ? run : longest;
    }
    for (uint32_t i = 0, run; i < length; i += run) {
        run = run_length(sorted, length, i);
        if (run == longest && !feel_list_push(ev, &out, sorted[i])) {
            return FEEL_VALUE_NULL;
        }
    }
    return feel_list_finish(ev, &out);
}

/* --- all, any --- */

static struct feel_value fold(struct feel_evaluation *ev, struct feel_value list, bool decisive)
{
    uint32_t count;
    const struct feel_value *items = feel_list_items(ev, list.list, &count);
    bool unknown = false;

    if (!feel_charge(ev, count)) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (items[i].type != FEEL_BOOLEAN) {
            unknown = true;
        } else if (items[i].boolean == decisive) {
            return feel_boolean(decisive);
        }
    }
    if (unknown) {
        return feel_null(ev, FEEL_WARNING_TYPE, "The list must hold booleans.");
    }
    return feel_boolean(!decisive);
}

FEEL_FUNCTION(feel_fn_all)
{
    (void)count;
    return fold(ev, args[0], false);
}

FEEL_FUNCTION(feel_fn_any)
{
    (void)count;
    return fold(ev, args[0], true);
}

/* --- sort --- */

struct sorting {
    struct feel_evaluation *ev;
    const struct feel_function *precedes;
    bool fine;
};

/* The sort asks whether a later item goes before an earlier one; only then they change places. */
static int compare_by_function(const void *a, const void *b, void *context)
{
    struct sorting *sorting = context;
    struct feel_value pair[2] = {*(const struct feel_value *)a, *(const struct feel_value *)b};
    struct feel_value answer;

    if (!sorting->fine) {
        return 0;
    }
    answer = feel_invoke(sorting->ev, sorting->precedes, pair, 2);
    sorting->fine = answer.type == FEEL_BOOLEAN;
    return feel_is_true(answer) ? -1 : 0;
}

FEEL_FUNCTION(feel_fn_sort)
{
    uint32_t length;
    const struct feel_value *items = feel_list_items(ev, args[0].list, &length);
    struct sorting sorting = {.ev = ev, .precedes = args[1].function, .fine = true};
    const struct feel_value *sorted;

    (void)count;
    sorted = sorted_copy(ev, items, length, compare_by_function, &sorting);
    if (sorted == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (!sorting.fine) {
        return feel_null(ev, FEEL_WARNING_TYPE, "The order function must give booleans.");
    }
    return feel_list_of(ev, sorted, length);
}
