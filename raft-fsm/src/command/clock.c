/* The clocks, and history that may go. What engine time has reached is done by the TICK that
 * follows. */
#include "command/commands.h"

static enum verdict pin_clock(struct exec *x)
{
    int64_t timestamp_ms = x->command->pin_clock.timestamp_ms;

    if (timestamp_ms < 0) {
        exec_reject(x, STATUS_INVALID_ARGUMENT,
                    "Expected to pin the clock to a timestamp that is not negative");
        return V_OK;
    }
    x->meta.clock.pinned = true;
    x->meta.clock.pinned_ms = timestamp_ms;
    return V_OK;
}

static enum verdict reset_clock(struct exec *x)
{
    x->meta.clock.pinned = false;
    x->meta.clock.pinned_ms = 0;
    x->meta.clock.offset_ms = 0;
    return V_OK;
}

enum verdict run_clock(struct exec *x)
{
    return x->command->type == COMMAND_PIN_CLOCK ? pin_clock(x) : reset_clock(x);
}

enum verdict run_purge(struct exec *x)
{
    trace_purge(x, x->command->purge.before_ms, x->command->purge.limit);
    return V_OK;
}
