/* Boundary events and their hosts, and what may be caught only once in one place. */
#include "base/sort.h"
#include "compiler_int.h"

enum claim_kind {
    CLAIM_START_MESSAGE,
    CLAIM_START_SIGNAL,
    CLAIM_BOUNDARY_MESSAGE,
    CLAIM_BOUNDARY_ERROR,
    CLAIM_BOUNDARY_ESCALATION
};

/* That an element catches something at a place where nobody else may catch it. */
struct claim {
    uint32_t place; /* the host, or the process */
    enum claim_kind kind;
    struct slice key; /* name or code; data NULL: every error or escalation */
    const struct draft_element *element;
};

static void attach(struct draft *d, struct draft_element *element)
{
    struct slice reference = xml_attribute(element->xml, "attachedToRef");
    const struct named *named = ids_find(d->compiler, reference);
    const struct draft_element *host;

    if (slice_trim(reference).size == 0) {
        compile_error(d->compiler, element->xml, "boundary-attachment",
                      "a boundary event must be attached to an activity; set attachedToRef");
        return;
    }
    if (named == NULL || named->draft != d || named->element == BPMN_NONE) {
        compile_error(d->compiler, element->xml, "boundary-attachment",
                      "its attachedToRef '%.*s' is no activity of this process",
                      SLICE_ARG(reference));
        return;
    }
    host = draft_element(d, named->element);
    if (host->is_refused) {
        return;
    }
    if (!vocabulary_is_activity(host->model.kind) || host->model.scope != element->model.scope) {
        compile_error(d->compiler, element->xml, "boundary-attachment",
                      "it must be attached to an activity of its own scope, not to %.*s '%.*s'",
                      SLICE_ARG(host->xml->name), SLICE_ARG(host->model.id));
        return;
    }
    element->model.attached_to = named->element;
}

static bool claim_name(const struct draft *d, uint32_t expression, struct claim *out)
{
    const struct bpmn_expression *name;

    if (expression == BPMN_NONE) {
        return false;
    }
    name = draft_expression(d, expression);
    out->key = name->text;
    return name->is_static;
}

/* False when the element catches nothing that others might claim. */
static bool claim_of(const struct draft *d, const struct draft_element *element, struct claim *out)
{
    enum bpmn_event_kind kind = draft_event_kind(d, element);
    bool is_boundary = element->model.attached_to != BPMN_NONE;
    bool is_start = element->model.kind == BPMN_START_EVENT && element->model.scope == 0;

    out->element = element;
    out->place = is_boundary ? element->model.attached_to : 0;
    if (kind == BPMN_EVENT_MESSAGE && (is_boundary || is_start)) {
        out->kind = is_boundary ? CLAIM_BOUNDARY_MESSAGE : CLAIM_START_MESSAGE;
        return claim_name(d, draft_event(d, element->model.event)->message_name, out);
    }
    if (kind == BPMN_EVENT_SIGNAL && is_start) {
        out->kind = CLAIM_START_SIGNAL;
        return claim_name(d, draft_event(d, element->model.event)->signal_name, out);
    }
    if (kind == BPMN_EVENT_ESCALATION && is_boundary) {
        out->kind = CLAIM_BOUNDARY_ESCALATION;
        (void)claim_name(d, draft_event(d, element->model.event)->escalation_code, out);
        return true;
    }
    if (kind == BPMN_EVENT_ERROR && is_boundary) {
        out->kind = CLAIM_BOUNDARY_ERROR;
        out->key = draft_event(d, element->model.event)->error_code;
        return true;
    }
    return false;
}

static int compare_claims(const void *a, const void *b, void *context)
{
    const struct claim *left = a;
    const struct claim *right = b;

    (void)context;
    if (left->place != right->place) {
        return left->place < right->place ? -1 : 1;
    }
    if (left->kind != right->kind) {
        return left->kind < right->kind ? -1 : 1;
    }
    return slice_compare(left->key, right->key);
}

static void report_claim(struct draft *d, const struct claim *first, const struct claim *second)
{
    struct slice other = first->element->model.id;

    switch (second->kind) {
    case CLAIM_START_MESSAGE:
        compile_error(d->compiler, second->element->xml, "start-message-repeated",
                      "a message cannot be referred to by more than one start event; '%.*s' waits "
                      "for '%.*s' as well",
                      SLICE_ARG(other), SLICE_ARG(second->key));
        break;
    case CLAIM_START_SIGNAL:
        compile_error(d->compiler, second->element->xml, "start-signal-repeated",
                      "a signal cannot be referred to by more than one start event; '%.*s' waits "
                      "for '%.*s' as well",
                      SLICE_ARG(other), SLICE_ARG(second->key));
        break;
    case CLAIM_BOUNDARY_ESCALATION:
        compile_error(d->compiler, second->element->xml, "boundary-escalation-repeated",
                      "'%.*s' at the same activity catches %s%.*s as well", SLICE_ARG(other),
                      second->key.size == 0 ? "every escalation" : "the escalation code ",
                      SLICE_ARG(second->key));
        break;
    case CLAIM_BOUNDARY_MESSAGE:
        compile_error(d->compiler, second->element->xml, "boundary-message-repeated",
                      "'%.*s' at the same activity waits for the message '%.*s' as well",
                      SLICE_ARG(other), SLICE_ARG(second->key));
        break;
    case CLAIM_BOUNDARY_ERROR:
        compile_error(d->compiler, second->element->xml, "boundary-error-repeated",
                      "'%.*s' at the same activity catches %s%.*s as well", SLICE_ARG(other),
                      second->key.size == 0 ? "every error" : "the error code ",
                      SLICE_ARG(second->key));
        break;
    }
}

static void check_claims(struct draft *d)
{
    struct arena *arena = d->compiler->arena;
    struct claim *claims = ARENA_ARRAY(arena, struct claim, d->elements.count);
    struct claim *scratch = ARENA_ARRAY(arena, struct claim, d->elements.count);
    uint32_t count = 0;

    if (claims == NULL || scratch == NULL) {
        return;
    }
    for (uint32_t i = 0; i < d->elements.count; i++) {
        const struct draft_element *element = draft_element(d, i);

        if (!element->is_refused && claim_of(d, element, &claims[count])) {
            count++;
        }
    }
    sort_stable(claims, count, sizeof claims[0], compare_claims, NULL, scratch);
    for (uint32_t i = 1; i < count; i++) {
        if (compare_claims(&claims[i - 1], &claims[i], NULL) == 0) {
            report_claim(d, &claims[i - 1], &claims[i]);
        }
    }
}

void rules_of_events(struct draft *d)
{
    for (uint32_t i = 0; i < d->elements.count; i++) {
        struct draft_element *element = draft_element(d, i);

        if (element->model.kind == BPMN_BOUNDARY_EVENT && !element->is_refused) {
            attach(d, element);
        }
    }
    check_claims(d);
}
