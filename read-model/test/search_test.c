/* Searches against a naive reference: random documents, random queries; the reference walks all
 * documents, tests and sorts them by rules of its own. And the plain stories of each filter. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "value/json.h"
#include "value/value.h"

/* --- a generator of its own, the same on every machine --- */

static uint64_t random_state;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static uint32_t random_below(uint32_t bound)
{
    return (uint32_t)(random_next() % bound);
}

static const char *const ids[] = {"alpha", "beta", "b\xc3\xa9ta", "alp", "a*b"};
static const char *const patterns[] = {"*",     "a*",    "*a",    "b?ta",  "*p*",
                                       "alpha", "a\\*b", "*\\*?", "?????", ""};

static struct slice random_id(void)
{
    return slice_of(ids[random_below(5)]);
}

/* --- a random world: instances with elements, jobs, user tasks, incidents, variables --- */

enum {
    INSTANCES = 60
};

static void random_members(struct world *world, uint64_t base, bool ended)
{
    for (uint64_t i = 0; i < 3; i++) {
        uint64_t key = base + 1 + i * 4;
        bool done = ended || random_below(2) == 0;
        struct trace_event *element =
            world_element(world, base, key, done ? ELEMENT_COMPLETED : ELEMENT_ACTIVATED);
        element->place.element_id = random_id();
        element->element.start_ms = random_below(4);
        struct trace_event *job =
            world_job(world, base, key + 1, key, done ? JOB_COMPLETED : JOB_CREATED);
        job->job.type = random_id();
        job->job.priority = (int32_t)random_below(5) - 2;
        job->job.deadline_ms = random_below(3) * 1000;
        struct trace_event *task = world_user_task(world, base, key + 2, key,
                                                   done ? USER_TASK_COMPLETED : USER_TASK_CREATED);
        task->user_task.assignee = random_below(2) == 0 ? SLICE_EMPTY : random_id();
        task->user_task.candidate_groups =
            world_json(random_below(2) == 0   ? "[]"
                       : random_below(2) == 0 ? "[\"alpha\"]"
                                              : "[\"alpha\",\"beta\"]");
        world_incident(world, base, key + 3, key, done ? INCIDENT_RESOLVED : INCIDENT_ACTIVE);
    }
}

static void random_instance(struct world *world, uint64_t base)
{
    static const struct slice tags[] = {{"alpha", 5}, {"beta", 4}};
    bool ended = random_below(2) == 0;
    struct trace_event *instance =
        world_instance(world, base, ended ? INSTANCE_COMPLETED : INSTANCE_ACTIVE);
    instance->instance.start_ms = random_below(5) * 100;
    instance->instance.business_id = random_below(3) == 0 ? SLICE_EMPTY : random_id();
    instance->instance.tags = tags;
    instance->instance.tag_count = random_below(3);
    instance->place.process_definition_key = DEFINITION + random_below(2);
    instance->place.process_id =
        instance->place.process_definition_key == DEFINITION ? SLICE("order") : SLICE("other");
    uint32_t first = world->count;
    random_members(world, base, ended);
    world_variable(world, base, base + 20, "x", random_below(2) == 0 ? "1" : "\"one\"");
    for (uint32_t i = first; i < world->count; i++) {
        world->events[i].place.process_definition_key = instance->place.process_definition_key;
        world->events[i].place.process_id = instance->place.process_id;
    }
    world_apply(world);
}

static struct world *random_world(uint64_t seed)
{
    struct world *world = world_new();
    random_state = seed * 2 + 1;
    world_definition(world, DEFINITION, 1);
    world_definition(world, DEFINITION_2, 1)->definition.process_id = SLICE("other");
    world_apply(world);
    for (uint64_t i = 0; i < INSTANCES; i++) {
        random_instance(world, 1000 + i * 100);
    }
    return world;
}

/* --- random queries --- */

static struct readmodel_operand random_operand(const struct readmodel_field *field, bool is_like)
{
    struct readmodel_operand out = {.boolean = random_below(2) == 0};

