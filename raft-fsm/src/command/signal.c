/* Broadcasting a signal from outside. */
#include "verb/signal.h"
#include "command/commands.h"

enum verdict run_broadcast_signal(struct exec *x)
{
    const struct broadcast_signal_command *c = &x->command->broadcast_signal;
    struct signal_row signal = {
        .tenant = x->command->tenant, .name = c->name, .variables = c->variables};

    x->result.broadcast_signal.signal_key = signal_broadcast(x, &signal);
    return V_OK;
}
