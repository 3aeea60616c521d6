/* The executable model of one process: what the state machine runs.
 *
 * The compiler (bpmn/compile.h) writes it, the log carries it encoded, the state machine loads it
 * once a definition into a read-only cache. References are indexes into the arrays, never pointers
 * between parts; element 0 is the process itself. Everything that a loaded model points to lives in
 * the arena it was loaded into. Numbers of enums are part of the encoded form: add, never renumber.
 *
 * Thread: read-only after loading, may be shared. */
#ifndef BPMN_MODEL_H
#define BPMN_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/slice.h"
#include "base/status.h"
#include "feel/feel.h"

#define BPMN_NONE UINT32_MAX

enum bpmn_kind {
    BPMN_PROCESS = 1,
    BPMN_SUB_PROCESS = 2,
    BPMN_EVENT_SUB_PROCESS = 3,
    BPMN_MULTI_INSTANCE_BODY = 8, /* around an activity that runs once for each item ... */
    BPMN_STANDARD_LOOP_BODY = 9,  /* ... or for as long as a condition holds */
    BPMN_START_EVENT = 10,
    BPMN_INTERMEDIATE_CATCH_EVENT = 11,
    BPMN_INTERMEDIATE_THROW_EVENT = 12,
    BPMN_BOUNDARY_EVENT = 13,
    BPMN_END_EVENT = 14,
    BPMN_TASK = 20,
    BPMN_MANUAL_TASK = 21,
    BPMN_SERVICE_TASK = 22,
    BPMN_SEND_TASK = 23,
    BPMN_USER_TASK = 24,
    BPMN_RECEIVE_TASK = 25,
    BPMN_SCRIPT_TASK = 26,
    BPMN_BUSINESS_RULE_TASK = 27,
    BPMN_CALL_ACTIVITY = 28,
    BPMN_EXCLUSIVE_GATEWAY = 40,
    BPMN_PARALLEL_GATEWAY = 41,
    BPMN_INCLUSIVE_GATEWAY = 42,
    BPMN_EVENT_BASED_GATEWAY = 43
};

enum bpmn_event_kind {
    BPMN_EVENT_NONE = 0,
    BPMN_EVENT_MESSAGE = 1,
    BPMN_EVENT_TIMER = 2,
    BPMN_EVENT_ERROR = 3,
    BPMN_EVENT_TERMINATE = 4,
    BPMN_EVENT_LINK = 5,
    BPMN_EVENT_SIGNAL = 6,
    BPMN_EVENT_ESCALATION = 7,
    BPMN_EVENT_COMPENSATION = 8,
    BPMN_EVENT_CANCEL = 9, /* of a transaction, which is a subprocess otherwise */
    BPMN_EVENT_CONDITIONAL = 10
};

enum bpmn_timer_kind {
    BPMN_TIMER_DATE = 1,
    BPMN_TIMER_DURATION = 2,
    BPMN_TIMER_CYCLE = 3
};

/* Which version of what is named counts. */
enum bpmn_binding {
    BPMN_BINDING_LATEST = 1,
    BPMN_BINDING_DEPLOYMENT = 2, /* the one that was deployed with the process */
    BPMN_BINDING_VERSION_TAG = 3 /* the newest one that bears the tag */
};

/* "=amount > 100" is a FEEL expression, anything else a static text. */
struct bpmn_expression {
    struct slice text; /* without the '=' */
    bool is_static;
    uint32_t line;                        /* of the XML, for incidents and diagnostics */
    const struct feel_expression *parsed; /* NULL when static */
};

struct bpmn_event {
    enum bpmn_event_kind kind; /* never BPMN_EVENT_NONE: an element without one has none */
    /* message */
    uint32_t message_name;    /* expression; BPMN_NONE: thrown by a job */
    uint32_t correlation_key; /* expression or BPMN_NONE (start events of processes; thrown) */
    uint32_t message_id;      /* thrown: expression or BPMN_NONE */
    uint32_t time_to_live;    /* thrown: expression or BPMN_NONE */
    /* timer */
    enum bpmn_timer_kind timer_kind;
    uint32_t timer; /* expression */
    /* error */
    bool has_error_code; /* false at a boundary: catches every error */
    struct slice error_code;
    /* link */
    uint32_t link_target; /* throw: the catch event it goes on at; catch: BPMN_NONE */
    /* signal */
    uint32_t signal_name; /* expression */
    /* escalation */
    uint32_t escalation_code; /* expression; of a catch: static, or BPMN_NONE for every one */
    /* compensation */
    uint32_t compensation; /* throw: the activity, or BPMN_NONE for all; boundary: its handler */
    /* conditional */
    uint32_t condition; /* expression */
};

