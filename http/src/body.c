/* Reading a body by its table. Two kinds of complaint: what cannot be read at all ends at once with
 * "Bad Request"; what was read and is not allowed is collected, so that one answer names all. */
#include "body_int.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/assert.h"
#include "base/iso8601.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "problem_int.h"
#include "request_int.h"
#include "value/json.h"
#include "value/value.h"

enum {
    PROPERTY_PATH_BYTES = 128,
    TAG_BYTES_MAX = 100
};

struct reading {
    struct request *request;
    const char *action;
    char *into;
    struct buffer violations;
    char path[PROPERTY_PATH_BYTES]; /* "changeset." */
};

/* --- the body as a whole --- */

static bool is_json_type(struct slice type)
{
    size_t end = slice_find_byte(type, ';');

    if (end != SIZE_MAX) {
        type = slice_sub(type, 0, end);
    }
    type = slice_trim(type);
    return slice_equal_nocase(type, SLICE("application/json")) ||
           (slice_starts_with(type, SLICE("application/")) &&
            slice_ends_with(type, SLICE("+json")));
}

static bool body_missing(struct request *request, enum body_need need)
{
    if (need == BODY_REQUIRED) {
        problem_bad_request(request, "Required request body is missing");
    }
    return need == BODY_OPTIONAL;
}

bool body_parse(struct request *request, enum body_need need, struct slice *out)
{
    struct buffer value;
    struct json_error error;
    enum status status;

    *out = SLICE_EMPTY;
    if (slice_trim(request->body).size == 0) {
        return body_missing(request, need);
    }
    if (!is_json_type(request->content_type)) {
        problem(request, 415, "Unsupported Media Type", "Content-Type '%.*s' is not supported.",
                SLICE_ARG(request->content_type));
        return false;
    }
    buffer_init(&value, LIMIT_REQUEST_MEMORY_BYTES);
    status = json_parse(request->body, &value, &error);
    if (status == STATUS_OK) {
        *out = arena_copy(&request->arena, buffer_slice(&value));
    }
    buffer_deinit(&value);
    if (status != STATUS_OK) {
        problem_bad_request(request, "Failed to read request: line %u, column %u: %s", error.line,
                            error.column, error.reason);
        return false;
    }
    if (value_is_null(*out)) {
        *out = SLICE_EMPTY;
        return body_missing(request, need);
    }
    return true;
}

/* --- complaints --- */

static bool cannot_parse(struct reading *reading, struct slice name)
{
    problem_bad_request(reading->request, "Request property [%s%.*s] cannot be parsed",
                        reading->path, SLICE_ARG(name));
    return false;
}

static bool cannot_parse_field(struct reading *reading, const struct field *field)
{
    return cannot_parse(reading, slice_of(field->name));
}

/* What should be an object is none; a body has no name. */
static bool cannot_parse_whole(struct reading *reading)
{
    struct slice path = slice_of(reading->path);

    if (path.size == 0) {
        return cannot_parse(reading, SLICE("..."));
    }
    problem_bad_request(reading->request, "Request property [%.*s] cannot be parsed",
                        (int)path.size - 1, path.data);
    return false;
}

static struct buffer *violation(struct reading *reading)
{
    if (reading->violations.size > 0) {
        buffer_put_text(&reading->violations, ". ");
    }
    return &reading->violations;
}

static void out_of_range(struct reading *reading, const struct field *field, int64_t value)
{
    buffer_printf(violation(reading), "The value for %s is '%lld' but must be %s", field->name,
                  (long long)value, field->constraint);
}

/* --- one property --- */

static bool integer_of(struct slice value, int64_t *out)
{
    struct value_item item;

    if (value_head(value, &item) != STATUS_OK) {
        return false;
    }
    if (item.kind == VALUE_INT) {
        *out = item.integer;
        return true;
    }
    return item.kind == VALUE_STRING && slice_to_int64(item.text, out);
}

