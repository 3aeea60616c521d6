/* Parallel gateway (BPMN 2.0.2, 13.4.1): it fires when every incoming flow has a token
 * (verb/join.c). Conditions on its outgoing flows mean nothing. */
#include "element/element_kinds.h"
#include "verb/join.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

const struct element_ops parallel_gateway_ops = {.admit = join_admit, .activate = activate};
