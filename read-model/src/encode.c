/* Definitions, process instances, element instances and variables as documents. */
#include "base/assert.h"
#include "readmodel_int.h"
#include "value/json.h"
#include "value/value.h"

void encode_definition(struct buffer *out, const struct trace_event *event, bool is_latest,
                       uint64_t resource_key)
{
    const struct trace_definition *definition = &event->definition;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_PROCESS_DEFINITION);
    put_key(&encoder, FIELD_DEFINITION_KEY, definition->key);
    put_text_or_null(&encoder, FIELD_DEFINITION_NAME, null_if_empty(definition->name));
    put_text(&encoder, FIELD_DEFINITION_RESOURCE_NAME, definition->resource_name);
    put_int(&encoder, FIELD_DEFINITION_VERSION, definition->version);
    put_text_or_null(&encoder, FIELD_DEFINITION_VERSION_TAG,
                     null_if_empty(definition->version_tag));
    put_text(&encoder, FIELD_DEFINITION_ID, definition->process_id);
    put_text(&encoder, FIELD_DEFINITION_TENANT, definition->tenant);
    put_bool(&encoder, FIELD_DEFINITION_HAS_START_FORM, definition->form_id.data != NULL);
    put_enum(&encoder, FIELD_DEFINITION_STATE, "ACTIVE");
    put_bool(&encoder, FIELD_DEFINITION_IS_LATEST, is_latest);
    put_key(&encoder, FIELD_DEFINITION_DEPLOYMENT_KEY, definition->deployment_key);
    put_key(&encoder, FIELD_DEFINITION_RESOURCE_KEY, resource_key);
    put_text_or_null(&encoder, FIELD_DEFINITION_FORM_ID, definition->form_id);
    put_text_or_null(&encoder, FIELD_DEFINITION_FORM_VERSION_TAG, definition->form_version_tag);
    put_key(&encoder, FIELD_DEFINITION_FORM_KEY, definition->form_key);
    encoder_end(&encoder);
}

void encode_form(struct buffer *out, const struct trace_event *event)
{
    const struct trace_resource *form = &event->resource;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_FORM);
    put_key(&encoder, FIELD_FORM_KEY, form->key);
    put_text(&encoder, FIELD_FORM_TENANT, event->place.tenant);
    put_text(&encoder, FIELD_FORM_ID, form->id);
    put_int(&encoder, FIELD_FORM_VERSION, form->version);
    put_text_or_null(&encoder, FIELD_FORM_VERSION_TAG, form->version_tag);
    put_text(&encoder, FIELD_FORM_RESOURCE_NAME, form->resource_name);
    put_key(&encoder, FIELD_FORM_DEPLOYMENT_KEY, form->deployment_key);
    put_bool(&encoder, FIELD_FORM_IS_DELETED, form->deleted);
    encoder_end(&encoder);
}

void encode_resource(struct buffer *out, const struct trace_event *event)
{
    const struct trace_resource *resource = &event->resource;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_RESOURCE);
    put_key(&encoder, FIELD_RESOURCE_KEY, resource->key);
    put_text(&encoder, FIELD_RESOURCE_NAME, resource->resource_name);
    put_int(&encoder, FIELD_RESOURCE_VERSION, resource->version);
    put_text_or_null(&encoder, FIELD_RESOURCE_VERSION_TAG, resource->version_tag);
    put_text(&encoder, FIELD_RESOURCE_ID, resource->id);
    put_text(&encoder, FIELD_RESOURCE_TENANT, event->place.tenant);
    put_key(&encoder, FIELD_RESOURCE_DEPLOYMENT_KEY, resource->deployment_key);
    encoder_end(&encoder);
}

static const char *instance_state_name(enum instance_state state)
{
    switch (state) {
    case INSTANCE_ACTIVE:
        return "ACTIVE";
    case INSTANCE_COMPLETED:
        return "COMPLETED";
    case INSTANCE_TERMINATED:
        return "TERMINATED";
    }
    UNREACHABLE("instance state");
}

struct slice encode_instance(struct buffer *out, const struct trace_event *event,
                             struct slice members, struct slice flows)
{
    const struct trace_place *place = &event->place;
    const struct trace_instance *instance = &event->instance;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_PROCESS_INSTANCE);
    put_key(&encoder, FIELD_INSTANCE_KEY, place->process_instance_key);
    put_text(&encoder, FIELD_INSTANCE_DEFINITION_ID, place->process_id);
    put_text_or_null(&encoder, FIELD_INSTANCE_DEFINITION_NAME,
                     null_if_empty(instance->process_name));
    put_int(&encoder, FIELD_INSTANCE_DEFINITION_VERSION, place->version);
    put_text_or_null(&encoder, FIELD_INSTANCE_DEFINITION_VERSION_TAG,
                     null_if_empty(instance->version_tag));
    put_int(&encoder, FIELD_INSTANCE_START_DATE, instance->start_ms);
    put_time_or_null(&encoder, FIELD_INSTANCE_END_DATE, instance->end_ms);
    put_state(&encoder, FIELD_INSTANCE_STATE, instance_state_name(instance->state));
    put_null(&encoder, FIELD_INSTANCE_SUSPENDED_DATE);
    put_bool(&encoder, FIELD_INSTANCE_HAS_INCIDENT, instance->incident_count > 0);
    put_text(&encoder, FIELD_INSTANCE_TENANT, place->tenant);
    put_key(&encoder, FIELD_INSTANCE_DEFINITION_KEY, place->process_definition_key);
    put_key(&encoder, FIELD_INSTANCE_PARENT_KEY, instance->parent_process_instance_key);
    put_key(&encoder, FIELD_INSTANCE_PARENT_ELEMENT_KEY, instance->parent_element_instance_key);
    put_key(&encoder, FIELD_INSTANCE_ROOT_KEY, place->root_process_instance_key);
    put_texts(&encoder, FIELD_INSTANCE_TAGS, instance->tags, instance->tag_count);
    put_text_or_null(&encoder, FIELD_INSTANCE_BUSINESS_ID, instance->business_id);
    put_bytes(&encoder, FIELD_INSTANCE_MEMBERS, members);
    put_list(&encoder, FIELD_INSTANCE_FLOWS, flows);
    encoder_end(&encoder);
    return encoder.state;
}

