#include "store_fault.h"

#include "store_int.h"

void store_fail_after(struct store *store, int64_t calls, enum status status)
{
    store->fault_in_calls = calls;
    store->fault_status = status;
}

int64_t store_fail_left(const struct store *store)
{
    return store->fault_in_calls;
}

enum status store_fault_point(struct store *store)
{
    if (store->fault_in_calls < 0) {
        return STATUS_OK;
    }
    store->fault_in_calls--;
    return store->fault_in_calls < 0 ? store->fault_status : STATUS_OK;
}
