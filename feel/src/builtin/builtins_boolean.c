/* not, and Camunda's is defined, get or else, assert. */
#include "builtin/functions.h"

FEEL_FUNCTION(feel_fn_not)
{
    (void)count;
    if (args[0].type == FEEL_BOOLEAN) {
        return feel_boolean(!args[0].boolean);
    }
    return feel_null(ev, FEEL_WARNING_TYPE, "not() needs a boolean instead of %s.",
                     feel_type_text(args[0].type));
}

FEEL_FUNCTION(feel_fn_is_defined)
{
    (void)ev;
    (void)count;
    return feel_boolean(args[0].type != FEEL_NULL);
}

FEEL_FUNCTION(feel_fn_get_or_else)
{
    (void)ev;
    (void)count;
    return args[0].type == FEEL_NULL ? args[1] : args[0];
}

/* The one function that makes the whole evaluation fail. */
FEEL_FUNCTION(feel_fn_assert)
{
    if (feel_is_true(args[1])) {
        return args[0];
    }
    if (count > 2 && args[2].type == FEEL_STRING) {
        feel_fail(ev, FEEL_WARNING_ASSERT, args[2].string);
    } else {
        feel_fail(ev, FEEL_WARNING_ASSERT, SLICE("The condition of assert() is not fulfilled."));
    }
    return FEEL_VALUE_NULL;
}
