/* From a draft without errors to the model that is deployed. */
#include "base/limits.h"
#include "compiler_int.h"

static struct slice encode(struct arena *arena, const struct bpmn_process *process)
{
    struct buffer bytes;
    struct slice copy = SLICE_EMPTY;

    buffer_init(&bytes, LIMIT_DEPLOYMENT_BYTES);
    bpmn_process_encode(process, &bytes);
    if (!bytes.failed) {
        copy = arena_copy(arena, buffer_slice(&bytes));
    }
    buffer_deinit(&bytes);
    return copy;
}

struct slice lower_draft(const struct draft *d)
{
    struct bpmn_process process = {
        .id = xml_attribute(d->xml, "id"),
        .name = xml_attribute(d->xml, "name"),
        .version_tag = d->version_tag,
        .mapping_count = d->mappings.count,
        .header_count = d->headers.count,
        .expression_count = d->expressions.count,
        .mappings = d->mappings.items,
        .headers = d->headers.items,
        .expressions = d->expressions.items,
    };

    return lower_elements_and_flows(d, &process) ? encode(d->compiler->arena, &process)
                                                 : SLICE_EMPTY;
}
