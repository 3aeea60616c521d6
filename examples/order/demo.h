/* What the parts of the demo share. */
#ifndef EXAMPLES_ORDER_DEMO_H
#define EXAMPLES_ORDER_DEMO_H

#include <baton/client.h>

#include "orders.h"

enum {
    DEMO_WORKERS = 4
};

struct demo {
    struct orders *orders;
    baton_client *client; /* of the main thread */
    baton_worker *workers[DEMO_WORKERS];
    int patience_ms; /* with a server that does not answer, or orders that do not move */
    int log_fd;      /* JSON lines of the jobs done; -1: none */
    bool is_quiet;
};

/* One line of the story: "order <id>: ...". Thread: any. */
__attribute__((format(printf, 3, 4))) void demo_tell(const struct demo *demo, const char *order,
                                                     const char *format, ...);

/* --- work.c: the jobs --- */
bool demo_start_workers(struct demo *demo);
void demo_stop_workers(struct demo *demo);

/* --- people.c: everything that the main thread asks of the server --- */

/* Each tries again while the server is away, and complains and returns false when it said no or
 * patience is at its end. */
bool demo_deploy(struct demo *demo, const char *path);
bool demo_place(struct demo *demo, struct order *order);
bool demo_approve(struct demo *demo, struct order *order);
bool demo_pay(struct demo *demo, struct order *order);
/* The instance has ended, at the end event where it should, once. */
bool demo_has_ended_well(struct demo *demo, const struct order *order);

#endif
