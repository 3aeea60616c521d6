/* Timers: exactly one of date, duration and cycle, and a literal must be one. */
#include "base/civil.h"
#include "base/cron.h"
#include "base/iso8601.h"
#include "compiler_int.h"

struct timer_word {
    const char *name;
    enum bpmn_timer_kind kind;
    const char *form; /* what a literal looks like */
};

static const struct timer_word words[] = {
    {"timeDate", BPMN_TIMER_DATE, "an ISO 8601 date and time such as 2026-03-01T09:00:00Z"},
    {"timeDuration", BPMN_TIMER_DURATION, "an ISO 8601 duration such as PT15M"},
    {"timeCycle", BPMN_TIMER_CYCLE,
     "a repeating interval such as R3/PT10M or a cron expression such as 0 0 9 * * MON-FRI"},
};

static bool literal_holds(enum bpmn_timer_kind kind, struct slice text)
{
    struct iso_date_time date;
    struct iso_duration duration;
    struct iso_repeat repeat;
    struct cron_error error;
    struct cron cron;

    switch (kind) {
    case BPMN_TIMER_DATE:
        return iso_parse_zoned_date_time(text, &date);
    case BPMN_TIMER_DURATION:
        return iso_parse_duration(text, ISO_ANY, &duration);
    case BPMN_TIMER_CYCLE:
        return text.size > 0 && text.data[0] == 'R' ? iso_parse_repeat(text, &repeat)
                                                    : cron_parse(text, &cron, &error);
    }
    return false;
}

static void check_cycle(struct draft *d, const struct draft_element *element,
                        const struct xml_node *node)
{
    if (element->model.kind == BPMN_INTERMEDIATE_CATCH_EVENT) {
        compile_error(d->compiler, node, "timer-cycle",
                      "an intermediate catch event waits once and cannot have a timeCycle; use "
                      "timeDuration or timeDate");
    }
    if (element->model.interrupting) {
        compile_error(d->compiler, node, "timer-cycle",
                      "an interrupting event happens once and cannot have a timeCycle; use "
                      "timeDuration or make it non-interrupting (%s=\"false\")",
                      element->model.kind == BPMN_BOUNDARY_EVENT ? "cancelActivity"
                                                                 : "isInterrupting");
    }
}

/* A date that is over when the model is deployed: a start event never starts anything, any other
 * timer fires at once. */
static void warn_past(struct draft *d, const struct xml_node *node, struct slice text)
{
    struct iso_date_time date;
    int64_t at_ms;

    if (d->compiler->now_ms > 0 && iso_parse_zoned_date_time(text, &date) &&
        instant_to_ms(iso_instant_of(&date, NULL), &at_ms) && at_ms < d->compiler->now_ms) {
        compile_warning(d->compiler, node, "timer-past", "its timeDate '%.*s' is in the past",
                        SLICE_ARG(text));
    }
}

static void read_word(struct draft *d, const struct draft_element *element,
                      const struct xml_node *node, const struct timer_word *word,
                      struct bpmn_event *event)
{
    struct slice text = slice_trim(node->text);

    event->timer_kind = word->kind;
    if (text.size == 0) {
        compile_error(d->compiler, node, "timer-literal", "its %s is empty; it must be %s",
                      word->name, word->form);
        return;
    }
    event->timer = expression_add(d, node, text, EXPRESSION_OR_STATIC, word->name);
    if (event->timer == BPMN_NONE) {
        return;
    }
    if (draft_expression(d, event->timer)->is_static && !literal_holds(word->kind, text)) {
        compile_error(d->compiler, node, "timer-literal",
                      "its %s '%.*s' is not valid; it must be %s", word->name, SLICE_ARG(text),
                      word->form);
    }
    if (draft_is_outer_start(d, element) && expression_has_variables(d, event->timer)) {
        compile_error(d->compiler, node, "timer-variables",
                      "its %s reads variables; at a start event there are none yet", word->name);
    }
    if (word->kind == BPMN_TIMER_DATE) {
        warn_past(d, node, text);
    }
    if (word->kind == BPMN_TIMER_CYCLE) {
        check_cycle(d, element, node);
    }
}

void read_timer(struct draft *d, struct draft_element *element, const struct xml_node *node,
                struct bpmn_event *event)
{
    const struct xml_node *found = NULL;
    size_t which = 0;
    unsigned count = 0;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const struct xml_node *child = xml_bpmn_child(node, words[i].name);

        if (child != NULL) {
            found = child;
            which = i;
            count++;
        }
    }
    if (count != 1) {
        compile_error(d->compiler, node, "timer-definition",
                      "the timer has %s of timeDate, timeDuration and timeCycle; it must be "
                      "exactly one",
                      count == 0 ? "none" : "several");
        return;
    }
    read_word(d, element, found, &words[which], event);
}