    out.key = 1000 + random_below(4) * 100 + random_below(8);
    if (strcmp(field->name, "processInstanceKey") == 0 || strcmp(field->name, "scopeKey") == 0) {
        out.key = 1000 + random_below(4) * 100;
    }
    if (strcmp(field->name, "processDefinitionKey") == 0) {
        out.key = DEFINITION + random_below(2);
    }
    out.number = (int64_t)random_below(7) * (random_below(2) == 0 ? 100 : 1) - 2;
    out.text = random_id();
    if (strcmp(field->name, "processDefinitionId") == 0) {
        out.text = random_below(2) == 0 ? SLICE("order") : SLICE("other");
    }
    if (field->type == READMODEL_VALUE) {
        out.text = random_below(2) == 0 ? SLICE("1") : SLICE("\"one\"");
    }
    if (field->type == READMODEL_ENUM) {
        uint32_t count = 0;
        while (field->values[count] != NULL) {
            count++;
        }
        out.text = slice_of(field->values[random_below(count)]);
    }
    if (is_like) {
        out.text = slice_of(patterns[random_below(10)]);
    }
    return out;
}

static enum readmodel_operator random_operator(const struct readmodel_field *field)
{
    for (;;) {
        uint32_t op = random_below(READMODEL_OPERATOR_COUNT);
        if ((field->operators >> op & 1) != 0) {
            return (enum readmodel_operator)op;
        }
    }
}

static void random_condition(const struct readmodel_schema *schema, struct readmodel_condition *out,
                             struct readmodel_operand *operands)
{
    do {
        out->field = random_below(schema->stored_count);
    } while ((schema->fields[out->field].operators & ~(uint32_t)READMODEL_OPS_PLAIN_BIT) == 0);
    const struct readmodel_field *field = &schema->fields[out->field];
    out->op = random_operator(field);
    bool many = out->op == READMODEL_IN || out->op == READMODEL_NOT_IN;
    out->operand_count = many ? 1 + random_below(3) : 1;
    for (uint32_t i = 0; i < out->operand_count; i++) {
        operands[i] = random_operand(field, out->op == READMODEL_LIKE);
    }
    out->operands = operands;
}

struct random_query {
    struct readmodel_query query;
    struct readmodel_condition conditions[5];
    struct readmodel_operand operands[5][3];
    struct readmodel_group groups[2];
    struct readmodel_sort sorts[2];
};

static void random_sorts(const struct readmodel_schema *schema, struct random_query *out)
{
    out->query.sorts = out->sorts;
    out->query.sort_count = random_below(3);
    for (uint32_t i = 0; i < out->query.sort_count; i++) {
        do {
            out->sorts[i].field = random_below(schema->stored_count);
        } while ((schema->fields[out->sorts[i].field].flags & READMODEL_SORTABLE) == 0);
        out->sorts[i].descending = random_below(2) == 0;
    }
}

static void random_query_make(enum readmodel_entity entity, struct random_query *out)
{
    const struct readmodel_schema *schema = readmodel_schema(entity);

    *out = (struct random_query){.query.entity = entity};
    for (uint32_t i = 0; i < 5; i++) {
        random_condition(schema, &out->conditions[i], out->operands[i]);
    }
    out->query.all.conditions = out->conditions;
    out->query.all.condition_count = random_below(4);
    out->groups[0] =
        (struct readmodel_group){.conditions = &out->conditions[3], .condition_count = 1};
    out->groups[1] =
        (struct readmodel_group){.conditions = &out->conditions[4], .condition_count = 1};
    out->query.any = out->groups;
    out->query.any_count = random_below(3) == 0 ? 2 : 0;
    random_sorts(schema, out);
}

/* --- the naive reference --- */

