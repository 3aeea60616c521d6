/* What does nothing itself: undefined and manual tasks (BPMN 2.0.2, 10.3.3). The
 * token goes in, mappings are applied, and the token goes on. */
#include "element/element_kinds.h"
#include "verb/mapping.h"
#include "verb/variable.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

enum verdict element_pass_with(struct exec *x, struct element_row *row, struct slice result)
{
    enum verdict v = element_pass(x, row);

    if (v == V_OK) {
        mapping_payload(x, row, variable_object(x, element_model(row)->result_variable, result));
    }
    return v;
}

const struct element_ops pass_ops = {.activate = activate};