struct bpmn_flow {
    struct slice id;
    struct slice name;
    uint32_t source;
    uint32_t target;
    uint32_t condition; /* expression or BPMN_NONE */
};

/* zeebe:input and zeebe:output */
struct bpmn_mapping {
    uint32_t source;     /* expression */
    struct slice target; /* dotted path */
};

struct bpmn_header {
    struct slice key;
    struct slice value;
};

/* A run of indexes into one of the process's index arrays or of consecutive items. */
struct bpmn_range {
    uint32_t first;
    uint32_t count;
};

/* When the body of a multi-instance activity throws an event (BPMN 2.0.2, 10.3.8). */
enum bpmn_loop_behavior {
    BPMN_LOOP_ALL = 0,    /* never: all instances are waited for */
    BPMN_LOOP_NONE = 1,   /* whenever an instance has completed */
    BPMN_LOOP_ONE = 2,    /* when the first has */
    BPMN_LOOP_COMPLEX = 3 /* whenever one has and a condition holds */
};

/* What is thrown: a boundary event of the body catches it. */
struct bpmn_loop_event {
    uint32_t condition; /* expression; BPMN_NONE but for BPMN_LOOP_COMPLEX */
    uint32_t boundary;  /* element */
};

/* How often the activity in a loop body runs. Expressions or BPMN_NONE; names have data NULL when
 * absent. */
struct bpmn_loop {
    /* multi-instance */
    bool is_sequential;
    uint32_t input_collection; /* comes before the cardinality */
    uint32_t cardinality;
    struct slice input_element;
    struct slice output_collection;
    uint32_t output_element;      /* with an output collection alone */
    struct slice output_variable; /* what the output element reads is local to each instance */
    uint32_t completion_condition;
    enum bpmn_loop_behavior behavior;
    const struct bpmn_loop_event *events; /* one, or with BPMN_LOOP_COMPLEX any number */
    uint32_t event_count;
    /* standard loop */
    bool tests_before; /* the condition, else behind each run */
    uint32_t condition;
    uint32_t maximum; /* runs */
};

struct bpmn_element {
    enum bpmn_kind kind;
    uint32_t index; /* of itself */
    struct slice id;
    struct slice name; /* data NULL when there is none */
    uint32_t scope;    /* element that holds it; BPMN_NONE for the process */
    uint32_t line;     /* of the XML */

    struct bpmn_range outgoing;     /* in process->flow_refs: flows in document order */
    struct bpmn_range incoming;     /* in process->flow_refs */
    struct bpmn_range children;     /* in process->element_refs: elements whose scope this is */
    struct bpmn_range boundaries;   /* in process->element_refs: boundary events attached to it */
    struct bpmn_range inner_starts; /* in process->element_refs: a scope's event subprocesses, by
                                       their start events */
    uint32_t default_flow;          /* flow or BPMN_NONE */
    uint32_t none_start;            /* process, subprocess: its none start event or BPMN_NONE;
                                       event subprocess: its one start event */
    bool has_inclusive_joins;       /* process, subprocess: tokens may wait in it for others */

    /* events, receive task */
    uint32_t event;       /* in process->events; BPMN_NONE for none events and all others */
    uint32_t attached_to; /* boundary event: its activity */
    bool interrupting;    /* boundary event, start event of an event subprocess */

    /* loop body: it has the id, flows and boundary events of its activity, which is all that it
     * holds and has the same id */
    struct bpmn_loop loop;

    /* data */
    struct bpmn_range inputs;  /* in process->mappings */
    struct bpmn_range outputs; /* in process->mappings */
    struct bpmn_range headers; /* in process->headers */

    /* job: service, send, script and business rule task with a task definition,
     * user task without zeebe:userTask */
    uint32_t job_type;     /* expression or BPMN_NONE: no job */
    uint32_t job_retries;  /* expression or BPMN_NONE: 3 */
    uint32_t job_priority; /* expression or BPMN_NONE: the process's or 0 */

    /* script task in place */
    uint32_t script;              /* expression or BPMN_NONE */
    struct slice result_variable; /* of business rule tasks, too */

    /* business rule task in place */
    uint32_t called_decision; /* expression: the id of the decision; or BPMN_NONE */
    enum bpmn_binding decision_binding;
    uint32_t decision_version_tag; /* expression; with BPMN_BINDING_VERSION_TAG alone */

