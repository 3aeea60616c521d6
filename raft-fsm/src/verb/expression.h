/* Evaluating the expressions of a model, and saying clearly what a result should have been.
 *
 * Every function here gives V_OK, V_INCIDENT (EXTRACT_VALUE_ERROR unless the caller says otherwise)
 * or V_FAULT. Results live as long as the command. */
#ifndef FSM_EXPRESSION_H
#define FSM_EXPRESSION_H

#include "engine/exec.h"

/* Names that are known besides the variables: what earlier mappings gave. */
struct named_value {
    struct slice name;
    struct slice value;
};

struct surroundings {
    const struct element_row *scope; /* variables from here outwards; NULL: none */
    const struct named_value *extra; /* seen before the variables */
    uint32_t extra_count;
};

struct outcome {
    enum feel_type type;
    struct slice value;
    struct slice text;     /* the expression's, for messages */
    struct slice warnings; /* one a line, empty when there were none */
};

/* on_failure: the incident when the evaluation as a whole fails (assert, budget). */
enum verdict expression_evaluate(struct exec *x, const struct bpmn_expression *expression,
                                 const struct surroundings *around, enum incident_type on_failure,
                                 struct outcome *out) NODISCARD;
/* V_INCIDENT: "Expected result of the expression 'e' to be 'STRING', but was 'NULL'." */
enum verdict expression_mismatch(struct exec *x, const struct outcome *outcome,
                                 const char *wanted) NODISCARD;
/* What the expressions of one step have left of what a command may spend; 1 is too few for any. */
uint64_t expression_steps_left(const struct exec *x);
/* The seed of an evaluation: of something that is there once, a time, and a number of it. */
struct hash128 expression_seed(uint64_t key, int64_t at_ms, uint64_t number);
const char *expression_type_name(enum feel_type type);

/* A text, where there is no element to see the variables of, or another than one's own. */
enum verdict expression_string_in(struct exec *x, const struct bpmn_expression *expression,
                                  const struct surroundings *around, struct slice *out) NODISCARD;

/* The key of a message: a text, or a number as text. */
enum verdict expression_correlation_key(struct exec *x, const struct bpmn_expression *expression,
                                        const struct surroundings *around,
                                        struct slice *out) NODISCARD;

/* The expressions of an element, by index, evaluated with the element's variables. */
enum verdict expression_string(struct exec *x, const struct element_row *row, uint32_t expression,
                               struct slice *out) NODISCARD;
/* data NULL for null. */
enum verdict expression_string_or_null(struct exec *x, const struct element_row *row,
                                       uint32_t expression, struct slice *out) NODISCARD;
enum verdict expression_int32(struct exec *x, const struct element_row *row, uint32_t expression,
                              int32_t *out) NODISCARD;
enum verdict expression_boolean(struct exec *x, const struct element_row *row, uint32_t expression,
                                bool *out) NODISCARD;
/* What an evaluation has given, as a boolean. */
enum verdict expression_boolean_of(struct exec *x, const struct outcome *outcome,
                                   bool *out) NODISCARD;
/* The condition of a sequence flow; one without a condition holds. */
enum verdict expression_flow_holds(struct exec *x, const struct element_row *row, uint32_t flow,
                                   bool *out) NODISCARD;

/* Text of a string or a number value; false for any other. */
bool value_as_text(struct exec *x, struct slice value, struct slice *out);
/* A whole number in range; false for any other. */
bool value_as_int32(struct slice value, int32_t *out);

#endif
