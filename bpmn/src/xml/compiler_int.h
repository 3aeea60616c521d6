/* What the passes of the compiler share.
 *
 *     read_processes  makes a draft of each executable process: its elements and flows, in
 *                     document order, an element behind the scope that holds it
 *     ids_collect     every id once, and who bears it
 *     read_flows, read_elements   fill in the drafts
 *     rules_*         what the standard and the engine forbid
 *     lower           the drafts become encoded models, only when there is no error at all
 *
 * A pass never stops at an error: it notes it and goes on, so that all errors of a file come at
 * once. An element that is refused as a whole stays in the draft, marked, so that what refers to it
 * is not reported as well. When the arena is full its flag stays set and bpmn_compile asks once. */
#ifndef BPMN_COMPILER_INT_H
#define BPMN_COMPILER_INT_H

#include "base/attr.h"
#include "bpmn/compile.h"
#include "xml/vector.h"
#include "xml/xml.h"

struct compiler {
    struct arena *arena;
    bool with_warnings;
    int64_t now_ms; /* 0: unknown */
    const struct xml_node *root;
    struct vector diagnostics; /* struct bpmn_diagnostic */
    size_t error_count;
    struct vector ids;    /* struct named, sorted by id once ids_collect was called */
    struct vector drafts; /* struct draft, one an executable process */
};

struct draft_element {
    struct bpmn_element model;
    const struct xml_node *xml;
    enum bpmn_kind loop;    /* the body that it is to get; 0: it is no loop */
    struct slice link_name; /* of a link event */
    bool is_refused;        /* as a whole: nothing more is said of it */
    uint32_t incoming;
    uint32_t outgoing;
};

struct draft_flow {
    struct bpmn_flow model;
    const struct xml_node *xml;
    bool is_broken; /* source or target unknown */
};

/* The arrays of one model in the making. Element 0 is the process. */
struct draft {
    struct compiler *compiler;
    const struct xml_node *xml;
    struct slice version_tag;
    struct vector elements;    /* struct draft_element */
    struct vector flows;       /* struct draft_flow */
    struct vector events;      /* struct bpmn_event */
    struct vector mappings;    /* struct bpmn_mapping */
    struct vector headers;     /* struct bpmn_header */
    struct vector expressions; /* struct bpmn_expression */
};

/* Who bears an id. */
struct named {
    struct slice id;
    const struct xml_node *xml;
    const struct draft *draft; /* NULL for elements of the file as a whole */
    uint32_t element;          /* in the draft, or BPMN_NONE */
    uint32_t flow;             /* in the draft, or BPMN_NONE */
};

/* ---- diagnostics.c ---- */

/* Note an error at node. It is told of the element that a user knows: the flow element, process or
 * root element that node is or lies in. */
void compile_error(struct compiler *c, const struct xml_node *node, const char *rule,
                   const char *format, ...) PRINTF_LIKE(4, 5);
/* Only when warnings were asked for. */
void compile_warning(struct compiler *c, const struct xml_node *node, const char *rule,
                     const char *format, ...) PRINTF_LIKE(4, 5);
void compile_fault(struct compiler *c, const struct xml_fault *fault);
/* Into document order. */
void diagnostics_sort(struct compiler *c);

/* ---- ids.c ---- */

/* Everything that has an id: root elements, and elements and flows of the drafts. Reports ids that
 * are missing, too long or given twice. */
void ids_collect(struct compiler *c);
/* By exact id, or without the prefix of a qualified name ("tns:task").
 * NULL when nobody bears it. */
const struct named *ids_find(const struct compiler *c, struct slice reference);

/* ---- vocabulary.c ---- */

enum word_kind {
    WORD_UNKNOWN,     /* BPMN has no such element */
    WORD_ELEMENT,     /* a flow element that we run */
    WORD_UNSUPPORTED, /* a flow element, or a part of one, that we do not run */
    WORD_FLOW,        /* sequenceFlow */
    WORD_PASSIVE      /* says nothing to the engine: documentation, data, lanes, artifacts */
};

struct word {
    const char *name;
    enum word_kind kind;
    enum bpmn_kind element; /* of WORD_ELEMENT */
};

/* A child of a process or subprocess. */
struct word vocabulary_of_scope(struct slice name);
/* A child of a flow element. */
struct word vocabulary_of_element(struct slice name);
bool vocabulary_is_scope(const struct xml_node *node);
bool vocabulary_is_activity(enum bpmn_kind kind);
/* The kind looks at the conditions of its outgoing flows. */
bool vocabulary_chooses(enum bpmn_kind kind);

/* ---- expression.c ---- */

enum expression_rule {
    EXPRESSION_OR_STATIC,
    EXPRESSION_ONLY /* a text without leading '=' is an error */
};

/* Add the text as an expression of the draft and return its index; BPMN_NONE when it is wrong, and
 * then it has been reported at node. what names it in messages: "the condition". */
