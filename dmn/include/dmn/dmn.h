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

/* Something that can be evaluated. */
struct dmn_decision {
    struct slice id;
    struct slice name;
    struct slice model_id; /* of its definitions */
    struct slice model_name;
    uint32_t model;  /* place of its file within the unit */
    bool is_service; /* a decision service */
};

/* Everything is made in the arena, which must outlive the unit; encoded is borrowed as long.
 * Errors: STATUS_CORRUPT (not what dmn_compile writes), STATUS_LIMIT (arena). */
enum status dmn_load(struct arena *arena, struct slice encoded,
                     const struct dmn_unit **out) NODISCARD;

/* Decisions of all files in document order, then the services of each. */
uint32_t dmn_decision_count(const struct dmn_unit *unit);
struct dmn_decision dmn_decision_at(const struct dmn_unit *unit, uint32_t place);
/* Of the unit's first file by id, or else by name; false when there is none. */
bool dmn_decision_find(const struct dmn_unit *unit, struct slice id_or_name, uint32_t *out);

/* Evaluate a decision, or a service, and what it requires. environment->find is asked for inputs by
 * name; a value under the name of a required decision stands in for its logic. environment->input
 * is not used. Everything made lies in the arena. Errors: none but faults, as feel_evaluate. */
enum status dmn_evaluate(const struct dmn_unit *unit, uint32_t place,
                         const struct feel_environment *environment, struct arena *arena,
                         struct feel_result *out) NODISCARD;

#endif
