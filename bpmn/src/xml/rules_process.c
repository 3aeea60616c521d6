/* Starts: where a process, a subprocess and an event subprocess begin. */
#include "compiler_int.h"

struct starts {
    uint32_t none;
    uint32_t all;
    uint32_t last_none;
    uint32_t first_typed; /* element or 0 */
};

static void count_starts(const struct draft *d, struct starts *starts)
{
    for (uint32_t i = 1; i < d->elements.count; i++) {
        const struct draft_element *element = draft_element(d, i);
        struct starts *s = &starts[element->model.scope];

        if (element->model.kind != BPMN_START_EVENT) {
            continue;
        }
        s->all++;
        if (element->is_refused) {
            continue;
        }
        if (element->model.event == BPMN_NONE) {
            s->none++;
            s->last_none = i;
        } else if (s->first_typed == 0) {
            s->first_typed = i;
        }
    }
}

static void check_process(struct draft *d, const struct starts *s)
{
    if (s->all == 0) {
        compile_error(d->compiler, d->xml, "start-missing",
                      "the process must have at least one start event; add one");
    }
    if (s->none > 1) {
        compile_error(d->compiler, d->xml, "start-several",
                      "the process must have at most one none start event; '%.*s' is one too many",
                      SLICE_ARG(draft_element(d, s->last_none)->model.id));
    }
}

static void check_subprocess(struct draft *d, const struct draft_element *element,
                             const struct starts *s)
{
    if (s->all != 1) {
        compile_error(d->compiler, element->xml, "subprocess-start",
                      "a subprocess must have exactly one start event; this one has %u", s->all);
    }
    if (s->first_typed != 0) {
        compile_error(d->compiler, element->xml, "subprocess-start-kind",
                      "the start event of a subprocess must be of type none; remove the event "
                      "definition of '%.*s'",
                      SLICE_ARG(draft_element(d, s->first_typed)->model.id));
    }
}

/* What the start event waits for is looked at where it is read. */
static void check_event_subprocess(struct draft *d, const struct draft_element *element,
                                   const struct starts *s)
{
    if (s->all != 1) {
        compile_error(d->compiler, element->xml, "event-subprocess-start",
                      "an event subprocess must have exactly one start event, with an event "
                      "definition; this one has %u start events",
                      s->all);
    }
}

void rules_of_process(struct draft *d)
{
    struct starts *starts = ARENA_ARRAY(d->compiler->arena, struct starts, d->elements.count);

    if (starts == NULL) {
        return;
    }
    count_starts(d, starts);
    check_process(d, &starts[0]);
    for (uint32_t i = 1; i < d->elements.count; i++) {
        const struct draft_element *element = draft_element(d, i);

        if (element->model.kind == BPMN_SUB_PROCESS) {
            check_subprocess(d, element, &starts[i]);
        } else if (element->model.kind == BPMN_EVENT_SUB_PROCESS) {
            check_event_subprocess(d, element, &starts[i]);
        }
    }
}