static bool text_of(struct slice value, struct slice *out)
{
    struct value_item item;

    if (value_head(value, &item) != STATUS_OK || item.kind != VALUE_STRING) {
        return false;
    }
    *out = item.text;
    return true;
}

static bool store_integer(struct reading *reading, const struct field *field, struct slice value)
{
    int64_t integer;

    if (!integer_of(value, &integer)) {
        return cannot_parse_field(reading, field);
    }
    if (field->kind == FIELD_INT32 && (integer < INT32_MIN || integer > INT32_MAX)) {
        return cannot_parse_field(reading, field);
    }
    if (field->min < field->max && (integer < field->min || integer > field->max)) {
        out_of_range(reading, field, integer);
        return true;
    }
    if (field->kind == FIELD_INT32) {
        int32_t narrow = (int32_t)integer;

        memcpy(reading->into + field->offset, &narrow, sizeof(narrow));
    } else {
        memcpy(reading->into + field->offset, &integer, sizeof(integer));
    }
    return true;
}

static bool store_text(struct reading *reading, const struct field *field, struct slice value)
{
    struct slice text;
    int64_t size;

    if (!text_of(value, &text)) {
        return cannot_parse_field(reading, field);
    }
    size = (int64_t)(field->flags & FIELD_CHARACTERS ? utf8_count(text) : text.size);
    if (field->min < field->max && (size < field->min || size > field->max)) {
        buffer_printf(violation(reading), "The value for %s has %lld %s but must have %s",
                      field->name, (long long)size,
                      field->flags & FIELD_CHARACTERS ? "characters" : "bytes", field->constraint);
    }
    memcpy(reading->into + field->offset, &text, sizeof(text));
    return true;
}

static bool store_date(struct reading *reading, const struct field *field, struct slice value)
{
    struct iso_date_time at;
    struct slice text;

    if (!text_of(value, &text)) {
        return cannot_parse_field(reading, field);
    }
    if (text.size > 0 && (!iso_parse_date_time(text, &at) || at.place.kind != ISO_OFFSET)) {
        buffer_printf(violation(reading),
                      "The provided %s '%.*s' cannot be parsed as a date according to RFC 3339, "
                      "section 5.6",
                      field->name, SLICE_ARG(text));
    }
    memcpy(reading->into + field->offset, &text, sizeof(text));
    return true;
}

static bool check_note(struct reading *reading, const struct field *field, struct slice value)
{
    struct slice text;

    return text_of(value, &text) || cannot_parse_field(reading, field);
}

static bool check_reference(struct reading *reading, const struct field *field, struct slice value)
{
    int64_t reference;

    if (!integer_of(value, &reference)) {
        return cannot_parse_field(reading, field);
    }
    if (reference < 1) {
        buffer_printf(violation(reading), "The value for %s is '%lld' but must be > 0", field->name,
                      (long long)reference);
    }
    return true;
}

bool key_parse(struct slice text, uint64_t *out)
{
    int64_t number;

    if (text.size == 0 || !isdigit((unsigned char)text.data[0]) || !slice_to_int64(text, &number)) {
        return false;
    }
    *out = (uint64_t)number;
    return true;
}

static bool store_key(struct reading *reading, const struct field *field, struct slice value)
{
    struct slice text;
    uint64_t key = 0;

    if (!text_of(value, &text)) {
        return cannot_parse_field(reading, field);
    }
    if (!key_parse(text, &key) || key == 0) {
        buffer_printf(violation(reading),
                      "The provided %s '%.*s' is not a valid key. Expected a numeric value. Did "
                      "you pass an entity id instead of an entity key?",
                      field->name, SLICE_ARG(text));
    }
    memcpy(reading->into + field->offset, &key, sizeof(key));
    return true;
}

static bool store_bool(struct reading *reading, const struct field *field, struct slice value)
{
    struct value_item item;

    if (value_head(value, &item) != STATUS_OK || item.kind != VALUE_BOOL) {
        return cannot_parse_field(reading, field);
    }
    memcpy(reading->into + field->offset, &item.boolean, sizeof(item.boolean));
    return true;
}

