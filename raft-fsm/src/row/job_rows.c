#include "row/job_rows.h"

enum {
    JOB_MEMBERS_FIRST = 14, /* of rows without a lease */
    JOB_MEMBERS = 15
};

bool job_row_get(struct rows *rows, uint64_t key, struct job_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;
    bool is_whole;

    if (!write_set_get(&rows->writes, TABLE_JOB, &row_key, &value)) {
        return false;
    }
    d = row_open_grown(rows, value, JOB_MEMBERS_FIRST, JOB_MEMBERS, &is_whole);
    out->key = key;
    out->state = (enum job_row_state)decode_u32(&d);
    out->element_key = decode_u64(&d);
    out->instance_key = decode_u64(&d);
    out->tenant = decode_text(&d);
    out->type = decode_text(&d);
    out->worker = decode_text_or_null(&d);
    out->retries = decode_i32(&d);
    out->priority = decode_i32(&d);
    out->due_ms = decode_i64(&d);
    out->activation = decode_u64(&d);
    out->incident_key = decode_u64(&d);
    out->error_code = decode_text_or_null(&d);
    out->error_message = decode_text_or_null(&d);
    out->created_ms = decode_i64(&d);
    out->is_leased = is_whole && decode_bool(&d);
    return row_close(rows, &d);
}

void job_row_put(struct rows *rows, const struct job_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct buffer *out = row_begin(rows, JOB_MEMBERS);

    value_put_u64(out, (uint64_t)row->state);
    value_put_u64(out, row->element_key);
    value_put_u64(out, row->instance_key);
    value_put_string(out, row->tenant);
    value_put_string(out, row->type);
    value_put_string_or_null(out, row->worker);
    encode_i32(out, row->retries);
    encode_i32(out, row->priority);
    value_put_int(out, row->due_ms);
    value_put_u64(out, row->activation);
    value_put_u64(out, row->incident_key);
    value_put_string_or_null(out, row->error_code);
    value_put_string_or_null(out, row->error_message);
    value_put_int(out, row->created_ms);
    value_put_bool(out, row->is_leased);
    row_end(rows, TABLE_JOB, &key);
}

void job_row_delete(struct rows *rows, uint64_t key)
{
    struct row_key row_key = row_key_of(key);

    write_set_delete(&rows->writes, TABLE_JOB, &row_key);
}

struct row_key job_ready_prefix(struct slice tenant, struct slice type)
{
    struct row_key key;

    row_key_init(&key);
    row_key_put_name(&key, tenant);
    row_key_put_name(&key, type);
    return key;
}

/* The priority is put upside down: the highest comes first. */
struct row_key job_ready_key(const struct job_row *row)
{
    struct row_key key = job_ready_prefix(row->tenant, row->type);

    row_key_put_i64(&key, -(int64_t)row->priority);
    row_key_put_u64(&key, row->key);
    return key;
}

enum table job_ready_table(const struct job_row *row)
{
    return row->is_leased ? TABLE_JOB_READY_LEASED : TABLE_JOB_READY;
}

void job_ready_put(struct rows *rows, const struct job_row *row)
{
    struct row_key key = job_ready_key(row);

    row_put_empty(rows, job_ready_table(row), &key);
}

void job_ready_delete(struct rows *rows, const struct job_row *row)
{
    struct row_key key = job_ready_key(row);

    write_set_delete(&rows->writes, job_ready_table(row), &key);
}
