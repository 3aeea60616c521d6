/* What does nothing itself: undefined and manual tasks (BPMN 2.0.2, 10.3.3). The
 * token goes in, mappings are applied, and the token goes on. */
#include "element/element_kinds.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

const struct element_ops pass_ops = {.activate = activate};
