/* A search from the query to the page. */
#include "base/assert.h"
#include "base/limits.h"
#include "member_int.h"
#include "search_int.h"
#include "value/value.h"

/* --- conditions on variables --- */

struct variable_test {
    struct search *search;
    const struct readmodel_variable_condition *condition;
    bool holds;
};

static enum status test_variable(struct variable_test *test, uint64_t key)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    enum status st = row_find(test->search->txn, READMODEL_VARIABLE, key, &presence, &row);
    if (st == STATUS_OK && presence == ABSENT) {
        return STATUS_CORRUPT;
    }
    if (st == STATUS_OK) {
        st = document_decode(READMODEL_VARIABLE, row, fields);
    }
    if (st != STATUS_OK ||
        !slice_equal(field_text(fields[FIELD_VARIABLE_NAME]), test->condition->name)) {
        return st;
    }
    bool holds = true;
    for (uint32_t i = 0; holds && i < test->condition->test_count; i++) {
        holds = condition_matches(&test->condition->tests[i], READMODEL_VALUE,
                                  fields[FIELD_VARIABLE_VALUE], &test->search->scratch);
    }
    test->holds = test->holds || holds;
    return STATUS_OK;
}

static enum status test_member(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct variable_test *test = ctx;

    if (test->holds || entity != READMODEL_VARIABLE) {
        return STATUS_OK;
    }
    enum status st = search_tick(test->search);
    return st == STATUS_OK ? test_variable(test, key) : st;
}

static enum status test_scope(void *ctx, uint64_t key, struct slice name)
{
    struct variable_test *test = ctx;

    if (test->holds || !slice_equal(name, test->condition->name)) {
        return STATUS_OK;
    }
    return test_variable(test, key);
}

static int element_key_field(enum readmodel_entity entity)
{
    return entity == READMODEL_USER_TASK ? (int)FIELD_USER_TASK_ELEMENT_KEY : READMODEL_NO_FIELD;
}

static enum status variable_holds(struct search *search,
                                  const struct readmodel_variable_condition *condition,
                                  const struct slice *fields, bool *holds)
{
    struct variable_test test = {.search = search, .condition = condition};
    enum readmodel_entity entity = search->query->entity;
    int field = condition->scope == READMODEL_LOCAL_SCOPE ? element_key_field(entity)
                                                          : entity_tables(entity)->instance_field;
    enum status st = STATUS_OK;

    ASSERT(field != READMODEL_NO_FIELD);
    uint64_t key = field_u64(fields[field]);
    if (condition->scope == READMODEL_ANY_SCOPE) {
        st = member_walk(search->txn, key, test_member, &test);
    } else {
        st = scope_walk(search->txn, key, test_scope, &test);
    }
    *holds = test.holds;
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* --- one row --- */

static enum status group_holds(struct search *search, const struct readmodel_group *group,
                               const struct slice *fields, bool *holds)
{
    const struct readmodel_schema *schema = search->schema;
    bool has_joins = false;
    enum status st = STATUS_OK;

    *holds = true;
    for (uint32_t i = 0; *holds && i < group->condition_count; i++) {
        const struct readmodel_condition *condition = &group->conditions[i];
        const struct readmodel_field *field = &schema->fields[condition->field];
        if ((field->flags & READMODEL_JOIN) != 0) {
            has_joins = true;
            continue;
        }
        *holds =
            condition_matches(condition, field->type, fields[condition->field], &search->scratch);
    }
    if (*holds && has_joins) {
        st = join_holds(search, group, fields, holds);
    }
    for (uint32_t i = 0; st == STATUS_OK && *holds && i < group->variable_count; i++) {
        st = variable_holds(search, &group->variables[i], fields, holds);
    }
    return st;
}

static enum status row_holds(struct search *search, const struct slice *fields, bool *holds)
{
    const struct readmodel_query *query = search->query;

    enum status st = group_holds(search, &query->all, fields, holds);
    if (st != STATUS_OK || !*holds || query->any_count == 0) {
        return st;
    }
    *holds = false;
    for (uint32_t i = 0; st == STATUS_OK && !*holds && i < query->any_count; i++) {
        st = group_holds(search, &query->any[i], fields, holds);
    }
    return st;
}

enum status search_row(struct search *search, uint64_t key, struct slice row)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    bool holds = false;

    enum status st = document_decode(search->query->entity, row, fields);
    if (st == STATUS_OK) {
        st = row_holds(search, fields, &holds);
    }
    if (st != STATUS_OK || !holds) {
        return st;
    }
    search->total++;
    if (search->visit != NULL) {
        return search->visit(search->visit_ctx, key, row, fields);
    }
    return selection_offer(&search->selection, key, row, fields);
}

/* --- names for refusals --- */

static const char *filter_name(const struct readmodel_field *field)
{
    return field->filter_name != NULL ? field->filter_name : field->name;
}

