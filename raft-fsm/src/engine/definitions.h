/* The cache of loaded models: read-only, one arena a definition.
 *
 * A definition enters it only from a row of the store, when the command that deployed it has
 * succeeded, and a turn that is given up drops the whole cache: a key that goes back to the counter
 * may later name another model; so does a command that deleted one, when it has succeeded. Nothing
 * is evicted while a command runs. */
#ifndef FSM_DEFINITIONS_H
#define FSM_DEFINITIONS_H

#include "bpmn/model.h"
#include "dmn/dmn.h"
#include "row/rows.h"

enum {
    DEFINITIONS_MAX = 1024 /* models kept loaded; then, or above LIMIT_MODELS_BYTES, all go */
};

struct definition {
    uint64_t key;
    uint64_t deployment_key;
    struct slice tenant;
    struct slice process_id;
    int32_t version;
    struct slice name;
    struct slice version_tag;
    bool is_draining; /* deleted: nothing may start it */
    const struct bpmn_process *process;
    struct arena arena; /* all of it, this struct too */
    struct definition *next;
};

/* A loaded unit of decisions. */
struct decision_unit {
    uint64_t key;
    const struct dmn_unit *unit;
    struct arena arena; /* all of it, this struct too */
    struct decision_unit *next;
};

struct definitions {
    struct definition *slots[DEFINITIONS_MAX];
    struct decision_unit *units; /* the one that was loaded last comes first */
    uint32_t count;              /* of both */
    size_t bytes;                /* of all their arenas */
};

void definitions_init(struct definitions *cache);
void definitions_drop(struct definitions *cache);
/* Make room before a command runs. */
void definitions_trim(struct definitions *cache);
/* NULL when there is no such definition (or on a sticky fault). Valid until the command ends. */
const struct definition *definitions_get(struct definitions *cache, struct rows *rows,
                                         uint64_t key);
/* The same for a unit of decisions. */
const struct dmn_unit *definitions_get_unit(struct definitions *cache, struct rows *rows,
                                            uint64_t key);

#endif
