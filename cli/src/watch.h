/* Looking again and again: `watch`, and `list --watch`. */
#ifndef CLI_WATCH_H
#define CLI_WATCH_H

#include "cli.h"
#include "output.h"
#include "search.h"

/* On a terminal the table is drawn anew each time, anywhere else what is new, changed or gone is a
 * line. Ends on Ctrl-C. Returns an exit code. */
int watch_run(struct search *search, struct output *output);

#endif
