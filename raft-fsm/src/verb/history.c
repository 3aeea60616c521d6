#include "verb/history.h"

#include "base/limits.h"

void history_delete(struct exec *x, const struct step *step)
{
    struct step next = *step;

    trace_deletion(x, step->instance_key, LIMIT_DELETE_DOCUMENTS);
    x->value_bytes = LIMIT_BYTES_PER_COMMAND;
    if (step->after > 0) {
        next.after--;
        step_push(x, next);
    }
}