static bool naive_like(const char *pattern, const char *pattern_end, const char *text,
                       const char *text_end)
{
    if (pattern == pattern_end) {
        return text == text_end;
    }
    if (*pattern == '*') {
        return naive_like(pattern + 1, pattern_end, text, text_end) ||
               (text != text_end && naive_like(pattern, pattern_end, text + 1, text_end));
    }
    if (text == text_end) {
        return false;
    }
    if (*pattern == '?') {
        const char *next = text + 1;
        while (next != text_end && ((unsigned char)*next & 0xc0) == 0x80) {
            next++;
        }
        return naive_like(pattern + 1, pattern_end, next, text_end);
    }
    if (*pattern == '\\' && pattern + 1 != pattern_end) {
        pattern++;
    }
    return *pattern == *text && naive_like(pattern + 1, pattern_end, text + 1, text_end);
}

static struct slice json_of(struct world *world, struct slice value)
{
    struct buffer out;
    buffer_init(&out, MIB(1));
    json_put(&out, value);
    struct slice text = arena_copy(&world->arena, buffer_slice(&out));
    buffer_deinit(&out);
    return text;
}

/* The operand as the JSON text that an equal value has. */
static struct slice operand_json(struct world *world, const struct readmodel_field *field,
                                 const struct readmodel_operand *operand)
{
    struct buffer out;
    struct slice text;

    switch (field->type) {
    case READMODEL_KEY:
        return arena_printf(&world->arena, "%" PRIu64, operand->key);
    case READMODEL_BOOL:
        return operand->boolean ? SLICE("true") : SLICE("false");
    case READMODEL_VALUE:
        return operand->text;
    case READMODEL_INT32:
    case READMODEL_INT64:
    case READMODEL_DATE_TIME:
        return arena_printf(&world->arena, "%" PRId64, operand->number);
    case READMODEL_STRING:
    case READMODEL_ENUM:
    case READMODEL_TAGS:
    case READMODEL_STRINGS:
    case READMODEL_OBJECT:
    case READMODEL_BYTES:
        break;
    }
    buffer_init(&out, KIB(64));
    json_put_string(&out, operand->text);
    text = arena_copy(&world->arena, buffer_slice(&out));
    buffer_deinit(&out);
    return text;
}

static bool naive_scalar(struct world *world, const struct readmodel_condition *condition,
                         const struct readmodel_field *field, struct slice value)
{
    bool is_null = value_is_null(value) && field->type != READMODEL_VALUE;
    struct slice json = json_of(world, value);
    bool equal = false;

    for (uint32_t i = 0; i < condition->operand_count; i++) {
        equal = equal || (!is_null &&
                          slice_equal(json, operand_json(world, field, &condition->operands[i])));
    }
    struct value_item item;
    CHECK_OK(value_head(value, &item));
    int64_t number = condition->operands[0].number;
    struct slice pattern = condition->operands[0].text;
    struct slice text = field->type == READMODEL_VALUE ? json : item.text;
    switch (condition->op) {
    case READMODEL_EQ:
    case READMODEL_IN:
        return equal;
    case READMODEL_NEQ:
    case READMODEL_NOT_IN:
        return !equal;
    case READMODEL_EXISTS:
        return is_null != condition->operands[0].boolean;
    case READMODEL_GT:
        return !is_null && item.integer > number;
    case READMODEL_GTE:
        return !is_null && item.integer >= number;
    case READMODEL_LT:
        return !is_null && item.integer < number;
    case READMODEL_LTE:
        return !is_null && item.integer <= number;
    case READMODEL_LIKE:
        return !is_null && naive_like(pattern.data, pattern.data + pattern.size, text.data,
                                      text.data + text.size);
    case READMODEL_CONTAINS_ALL:
    case READMODEL_OPERATOR_COUNT:
        break;
    }
    return false;
}

static bool naive_contains(struct slice list, struct slice text)
{
    struct value_reader reader = value_reader_of(list);
    struct slice member;
    uint32_t count = 0;
    bool found = false;

    CHECK_OK(value_read_array(&reader, &count));
    for (uint32_t i = 0; i < count; i++) {
        CHECK_OK(value_read_string(&reader, &member));
        found = found || slice_equal(member, text);
    }
    return found;
}

