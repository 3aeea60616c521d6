/* Searches: page, sorts and the frame around the filter; then the page of documents. */
#include "search_int.h"

#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/clock.h"
#include "base/limits.h"
#include "body_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "query_int.h"
#include "read_int.h"
#include "render_int.h"
#include "request_int.h"
#include "value/value.h"

enum {
    DEFAULT_PAGE_ITEMS = 100
};

struct search_state {
    const struct search_spec *spec;
    struct readmodel_query query;
    struct readmodel_query base;
    bool truncates;
    int64_t expires_ms;
};

/* --- the page --- */

struct page_body {
    int32_t limit;
    int64_t from;
    struct slice after;
    struct slice before;
    bool has_from;
};

#define IN_PAGE(member) offsetof(struct page_body, member)

static const struct field page_fields[] = {
    {.name = "limit",
     .kind = FIELD_INT32,
     .offset = IN_PAGE(limit),
     .min = 1,
     .max = LIMIT_PAGE_ITEMS,
     .constraint = "within the [1,10000] range"},
    {.name = "from",
     .kind = FIELD_INT64,
     .offset = IN_PAGE(from),
     .has_offset = IN_PAGE(has_from),
     .min = 0,
     .max = INT64_MAX,
     .constraint = "not negative"},
    {.name = "after", .kind = FIELD_TEXT, .offset = IN_PAGE(after)},
    {.name = "before", .kind = FIELD_TEXT, .offset = IN_PAGE(before)},
    {0}};

#undef IN_PAGE

static bool page_read(struct request *request, struct slice body, struct readmodel_page *page)
{
    struct page_body read = {.limit = DEFAULT_PAGE_ITEMS};
    int ways;

    if (body.data != NULL && !body_read_value(request, "page.", page_fields, body, &read)) {
        return false;
    }
    ways = (read.has_from ? 1 : 0) + (read.after.data != NULL) + (read.before.data != NULL);
    if (ways > 1) {
        problem_invalid(request, "Only one of [from, after, before] is allowed.");
        return false;
    }
    *page = (struct readmodel_page){.limit = (uint32_t)read.limit,
                                    .from = (uint64_t)read.from,
                                    .after = read.after,
                                    .before = read.before};
    return true;
}

/* --- sorts --- */

static const char *const orders[] = {"ASC", "DESC", NULL};

struct sort_body {
    struct slice field;
    int order;
};

static const struct field sort_fields[] = {
    {.name = "field", .kind = FIELD_TEXT, .offset = offsetof(struct sort_body, field)},
    {.name = "order",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct sort_body, order),
     .values = orders},
    {0}};

/* Enum values come in any case, and names to sort by are an enum. */
static int sortable_find(const struct readmodel_schema *schema, struct slice name)
{
    for (uint32_t i = 0; i < schema->stored_count; i++) {
        if ((schema->fields[i].flags & READMODEL_SORTABLE) &&
            slice_equal_nocase(name, slice_of(schema->fields[i].name))) {
            return (int)i;
        }
    }
    return READMODEL_NO_FIELD;
}

static bool sort_unknown(struct request *request, const struct readmodel_schema *schema,
                         struct slice name)
{
    struct buffer list;
    const char *separator = "";

    buffer_init(&list, KIB(4));
    for (uint32_t i = 0; i < schema->stored_count; i++) {
        if (schema->fields[i].flags & READMODEL_SORTABLE) {
            buffer_printf(&list, "%s%s", separator, schema->fields[i].name);
            separator = ", ";
        }
    }
    problem_bad_request(request,
                        "Unexpected value '%.*s' for enum field 'field'. Use any of the following "
                        "values: [%.*s]",
                        SLICE_ARG(name), SLICE_ARG(buffer_slice(&list)));
    buffer_deinit(&list);
    return false;
}

static bool sort_read(struct request *request, const struct readmodel_schema *schema,
                      struct slice item, struct readmodel_sort *sort)
{
    struct sort_body read = {0};
    int field;

