/* Deleting the history of a process instance that has ended. */
#include <inttypes.h>

#include "base/limits.h"
#include "command/commands.h"
#include "row/batch_rows.h"

enum verdict run_delete_instance(struct exec *x)
{
    const struct delete_instance_command *c = &x->command->delete_instance;
    struct batch_row batch;

    /* A batch has its steps below its own key, as an instance has. */
    if (batch_row_get(&x->rows, c->process_instance_key, &batch)) {
        exec_reject(x, STATUS_NOT_FOUND,
                    "Expected to delete process instance with key '%" PRIu64
                    "', but that is a batch operation",
                    c->process_instance_key);
        return V_OK;
    }
    if (element_find(x, c->process_instance_key) != NULL) {
        exec_reject(x, STATUS_WRONG_STATE,
                    "Expected to delete process instance with key '%" PRIu64
                    "', but it has not ended",
                    c->process_instance_key);
        return V_OK;
    }
    step_push(x, (struct step){.kind = STEP_DELETE_HISTORY,
                               .instance_key = c->process_instance_key,
                               .after = c->document_count / LIMIT_DELETE_DOCUMENTS,
                               .flow = BPMN_NONE});
    return V_OK;
}