/* Lists: some member, or every one for the negative operators; empty is null. */
static bool naive_list(struct world *world, const struct readmodel_condition *condition,
                       struct slice list)
{
    static const struct readmodel_field text_field = {.type = READMODEL_STRING};
    bool negative = condition->op == READMODEL_NEQ || condition->op == READMODEL_NOT_IN;
    struct value_reader reader = value_reader_of(list);
    uint32_t count = 0;
    bool some = false;
    bool every = true;

    CHECK_OK(value_read_array(&reader, &count));
    if (condition->op == READMODEL_EXISTS) {
        return (count > 0) == condition->operands[0].boolean;
    }
    if (condition->op == READMODEL_CONTAINS_ALL) {
        return naive_contains(list, condition->operands[0].text);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct slice member;
        CHECK_OK(value_read_whole(&reader, &member));
        bool holds = naive_scalar(world, condition, &text_field, member);
        some = some || holds;
        every = every && holds;
    }
    return negative ? every : some;
}

static bool naive_condition(struct world *world, const struct readmodel_document *document,
                            const struct readmodel_condition *condition)
{
    const struct readmodel_field *field =
        &readmodel_schema(document->entity)->fields[condition->field];
    struct slice value = document->fields[condition->field];

    if (field->type == READMODEL_STRINGS || field->type == READMODEL_TAGS) {
        return naive_list(world, condition, value);
    }
    return naive_scalar(world, condition, field, value);
}

static bool naive_group(struct world *world, const struct readmodel_document *document,
                        const struct readmodel_group *group)
{
    bool holds = true;
    for (uint32_t i = 0; i < group->condition_count; i++) {
        holds = holds && naive_condition(world, document, &group->conditions[i]);
    }
    return holds;
}

static bool naive_matches(struct world *world, const struct readmodel_document *document,
                          const struct readmodel_query *query)
{
    bool any = query->any_count == 0;
    for (uint32_t i = 0; i < query->any_count; i++) {
        any = any || naive_group(world, document, &query->any[i]);
    }
    return any && naive_group(world, document, &query->all);
}

/* Negative when a stands before b. */
static int naive_order(struct world *world, const struct readmodel_document *a,
                       const struct readmodel_document *b, const struct readmodel_query *query)
{
    for (uint32_t i = 0; i < query->sort_count; i++) {
        uint32_t field = query->sorts[i].field;
        enum readmodel_type type = readmodel_schema(a->entity)->fields[field].type;
        struct value_item left;
        struct value_item right;
        CHECK_OK(value_head(a->fields[field], &left));
        CHECK_OK(value_head(b->fields[field], &right));
        bool left_null = left.kind == VALUE_NULL && type != READMODEL_VALUE;
        bool right_null = right.kind == VALUE_NULL && type != READMODEL_VALUE;
        struct slice left_text = left.text;
        struct slice right_text = right.text;
        if (type == READMODEL_VALUE) {
            left_text = json_of(world, a->fields[field]);
            right_text = json_of(world, b->fields[field]);
            left.integer = right.integer = 0;
        }
        int order = left_null - right_null;
        if (order == 0 && !left_null) {
            order = left.integer != right.integer   ? (left.integer < right.integer ? -1 : 1)
                    : left.boolean != right.boolean ? (int)left.boolean - (int)right.boolean
                                                    : slice_compare(left_text, right_text);
        }
        if (order != 0) {
            return query->sorts[i].descending ? -order : order;
        }
    }
    return a->key < b->key ? -1 : a->key > b->key;
}

/* All documents that match, in order. */
static struct readmodel_result naive_search(struct world *world,
                                            const struct readmodel_query *query)
{
    struct readmodel_query all = {.entity = query->entity, .page.limit = LIMIT_PAGE_ITEMS};
    struct readmodel_result result = world_search(world, &all);
    uint32_t count = 0;

    for (uint32_t i = 0; i < result.count; i++) {
        struct readmodel_document document = result.documents[i];
        if (!naive_matches(world, &document, query)) {
            continue;
        }
        uint32_t at = count++;
        while (at > 0 && naive_order(world, &document, &result.documents[at - 1], query) < 0) {
            result.documents[at] = result.documents[at - 1];
            at--;
        }
        result.documents[at] = document;
    }
    result.count = count;
    return result;
}

