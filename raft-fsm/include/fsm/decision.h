/* A decision as it was evaluated: in results and in the trace alike. */
#ifndef FSM_DECISION_H
#define FSM_DECISION_H

#include <stdint.h>

#include "base/slice.h"

struct decision_evaluated {
    uint64_t key; /* of the decision */
    struct slice id;
    struct slice name;
    int32_t version;
    struct slice type;   /* "DECISION_TABLE" */
    struct slice output; /* any value */
    /* Arrays of objects as the API names them: inputId, inputName, inputValue; ruleId, ruleIndex,
     * evaluatedOutputs. What was looked at is JSON text in them. */
    struct slice inputs;
    struct slice rules;
};

#endif
