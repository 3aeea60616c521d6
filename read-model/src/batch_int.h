/* What one trace touches: each entity once, with the last that was said of it. */
#ifndef READMODEL_BATCH_INT_H
#define READMODEL_BATCH_INT_H

#include "base/arena.h"
#include "base/status.h"
#include "fsm/trace.h"
#include "readmodel/schema.h"

/* An incident is told by its own event only; the element's document learns of it here. */
enum incident_patch {
    PATCH_NONE,
    PATCH_SET,
    PATCH_CLEAR /* if it is still this one */
};

struct pending {
    enum readmodel_entity entity;
    uint64_t key;
    uint64_t instance;               /* process instance, 0: none */
    const struct trace_event *event; /* the last one; NULL: only patched */
    const struct trace_event *timer; /* of an element: the next that it waits for */
    enum incident_patch patch;
    uint64_t patch_incident;
    /* of a process instance: its new members, a run in the list of all */
    uint32_t member_from;
    uint32_t member_count;
    bool holds_flows; /* of a process instance: its flows are in its row */
};

/* A sequence flow that an instance took. */
struct flow_taken {
    uint64_t instance;
    struct slice id;
};

struct batch {
    uint64_t index;        /* of the log entry */
    struct pending *items; /* in order of first mention */
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots; /* open addressing: index in items + 1; 0: free */
    uint32_t slot_mask;
    const struct trace_event *purge;    /* NULL: none */
    const struct trace_event *deletion; /* NULL: none */
    struct flow_taken *flows;           /* by instance and id, each once */
    uint32_t flow_count;
};

/* The flows of one instance. */
struct flow_run {
    const struct flow_taken *flows;
    uint32_t count;
};

/* Errors: STATUS_NO_MEMORY (the arena's ceiling). */
enum status batch_gather(struct batch *batch, const struct trace *trace,
                         struct arena *arena) NODISCARD;
/* NULL when the trace does not touch it. */
struct pending *batch_find(const struct batch *batch, enum readmodel_entity entity, uint64_t key);
struct flow_run batch_flows(const struct batch *batch, uint64_t instance);

#endif
