/* What the parts of a deployment share. */
#ifndef FSM_DEPLOY_INT_H
#define FSM_DEPLOY_INT_H

#include "engine/exec.h"
#include "row/decision_rows.h"
#include "row/resource_rows.h"

/* --- deploy.c --- */
/* Add a line to the errors, each after a newline. */
void deploy_error(struct exec *x, struct slice *errors, const struct deploy_resource *resource,
                  struct slice reason);
/* No version comes twice, deleted ones included. */
int32_t deploy_version_after(struct exec *x, enum resource_kind kind, struct slice id,
                             int32_t newest);

/* --- delete_resource.c --- */
/* The row of what was deployed goes; its number does not come again. */
void resource_version_delete(struct exec *x, const struct resource_row *row);

/* --- deploy_decisions.c --- */
struct planned_decision {
    struct resource_row row;
    uint32_t place; /* in the unit */
};

struct planned_file {
    struct resource_row row;
    const struct deploy_resource *resource;
    struct slice name;
    bool is_unchanged;                  /* row is the newest version's */
    struct planned_decision *decisions; /* in the order of the unit */
    uint32_t decision_count;
};

struct decision_plan {
    struct slice encoded; /* the unit */
    const struct dmn_unit *unit;
    struct planned_file *files;
    uint32_t file_count;
    uint32_t decision_count; /* of all files */
};

/* Find out what the DMN files of the command hold and what of it is new. */
enum verdict decisions_plan(struct exec *x, struct decision_plan *plan,
                            struct slice *errors) NODISCARD;
bool decisions_are_new(const struct decision_plan *plan);
/* What a process is bound to by deployment is what it was in that deployment. */
bool decisions_are_unchanged(struct exec *x, const struct decision_plan *plan,
                             uint64_t deployment_key);
enum verdict decisions_put(struct exec *x, struct decision_plan *plan,
                           uint64_t deployment_key) NODISCARD;
/* Append decisions and then files to the answer. */
enum verdict decisions_tell(struct exec *x, const struct decision_plan *plan,
                            struct deploy_result *result) NODISCARD;
/* A file goes with its decisions. */
void decisions_delete(struct exec *x, const struct resource_row *file);

#endif