/* --- the property --- */

static void check_keys(const struct readmodel_result *page, const struct readmodel_result *whole,
                       uint32_t from)
{
    for (uint32_t i = 0; i < page->count; i++) {
        CHECK_INT(from + i, <, whole->count);
        CHECK_INT(page->documents[i].key, ==, whole->documents[from + i].key);
    }
}

static void check_pages_forward(struct world *world, struct readmodel_query query,
                                const struct readmodel_result *whole)
{
    uint32_t seen = 0;

    for (;;) {
        struct readmodel_result page = world_search(world, &query);
        CHECK_INT(page.total_items, ==, whole->count);
        check_keys(&page, whole, seen);
        seen += page.count;
        if (page.count == 0) {
            break;
        }
        query.page.after = page.end_cursor;
    }
    CHECK_INT(seen, ==, whole->count);
}

/* From behind the last row back to the first. */
static void check_pages_backward(struct world *world, struct readmodel_query query,
                                 const struct readmodel_result *whole)
{
    struct readmodel_query last = query;
    uint32_t left = whole->count == 0 ? 0 : whole->count - 1;

    last.page = (struct readmodel_page){.limit = 1, .from = left};
    struct readmodel_result page = world_search(world, &last);
    while (page.count > 0) {
        query.page.before = page.start_cursor;
        page = world_search(world, &query);
        CHECK_INT(page.total_items, ==, whole->count);
        CHECK_INT(page.count, <=, left);
        left -= page.count;
        check_keys(&page, whole, left);
    }
    CHECK_INT(left, ==, 0);
}

static void check_query(struct world *world, enum readmodel_entity entity)
{
    struct random_query random;

    random_query_make(entity, &random);
    struct readmodel_query query = random.query;
    world_read(world);
    struct readmodel_result whole = naive_search(world, &query);
    query.page.limit = LIMIT_PAGE_ITEMS;
    struct readmodel_result result = world_search(world, &query);
    CHECK_INT(result.total_items, ==, whole.count);
    CHECK_INT(result.count, ==, whole.count);
    check_keys(&result, &whole, 0);

    query.page.limit = 1 + random_below(40);
    check_pages_forward(world, query, &whole);
    check_pages_backward(world, query, &whole);
    query.page.from = random_below(whole.count + 3);
    result = world_search(world, &query);
    CHECK_INT(result.total_items, ==, whole.count);
    check_keys(&result, &whole, (uint32_t)query.page.from);
}

/* Whatever the way that a search takes: the same answer as walking all, from the front, from the
 * back and in the middle. */
TEST(search, answers_as_a_naive_reference_does)
{
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world *world = random_world(seed);
        world_check(world);
        for (uint32_t i = 0; i < 800; i++) {
            check_query(world, (enum readmodel_entity)(1 + i % (READMODEL_ENTITY_END - 1)));
        }
        world_close(world);
    }
}

/* --- plain stories --- */

static struct readmodel_condition condition(uint32_t field, enum readmodel_operator op,
                                            const struct readmodel_operand *operand)
{
    return (struct readmodel_condition){
        .field = field, .op = op, .operands = operand, .operand_count = 1};
}

TEST(search, finds_the_latest_version_of_each_definition)
{
    struct world *world = world_new();
    struct readmodel_operand yes = {.boolean = true};
    struct readmodel_condition latest = condition(FIELD_DEFINITION_IS_LATEST, READMODEL_EQ, &yes);
    struct readmodel_query query = {.entity = READMODEL_PROCESS_DEFINITION, .page.limit = 10};
    query.all = (struct readmodel_group){.conditions = &latest, .condition_count = 1};
    world_definition(world, 100, 1);
    world_definition(world, 101, 1)->definition.process_id = SLICE("other");
    world_apply(world);
    world_definition(world, 102, 2);
    world_apply(world);

    world_read(world);
    struct readmodel_result result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "101 102");
    world_close(world);
}

