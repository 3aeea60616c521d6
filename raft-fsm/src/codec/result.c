/* Results: [version, type, status, detail, replayed, payload or null]. */
#include "codec_int.h"

enum {
    RESULT_VERSION = 1,
    RESULT_MEMBERS = 6
};

static void put_payload(const struct result *result, struct buffer *out);
static void get_payload(struct decoder *d, struct result *out);

void result_encode(const struct result *result, struct buffer *out)
{
    value_put_array(out, RESULT_MEMBERS);
    value_put_u64(out, RESULT_VERSION);
    value_put_u64(out, (uint64_t)result->type);
    encode_status(out, result->status);
    value_put_string(out, result->detail);
    value_put_bool(out, result->replayed);
    put_payload(result, out);
}

enum status result_decode(struct slice bytes, struct arena *arena, struct result *out)
{
    struct decoder d = decoder_of(bytes, arena);

    *out = (struct result){.status = STATUS_OK};
    decode_tuple(&d, RESULT_MEMBERS);
    if (decode_u64(&d) != RESULT_VERSION) {
        decoder_fail(&d, STATUS_NOT_IMPLEMENTED);
    }
    out->type = (enum command_type)decode_u32(&d);
    out->status = decode_status(&d);
    out->detail = decode_text(&d);
    out->replayed = decode_bool(&d);
    get_payload(&d, out);
    return decoder_end(&d);
}

static bool names_batch(enum command_type type)
{
    return type == COMMAND_RESOLVE_INCIDENTS || type == COMMAND_CREATE_BATCH;
}

/* Only an accepted command of these types has more to say than its status. */
static bool has_payload(const struct result *result)
{
    return result->status == STATUS_OK &&
           (result->type == COMMAND_DEPLOY || result->type == COMMAND_CREATE_INSTANCE ||
            result->type == COMMAND_ACTIVATE_JOBS || result->type == COMMAND_PUBLISH_MESSAGE ||
            result->type == COMMAND_CORRELATE_MESSAGE || result->type == COMMAND_BROADCAST_SIGNAL ||
            names_batch(result->type) || result->type == COMMAND_EVALUATE_DECISION);
}

static void put_deploy(const struct deploy_result *r, struct buffer *out)
{
    value_put_array(out, 2);
    value_put_u64(out, r->deployment_key);
    value_put_array(out, r->item_count);
    for (uint32_t i = 0; i < r->item_count; i++) {
        const struct deployed_resource *item = &r->items[i];

        value_put_array(out, 8);
        value_put_u64(out, (uint64_t)item->kind);
        value_put_string(out, item->id);
        encode_i32(out, item->version);
        value_put_string(out, item->resource_name);
        value_put_u64(out, item->key);
        value_put_string(out, item->name);
        value_put_string(out, item->requirements_id);
        value_put_u64(out, item->requirements_key);
    }
}

static void put_evaluated(const struct decision_evaluated *e, struct buffer *out)
{
    value_put_array(out, 8);
    value_put_u64(out, e->key);
    value_put_string(out, e->id);
    value_put_string(out, e->name);
    encode_i32(out, e->version);
    value_put_string(out, e->type);
    value_put_value(out, e->output);
    value_put_value(out, e->inputs);
    value_put_value(out, e->rules);
}

static void put_evaluate_decision(const struct evaluate_decision_result *r, struct buffer *out)
{
    value_put_array(out, 11);
    value_put_u64(out, r->evaluation_key);
    value_put_u64(out, r->decision_key);
    value_put_string(out, r->decision_id);
    value_put_string(out, r->decision_name);
    encode_i32(out, r->decision_version);
    value_put_u64(out, r->requirements_key);
    value_put_string(out, r->requirements_id);
    value_put_value(out, r->output);
    value_put_string_or_null(out, r->failed_id);
    value_put_string_or_null(out, r->failure);
    value_put_array(out, r->evaluated_count);
    for (uint32_t i = 0; i < r->evaluated_count; i++) {
        put_evaluated(&r->evaluated[i], out);
    }
}

static void put_create_instance(const struct create_instance_result *r, struct buffer *out)
{
    value_put_array(out, 4);
    value_put_u64(out, r->process_instance_key);
    value_put_u64(out, r->process_definition_key);
    value_put_string(out, r->process_id);
    encode_i32(out, r->version);
}

static void put_activate_jobs(const struct activate_jobs_result *r, struct buffer *out)
{
    value_put_array(out, 2);
    value_put_u64(out, r->activation);
    value_put_array(out, r->served_count);
    for (uint32_t i = 0; i < r->served_count; i++) {
        value_put_array(out, 2);
        value_put_u64(out, r->served[i].waiter);
        encode_keys(out, r->served[i].job_keys, r->served[i].job_count);
    }
}

