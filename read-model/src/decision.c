/* Decisions that are deployed, their files, and what was evaluated, as documents. */
#include <stdio.h>

#include "readmodel_int.h"

static void encode_requirements(struct buffer *out, const struct trace_event *event)
{
    const struct trace_resource *file = &event->resource;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_DECISION_REQUIREMENTS);
    put_key(&encoder, FIELD_REQUIREMENTS_KEY, file->key);
    put_text(&encoder, FIELD_REQUIREMENTS_NAME, file->name);
    put_int(&encoder, FIELD_REQUIREMENTS_VERSION, file->version);
    put_text(&encoder, FIELD_REQUIREMENTS_ID, file->id);
    put_text(&encoder, FIELD_REQUIREMENTS_RESOURCE_NAME, file->resource_name);
    put_text(&encoder, FIELD_REQUIREMENTS_TENANT, event->place.tenant);
    put_key(&encoder, FIELD_REQUIREMENTS_DEPLOYMENT_KEY, file->deployment_key);
    encoder_end(&encoder);
}

static void encode_decision(struct buffer *out, const struct trace_event *event)
{
    const struct trace_resource *decision = &event->resource;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_DECISION_DEFINITION);
    put_key(&encoder, FIELD_DECISION_KEY, decision->key);
    put_text(&encoder, FIELD_DECISION_ID, decision->id);
    put_text(&encoder, FIELD_DECISION_NAME, decision->name);
    put_int(&encoder, FIELD_DECISION_VERSION, decision->version);
    put_text(&encoder, FIELD_DECISION_TENANT, event->place.tenant);
    put_text(&encoder, FIELD_DECISION_REQUIREMENTS_ID, decision->requirements_id);
    put_key(&encoder, FIELD_DECISION_REQUIREMENTS_KEY, decision->requirements_key);
    put_text(&encoder, FIELD_DECISION_REQUIREMENTS_NAME, decision->requirements_name);
    put_int(&encoder, FIELD_DECISION_REQUIREMENTS_VERSION, decision->requirements_version);
    put_text_or_null(&encoder, FIELD_DECISION_VERSION_TAG, decision->version_tag);
    put_key(&encoder, FIELD_DECISION_DEPLOYMENT_KEY, decision->deployment_key);
    put_bool(&encoder, FIELD_DECISION_IS_LATEST, true); /* a deployed one is */
    encoder_end(&encoder);
}

static enum status requirements_delete(struct readmodel *rm, const struct row_key *key)
{
    enum status st = store_delete(rm->txn, TABLE_RESOURCE, key->slice);

    return st == STATUS_OK ? store_delete(rm->txn, TABLE_REQUIREMENTS, key->slice) : st;
}

static enum status decision_latest(struct readmodel *rm, const struct trace_event *event)
{
    struct latest_change change = {.entity = READMODEL_DECISION_DEFINITION,
                                   .tenant = event->place.tenant,
                                   .id = event->resource.id,
                                   .key = event->resource.key,
                                   .latest = event->resource.newest_key};

    return latest_replace(rm, &change);
}

enum status decision_write(struct readmodel *rm, const struct pending *item)
{
    const struct trace_resource *resource = &item->event->resource;
    bool is_file = item->entity == READMODEL_DECISION_REQUIREMENTS;
    enum status st = is_file ? STATUS_OK : decision_latest(rm, item->event);
    struct row_key key;

    row_key_one(&key, item->key);
    if (st != STATUS_OK) {
        return st;
    }
    if (resource->deleted) {
        return is_file ? requirements_delete(rm, &key)
                       : store_delete(rm->txn, TABLE_DECISION, key.slice);
    }
    if (is_file) {
        st = content_put(rm, item->key, resource->content);
    }
    if (st != STATUS_OK) {
        return st;
    }
    if (is_file) {
        encode_requirements(&rm->row, item->event);
    } else {
        encode_decision(&rm->row, item->event);
    }
    return row_put(rm, is_file ? TABLE_REQUIREMENTS : TABLE_DECISION, key.slice);
}

/* The second half of the fields, in table order. */
static void put_evaluation_rest(struct encoder *encoder, const struct trace_event *event)
{
    const struct trace_decision *traced = &event->decision;
    const struct trace_place *place = &event->place;

    put_key(encoder, FIELD_EVALUATED_ELEMENT_KEY, place->element_instance_key);
    put_int(encoder, FIELD_EVALUATED_DATE, event->at_ms);
    put_text_or_null(encoder, FIELD_EVALUATED_FAILURE, traced->failure);
    put_key(encoder, FIELD_EVALUATED_DEFINITION_KEY, place->process_definition_key);
    put_key(encoder, FIELD_EVALUATED_INSTANCE, place->process_instance_key);
    put_key(encoder, FIELD_EVALUATED_ROOT_INSTANCE, place->root_process_instance_key);
    put_value(encoder, FIELD_EVALUATED_RESULT, traced->decision.output);
    put_key(encoder, FIELD_EVALUATED_ROOT_DECISION, traced->root_key);
    put_enum(encoder, FIELD_EVALUATED_STATE, traced->failure.data != NULL ? "FAILED" : "EVALUATED");
    put_text(encoder, FIELD_EVALUATED_TENANT, place->tenant);
    put_text_or_null(encoder, FIELD_EVALUATED_BUSINESS_ID, traced->business_id);
    put_key(encoder, FIELD_EVALUATED_REQUIREMENTS_KEY, traced->requirements_key);
    put_value(encoder, FIELD_EVALUATED_INPUTS, traced->decision.inputs);
    put_value(encoder, FIELD_EVALUATED_RULES, traced->decision.rules);
}

static const char *type_name(struct slice type)
{
    if (slice_is(type, "DECISION_TABLE")) {
        return "DECISION_TABLE";
    }
    return slice_is(type, "LITERAL_EXPRESSION") ? "LITERAL_EXPRESSION" : "UNSPECIFIED";
}

void encode_evaluation(struct buffer *out, const struct trace_event *event)
{
    const struct trace_decision *traced = &event->decision;
    struct encoder encoder;
    char id[48];

    snprintf(id, sizeof(id), "%llu-%u", (unsigned long long)traced->evaluation_key, traced->number);
    encoder_begin(&encoder, out, READMODEL_DECISION_INSTANCE);
    put_key(&encoder, FIELD_EVALUATED_OWN_KEY, traced->evaluation_key + traced->number - 1);
    put_text(&encoder, FIELD_EVALUATED_ID, slice_of(id));
    put_key(&encoder, FIELD_EVALUATED_EVALUATION_KEY, traced->evaluation_key);
    put_text(&encoder, FIELD_EVALUATED_DECISION_ID, traced->decision.id);
    put_key(&encoder, FIELD_EVALUATED_DECISION_KEY, traced->decision.key);
    put_text(&encoder, FIELD_EVALUATED_DECISION_NAME, traced->decision.name);
    put_enum(&encoder, FIELD_EVALUATED_DECISION_TYPE, type_name(traced->decision.type));
    put_int(&encoder, FIELD_EVALUATED_DECISION_VERSION, traced->decision.version);
    put_evaluation_rest(&encoder, event);
    encoder_end(&encoder);
}
