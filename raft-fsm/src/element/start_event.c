/* Start events (BPMN 2.0.2, 13.5.1): what they wait for has come already; the token goes on. */
#include "element/element_kinds.h"
#include "verb/mapping.h"
#include "verb/variable.h"

static enum verdict activate(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    (void)e;
    return element_pass(x, row);
}

/* What has begun an event subprocess is seen in it unless it has a variable of that name. */
static void payload_go_outwards(struct exec *x, struct element_row *row)
{
    struct element_row *scope = element_find(x, row->scope_key);
    struct variable_list list = variables_local(x, row);

    for (uint32_t i = 0; scope != NULL && i < list.count; i++) {
        variable_propagate(x, scope, list.items[i].name, list.items[i].value);
    }
}

static enum verdict complete(struct exec *x, const struct bpmn_element *e, struct element_row *row)
{
    enum verdict v = mapping_outputs(x, row);

    if (v != V_OK) {
        return v;
    }
    if (row->has_variables && e->outputs.count == 0 &&
        bpmn_starts_event_sub_process(element_process(row), e)) {
        payload_go_outwards(x, row);
    }
    return element_complete(x, row);
}

const struct element_ops start_event_ops = {.activate = activate, .complete = complete};