TEST(search, finds_tags_only_when_all_are_there)
{
    struct world *world = world_new();
    static const struct slice tags[] = {{"a", 1}, {"b", 1}};
    static const struct readmodel_operand wanted[] = {{.text = {"b", 1}}, {.text = {"a", 1}}};
    struct readmodel_condition has = condition(FIELD_INSTANCE_TAGS, READMODEL_CONTAINS_ALL, wanted);
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE, .page.limit = 10};
    query.all = (struct readmodel_group){.conditions = &has, .condition_count = 1};
    has.operand_count = 2;
    for (uint64_t i = 0; i < 3; i++) {
        struct trace_event *event = world_instance(world, 200 + i, INSTANCE_ACTIVE);
        event->instance.tags = tags;
        event->instance.tag_count = (uint32_t)i;
    }
    world_apply(world);

    world_read(world);
    struct readmodel_result result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "202");
    has.operand_count = 0; /* an empty list is no filter */
    result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "200 201 202");
    world_close(world);
}

/* The three scopes of a variable condition. */
TEST(search, finds_entities_by_their_variables)
{
    struct world *world = world_new();
    struct readmodel_operand one = {.text = SLICE("1")};
    struct readmodel_condition test = condition(FIELD_VARIABLE_VALUE, READMODEL_EQ, &one);
    struct readmodel_variable_condition variable = {
        .name = SLICE("x"), .tests = &test, .test_count = 1};
    struct readmodel_query query = {.page.limit = 10};
    query.all = (struct readmodel_group){.variables = &variable, .variable_count = 1};
    for (uint64_t base = 200; base <= 300; base += 100) {
        world_instance(world, base, INSTANCE_ACTIVE);
        world_element(world, base, base + 1, ELEMENT_ACTIVATED);
        world_user_task(world, base, base + 2, base + 1, USER_TASK_CREATED);
    }
    world_variable(world, 200, 203, "x", "1");
    world_variable(world, 300, 303, "x", "1")->variable.scope_key = 301;
    world_variable(world, 300, 304, "x", "2");
    world_apply(world);

    world_read(world);
    query.entity = READMODEL_PROCESS_INSTANCE;
    variable.scope = READMODEL_ANY_SCOPE;
    struct readmodel_result result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "200 300");
    query.entity = READMODEL_USER_TASK;
    variable.scope = READMODEL_ROOT_SCOPE;
    result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "202");
    variable.scope = READMODEL_LOCAL_SCOPE;
    result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "302");
    world_close(world);
}

/* A job is found by its element over the element's instance; of several elements in several
 * instances none is forgotten. */
TEST(search, finds_jobs_of_elements_of_several_instances)
{
    struct world *world = world_new();
    static const struct readmodel_operand elements[] = {{.key = 201}, {.key = 301}, {.key = 201}};
    struct readmodel_condition in = condition(FIELD_JOB_ELEMENT_KEY, READMODEL_IN, elements);
    struct readmodel_query query = {.entity = READMODEL_JOB, .page.limit = 10};
    query.all = (struct readmodel_group){.conditions = &in, .condition_count = 1};
    for (uint64_t base = 200; base <= 400; base += 100) {
        world_instance(world, base, INSTANCE_ACTIVE);
        world_element(world, base, base + 1, ELEMENT_ACTIVATED);
        world_job(world, base, base + 2, base + 1, JOB_CREATED);
    }
    world_apply(world);

    world_read(world);
    struct readmodel_result result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "202");
    in.operand_count = 3;
    result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "202 302");
    world_close(world);
}

static bool at_once(void *ctx)
{
    (void)ctx;
    return true;
}