uint32_t expression_add(struct draft *d, const struct xml_node *node, struct slice text,
                        enum expression_rule rule, const char *what);
/* The attribute as an expression; BPMN_NONE when it is absent or blank. */
uint32_t expression_of_attribute(struct draft *d, const struct xml_node *node, const char *name,
                                 enum expression_rule rule);
/* A text that the engine supplies itself. */
uint32_t expression_add_static(struct draft *d, const struct xml_node *node, const char *text);
const struct bpmn_expression *draft_expression(const struct draft *d, uint32_t index);
/* True when the expression reads a variable. */
bool expression_has_variables(struct draft *d, uint32_t index);
/* "order.items[1]" no, "order.total" yes: where a mapping may write. */
bool expression_is_path(struct slice text);

/* ---- the readers ---- */

void read_processes(struct compiler *c);
void read_flows(struct draft *d);
void read_elements(struct draft *d);
/* The event definitions of an event element. */
void read_event(struct draft *d, struct draft_element *element);
/* The message of an event definition or receive task into event. */
void read_message(struct draft *d, struct draft_element *element, const struct xml_node *node,
                  struct bpmn_event *event);
/* The message that an event throws, unless it is a job that does. */
void read_thrown_message(struct draft *d, struct draft_element *element,
                         const struct xml_node *node, struct bpmn_event *event);
/* The signal or escalation of an event definition into event. */
void read_signal(struct draft *d, const struct draft_element *element, const struct xml_node *node,
                 struct bpmn_event *event);
void read_escalation(struct draft *d, struct draft_element *element, const struct xml_node *node,
                     struct bpmn_event *event);
/* Date, duration or cycle into event. */
void read_timer(struct draft *d, struct draft_element *element, const struct xml_node *node,
                struct bpmn_event *event);
void read_task(struct draft *d, struct draft_element *element);
/* Its loop marker. */
void read_loop(struct draft *d, struct draft_element *element);
/* Mappings, headers, task definition and all else in the element's zeebe extensions. */
void read_extensions(struct draft *d, struct draft_element *element);
/* The extensionElements of a node, or NULL. */
const struct xml_node *extensions_of(const struct xml_node *node);
/* The zeebe extension of that name of a node, or NULL. */
const struct xml_node *extension_of(const struct xml_node *node, const char *name);

/* ---- the rules ---- */

/* Of the file as a whole: what the standard forbids, whatever an engine makes of it. */
void rules_of_standard(struct compiler *c);
void rules_of_process(struct draft *d);
void rules_of_flows(struct draft *d);
void rules_of_events(struct draft *d);
/* Which handler a compensation boundary event has, and what a throw event compensates; cancel
 * events. Behind rules_of_events. */
void rules_of_compensation(struct draft *d);
/* Which catch event a link goes on at. */
void rules_of_links(struct draft *d);
void rules_of_event_gateways(struct draft *d);
void rules_of_loops(struct draft *d);
/* Warnings about what cannot be meant. */
void rules_of_lint(struct draft *d);
/* The events that multi-instance activities throw; after rules_of_events. */
void rules_of_behavior(struct draft *d);

/* ---- lower_loop.c ---- */

/* Elements, flows and events of the model, each loop with its body. False: the arena is full. */
bool lower_elements_and_flows(const struct draft *d, struct bpmn_process *out);

/* ---- lower.c ---- */

/* The encoded model, in the arena; data NULL when the arena is full. */
struct slice lower_draft(const struct draft *d);

static inline struct draft_element *draft_element(const struct draft *d, uint32_t index)
{
    return (struct draft_element *)d->elements.items + index;
}

static inline struct draft_flow *draft_flow(const struct draft *d, uint32_t index)
{
    return (struct draft_flow *)d->flows.items + index;
}

static inline struct bpmn_event *draft_event(const struct draft *d, uint32_t index)
{
    return (struct bpmn_event *)d->events.items + index;
}

static inline enum bpmn_event_kind draft_event_kind(const struct draft *d,
                                                    const struct draft_element *element)
{
    return element->model.event == BPMN_NONE ? BPMN_EVENT_NONE
                                             : draft_event(d, element->model.event)->kind;
}

/* The start event of an event subprocess: it sees variables, and may or may not interrupt. */
static inline bool draft_is_inner_start(const struct draft *d, const struct draft_element *element)
{
    return element->model.kind == BPMN_START_EVENT &&
           draft_element(d, element->model.scope)->model.kind == BPMN_EVENT_SUB_PROCESS;
}

/* Any other start event: it waits where there are no variables yet. */
static inline bool draft_is_outer_start(const struct draft *d, const struct draft_element *element)
{
    return element->model.kind == BPMN_START_EVENT && !draft_is_inner_start(d, element);
}

#endif
