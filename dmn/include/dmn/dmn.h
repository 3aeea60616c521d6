/* Executable decision models (DMN 1.5): a unit is what was compiled together from one or more files
 * that import each other.
 *
 * A unit is loaded from its encoded form (dmn/compile.h makes it), which is suspected in every
 * byte, and is read-only afterwards: it may be shared by threads and evaluated any number of times.
 * Evaluation is FEEL's: nothing throws, what goes wrong is null and a warning, a spent budget or a
 * failed assert() makes the evaluation as a whole fail. Deterministic to the byte. */
#ifndef DMN_DMN_H
#define DMN_DMN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/slice.h"
#include "base/status.h"
#include "feel/feel.h"

struct dmn_unit;

enum dmn_logic {
    DMN_LOGIC_TABLE,
    DMN_LOGIC_LITERAL,
    DMN_LOGIC_OTHER /* another boxed expression, none, or a service */
};

/* Something that can be evaluated. */
struct dmn_decision {
    struct slice id;
    struct slice name;
    struct slice version_tag; /* data NULL: none */
    struct slice model_id;    /* of its definitions */
    struct slice model_name;
    uint32_t model;  /* place of its file within the unit */
    bool is_service; /* a decision service */
    enum dmn_logic logic;
};

/* The definitions of one file. */
struct dmn_model {
    struct slice id;
    struct slice name;
    bool has_imports; /* it may mean something else beside other files */
};

/* --- what an evaluation looked at --- */

struct dmn_recorded_value {
    struct slice id;    /* of the clause; empty: none */
    struct slice name;  /* its label, else its expression or name */
    struct slice value; /* MessagePack */
};

struct dmn_recorded_rule {
    struct slice id; /* empty: none */
    uint32_t place;  /* 1-based */
    const struct dmn_recorded_value *outputs;
    uint32_t output_count;
};

/* A decision that was evaluated; of a decision table its inputs and the rules that matched. */
struct dmn_recorded {
    uint32_t place;      /* dmn_decision_at */
    struct slice output; /* MessagePack */
    const struct dmn_recorded_value *inputs;
    uint32_t input_count;
    const struct dmn_recorded_rule *rules;
    uint32_t rule_count;
};

/* Decisions in the order in which they were done: what is required comes first. What a decision
 * service evaluates when it is called as a function is not among them. */
struct dmn_record {
    struct dmn_recorded *items;
    uint32_t count;
    bool has_failed; /* and where: */
    uint32_t failed_place;
};

/* Everything is made in the arena, which must outlive the unit; encoded is borrowed as long.
 * Errors: STATUS_CORRUPT (not what dmn_compile writes), STATUS_LIMIT (arena). */
enum status dmn_load(struct arena *arena, struct slice encoded,
                     const struct dmn_unit **out) NODISCARD;

/* Decisions of all files in document order, then the services of each. */
uint32_t dmn_decision_count(const struct dmn_unit *unit);
struct dmn_decision dmn_decision_at(const struct dmn_unit *unit, uint32_t place);
uint32_t dmn_model_count(const struct dmn_unit *unit);
struct dmn_model dmn_model_at(const struct dmn_unit *unit, uint32_t model);
/* Of the unit's first file by id, or else by name; false when there is none. */
bool dmn_decision_find(const struct dmn_unit *unit, struct slice id_or_name, uint32_t *out);

/* Evaluate a decision, or a service, and what it requires. environment->find is asked for inputs by
 * name; a value under the name of a required decision stands in for its logic. environment->input
 * is not used. Everything made lies in the arena. Errors: none but faults, as feel_evaluate. */
enum status dmn_evaluate(const struct dmn_unit *unit, uint32_t place,
                         const struct feel_environment *environment, struct arena *arena,
                         struct feel_result *out) NODISCARD;

/* The same, and what it looked at; *record lies in the arena, too. */
enum status dmn_evaluate_recorded(const struct dmn_unit *unit, uint32_t place,
                                  const struct feel_environment *environment, struct arena *arena,
                                  struct feel_result *out, struct dmn_record *record) NODISCARD;

#endif
