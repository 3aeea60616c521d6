/* Boundary events and their hosts, and what may be caught only once in one place. */
#include "base/sort.h"
#include "compiler_int.h"

/* Where something may be caught once only. */
enum claim_place {
    PLACE_PROCESS,  /* start events of the process */
    PLACE_ACTIVITY, /* boundary events of one activity */
    PLACE_SCOPE     /* event subprocesses of one scope */
};

/* That an element catches something at a place where nobody else may catch it. */
struct claim {
    enum claim_place place;
    uint32_t at; /* the process, the activity, the scope */
    enum bpmn_event_kind kind;
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

/* False for what is caught at no such place. */
static bool claim_place(const struct draft *d, const struct draft_element *element,
                        struct claim *out)
{
    out->at = 0;
    if (element->model.attached_to != BPMN_NONE) {
        out->place = PLACE_ACTIVITY;
        out->at = element->model.attached_to;
    } else if (draft_is_inner_start(d, element)) {
        out->place = PLACE_SCOPE;
        out->at = draft_element(d, element->model.scope)->model.scope;
    } else {
        out->place = PLACE_PROCESS;
        return element->model.kind == BPMN_START_EVENT && element->model.scope == 0;
    }
    return true;
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
    const struct bpmn_event *event;

    out->element = element;
    out->kind = draft_event_kind(d, element);
    if (out->kind == BPMN_EVENT_NONE || !claim_place(d, element, out)) {
        return false;
    }
    event = draft_event(d, element->model.event);
    if (out->kind == BPMN_EVENT_MESSAGE) {
        return claim_name(d, event->message_name, out);
    }
    if (out->kind == BPMN_EVENT_SIGNAL) {
        return out->place != PLACE_ACTIVITY && claim_name(d, event->signal_name, out);
    }
    if (out->kind == BPMN_EVENT_ESCALATION) {
        (void)claim_name(d, event->escalation_code, out);
        return true;
    }
    out->key = event->error_code;
    return out->kind == BPMN_EVENT_ERROR || out->kind == BPMN_EVENT_COMPENSATION ||
           out->kind == BPMN_EVENT_CANCEL;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_claims(const void *a, const void *b, void *context)
{
    const struct claim *left = a;
    const struct claim *right = b;
    int order = compare_numbers(left->place, right->place);

    (void)context;
    if (order == 0) {
        order = compare_numbers(left->at, right->at);
    }
    if (order == 0) {
        order = compare_numbers(left->kind, right->kind);
    }
    return order != 0 ? order : slice_compare(left->key, right->key);
}

struct claim_words {
    enum bpmn_event_kind kind;
    const char *name;
    const char *rules[3]; /* by place */
};

static const struct claim_words claim_words[] = {
    {BPMN_EVENT_MESSAGE,
     "message",
     {"start-message-repeated", "boundary-message-repeated", "event-subprocess-message-repeated"}},
    {BPMN_EVENT_SIGNAL,
     "signal",
     {"start-signal-repeated", "", "event-subprocess-signal-repeated"}},
    {BPMN_EVENT_ERROR, "error", {"", "boundary-error-repeated", "event-subprocess-error-repeated"}},
    {BPMN_EVENT_ESCALATION,
     "escalation",
     {"", "boundary-escalation-repeated", "event-subprocess-escalation-repeated"}},
    {BPMN_EVENT_COMPENSATION,
     "compensation",
     {"", "boundary-compensation-repeated", "event-subprocess-compensation-repeated"}},
    {BPMN_EVENT_CANCEL, "cancel", {"", "boundary-cancel-repeated", ""}},
};

static const struct claim_words *words_of(enum bpmn_event_kind kind)
{
    const struct claim_words *words = claim_words;

    while (words->kind != kind) {
        words++;
    }
    return words;
}

/* What is claimed, for people: "the error code E". */
static struct slice claimed(struct draft *d, const struct claim *claim)
{
    const char *name = words_of(claim->kind)->name;
    bool has_code = claim->kind == BPMN_EVENT_ERROR || claim->kind == BPMN_EVENT_ESCALATION;

    if (claim->kind == BPMN_EVENT_COMPENSATION || claim->kind == BPMN_EVENT_CANCEL) {
        return arena_printf(d->compiler->arena, "catches the %s", name);
    }
    if (has_code && claim->key.size == 0) {
        return arena_printf(d->compiler->arena, "catches every %s", name);
    }
    return has_code ? arena_printf(d->compiler->arena, "catches the %s code %.*s", name,
                                   SLICE_ARG(claim->key))
                    : arena_printf(d->compiler->arena, "waits for the %s '%.*s'", name,
                                   SLICE_ARG(claim->key));
}

static void report_claim(struct draft *d, const struct claim *first, const struct claim *second)
{
    const struct claim_words *words = words_of(second->kind);
    const struct xml_node *node = second->element->xml;
    const char *rule = words->rules[second->place];
    struct slice other = first->element->model.id;
    struct slice what = claimed(d, second);
    const struct draft_element *first_scope;
    const struct draft_element *second_scope;

    switch (second->place) {
    case PLACE_PROCESS:
        compile_error(
            d->compiler, node, rule,
            "a %s cannot be referred to by more than one start event; '%.*s' %.*s as well",
            words->name, SLICE_ARG(other), SLICE_ARG(what));
        break;
    case PLACE_ACTIVITY:
        compile_error(d->compiler, node, rule, "'%.*s' at the same activity %.*s as well",
                      SLICE_ARG(other), SLICE_ARG(what));
        break;
    case PLACE_SCOPE:
        first_scope = draft_element(d, first->element->model.scope);
        second_scope = draft_element(d, second->element->model.scope);
        compile_error(d->compiler, second_scope->xml, rule,
                      "the event subprocess '%.*s' of the same scope %.*s as well",
                      SLICE_ARG(first_scope->model.id), SLICE_ARG(what));
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
