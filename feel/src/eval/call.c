/* Calls: lambdas and built-in functions, arguments by place or by name. */
#include "builtin/builtin.h"
#include "eval/eval.h"

enum {
    INVOKE_STEPS = 2
};

/* Arguments of one call as they were written. */
struct arguments {
    const struct feel_value *values;
    const struct slice *names; /* NULL: by place */
    uint32_t count;
};

/* --- lambdas --- */

static bool name_index(const struct arguments *arguments, struct slice name, uint32_t *out)
{
    for (uint32_t i = 0; i < arguments->count; i++) {
        if (slice_equal(arguments->names[i], name)) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* The i-th parameter's value, brought to its type. */
static bool lambda_argument(struct feel_evaluation *ev, const struct feel_node *node, uint32_t i,
                            const struct arguments *arguments, struct feel_value *out)
{
    uint32_t at = i;

    if (arguments->names != NULL && !name_index(arguments, node->names[i], &at)) {
        feel_warn(ev, FEEL_WARNING_ARGUMENTS, "The argument '%.*s' is missing.",
                  SLICE_ARG(node->names[i]));
        return false;
    }
    *out = arguments->values[at];
    if (node->types[i] != NULL && !feel_coerce(ev, *out, node->types[i], out)) {
        feel_warn(ev, FEEL_WARNING_TYPE, "The argument '%.*s' cannot be %s.",
                  SLICE_ARG(node->names[i]), feel_type_text(arguments->values[at].type));
        return false;
    }
    return true;
}

static struct feel_value lambda_call(struct feel_evaluation *ev,
                                     const struct feel_function *function,
                                     const struct arguments *arguments)
{
    const struct feel_node *node = function->node;
    const struct feel_frame *outer = ev->frames;
    struct feel_frame *frames;
    struct feel_value value;

    if (arguments->count != node->name_count) {
        return feel_null(ev, FEEL_WARNING_ARGUMENTS, "The function takes %u arguments, not %u.",
                         node->name_count, arguments->count);
    }
    if (node->child_count == 0) {
        return feel_null(ev, FEEL_WARNING_NO_FUNCTION, "External functions are not available.");
    }
    frames = feel_alloc(ev, node->name_count, sizeof(*frames));
    if (frames == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < node->name_count; i++) {
        frames[i] = (struct feel_frame){.parent = i == 0 ? function->frame : &frames[i - 1],
                                        .kind = FRAME_VARIABLE,
                                        .name = node->names[i]};
        if (!lambda_argument(ev, node, i, arguments, &frames[i].value)) {
            return FEEL_VALUE_NULL;
        }
    }
    if (!feel_enter(ev)) {
        return FEEL_VALUE_NULL;
    }
    ev->frames = node->name_count == 0 ? function->frame : &frames[node->name_count - 1];
    value = feel_eval_in(ev, function->expression, node->children[0]);
    ev->frames = outer;
    feel_leave(ev);
    return value;
}

/* --- functions of a model --- */

static bool native_argument(struct feel_evaluation *ev, const struct feel_native *native,
                            uint32_t i, struct feel_value given, struct feel_value *out)
{
    *out = given;
    if (native->types == NULL || native->types[i] == NULL ||
        feel_coerce(ev, given, native->types[i], out)) {
        return true;
    }
    feel_warn(ev, FEEL_WARNING_TYPE, "The argument '%.*s' cannot be %s.",
              SLICE_ARG(native->names[i]), feel_type_text(given.type));
    return false;
}

static struct feel_value native_call(struct feel_evaluation *ev, const struct feel_native *native,
                                     const struct arguments *arguments)
{
    struct feel_value *placed = feel_alloc(ev, native->count, sizeof(*placed));
    uint32_t found = 0;

    if (placed == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < native->count; i++) {
        uint32_t at = i;
        bool is_given = arguments->names == NULL ? i < arguments->count
                                                 : name_index(arguments, native->names[i], &at);

        placed[i] = FEEL_VALUE_NULL;
        found += is_given;
        if (is_given && !native_argument(ev, native, i, arguments->values[at], &placed[i])) {
            return FEEL_VALUE_NULL;
        }
    }
    if (found != arguments->count || (arguments->names == NULL && found != native->count)) {
        return feel_null(ev, FEEL_WARNING_ARGUMENTS, "The function does not take these arguments.");
    }
    return native->run(ev, native, placed);
}

/* --- built-ins: matching arguments to a row --- */

static bool letter_repeats(const struct feel_builtin *row)
{
    const char *at = row->types;

    while (*at != '\0') {
        at++;
    }
    return at > row->types && at[-1] == '*';
}

static bool row_takes_count(const struct feel_builtin *row, uint32_t count)
{
    if (row->types[0] == '+') {
        return count >= 1;
    }
    return count >= row->required &&
           (letter_repeats(row) || count <= feel_builtin_parameter_count(row));
}

/* The place of a parameter's name in the row; false when it has no such name. */
static bool row_parameter(const struct feel_builtin *row, struct slice name, uint32_t *out)
{
    struct slice rest = row->parameters;

    for (uint32_t i = 0; rest.size > 0; i++) {
        size_t bar = slice_find_byte(rest, '|');
        size_t size = bar == SIZE_MAX ? rest.size : bar;

        if (slice_equal(slice_sub(rest, 0, size), name)) {
            *out = i;
            return true;
        }
        rest = slice_from(rest, bar == SIZE_MAX ? rest.size : bar + 1);
    }
    return false;
}

/* Named arguments into their places. False when the row does not take them. */
static bool place_named(const struct feel_builtin *row, const struct arguments *arguments,
                        struct feel_value placed[FEEL_ARGUMENTS_MAX], uint32_t *count)
{
    uint32_t seen = 0;

    *count = 0;
    for (uint32_t i = 0; i < arguments->count; i++) {
        uint32_t at;

        if (!row_parameter(row, arguments->names[i], &at) || at >= FEEL_ARGUMENTS_MAX ||
            (seen & (1U << at)) != 0) {
            return false;
        }
        seen |= 1U << at;
        placed[at] = arguments->values[i];
        *count = at + 1 > *count ? at + 1 : *count;
    }
    return (seen & ((1U << row->required) - 1)) == (1U << row->required) - 1;
}

static bool type_fits(char letter, enum feel_type type)
{
    switch (letter) {
    case 's':
        return type == FEEL_STRING;
    case 'n':
        return type == FEEL_NUMBER;
    case 'b':
        return type == FEEL_BOOLEAN;
    case 'c':
        return type == FEEL_CONTEXT;
    case 'd':
        return type == FEEL_DATE || type == FEEL_DATE_TIME;
    case 'e':
        return type == FEEL_DATE;
    case 'm':
        return type == FEEL_DATE_TIME;
    case 't':
        return type == FEEL_TIME;
    case 'u':
        return type == FEEL_DAYS_DURATION;
    case 'r':
        return type == FEEL_RANGE;
    case 'f':
        return type == FEEL_FUNCTION;
    default:
        return true;
    }
}

/* Bring one argument to the letter's type. */
static bool argument_fit(struct feel_evaluation *ev, char letter, struct feel_value *value)
{
    bool optional = letter >= 'A' && letter <= 'Z';
    char lower = optional ? (char)(letter - 'A' + 'a') : letter;

    if (value->type == FEEL_NULL) {
        return optional || lower == 'x';
    }
    if (lower == 'l') {
        if (value->type != FEEL_LIST) {
            struct feel_value *item = feel_alloc(ev, 1, sizeof(*item));

            if (item == NULL) {
                return false;
            }
            *item = *value;
            *value = feel_list_of(ev, item, 1);
        }
        return true;
    }
    if (lower != 'x' && value->type == FEEL_LIST) {
        uint32_t count;
        const struct feel_value *items = feel_list_items(ev, value->list, &count);

        if (count != 1) {
            return false;
        }
        *value = items[0];
    }
    return type_fits(lower, value->type);
}

/* One list, or several values as one list. */
static bool fit_varying(struct feel_evaluation *ev, const struct arguments *arguments,
                        struct feel_value *out)
{
    if (arguments->count == 1) {
        *out = arguments->values[0];
        return argument_fit(ev, 'l', out);
    }
    *out = feel_list_of(ev, arguments->values, arguments->count);
    return true;
}

enum row_outcome {
    ROW_RAN,
    ROW_WRONG_ARGUMENTS,
    ROW_WRONG_TYPE
};

static char letter_at(const struct feel_builtin *row, uint32_t i)
{
    uint32_t at = 0;

    while (at < i && row->types[at + 1] != '\0' && row->types[at + 1] != '*') {
        at++;
    }
    return row->types[at];
}

static enum row_outcome run_placed(struct feel_evaluation *ev, const struct feel_builtin *row,
                                   struct feel_value *placed, uint32_t count,
                                   struct feel_value *out)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!argument_fit(ev, letter_at(row, i), &placed[i])) {
            return ROW_WRONG_TYPE;
        }
    }
    *out = row->run(ev, placed, count);
    return ROW_RAN;
}