static bool store_object(struct reading *reading, const struct field *field, struct slice value)
{
    struct value_item item;

    if (value_head(value, &item) != STATUS_OK || item.kind != VALUE_OBJECT) {
        return cannot_parse_field(reading, field);
    }
    if (item.count > LIMIT_VARIABLES_COUNT) {
        buffer_printf(violation(reading),
                      "The value for %s has %u members but must have at most %d", field->name,
                      item.count, LIMIT_VARIABLES_COUNT);
    }
    memcpy(reading->into + field->offset, &value, sizeof(value));
    return true;
}

static bool texts_of(struct reading *reading, const struct field *field, struct slice value,
                     struct field_texts *out)
{
    struct value_reader reader = value_reader_of(value);
    uint32_t count;

    if (value_read_array(&reader, &count) != STATUS_OK) {
        return cannot_parse_field(reading, field);
    }
    out->items = ARENA_ARRAY(&reading->request->arena, struct slice, count + 1U);
    out->count = count;
    for (uint32_t i = 0; i < count && out->items != NULL; i++) {
        if (value_read_string(&reader, &out->items[i]) != STATUS_OK) {
            return cannot_parse_field(reading, field);
        }
    }
    return out->items != NULL || cannot_parse_field(reading, field);
}

static bool tag_is_valid(struct slice tag)
{
    if (tag.size == 0 || tag.size > TAG_BYTES_MAX || !isalpha((unsigned char)tag.data[0])) {
        return false;
    }
    for (size_t i = 0; i < tag.size; i++) {
        if (!isalnum((unsigned char)tag.data[i]) && strchr("_-:.", tag.data[i]) == NULL) {
            return false;
        }
    }
    return true;
}

static bool tag_is_twice(const struct field_texts *tags, uint32_t at)
{
    for (uint32_t i = 0; i < at; i++) {
        if (slice_equal(tags->items[i], tags->items[at])) {
            return true;
        }
    }
    return false;
}

static void check_tags(struct reading *reading, const struct field *field,
                       const struct field_texts *tags)
{
    if (tags->count > LIMIT_TAGS) {
        buffer_printf(violation(reading), "The value for %s has %u items but must have at most %d",
                      field->name, tags->count, LIMIT_TAGS);
        return;
    }
    for (uint32_t i = 0; i < tags->count; i++) {
        if (!tag_is_valid(tags->items[i])) {
            buffer_printf(violation(reading),
                          "The provided tag '%.*s' is not valid. A tag starts with a letter, goes "
                          "on with letters, digits or _-:. and has at most 100 characters",
                          SLICE_ARG(tags->items[i]));
        } else if (tag_is_twice(tags, i)) {
            buffer_printf(violation(reading), "The provided tag '%.*s' is given twice",
                          SLICE_ARG(tags->items[i]));
        }
    }
}

static bool store_texts(struct reading *reading, const struct field *field, struct slice value)
{
    struct field_texts texts = {0};

    if (!texts_of(reading, field, value, &texts)) {
        return false;
    }
    if (field->kind == FIELD_TAGS) {
        check_tags(reading, field, &texts);
    }
    memcpy(reading->into + field->offset, &texts, sizeof(texts));
    return true;
}

static bool unknown_value(struct reading *reading, const struct field *field, struct slice text)
{
    struct buffer list;

    buffer_init(&list, KIB(4));
    for (const char *const *value = field->values; *value != NULL; value++) {
        buffer_printf(&list, "%s%s", value == field->values ? "" : ", ", *value);
    }
    problem_bad_request(reading->request,
                        "Unexpected value '%.*s' for enum field '%s'. Use any of the following "
                        "values: [%.*s]",
                        SLICE_ARG(text), field->name, SLICE_ARG(buffer_slice(&list)));
    buffer_deinit(&list);
    return false;
}

