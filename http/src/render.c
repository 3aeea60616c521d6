/* From a document's fields to the members of an answer: the schema says how. */
#include "render_int.h"

#include "base/assert.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "json_out_int.h"
#include "value/json.h"
#include "value/value.h"

/* The value of a variable is shown as its JSON text, itself a JSON string. */
static void put_value_text(struct buffer *out, const char *name, struct slice value, bool truncates)
{
    struct buffer text;
    struct slice shown;

    buffer_init(&text, LIMIT_VARIABLES_BYTES * 6);
    json_put(&text, value);
    shown = buffer_slice(&text);
    if (truncates && shown.size > READMODEL_VALUE_TEXT_BYTES) {
        /* Not in the middle of a character. */
        shown = slice_sub(shown, 0, READMODEL_VALUE_TEXT_BYTES);
        shown = slice_sub(shown, 0, utf8_valid_bytes(shown));
    }
    json_text(out, name, shown);
    buffer_deinit(&text);
}

static void put_field(struct buffer *out, const struct readmodel_field *schema,
                      const struct readmodel_document *document, uint32_t field, bool truncates)
{
    struct slice value = readmodel_document_field(document, field);

    if (schema->type == READMODEL_VALUE) {
        put_value_text(out, schema->name, value, truncates);
        return;
    }
    if (value_is_null(value)) {
        json_null(out, schema->name);
        return;
    }
    switch (schema->type) {
    case READMODEL_KEY:
        json_key(out, schema->name, readmodel_document_u64(document, field));
        break;
    case READMODEL_DATE_TIME:
        json_name(out, schema->name);
        json_item_date(out, readmodel_document_int(document, field));
        break;
    case READMODEL_INT32:
    case READMODEL_INT64:
    case READMODEL_BOOL:
    case READMODEL_STRING:
    case READMODEL_ENUM:
    case READMODEL_TAGS:
    case READMODEL_STRINGS:
    case READMODEL_OBJECT:
        json_value(out, schema->name, value);
        break;
    case READMODEL_VALUE:
    case READMODEL_BYTES:
        UNREACHABLE("a field that is not shown so");
    }
}

void render_field(struct buffer *out, const struct readmodel_document *document, uint32_t field)
{
    const struct readmodel_schema *schema = readmodel_schema(document->entity);

    ASSERT(field < schema->stored_count);
    put_field(out, &schema->fields[field], document, field, false);
}

/* Only a variable's document has this field. The stored one is of the value when it is cut. */
static bool is_truncation_mark(const struct readmodel_document *document, uint32_t field)
{
    return document->entity == READMODEL_VARIABLE && field == FIELD_VARIABLE_IS_TRUNCATED;
}

void render_document(struct buffer *out, const struct readmodel_document *document,
                     enum render_values values)
{
    const struct readmodel_schema *schema = readmodel_schema(document->entity);

    json_open(out, '{');
    for (uint32_t i = 0; i < schema->stored_count; i++) {
        if (schema->fields[i].flags & READMODEL_HIDDEN) {
            continue;
        }
        if (is_truncation_mark(document, i) && values != RENDER_CUT) {
            if (values == RENDER_WHOLE) {
                json_bool(out, schema->fields[i].name, false);
            }
            continue;
        }
        put_field(out, &schema->fields[i], document, i, values == RENDER_CUT);
    }
    json_close(out, '{');
}
