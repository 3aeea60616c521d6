/* A model made by hand that uses every part of the encoded form: service task with mappings,
 * headers and an error boundary, gateway with condition and default, user task, receive task in a
 * subprocess with a timer boundary, terminate end. */
#ifndef MODEL_FIXTURE_H
#define MODEL_FIXTURE_H

#include "bpmn/model.h"

struct bpmn_process *model_fixture(struct arena *arena);

#endif
