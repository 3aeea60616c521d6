#include "job_result_int.h"

#include "base/limits.h"
#include "body_int.h"
#include "body_list.h"
#include "request_int.h"
#include "value/value.h"

/* Nothing reads it: the fields need a place to go to. */
struct job_result {
    int type;
    bool flag;
    struct slice note;
    struct slice variables;
    struct slice elements;
    struct field_texts texts;
    int32_t priority;
};

static const char *const result_types[] = {"userTask", "adHocSubProcess", NULL};

enum {
    RESULT_OF_USER_TASK,
    RESULT_OF_AD_HOC
};

#define IN_RESULT(member) .offset = offsetof(struct job_result, member)

static const struct field correction_fields[] = {
    {.name = "assignee", .kind = FIELD_NOTE},
    {.name = "dueDate", .kind = FIELD_DATE, IN_RESULT(note)},
    {.name = "followUpDate", .kind = FIELD_DATE, IN_RESULT(note)},
    {.name = "candidateUsers", .kind = FIELD_TEXTS, IN_RESULT(texts)},
    {.name = "candidateGroups", .kind = FIELD_TEXTS, IN_RESULT(texts)},
    {.name = "priority",
     .kind = FIELD_INT32,
     IN_RESULT(priority),
     .min = 0,
     .max = 100,
     .constraint = "within the [0,100] range"},
    {0}};

static const struct field user_task_result_fields[] = {
    {.name = "type", .kind = FIELD_ENUM, IN_RESULT(type), .values = result_types},
    {.name = "denied", .kind = FIELD_BOOL, IN_RESULT(flag)},
    {.name = "deniedReason", .kind = FIELD_NOTE},
    {.name = "corrections", .kind = FIELD_NESTED, .fields = correction_fields},
    {0}};

static const struct field ad_hoc_result_fields[] = {
    {.name = "type", .kind = FIELD_ENUM, IN_RESULT(type), .values = result_types},
    {.name = "activateElements", .kind = FIELD_VALUE, IN_RESULT(elements)},
    {.name = "isCompletionConditionFulfilled", .kind = FIELD_BOOL, IN_RESULT(flag)},
    {.name = "isCancelRemainingInstances", .kind = FIELD_BOOL, IN_RESULT(flag)},
    {0}};

static const struct field ad_hoc_element_fields[] = {
    {.name = "elementId", .kind = FIELD_NOTE},
    {.name = "variables", .kind = FIELD_OBJECT, IN_RESULT(variables)},
    {0}};

#undef IN_RESULT

static bool elements_are_good(struct request *request, struct slice elements)
{
    static const struct body_list_shape shape = {"result.activateElements", ad_hoc_element_fields,
                                                 sizeof(struct job_result),
                                                 LIMIT_MODIFY_INSTRUCTIONS};
    struct body_list ignored;

    return body_read_list(request, &shape, elements, &ignored);
}

/* Which of the two it is, its type says; without one it is of a user task. */
bool job_result_is_good(struct request *request, struct slice value)
{
    struct job_result result = {.type = RESULT_OF_USER_TASK};
    struct slice type;
    struct value_item item;
    bool is_ad_hoc = value_find(value, SLICE("type"), &type) &&
                     value_head(type, &item) == STATUS_OK && item.kind == VALUE_STRING &&
                     slice_equal_nocase(item.text, slice_of(result_types[RESULT_OF_AD_HOC]));

    return value.data == NULL ||
           (body_read_value(request, "result.",
                            is_ad_hoc ? ad_hoc_result_fields : user_task_result_fields, value,
                            &result) &&
            elements_are_good(request, result.elements));
}
