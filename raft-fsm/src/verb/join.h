/* Joins: tokens that wait at a gateway with several incoming flows. */
#ifndef FSM_JOIN_H
#define FSM_JOIN_H

#include "engine/exec.h"

/* The `admit` of gateways that join (engine/elements.h). The token is counted by its flow; when
 * every incoming flow has one the counts drop by one each and the gateway fires. What is left over
 * waits for the next round. */
bool join_admit(struct exec *x, const struct bpmn_element *e, struct element_row *scope,
                uint32_t flow);
/* Fire every inclusive join of the scope that has tokens and waits for no other. While a token is
 * on its way nothing is decided: it asks again when it has arrived. */
void joins_fire(struct exec *x, struct element_row *scope);

#endif