static const char *variable_filter_name(const struct readmodel_group *group)
{
    switch (group->variables[0].scope) {
    case READMODEL_ROOT_SCOPE:
        return "processInstanceVariables";
    case READMODEL_LOCAL_SCOPE:
        return "localVariables";
    case READMODEL_ANY_SCOPE:
        break;
    }
    return "variables";
}

/* The condition that no index served, or what comes nearest to it. */
static const char *slow_name(const struct search *search)
{
    const struct readmodel_query *query = search->query;
    const struct readmodel_field *fields = search->schema->fields;

    if (search->slow != NULL) {
        return search->slow;
    }
    for (uint32_t i = 0; i < query->all.condition_count; i++) {
        if ((int)query->all.conditions[i].field != search->plan_field) {
            return filter_name(&fields[query->all.conditions[i].field]);
        }
    }
    if (query->all.variable_count > 0) {
        return variable_filter_name(&query->all);
    }
    if (query->any_count > 0) {
        return "$or";
    }
    if (query->sort_count > 0) {
        return fields[query->sorts[0].field].name;
    }
    return search->plan_field == READMODEL_NO_FIELD ? "page" : fields[search->plan_field].name;
}

/* --- the whole --- */

static enum status page_build(struct search *search, struct arena *arena,
                              struct readmodel_result *result)
{
    struct selection *selection = &search->selection;
    const struct readmodel_page *page = &search->query->page;
    bool has_cursor = page->after.data != NULL || page->before.data != NULL;
    size_t from = has_cursor ? 0 : (size_t)page->from;

    if (from >= selection->count) {
        return STATUS_OK;
    }
    size_t count = selection->count - from;
    result->documents = ARENA_ARRAY(arena, struct readmodel_document, count);
    if (result->documents == NULL) {
        return STATUS_LIMIT;
    }
    enum status st = STATUS_OK;
    for (size_t i = 0; st == STATUS_OK && i < count; i++) {
        const struct slot *slot = slot_at(selection, from + i);
        st = document_load(search->query->entity, slot->key, slot->row, arena,
                           &result->documents[i]);
    }
    if (st == STATUS_OK) {
        st = cursor_encode(selection, slot_at(selection, from), &result->start_cursor);
    }
    if (st == STATUS_OK) {
        st =
            cursor_encode(selection, slot_at(selection, selection->count - 1), &result->end_cursor);
    }
    result->count = (uint32_t)count;
    return st;
}

static void search_check(const struct readmodel_query *query)
{
    ASSERT(query->page.limit <= LIMIT_PAGE_ITEMS);
    ASSERT(query->sort_count <= READMODEL_SORTS_MAX);
    ASSERT(query->page.after.data == NULL || query->page.before.data == NULL);
}

static struct search search_of(struct store_txn *txn, const struct readmodel_query *query)
{
    return (struct search){.txn = txn,
                           .query = query,
                           .schema = readmodel_schema(query->entity),
                           .top = query,
                           .plan_field = READMODEL_NO_FIELD};
}

enum status search_each(struct search *within, const struct readmodel_query *query,
                        search_visit *visit, void *ctx)
{
    struct search search = search_of(within->txn, query);

    search.top = within->top;
    search.visit = visit;
    search.visit_ctx = ctx;
    buffer_init(&search.scratch, LIMIT_READMODEL_OBJECT_BYTES);
    enum status st = plan_run(&search);
    buffer_deinit(&search.scratch);
    if (st == STATUS_UNAVAILABLE) {
        within->slow = slow_name(&search);
    }
    return st;
}

static enum status search_run(struct search *search, struct arena *arena,
                              struct readmodel_result *result)
{
    const struct readmodel_page *page = &search->query->page;

    enum status st = selection_init(&search->selection, search->query, arena, &search->scratch);
    if (st == STATUS_OK && page->after.data != NULL) {
        st = cursor_decode(&search->selection, page->after);
    } else if (st == STATUS_OK && page->before.data != NULL) {
        st = cursor_decode(&search->selection, page->before);
    }
    if (st == STATUS_OK) {
        st = source_run(search);
    }
    if (st == STATUS_OK) {
        st = selection_finish(&search->selection);
    }
    if (st == STATUS_OK) {
        st = page_build(search, arena, result);
    }
    return st;
}

enum status readmodel_search(struct readmodel_read *read, const struct readmodel_query *query,
                             struct arena *arena, struct readmodel_result *result)
{
    struct search search = search_of(read->txn, query);

    *result = (struct readmodel_result){0};
    search_check(query);
    buffer_init(&search.scratch, LIMIT_READMODEL_OBJECT_BYTES);
    enum status st = search_run(&search, arena, result);
    buffer_deinit(&search.scratch);
    result->total_items = search.total;
    if (st == STATUS_UNAVAILABLE) {
        result->filter = slow_name(&search);
    }
    return st;
}
