/* Planted bug: entries are called stored as soon as they are queued, so they are applied and
 * acknowledged before they are on the medium. Linked over the real function with --wrap, in a
 * program of its own. */
#include "log.h"

bool __real_entry_log_take_stored(struct entry_log *log, uint64_t *stored_index) NODISCARD;
bool __wrap_entry_log_take_stored(struct entry_log *log, uint64_t *stored_index) NODISCARD;

bool __wrap_entry_log_take_stored(struct entry_log *log, uint64_t *stored_index)
{
    bool taken = __real_entry_log_take_stored(log, stored_index);

    if (taken) {
        *stored_index = log->last_index;
    }
    return taken;
}
