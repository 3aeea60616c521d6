#include "command/commands.h"

#include <inttypes.h>

bool instance_admit(struct exec *x, uint64_t instance_key)
{
    if (banned_row_get(&x->rows, instance_key)) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to work on process instance with key '%" PRIu64
                    "', but it is banned after an internal error",
                    instance_key);
        return false;
    }
    x->acting_instance = instance_key;
    return true;
}