    /* call activity */
    uint32_t called_process; /* expression: the id of the process */
    enum bpmn_binding called_binding;
    uint32_t called_version_tag; /* expression; with BPMN_BINDING_VERSION_TAG alone */
    bool gives_all_variables;    /* the called process sees what its caller sees */
    bool takes_all_variables;    /* the caller gets what the called process leaves */

    /* user task managed by the engine (zeebe:userTask); expressions or BPMN_NONE */
    bool is_managed_user_task;
    uint32_t assignee;
    uint32_t candidate_users;
    uint32_t candidate_groups;
    uint32_t due_date;
    uint32_t follow_up_date;
    uint32_t priority;

    /* what people fill in: user task, none start event of the process */
    uint32_t form_id; /* expression or BPMN_NONE: no form that is deployed by itself */
    enum bpmn_binding form_binding;
    uint32_t form_version_tag;        /* expression, with BPMN_BINDING_VERSION_TAG; or BPMN_NONE */
    uint32_t external_form_reference; /* expression or BPMN_NONE */
    struct slice form_key;            /* embedded form; data NULL when absent */
};

struct bpmn_process {
    struct slice id;
    struct slice name;
    struct slice version_tag;
    uint32_t element_count;
    uint32_t flow_count;
    uint32_t event_count;
    uint32_t mapping_count;
    uint32_t header_count;
    uint32_t expression_count;
    uint32_t element_ref_count;
    uint32_t flow_ref_count;
    bool has_compensation; /* some event in it is one of compensation */
    bool has_conditions;   /* some event in it is conditional */
    const struct bpmn_element *elements;
    const struct bpmn_flow *flows;
    const struct bpmn_event *events;
    const struct bpmn_mapping *mappings;
    const struct bpmn_header *headers;
    const struct bpmn_expression *expressions;
    const uint32_t *element_refs;
    const uint32_t *flow_refs;
};

/* Append the encoded form: byte order and field order fixed, versioned, equal models give equal
 * bytes. */
void bpmn_process_encode(const struct bpmn_process *process, struct buffer *out);

/* Decode, verify (every index in range, every string inside, every kind known, scopes form a tree)
 * and parse the expressions, all into the arena; bytes may go away after. Errors: STATUS_MALFORMED
 * for anything that bpmn_process_encode cannot have written; STATUS_LIMIT. */
enum status bpmn_process_load(struct arena *arena, struct slice bytes,
                              const struct bpmn_process **out) NODISCARD;

/* Fill in all that follows from the rest: index, outgoing, incoming, children, boundaries,
 * inner_starts, none_start and has_inclusive_joins of each element, has_compensation,
 * has_conditions, and the two arrays of references. For who builds a model by hand; a loaded model
 * has it. elements is process->elements, writable. scope, attached_to and the ends of flows must be
 * in range and an element must stand behind its scope. Errors: STATUS_LIMIT (arena ceiling). */
enum status bpmn_process_link(struct arena *arena, struct bpmn_process *process,
                              struct bpmn_element *elements) NODISCARD;

/* A bpmn_element whose references all say BPMN_NONE, for builders. */
struct bpmn_element bpmn_element_blank(enum bpmn_kind kind, struct slice id, uint32_t scope);

/* BPMN_EVENT_NONE when the element has no event definition. */
enum bpmn_event_kind bpmn_event_kind_of(const struct bpmn_process *process,
                                        const struct bpmn_element *element);

/* The start event of an event subprocess. */
bool bpmn_starts_event_sub_process(const struct bpmn_process *process,
                                   const struct bpmn_element *element);

/* The element stands behind an event-based gateway, which waits for its event in its place: it
 * begins when that has come. */
bool bpmn_follows_event_gateway(const struct bpmn_process *process,
                                const struct bpmn_element *element);

/* Throw and end events. */
static inline bool bpmn_throws(const struct bpmn_element *element)
{
    return element->kind == BPMN_INTERMEDIATE_THROW_EVENT || element->kind == BPMN_END_EVENT;
}

/* The element is the body of a loop; its activity stands right behind it. */
bool bpmn_is_loop_body(const struct bpmn_element *element);
/* The element is the activity of a loop: one instance of it. */
bool bpmn_is_looped(const struct bpmn_process *process, const struct bpmn_element *element);

/* The element with that id, of a loop the body; or NULL. */
const struct bpmn_element *bpmn_find_element(const struct bpmn_process *process, struct slice id);

/* "SERVICE_TASK": the element type as the REST API spells it. */
const char *bpmn_kind_name(enum bpmn_kind kind);

#endif
