/* The kinds of elements, one file each. engine/elements.h says what their functions do. */
#ifndef FSM_ELEMENT_KINDS_H
#define FSM_ELEMENT_KINDS_H

#include "engine/elements.h"

extern const struct element_ops container_ops;
extern const struct element_ops start_event_ops;
extern const struct element_ops pass_ops;
extern const struct element_ops boundary_event_ops;
extern const struct element_ops catch_ops;
extern const struct element_ops throw_event_ops;
extern const struct element_ops end_event_ops;
extern const struct element_ops job_task_ops;
extern const struct element_ops user_task_ops;
extern const struct element_ops script_task_ops;
extern const struct element_ops decision_task_ops;
extern const struct element_ops call_activity_ops;
extern const struct element_ops exclusive_gateway_ops;
extern const struct element_ops parallel_gateway_ops;
extern const struct element_ops event_gateway_ops;
extern const struct element_ops inclusive_gateway_ops;
extern const struct element_ops multi_instance_ops;
extern const struct element_ops standard_loop_ops;

/* --- pass.c --- */
/* element_pass, and then the element's result as its payload. */
enum verdict element_pass_with(struct exec *x, struct element_row *row,
                               struct slice result) NODISCARD;

#endif
