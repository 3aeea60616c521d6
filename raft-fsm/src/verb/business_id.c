#include "verb/business_id.h"

#include <inttypes.h>

#include "base/limits.h"
#include "row/business_id_rows.h"
#include "verb/element_search.h"
#include "verb/instance.h"

bool business_id_is_taken(struct exec *x, const struct definition *definition,
                          struct slice business_id)
{
    struct business_id_name name = {.tenant = definition->tenant,
                                    .process_id = definition->process_id,
                                    .business_id = business_id};

    return business_id.size > 0 && business_id_find(&x->rows, &name) != 0;
}

static bool refuse(struct exec *x, const struct element_row *root, const char *why)
{
    exec_reject(x, STATUS_WRONG_STATE,
                "Expected to assign a business id to process instance with key '%" PRIu64
                "', but %s",
                root->key, why);
    return false;
}

/* What repeats the business id of its instance: elements do not. */
static void tell(struct exec *x, const struct element_row *row)
{
    if (row->job_key != 0) {
        trace_naming(x, row, element_model(row)->is_managed_user_task ? TRACE_USER_TASK : TRACE_JOB,
                     row->job_key);
    }
    for (uint32_t i = 0; i < row->subscription_count; i++) {
        if (row->subscriptions[i].kind == SUBSCRIPTION_MESSAGE) {
            trace_naming(x, row, TRACE_SUBSCRIPTION, row->subscriptions[i].key);
        }
    }
}

bool business_id_assign(struct exec *x, struct element_row *root, struct slice business_id,
                        bool must_be_unique)
{
    struct element_list living = {.count = 0};

    if (slice_equal(root->instance.business_id, business_id)) {
        return true;
    }
    if (root->instance.business_id.data != NULL) {
        return refuse(x, root, "it has one already");
    }
    if (must_be_unique) {
        return refuse(x, root,
                      "business ids are unique here and given when an instance begins only");
    }
    if (!elements_living(x, root, LIMIT_MIGRATE_ELEMENTS, &living)) {
        return living.count > LIMIT_MIGRATE_ELEMENTS
                   ? refuse(x, root, "it has too many active element instances")
                   : false;
    }

    instance_name(x, root, business_id);
    trace_instance(x, root, INSTANCE_ACTIVE);
    for (uint32_t i = 0; i < living.count; i++) {
        tell(x, living.rows[i]);
    }
    return true;
}