static bool store_enum(struct reading *reading, const struct field *field, struct slice value)
{
    struct slice text;

    if (!text_of(value, &text)) {
        return cannot_parse_field(reading, field);
    }
    for (int i = 0; field->values[i] != NULL; i++) {
        if (slice_equal_nocase(text, slice_of(field->values[i]))) {
            memcpy(reading->into + field->offset, &i, sizeof(i));
            return true;
        }
    }
    return unknown_value(reading, field, text);
}

static void check_tenant(struct reading *reading, struct slice tenant)
{
    if (!slice_is(tenant, "<default>")) {
        buffer_printf(violation(reading),
                      "Expected to handle request %s with tenant identifier '%.*s', but "
                      "multi-tenancy is disabled",
                      reading->action, SLICE_ARG(tenant));
    }
}

static bool store_tenants(struct reading *reading, const struct field *field, struct slice value)
{
    struct field_texts tenants = {0};

    if (!texts_of(reading, field, value, &tenants)) {
        return false;
    }
    for (uint32_t i = 0; i < tenants.count; i++) {
        check_tenant(reading, tenants.items[i]);
    }
    return true;
}

static bool store_tenant(struct reading *reading, const struct field *field, struct slice value)
{
    struct slice tenant;

    if (!text_of(value, &tenant)) {
        return cannot_parse_field(reading, field);
    }
    check_tenant(reading, tenant);
    return true;
}

/* Clients send empty lists and false for what they do not use. */
static bool store_unsupported(struct reading *reading, const struct field *field,
                              struct slice value)
{
    struct value_item item;

    if (value_head(value, &item) != STATUS_OK) {
        return cannot_parse_field(reading, field);
    }
    if ((item.kind == VALUE_ARRAY || item.kind == VALUE_OBJECT) && item.count == 0) {
        return true;
    }
    if (item.kind == VALUE_BOOL && !item.boolean) {
        return true;
    }
    problem_status(reading->request, STATUS_NOT_IMPLEMENTED,
                   "The property '%s' of operation '%s' is not implemented yet.", field->name,
                   reading->request->route->operation);
    return false;
}

static bool read_object(struct reading *reading, const struct field *fields, struct slice object);

static bool store_nested(struct reading *reading, const struct field *field, struct slice value)
{
    char outer[PROPERTY_PATH_BYTES];
    bool read;

    memcpy(outer, reading->path, sizeof(outer));
    (void)snprintf(reading->path, sizeof(reading->path), "%.60s%.60s.", outer, field->name);
    read = read_object(reading, field->fields, value);
    memcpy(reading->path, outer, sizeof(outer));
    return read;
}

static bool store(struct reading *reading, const struct field *field, struct slice value)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return store_text(reading, field, value);
    case FIELD_KEY:
        return store_key(reading, field, value);
    case FIELD_INT32:
    case FIELD_INT64:
        return store_integer(reading, field, value);
    case FIELD_BOOL:
        return store_bool(reading, field, value);
    case FIELD_OBJECT:
        return store_object(reading, field, value);
    case FIELD_TEXTS:
    case FIELD_TAGS:
        return store_texts(reading, field, value);
    case FIELD_ENUM:
        return store_enum(reading, field, value);
    case FIELD_TENANT:
        return store_tenant(reading, field, value);
    case FIELD_TENANTS:
        return store_tenants(reading, field, value);
    case FIELD_NESTED:
        return store_nested(reading, field, value);
    case FIELD_UNSUPPORTED:
        return store_unsupported(reading, field, value);
    case FIELD_VALUE:
        memcpy(reading->into + field->offset, &value, sizeof(value));
        return true;
    case FIELD_DATE:
        return store_date(reading, field, value);
    case FIELD_REFERENCE:
        return check_reference(reading, field, value);
    case FIELD_NOTE:
        return check_note(reading, field, value);
    case FIELD_IGNORED:
        break;
    }
    return true;
}

/* --- an object --- */

