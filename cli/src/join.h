/* Asking a cluster over HTTP to let a new node in. */
#ifndef CLI_JOIN_H
#define CLI_JOIN_H

#include "node/node.h"

/* ctx: the addresses of nodes, a text with commas (struct node_options.join). Asks until one of
 * them answers for the cluster, for JOIN_MS at most.
 * Errors: STATUS_UNAVAILABLE, and what the cluster says of the request. */
enum status join_ask(void *ctx, struct node_joining *joining, char *message);

#endif
