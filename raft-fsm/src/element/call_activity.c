/* Call activity (BPMN 2.0.2, 10.3.6): an instance of another process, which begins at its none
 * start event. Its end (verb/called.c) completes the call activity. */
#include "element/element_kinds.h"
#include "engine/lifecycle.h"
#include "verb/called.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    struct called_plan plan;
    enum verdict v = called_evaluate(x, row, &plan);

    (void)e;
    if (v == V_OK) {
        v = element_move(x, row, ELEMENT_ACTIVATED);
    }
    return v == V_OK ? called_begin(x, row, &plan) : v;
}

const struct element_ops call_activity_ops = {.activate = activate};