static const char *element_state_name(enum element_state state)
{
    switch (state) {
    case ELEMENT_COMPLETED:
        return "COMPLETED";
    case ELEMENT_TERMINATED:
        return "TERMINATED";
    case ELEMENT_ACTIVATING:
    case ELEMENT_ACTIVATED:
    case ELEMENT_COMPLETING:
    case ELEMENT_TERMINATING:
        return "ACTIVE";
    }
    UNREACHABLE("element state");
}

struct slice encode_element(struct buffer *out, const struct trace_event *event,
                            uint64_t incident_key, const struct element_timer *timer)
{
    const struct trace_place *place = &event->place;
    const struct trace_element *element = &event->element;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_ELEMENT_INSTANCE);
    put_key(&encoder, FIELD_ELEMENT_KEY, element->key);
    put_text(&encoder, FIELD_ELEMENT_DEFINITION_ID, place->process_id);
    put_int(&encoder, FIELD_ELEMENT_START_DATE, element->start_ms);
    put_time_or_null(&encoder, FIELD_ELEMENT_END_DATE, element->end_ms);
    put_text(&encoder, FIELD_ELEMENT_ID, place->element_id);
    /* The answer's name is never null: an element without one shows its id. */
    put_text(&encoder, FIELD_ELEMENT_NAME,
             element->name.size > 0 ? element->name : place->element_id);
    put_enum(&encoder, FIELD_ELEMENT_TYPE, element->type);
    put_state(&encoder, FIELD_ELEMENT_STATE, element_state_name(element->state));
    put_bool(&encoder, FIELD_ELEMENT_HAS_INCIDENT, incident_key != 0);
    put_text(&encoder, FIELD_ELEMENT_TENANT, place->tenant);
    put_key(&encoder, FIELD_ELEMENT_INSTANCE, place->process_instance_key);
    put_key(&encoder, FIELD_ELEMENT_ROOT_KEY, place->root_process_instance_key);
    put_key(&encoder, FIELD_ELEMENT_DEFINITION_KEY, place->process_definition_key);
    put_key(&encoder, FIELD_ELEMENT_INCIDENT_KEY, incident_key);
    put_key(&encoder, FIELD_ELEMENT_SCOPE_KEY, element->scope_key);
    if (timer->due_ms != 0 && element->end_ms == 0) {
        put_int(&encoder, FIELD_ELEMENT_TIMER_DUE, timer->due_ms);
        put_int(&encoder, FIELD_ELEMENT_TIMER_REPETITIONS, timer->repetitions);
    } else {
        put_null(&encoder, FIELD_ELEMENT_TIMER_DUE);
        put_null(&encoder, FIELD_ELEMENT_TIMER_REPETITIONS);
    }
    encoder_end(&encoder);
    return encoder.state;
}

/* The JSON text of a value can be longer than its bytes, by an escape of six at most. */
static bool is_long(struct slice value, struct buffer *scratch)
{
    if (value.size <= READMODEL_VALUE_TEXT_BYTES / 6) {
        return false;
    }
    buffer_reset(scratch);
    json_put(scratch, value);
    return scratch->failed || scratch->size > READMODEL_VALUE_TEXT_BYTES;
}

void encode_variable(struct buffer *out, const struct trace_event *event, struct buffer *scratch)
{
    const struct trace_place *place = &event->place;
    const struct trace_variable *variable = &event->variable;
    struct encoder encoder;

    encoder_begin(&encoder, out, READMODEL_VARIABLE);
    put_key(&encoder, FIELD_VARIABLE_KEY, variable->key);
    put_text(&encoder, FIELD_VARIABLE_NAME, variable->name);
    put_text(&encoder, FIELD_VARIABLE_TENANT, place->tenant);
    put_key(&encoder, FIELD_VARIABLE_SCOPE_KEY, variable->scope_key);
    put_key(&encoder, FIELD_VARIABLE_INSTANCE, place->process_instance_key);
    put_key(&encoder, FIELD_VARIABLE_ROOT_KEY, place->root_process_instance_key);
    put_value(&encoder, FIELD_VARIABLE_VALUE, variable->value);
    put_bool(&encoder, FIELD_VARIABLE_IS_TRUNCATED, is_long(variable->value, scratch));
    encoder_end(&encoder);
}