    if (!body_read_value(request, "sort.", sort_fields, item, &read)) {
        return false;
    }
    if (read.field.size == 0) {
        problem_invalid(request, "Sort field must not be null.");
        return false;
    }
    field = sortable_find(schema, read.field);
    if (field == READMODEL_NO_FIELD) {
        return sort_unknown(request, schema, read.field);
    }
    sort->field = (uint32_t)field;
    sort->descending = read.order == 1;
    return true;
}

static bool sorts_read(struct request *request, const struct readmodel_schema *schema,
                       struct slice body, struct readmodel_query *query)
{
    struct value_reader reader = value_reader_of(body);
    struct readmodel_sort *sorts;
    uint32_t count;

    if (body.data == NULL) {
        return true;
    }
    if (value_read_array(&reader, &count) != STATUS_OK) {
        problem_bad_request(request, "Request property [sort] cannot be parsed");
        return false;
    }
    if (count == 0) {
        return true;
    }
    if (count > READMODEL_SORTS_MAX) {
        problem_invalid(request, "The value for sort has %u items but must have at most %d.", count,
                        READMODEL_SORTS_MAX);
        return false;
    }
    sorts = CHECK_MEMORY(ARENA_ARRAY(&request->arena, struct readmodel_sort, count + 1U));
    for (uint32_t i = 0; i < count; i++) {
        struct slice item;

        if (value_read_whole(&reader, &item) != STATUS_OK ||
            !sort_read(request, schema, item, &sorts[i])) {
            return false;
        }
    }
    query->sorts = sorts;
    query->sort_count = count;
    return true;
}

/* --- the request --- */

static bool truncates_read(struct request *request, struct search_state *state)
{
    struct slice text = query_find(request->query, "truncateValues");

    state->truncates = state->spec->truncates;
    if (text.data == NULL || !state->spec->truncates) {
        return true;
    }
    if (slice_equal_nocase(text, SLICE("false"))) {
        state->truncates = false;
    } else if (!slice_equal_nocase(text, SLICE("true"))) {
        problem_bad_request(request, "Failed to convert 'truncateValues' with value: '%.*s'",
                            SLICE_ARG(text));
        return false;
    }
    return true;
}

/* The newest version of each process or decision comes in an order of its own, and only forwards.
 */
static bool latest_allows(struct request *request, const struct readmodel_query *query)
{
    bool is_decision = query->entity == READMODEL_DECISION_DEFINITION;
    uint32_t is_latest = is_decision ? FIELD_DECISION_IS_LATEST : FIELD_DEFINITION_IS_LATEST;
    uint32_t id = is_decision ? FIELD_DECISION_ID : FIELD_DEFINITION_ID;
    uint32_t tenant = is_decision ? FIELD_DECISION_TENANT : FIELD_DEFINITION_TENANT;
    bool latest = false;

    if (query->entity != READMODEL_PROCESS_DEFINITION && !is_decision) {
        return true;
    }
    for (uint32_t i = 0; i < query->all.condition_count; i++) {
        const struct readmodel_condition *condition = &query->all.conditions[i];

        latest = latest || (condition->field == is_latest && condition->operands[0].boolean);
    }
    if (!latest) {
        return true;
    }
    for (uint32_t i = 0; i < query->sort_count; i++) {
        if (query->sorts[i].field != id && query->sorts[i].field != tenant) {
            problem_invalid(request,
                            "With isLatestVersion only the sort fields [%s, tenantId] are allowed.",
                            readmodel_schema(query->entity)->fields[id].name);
            return false;
        }
    }
    if (query->page.from > 0 || query->page.before.data != NULL) {
        problem_invalid(request, "With isLatestVersion only [limit, after] are allowed for pages.");
        return false;
    }
    return true;
}

struct search_body {
    struct slice page;
    struct slice sort;
    struct slice filter;
};

static bool parts_read(struct request *request, const struct search_spec *spec, struct slice body,
                       struct search_body *parts)
{
    static const struct field filter = {
        .name = "filter", .kind = FIELD_VALUE, .offset = offsetof(struct search_body, filter)};
    static const struct field page = {
        .name = "page", .kind = FIELD_VALUE, .offset = offsetof(struct search_body, page)};
    static const struct field sort = {
        .name = "sort", .kind = FIELD_VALUE, .offset = offsetof(struct search_body, sort)};
    struct field fields[4] = {{0}};
    int count = 0;