static void put_payload(const struct result *result, struct buffer *out)
{
    if (!has_payload(result)) {
        value_put_array(out, 0);
    } else if (result->type == COMMAND_DEPLOY) {
        put_deploy(&result->deploy, out);
    } else if (result->type == COMMAND_CREATE_INSTANCE) {
        put_create_instance(&result->create_instance, out);
    } else if (result->type == COMMAND_EVALUATE_DECISION) {
        put_evaluate_decision(&result->evaluate_decision, out);
    } else if (result->type == COMMAND_ACTIVATE_JOBS) {
        put_activate_jobs(&result->activate_jobs, out);
    } else if (result->type == COMMAND_CORRELATE_MESSAGE) {
        value_put_array(out, 2);
        value_put_u64(out, result->correlate_message.message_key);
        value_put_u64(out, result->correlate_message.process_instance_key);
    } else if (result->type == COMMAND_BROADCAST_SIGNAL) {
        value_put_array(out, 1);
        value_put_u64(out, result->broadcast_signal.signal_key);
    } else if (names_batch(result->type)) {
        value_put_array(out, 1);
        value_put_u64(out, result->batch.batch_operation_key);
    } else {
        value_put_array(out, 1);
        value_put_u64(out, result->publish_message.message_key);
    }
}

static void get_deploy(struct decoder *d, struct deploy_result *r)
{
    decode_tuple(d, 2);
    r->deployment_key = decode_u64(d);
    r->items = decode_list(d, sizeof(*r->items), &r->item_count);
    for (uint32_t i = 0; i < r->item_count && d->status == STATUS_OK; i++) {
        struct deployed_resource *item = &r->items[i];

        decode_tuple(d, 8);
        item->kind = decode_resource_kind(d);
        item->id = decode_text(d);
        item->version = decode_i32(d);
        item->resource_name = decode_text(d);
        item->key = decode_u64(d);
        item->name = decode_text(d);
        item->requirements_id = decode_text(d);
        item->requirements_key = decode_u64(d);
    }
}

static void get_evaluated(struct decoder *d, struct decision_evaluated *e)
{
    decode_tuple(d, 8);
    e->key = decode_u64(d);
    e->id = decode_text(d);
    e->name = decode_text(d);
    e->version = decode_i32(d);
    e->type = decode_text(d);
    e->output = decode_value(d);
    e->inputs = decode_value(d);
    e->rules = decode_value(d);
}

static void get_evaluate_decision(struct decoder *d, struct evaluate_decision_result *r)
{
    decode_tuple(d, 11);
    r->evaluation_key = decode_u64(d);
    r->decision_key = decode_u64(d);
    r->decision_id = decode_text(d);
    r->decision_name = decode_text(d);
    r->decision_version = decode_i32(d);
    r->requirements_key = decode_u64(d);
    r->requirements_id = decode_text(d);
    r->output = decode_value(d);
    r->failed_id = decode_text_or_null(d);
    r->failure = decode_text_or_null(d);
    r->evaluated = decode_list(d, sizeof(*r->evaluated), &r->evaluated_count);
    for (uint32_t i = 0; i < r->evaluated_count && d->status == STATUS_OK; i++) {
        get_evaluated(d, &r->evaluated[i]);
    }
}

static void get_create_instance(struct decoder *d, struct create_instance_result *r)
{
    decode_tuple(d, 4);
    r->process_instance_key = decode_u64(d);
    r->process_definition_key = decode_u64(d);
    r->process_id = decode_text(d);
    r->version = decode_i32(d);
}

static void get_activate_jobs(struct decoder *d, struct activate_jobs_result *r)
{
    decode_tuple(d, 2);
    r->activation = decode_u64(d);
    r->served = decode_list(d, sizeof(*r->served), &r->served_count);
    for (uint32_t i = 0; i < r->served_count && d->status == STATUS_OK; i++) {
        decode_tuple(d, 2);
        r->served[i].waiter = decode_u64(d);
        r->served[i].job_keys = decode_keys(d, &r->served[i].job_count);
    }
}

static void get_payload(struct decoder *d, struct result *out)
{
    if (!has_payload(out)) {
        decode_tuple(d, 0);
    } else if (out->type == COMMAND_DEPLOY) {
        get_deploy(d, &out->deploy);
    } else if (out->type == COMMAND_CREATE_INSTANCE) {
        get_create_instance(d, &out->create_instance);
    } else if (out->type == COMMAND_EVALUATE_DECISION) {
        get_evaluate_decision(d, &out->evaluate_decision);
    } else if (out->type == COMMAND_ACTIVATE_JOBS) {
        get_activate_jobs(d, &out->activate_jobs);
    } else if (out->type == COMMAND_CORRELATE_MESSAGE) {
        decode_tuple(d, 2);
        out->correlate_message.message_key = decode_u64(d);
        out->correlate_message.process_instance_key = decode_u64(d);
    } else if (out->type == COMMAND_BROADCAST_SIGNAL) {
        decode_tuple(d, 1);
        out->broadcast_signal.signal_key = decode_u64(d);
    } else if (names_batch(out->type)) {
        decode_tuple(d, 1);
        out->batch.batch_operation_key = decode_u64(d);
    } else {
        decode_tuple(d, 1);
        out->publish_message.message_key = decode_u64(d);
    }
}