static enum row_outcome row_try(struct feel_evaluation *ev, const struct feel_builtin *row,
                                const struct arguments *arguments, struct feel_value *out)
{
    struct feel_value few[FEEL_ARGUMENTS_MAX] = {0};
    struct feel_value *placed = few;
    uint32_t count = arguments->count;

    if (row->camunda_only && ev->expression->dialect != FEEL_CAMUNDA) {
        return ROW_WRONG_ARGUMENTS;
    }
    if (arguments->names != NULL) {
        if (!place_named(row, arguments, few, &count)) {
            return ROW_WRONG_ARGUMENTS;
        }
    } else if (!row_takes_count(row, count)) {
        return ROW_WRONG_ARGUMENTS;
    }
    if (row->types[0] == '+') {
        struct feel_value list;

        if (!fit_varying(ev, arguments, &list)) {
            return ROW_WRONG_TYPE;
        }
        *out = row->run(ev, &list, 1);
        return ROW_RAN;
    }
    if (arguments->names == NULL) {
        if (count > FEEL_ARGUMENTS_MAX) {
            placed = feel_alloc(ev, count, sizeof(*placed));
        }
        for (uint32_t i = 0; placed != NULL && i < count; i++) {
            placed[i] = arguments->values[i];
        }
    }
    return placed == NULL ? ROW_WRONG_TYPE : run_placed(ev, row, placed, count, out);
}

