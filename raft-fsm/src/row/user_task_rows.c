#include "row/user_task_rows.h"

enum {
    USER_TASK_MEMBERS = 11
};

bool user_task_row_get(struct rows *rows, uint64_t key, struct user_task_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_USER_TASK, &row_key, &value)) {
        return false;
    }
    d = row_open(rows, value, USER_TASK_MEMBERS);
    out->key = key;
    out->element_key = decode_u64(&d);
    out->instance_key = decode_u64(&d);
    out->assignee = decode_text_or_null(&d);
    out->candidate_users = decode_value(&d);
    out->candidate_groups = decode_value(&d);
    out->due_date = decode_text_or_null(&d);
    out->follow_up_date = decode_text_or_null(&d);
    out->priority = decode_i32(&d);
    out->created_ms = decode_i64(&d);
    out->form_key = decode_u64(&d);
    out->external_form_reference = decode_text_or_null(&d);
    return row_close(rows, &d);
}

void user_task_row_put(struct rows *rows, const struct user_task_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct buffer *out = row_begin(rows, USER_TASK_MEMBERS);

    value_put_u64(out, row->element_key);
    value_put_u64(out, row->instance_key);
    value_put_string_or_null(out, row->assignee);
    value_put_value(out, row->candidate_users);
    value_put_value(out, row->candidate_groups);
    value_put_string_or_null(out, row->due_date);
    value_put_string_or_null(out, row->follow_up_date);
    encode_i32(out, row->priority);
    value_put_int(out, row->created_ms);
    value_put_u64(out, row->form_key);
    value_put_string_or_null(out, row->external_form_reference);
    row_end(rows, TABLE_USER_TASK, &key);
}

void user_task_row_delete(struct rows *rows, uint64_t key)
{
    struct row_key row_key = row_key_of(key);

    write_set_delete(&rows->writes, TABLE_USER_TASK, &row_key);
}
