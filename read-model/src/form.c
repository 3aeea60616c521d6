/* Which form an id leads to now. */
#include "readmodel/query.h"

enum status readmodel_form_newest(struct readmodel_read *read, struct slice form_id,
                                  struct slice version_tag, struct arena *arena,
                                  struct readmodel_document *out)
{
    const struct readmodel_operand operands[] = {
        {.text = form_id}, {.boolean = false}, {.text = version_tag}};
    const struct readmodel_condition conditions[] = {
        {FIELD_FORM_ID, READMODEL_EQ, &operands[0], 1},
        {FIELD_FORM_IS_DELETED, READMODEL_EQ, &operands[1], 1},
        {FIELD_FORM_VERSION_TAG, READMODEL_EQ, &operands[2], 1}};
    const struct readmodel_sort sort = {.field = FIELD_FORM_VERSION, .descending = true};
    const struct readmodel_query query = {
        .entity = READMODEL_FORM,
        .all = {.conditions = conditions, .condition_count = version_tag.data == NULL ? 2 : 3},
        .sorts = &sort,
        .sort_count = 1,
        .page = {.limit = 1}};
    struct readmodel_result result;

    enum status st = readmodel_search(read, &query, arena, &result);
    if (st != STATUS_OK) {
        return st;
    }
    if (result.count == 0) {
        return STATUS_NOT_FOUND;
    }
    *out = result.documents[0];
    return STATUS_OK;
}
