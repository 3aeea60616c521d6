/* The models that the random log deploys: the files of models/, compiled,
 * in a few versions each. */
#ifndef REPLAY_MODELS_H
#define REPLAY_MODELS_H

#include "base/arena.h"
#include "bpmn/compile.h"
#include "fsm/command.h"

enum {
    MODEL_COUNT = 15,
    MODEL_VARIANTS = 4 /* the word VARIANT of a file becomes v0 to v3 */
};

struct models {
    struct arena arena;
    struct deploy_resource resources[MODEL_COUNT][MODEL_VARIANTS];
    struct deploy_resource decisions[MODEL_VARIANTS]; /* of rates.dmn */
};

/* One file as a deployment has it, in the arena; name and xml are borrowed. False when it does not
 * compile: *compiled tells why. */
bool models_compile(struct arena *arena, struct slice name, struct slice xml,
                    struct deploy_resource *out, struct bpmn_compiled *compiled);

/* Ends the process, with the diagnostics, when a file does not compile. */
void models_init(struct models *models, const char *folder);
void models_deinit(struct models *models);

#endif