static const struct field *field_find(const struct field *fields, struct slice name)
{
    while (fields->name != NULL && !slice_is(name, fields->name)) {
        fields++;
    }
    return fields->name == NULL ? NULL : fields;
}

static bool came_empty(const struct field *field, struct slice value)
{
    struct slice text;

    return (field->flags & FIELD_NOT_EMPTY) && text_of(value, &text) && text.size == 0;
}

/* What must be there, after everything that is there was read. */
static void check_required(struct reading *reading, const struct field *fields, struct slice object)
{
    for (const struct field *field = fields; field->name != NULL; field++) {
        struct slice value;

        if (!(field->flags & FIELD_REQUIRED)) {
            continue;
        }
        if (!value_find(object, slice_of(field->name), &value) || value_is_null(value) ||
            came_empty(field, value)) {
            buffer_printf(violation(reading), "No %s provided",
                          field->label != NULL ? field->label : field->name);
        }
    }
}

static bool read_object(struct reading *reading, const struct field *fields, struct slice object)
{
    struct value_reader reader = value_reader_of(object);
    uint32_t count;

    if (value_read_object(&reader, &count) != STATUS_OK) {
        return cannot_parse_whole(reading);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct slice name;
        struct slice value;
        const struct field *field;

        if (value_read_string(&reader, &name) != STATUS_OK ||
            value_read_whole(&reader, &value) != STATUS_OK) {
            return cannot_parse_whole(reading);
        }
        field = field_find(fields, name);
        if (field == NULL) {
            return cannot_parse(reading, name);
        }
        if (value_is_null(value)) {
            continue;
        }
        if (!store(reading, field, value)) {
            return false;
        }
        if (field->has_offset != 0) {
            reading->into[field->has_offset] = true;
        }
    }
    check_required(reading, fields, object);
    return true;
}

static void set_defaults(const struct field *fields, char *into)
{
    for (const struct field *field = fields; field->name != NULL; field++) {
        if (field->kind == FIELD_OBJECT) {
            struct slice empty = value_empty_object();

            memcpy(into + field->offset, &empty, sizeof(empty));
        } else if (field->kind == FIELD_NESTED) {
            set_defaults(field->fields, into);
        }
    }
}

static bool read_whole(struct reading *reading, const struct field *fields, struct slice value)
{
    bool good;

    buffer_init(&reading->violations, KIB(16));
    good = read_object(reading, fields, value);
    if (good && reading->violations.size > 0) {
        good = false;
        problem_invalid(reading->request, "%.*s.", SLICE_ARG(buffer_slice(&reading->violations)));
    }
    buffer_deinit(&reading->violations);
    return good;
}

bool body_read(struct request *request, enum body_need need, const struct field *fields,
               const char *action, void *into)
{
    struct reading reading = {.request = request, .action = action, .into = into};
    struct slice body;

    set_defaults(fields, into);
    if (!body_parse(request, need, &body)) {
        return false;
    }
    return read_whole(&reading, fields, body.size == 0 ? value_empty_object() : body);
}

bool body_read_value(struct request *request, const char *path, const struct field *fields,
                     struct slice value, void *into)
{
    struct reading reading = {.request = request, .action = "", .into = into};

    (void)snprintf(reading.path, sizeof(reading.path), "%s", path);
    return read_whole(&reading, fields, value);
}

bool body_read_reference(struct request *request)
{
    static const struct field fields[] = {{.name = "operationReference", .kind = FIELD_REFERENCE},
                                          {0}};
    char nothing;

    return body_read(request, BODY_OPTIONAL, fields, "", &nothing);
}

bool path_key(struct request *request, size_t index, const char *name, uint64_t *out)
{
    ASSERT(index < ROUTE_PARAMETERS_MAX);
    if (key_parse(request->parameters[index], out)) {
        return true;
    }
    problem_bad_request(request, "Failed to convert '%s' with value: '%.*s'", name,
                        SLICE_ARG(request->parameters[index]));
    return false;
}