static struct feel_value builtin_call(struct feel_evaluation *ev, const struct feel_builtin *first,
                                      const struct arguments *arguments)
{
    bool wrong_type = false;
    struct feel_value value;

    for (const struct feel_builtin *row = first; row != NULL; row = feel_builtin_next(row)) {
        enum row_outcome outcome = row_try(ev, row, arguments, &value);

        if (outcome == ROW_RAN) {
            return value;
        }
        wrong_type = wrong_type || outcome == ROW_WRONG_TYPE;
    }
    if (wrong_type) {
        return feel_null(ev, FEEL_WARNING_TYPE,
                         "An argument of '%.*s' has a wrong type or is null.",
                         SLICE_ARG(first->name));
    }
    return feel_null(ev, FEEL_WARNING_ARGUMENTS, "'%.*s' does not take these arguments.",
                     SLICE_ARG(first->name));
}

/* --- calls in general --- */

static struct feel_value function_call(struct feel_evaluation *ev,
                                       const struct feel_function *function,
                                       const struct arguments *arguments)
{
    if (function->builtin != NULL) {
        return builtin_call(ev, function->builtin, arguments);
    }
    if (function->native != NULL) {
        return native_call(ev, function->native, arguments);
    }
    return lambda_call(ev, function, arguments);
}

struct feel_value feel_invoke_named(struct feel_evaluation *ev,
                                    const struct feel_function *function, const struct slice *names,
                                    const struct feel_value *args, uint32_t count)
{
    uint32_t offset = ev->offset;
    struct arguments arguments = {.values = args, .names = names, .count = count};
    struct feel_value value;

    if (!feel_charge(ev, INVOKE_STEPS)) {
        return FEEL_VALUE_NULL;
    }
    value = function_call(ev, function, &arguments);
    ev->offset = offset;
    return value;
}

struct feel_value feel_invoke(struct feel_evaluation *ev, const struct feel_function *function,
                              const struct feel_value *args, uint32_t count)
{
    return feel_invoke_named(ev, function, NULL, args, count);
}

uint32_t feel_function_arity(const struct feel_function *function)
{
    const struct feel_builtin *row = function->builtin;

    if (function->native != NULL) {
        return function->native->count;
    }
    if (row == NULL) {
        return function->node->name_count;
    }
    if (feel_builtin_next(row) != NULL || letter_repeats(row) || row->types[0] == '+' ||
        row->required != feel_builtin_parameter_count(row)) {
        return UINT32_MAX;
    }
    return row->required;
}

static struct feel_value no_function(struct feel_evaluation *ev, const struct feel_node *callee,
                                     struct feel_value value)
{
    if (callee->kind == NODE_NAME) {
        return feel_null(ev, FEEL_WARNING_NO_FUNCTION, "There is no function '%.*s'.",
                         SLICE_ARG(callee->name));
    }
    return feel_null(ev, FEEL_WARNING_NO_FUNCTION, "What is called here is %s, no function.",
                     feel_type_text(value.type));
}

/* What is called. A name that is nothing is no missing variable but a missing function. */
static struct feel_value eval_callee(struct feel_evaluation *ev, const struct feel_node *callee)
{
    bool quiet = ev->quiet;
    struct feel_value value;

    ev->quiet = quiet || callee->kind == NODE_NAME;
    value = feel_eval(ev, callee);
    ev->quiet = quiet;
    return value;
}

struct feel_value feel_eval_call(struct feel_evaluation *ev, const struct feel_node *node)
{
    const struct feel_node *callee = node->children[0];
    struct arguments arguments = {.names = node->names, .count = node->child_count - 1};
    struct feel_value function = FEEL_VALUE_NULL;
    struct feel_value *values;

    if (callee->kind != NODE_BUILTIN) {
        function = eval_callee(ev, callee);
    }
    /* The list that a function makes of its arguments may outlive the call. */
    values = feel_alloc(ev, arguments.count, sizeof(*values));
    if (values == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < arguments.count; i++) {
        values[i] = feel_eval(ev, node->children[i + 1]);
    }
    arguments.values = values;
    ev->offset = node->offset;
    if (callee->kind == NODE_BUILTIN) {
        return builtin_call(ev, callee->builtin, &arguments);
    }
    if (function.type != FEEL_FUNCTION) {
        return no_function(ev, callee, function);
    }
    return function_call(ev, function.function, &arguments);
}