    if (!spec->unfiltered) {
        fields[count++] = filter;
    }
    if (!spec->unpaged) {
        fields[count++] = page;
    }
    if (!spec->unpaged && !spec->unsorted) {
        fields[count++] = sort;
    }
    return body.size == 0 || body_read_value(request, "", fields, body, parts);
}

static bool required_are_there(struct request *request, const struct search_spec *spec,
                               struct slice filter)
{
    struct slice value;

    if (spec->required != NULL && filter.data == NULL) {
        problem_invalid(request, "No filter provided.");
        return false;
    }
    for (const char *const *name = spec->required; name != NULL && *name != NULL; name++) {
        if (!value_find(filter, slice_of(*name), &value) || value_is_null(value)) {
            problem_invalid(request, "No %s provided.", *name);
            return false;
        }
    }
    return true;
}

/* The two names of one filter. */
static bool batches_allow(struct request *request, const struct readmodel_query *query)
{
    bool id = false;
    bool key = false;

    if (query->entity != READMODEL_PROCESS_INSTANCE) {
        return true;
    }
    for (uint32_t i = 0; i < query->all.condition_count; i++) {
        id = id || query->all.conditions[i].field == FIELD_INSTANCE_BATCH_ID;
        key = key || query->all.conditions[i].field == FIELD_INSTANCE_BATCH_KEY;
    }
    if (id && key) {
        problem_invalid(request, "Only one of [batchOperationId, batchOperationKey] is allowed.");
    }
    return !(id && key);
}

static void order_by_default(struct request *request, struct search_state *state)
{
    struct readmodel_sort *sort;

    if (state->spec->unsorted || state->spec->ordered_by != 0) {
        sort = CHECK_MEMORY(ARENA_NEW(&request->arena, struct readmodel_sort));
        sort->field = state->spec->ordered_by;
        state->query.sorts = sort;
        state->query.sort_count = 1;
    }
}

/* The base has one condition more: that it belongs to the path's key. */
static void base_narrow(struct request *request, struct search_state *state)
{
    struct readmodel_group *all = &state->base.all;
    struct readmodel_condition *conditions = CHECK_MEMORY(
        ARENA_ARRAY(&request->arena, struct readmodel_condition, all->condition_count + 1U));
    struct readmodel_operand *operand =
        CHECK_MEMORY(ARENA_NEW(&request->arena, struct readmodel_operand));

    if (all->condition_count > 0) {
        memcpy(conditions, all->conditions, all->condition_count * sizeof(*conditions));
    }
    operand->key = state->query.origin;
    conditions[all->condition_count] =
        (struct readmodel_condition){.field = (uint32_t)state->spec->base_field,
                                     .op = READMODEL_EQ,
                                     .operands = operand,
                                     .operand_count = 1};
    all->conditions = conditions;
    all->condition_count++;
}

static bool filter_read(struct request *request, struct search_state *state, struct slice filter)
{
    const struct search_spec *spec = state->spec;
    enum readmodel_entity entity = spec->base != 0 ? spec->base : spec->entity;
    struct readmodel_query *query = spec->base != 0 ? &state->base : &state->query;
    struct search_reading reading = {
        .request = request, .spec = spec, .schema = readmodel_schema(entity)};

    query->entity = entity;
    if (!required_are_there(request, spec, filter) ||
        !search_filter_read(&reading, filter, query) || !latest_allows(request, &state->query) ||
        !batches_allow(request, query)) {
        return false;
    }
    if (spec->base != 0) {
        state->query.base = &state->base;
        if (spec->base_field != 0) {
            base_narrow(request, state);
        }
    }
    return true;
}