TEST(search, is_refused_with_the_filters_name_when_its_time_is_over)
{
    struct world *world = world_new();
    struct readmodel_operand name = {.text = SLICE("Ord*")};
    struct readmodel_condition like =
        condition(FIELD_INSTANCE_DEFINITION_NAME, READMODEL_LIKE, &name);
    struct readmodel_query query = {
        .entity = READMODEL_PROCESS_INSTANCE, .page.limit = 10, .expired = at_once};
    struct readmodel_result result;
    query.all = (struct readmodel_group){.conditions = &like, .condition_count = 1};
    for (uint64_t i = 0; i < 256; i++) {
        world_instance(world, 200 + i, INSTANCE_ACTIVE);
    }
    world_apply(world);

    world_read(world);
    CHECK_STATUS(readmodel_search(&world->read, &query, &world->arena, &result),
                 STATUS_UNAVAILABLE);
    CHECK_TEXT(slice_of(result.filter), "processDefinitionName");
    world_close(world);
}

/* What a client sends as a cursor is anything at all. */
TEST(search, refuses_what_is_no_cursor_of_this_query)
{
    struct world *world = world_new();
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE, .page.limit = 10};
    struct readmodel_sort sort = {.field = FIELD_INSTANCE_DEFINITION_NAME};
    static const char *const bad[] = {"",
                                      "%",
                                      "W10=", /* [] */
                                      "WyJhIl0=",
                                      /* ["a"] */ "bnVsbA==", /* null */
                                      "WzEsMl0=" /* [1,2] */,
                                      "Wy0xXQ==" /* [-1] */};
    struct readmodel_result result;

    world_read(world);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        query.page.after = slice_of(bad[i]);
        CHECK_STATUS(readmodel_search(&world->read, &query, &world->arena, &result),
                     STATUS_INVALID_ARGUMENT);
    }
    query.sorts = &sort;
    query.sort_count = 1;
    query.page.after = SLICE("WzEsMl0="); /* [1,2]: a number where the sort has text */
    CHECK_STATUS(readmodel_search(&world->read, &query, &world->arena, &result),
                 STATUS_INVALID_ARGUMENT);
    world_close(world);
}

/* The cursor of a sort by long texts holds their beginning, and pages still meet. */
TEST(search, pages_through_texts_longer_than_a_cursor_keeps)
{
    struct world *world = world_new();
    static char json[600];
    struct readmodel_sort sort = {.field = FIELD_VARIABLE_VALUE};
    struct readmodel_query query = {
        .entity = READMODEL_VARIABLE, .sorts = &sort, .sort_count = 1, .page.limit = 2};
    world_instance(world, 200, INSTANCE_ACTIVE);
    memset(json, 'x', sizeof(json) - 1);
    json[0] = json[sizeof(json) - 2] = '"';
    for (uint64_t i = 0; i < 5; i++) {
        json[500] = (char)('e' - (char)i);
        world_variable(world, 200, 201 + i, "v", json);
    }
    world_apply(world);

    world_read(world);
    struct readmodel_result result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "201 202");
    query.page.after = result.end_cursor;
    result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "203 204");
    query.page.after = (struct slice){0};
    query.page.before = result.start_cursor;
    result = world_search(world, &query);
    CHECK_TEXT(world_keys(world, &result), "201 202");
    world_close(world);
}

TEST(search, is_refused_when_its_memory_is_not_enough)
{
    struct world *world = world_new();
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE, .page.limit = 1000};
    struct readmodel_result result;
    struct arena small;
    for (uint64_t i = 0; i < 1000; i++) {
        world_instance(world, 200 + i, INSTANCE_ACTIVE);
    }
    world_apply(world);
    arena_init(&small, KIB(16));

    world_read(world);
    CHECK_STATUS(readmodel_search(&world->read, &query, &small, &result), STATUS_LIMIT);
    arena_deinit(&small);
    world_close(world);
}

TEST(search, counts_without_a_page)
{
    struct world *world = world_new();
    struct readmodel_query query = {.entity = READMODEL_PROCESS_INSTANCE};
    world_instance(world, 200, INSTANCE_ACTIVE);
    world_instance(world, 201, INSTANCE_COMPLETED);
    world_apply(world);

    world_read(world);
    struct readmodel_result result = world_search(world, &query);
    CHECK_INT(result.total_items, ==, 2);
    CHECK_INT(result.count, ==, 0);
    CHECK(result.start_cursor.data == NULL);
    world_close(world);
}
