#include "verb/user_task.h"

#include "base/iso8601.h"
#include "verb/expression.h"
#include "verb/form.h"

enum {
    PRIORITY_DEFAULT = 50
};

static struct slice empty_list(void)
{
    static const char bytes[] = {(char)0x90};

    return slice_make(bytes, sizeof(bytes));
}

/* "a, b" as ["a","b"]. */
static struct slice list_of_text(struct exec *x, struct slice text)
{
    struct buffer *out = x->rows.buffer;
    uint32_t count = 0;
    size_t place;

    buffer_reset(out);
    place = value_open_array(out);
    while (text.size > 0) {
        size_t comma = slice_find_byte(text, ',');
        struct slice part = comma == SIZE_MAX ? text : slice_sub(text, 0, comma);

        text = comma == SIZE_MAX ? SLICE_EMPTY : slice_from(text, comma + 1);
        part = slice_trim(part);
        if (part.size > 0) {
            value_put_string(out, part);
            count++;
        }
    }
    value_close_array(out, place, count);
    return arena_copy(x->arena, buffer_slice(out));
}

struct slice user_task_list(struct exec *x, const struct slice *items, uint32_t count)
{
    struct buffer *out = x->rows.buffer;

    buffer_reset(out);
    encode_texts(out, items, count);
    return arena_copy(x->arena, buffer_slice(out));
}

static bool is_list_of_strings(struct slice value)
{
    struct value_reader reader = value_reader_of(value);
    struct value_item item;
    uint32_t count;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (value_read(&reader, &item) != STATUS_OK || item.kind != VALUE_STRING) {
            return false;
        }
    }
    return true;
}

/* Candidates: a list of strings, or static text with commas. */
static enum verdict evaluate_list(struct exec *x, const struct element_row *row,
                                  uint32_t expression, struct slice *out)
{
    const struct bpmn_expression *source;
    struct surroundings around = {.scope = row};
    struct outcome outcome;
    enum verdict v;

    *out = empty_list();
    if (expression == BPMN_NONE) {
        return V_OK;
    }
    source = &element_process(row)->expressions[expression];
    if (source->is_static) {
        *out = list_of_text(x, source->text);
        return V_OK;
    }
    v = expression_evaluate(x, source, &around, INCIDENT_EXTRACT_VALUE_ERROR, &outcome);
    if (v != V_OK || outcome.type == FEEL_NULL) {
        return v;
    }
    if (!is_list_of_strings(outcome.value)) {
        return expression_mismatch(x, &outcome, "'ARRAY' of 'STRING'");
    }
    *out = outcome.value;
    return V_OK;
}

static enum verdict evaluate_text(struct exec *x, const struct element_row *row,
                                  uint32_t expression, struct slice *out)
{
    *out = SLICE_EMPTY;
    return expression == BPMN_NONE ? V_OK : expression_string_or_null(x, row, expression, out);
}

bool user_task_date_is_valid(struct slice date)
{
    struct iso_date_time parsed;

    return iso_parse_zoned_date_time(date, &parsed) || iso_parse_date_time(date, &parsed);
}

static enum verdict evaluate_date(struct exec *x, const struct element_row *row,
                                  uint32_t expression, struct slice *out)
{
    enum verdict v = evaluate_text(x, row, expression, out);

    if (v != V_OK || out->size == 0) {
        *out = SLICE_EMPTY;
        return v;
    }
    if (!user_task_date_is_valid(*out)) {
        return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                             "Invalid date-time format '%.*s' for expression '%.*s'",
                             SLICE_ARG(*out),
                             SLICE_ARG(element_process(row)->expressions[expression].text));
    }
    return V_OK;
}

static enum verdict evaluate_priority(struct exec *x, const struct element_row *row,
                                      uint32_t expression, int32_t *out)
{
    enum verdict v;

    *out = PRIORITY_DEFAULT;
    if (expression == BPMN_NONE) {
        return V_OK;
    }
    v = expression_int32(x, row, expression, out);
    if (v == V_OK && (*out < 0 || *out > USER_TASK_PRIORITY_MAX)) {
        return exec_incident(x, INCIDENT_EXTRACT_VALUE_ERROR,
                             "Expected priority to be in the range [0,100] but was '%d'", *out);
    }
    return v;
}

enum verdict user_task_evaluate(struct exec *x, const struct element_row *row,
                                struct user_task_row *out)
{
    const struct bpmn_element *e = element_model(row);
    enum verdict v;

    *out = (struct user_task_row){.element_key = row->key, .instance_key = row->instance_key};
    v = evaluate_text(x, row, e->assignee, &out->assignee);
    if (out->assignee.size == 0) {
        out->assignee = SLICE_EMPTY;
    }
    if (v == V_OK) {
        v = evaluate_list(x, row, e->candidate_users, &out->candidate_users);
    }
    if (v == V_OK) {
        v = evaluate_list(x, row, e->candidate_groups, &out->candidate_groups);
    }
    if (v == V_OK) {
        v = evaluate_date(x, row, e->due_date, &out->due_date);
    }
    if (v == V_OK) {
        v = evaluate_date(x, row, e->follow_up_date, &out->follow_up_date);
    }
    if (v == V_OK) {
        v = evaluate_priority(x, row, e->priority, &out->priority);
    }
    if (v == V_OK) {
        v = form_evaluate(x, row, out);
    }
    return v;
}

void user_task_create(struct exec *x, struct element_row *row, struct user_task_row *task)
{
    task->key = exec_next_key(x);
    task->created_ms = x->now_ms;
    row->job_key = task->key;
    user_task_row_put(&x->rows, task);
    trace_user_task(x, row, task, USER_TASK_CREATED);
}

void user_task_remove(struct exec *x, struct element_row *row, const struct user_task_row *task,
                      enum user_task_state state)
{
    trace_user_task(x, row, task, state);
    user_task_row_delete(&x->rows, task->key);
    row->job_key = 0;
}