static bool search_read(struct request *request, struct search_state *state)
{
    const struct search_spec *spec = state->spec;
    struct readmodel_query *query = &state->query;
    struct search_body parts = {0};
    struct slice body = SLICE_EMPTY;

    query->entity = spec->entity;
    query->source = spec->source;
    order_by_default(request, state);
    if ((spec->origin != NULL && !path_key(request, 0, spec->origin->parameter, &query->origin)) ||
        !truncates_read(request, state)) {
        return false;
    }
    if (request->route->method == HTTP_POST &&
        (!body_parse(request,
                     spec->needs_body || spec->required != NULL ? BODY_REQUIRED : BODY_OPTIONAL,
                     &body) ||
         !parts_read(request, spec, body, &parts))) {
        return false;
    }
    if (!page_read(request, parts.page, &query->page) ||
        !sorts_read(request, readmodel_schema(spec->entity), parts.sort, query) ||
        !filter_read(request, state, parts.filter)) {
        return false;
    }
    query->page.limit = spec->unpaged ? LIMIT_PAGE_ITEMS : query->page.limit;
    return true;
}

/* --- the answer --- */

static bool search_expired(void *ctx)
{
    return clock_monotonic_ms() > *(const int64_t *)ctx;
}

static void put_page(struct request *request, const struct readmodel_result *result)
{
    const struct search_state *state = request->state;
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_name(out, "items");
    json_open(out, '[');
    for (uint32_t i = 0; i < result->count; i++) {
        render_document(out, &result->documents[i], state->truncates ? RENDER_CUT : RENDER_WHOLE);
    }
    json_close(out, '[');
    if (!state->spec->unpaged) {
        json_name(out, "page");
        json_open(out, '{');
        json_number(out, "totalItems", (int64_t)result->total_items);
        json_bool(out, "hasMoreTotalItems", result->has_more_total_items);
        json_text_or_null(out, "startCursor", result->start_cursor);
        json_text_or_null(out, "endCursor", result->end_cursor);
        json_close(out, '{');
    }
    if (state->spec->more != NULL) {
        buffer_printf(out, ",%s", state->spec->more);
    }
    json_close(out, '{');
}

static void search_failed(struct request *request, enum status status, const char *filter)
{
    const struct search_state *state = request->state;

    filter = filter == NULL ? "none" : filter;
    switch ((int)status) {
    case STATUS_INVALID_ARGUMENT:
        problem_invalid(request, "The cursor of the page is not valid for this search.");
        break;
    case STATUS_NOT_FOUND:
        ASSERT(state->spec->origin != NULL);
        read_failed(request, status, state->spec->origin, state->query.origin);
        break;
    case STATUS_UNAVAILABLE:
        problem_status(request, status,
                       "The search took longer than %d ms because of the filter '%s'. Narrow it "
                       "by a filter that an index serves.",
                       LIMIT_SEARCH_MS, filter);
        break;
    case STATUS_LIMIT:
        problem_status(
            request, STATUS_RESOURCE_EXHAUSTED,
            "The search needs more memory than one request may use. Narrow its filter or "
            "ask for a smaller page.");
        break;
    default:
        problem_failure(request, status, SLICE_EMPTY);
        break;
    }
}

static void search_run(struct request *request)
{
    struct search_state *state = request->state;
    struct readmodel_result result = {0};
    struct readmodel_read read;
    enum status status;

    if (!read_begin(request, &read)) {
        return;
    }
    state->expires_ms = clock_monotonic_ms() + LIMIT_SEARCH_MS;
    state->query.expired = search_expired;
    state->query.ctx = &state->expires_ms;
    status = readmodel_search(&read, &state->query, &request->arena, &result);
    if (status == STATUS_OK && state->spec->unpaged && result.total_items > result.count) {
        status = STATUS_LIMIT; /* never a part of them */
    }
    if (status == STATUS_OK) {
        put_page(request, &result);
    }
    read_end(request, &read);
    if (status == STATUS_OK) {
        request_answer_json(request);
    } else {
        search_failed(request, status, result.filter);
    }
}

void search(struct request *request, const struct search_spec *spec)
{
    struct search_state *state = CHECK_MEMORY(ARENA_NEW(&request->arena, struct search_state));

    state->spec = spec;
    request->state = state;
    if (search_read(request, state)) {
        request_fence(request, search_run);
    }
}
