/* Which rows a search looks at.
 *
 * The ways are tried from the narrowest to the widest, each by one condition of the query's own
 * (never one of an alternative); every row on the way is tested against all conditions, so a way
 * may only leave out what its condition refuses. */
#include "base/assert.h"
#include "base/limits.h"
#include "member_int.h"
#include "posting_int.h"
#include "search_int.h"

enum {
    EXPIRED_EVERY_ROWS = 256
};

enum status search_tick(struct search *search)
{
    const struct readmodel_query *top = search->top;

    search->rows++;
    if (search->rows % EXPIRED_EVERY_ROWS != 0 || top->expired == NULL) {
        return STATUS_OK;
    }
    return top->expired(top->ctx) ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status search_key(struct search *search, uint64_t key)
{
    enum presence presence;
    struct slice row;

    enum status st = row_find(search->txn, search->query->entity, key, &presence, &row);
    if (st != STATUS_OK || presence == ABSENT) {
        return st;
    }
    return search_row(search, key, row);
}

const struct readmodel_condition *search_condition_on(const struct search *search, int field)
{
    const struct readmodel_group *all = &search->query->all;

    for (uint32_t i = 0; field != READMODEL_NO_FIELD && i < all->condition_count; i++) {
        const struct readmodel_condition *condition = &all->conditions[i];
        if (condition->field == (uint32_t)field && condition->operand_count > 0 &&
            (condition->op == READMODEL_EQ || condition->op == READMODEL_IN)) {
            return condition;
        }
    }
    return NULL;
}

/* Operand i repeats an earlier one: its rows have been looked at. */
static bool is_repeated(const struct search *search, const struct readmodel_condition *condition,
                        uint32_t i)
{
    const struct readmodel_operand *operands = condition->operands;
    bool is_key = search->schema->fields[condition->field].type == READMODEL_KEY;

    for (uint32_t j = 0; j < i; j++) {
        if (is_key ? operands[j].key == operands[i].key
                   : slice_equal(operands[j].text, operands[i].text)) {
            return true;
        }
    }
    return false;
}

/* Walk for each operand of the condition, once. */
static enum status each_operand(struct search *search, const struct readmodel_condition *condition,
                                enum status (*walk)(struct search *search,
                                                    const struct readmodel_operand *operand))
{
    enum status st = STATUS_OK;

    search->plan_field = (int)condition->field;
    for (uint32_t i = 0; st == STATUS_OK && i < condition->operand_count; i++) {
        if (!is_repeated(search, condition, i)) {
            st = walk(search, &condition->operands[i]);
        }
    }
    return st;
}

/* --- whole tables --- */

enum status table_walk(struct store_txn *txn, uint8_t table,
                       enum status (*visit)(void *ctx, uint64_t key, struct slice row), void *ctx)
{
    struct store_cursor cursor;

    if (table == TABLE_NONE) {
        return STATUS_OK;
    }
    enum status st = store_cursor_open(txn, table, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    for (st = store_cursor_first(&cursor); st == STATUS_OK; st = store_cursor_next(&cursor)) {
        st = visit(ctx, row_key_get(cursor.key), cursor.value);
        if (st != STATUS_OK) {
            store_cursor_close(&cursor);
            return st;
        }
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* --- by instance --- */

static enum status visit_member(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct search *search = ctx;

    enum status st = search_tick(search);
    if (st != STATUS_OK || entity != search->query->entity) {
        return st;
    }
    return search_key(search, key);
}

/* The rows of the query's entity that belong to one instance. */
static enum status walk_instance(struct search *search, uint64_t instance)
{
    if (search->query->entity == READMODEL_PROCESS_INSTANCE) {
        return search_key(search, instance);
    }
    enum status st = member_walk(search->txn, instance, visit_member, search);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status walk_key_operand(struct search *search, const struct readmodel_operand *operand)
{
    return search_key(search, operand->key);
}

static enum status walk_instance_operand(struct search *search,
                                         const struct readmodel_operand *operand)
{
    return walk_instance(search, operand->key);
}

/* --- by another entity of the same instance --- */

struct relation {
    enum readmodel_entity entity;
    int field;
    enum readmodel_entity other;
};

static const struct relation relations[] = {
    {READMODEL_JOB, FIELD_JOB_ELEMENT_KEY, READMODEL_ELEMENT_INSTANCE},
    {READMODEL_USER_TASK, FIELD_USER_TASK_ELEMENT_KEY, READMODEL_ELEMENT_INSTANCE},
    {READMODEL_INCIDENT, FIELD_INCIDENT_ELEMENT_KEY, READMODEL_ELEMENT_INSTANCE},
    {READMODEL_INCIDENT, FIELD_INCIDENT_JOB_KEY, READMODEL_JOB},
    {READMODEL_MESSAGE_SUBSCRIPTION, FIELD_SUBSCRIPTION_ELEMENT_KEY, READMODEL_ELEMENT_INSTANCE},
    {READMODEL_CORRELATION, FIELD_CORRELATION_ELEMENT_KEY, READMODEL_ELEMENT_INSTANCE},
    {READMODEL_ELEMENT_INSTANCE, FIELD_ELEMENT_SCOPE_KEY, READMODEL_ELEMENT_INSTANCE},
    {READMODEL_ELEMENT_INSTANCE, FIELD_ELEMENT_INCIDENT_KEY, READMODEL_INCIDENT},
};

/* The instance of an entity, or of a key that is an instance's itself; 0: unknown. */
static enum status instance_of(struct search *search, enum readmodel_entity entity, uint64_t key,
                               uint64_t *instance)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    *instance = 0;
    enum status st = row_find(search->txn, entity, key, &presence, &row);
    if (st == STATUS_OK && presence != ABSENT) {
        st = document_decode(entity, row, fields);
        *instance = st == STATUS_OK ? field_u64(fields[entity_tables(entity)->instance_field]) : 0;
        return st;
    }
    if (st == STATUS_OK) {
        st = row_find(search->txn, READMODEL_PROCESS_INSTANCE, key, &presence, &row);
        *instance = st == STATUS_OK && presence != ABSENT ? key : 0;
    }
    return st;
}

/* Every operand must lead to an instance; of several only one is followed,
 * to look at no row twice. */
static enum status by_relation(struct search *search, bool *taken)
{
    for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++) {
        const struct relation *relation = &relations[i];
        const struct readmodel_condition *condition =
            relation->entity == search->query->entity ? search_condition_on(search, relation->field)
                                                      : NULL;
        uint64_t instance = 0;
        if (condition == NULL || condition->operand_count != 1) {
            continue;
        }
        enum status st =
            instance_of(search, relation->other, condition->operands[0].key, &instance);
        if (st != STATUS_OK || instance != 0) {
            *taken = true;
            search->plan_field = relation->field;
            return st == STATUS_OK ? walk_instance(search, instance) : st;
        }
    }
    return STATUS_OK;
}

/* --- by scope, business id, definition --- */

static enum status visit_scope(void *ctx, uint64_t key, struct slice name)
{
    struct search *search = ctx;
    (void)name;

    enum status st = search_tick(search);
    return st == STATUS_OK ? search_key(search, key) : st;
}

static enum status walk_scope_operand(struct search *search,
                                      const struct readmodel_operand *operand)
{
    return scope_walk(search->txn, operand->key, visit_scope, search);
}

static enum status visit_posting(void *ctx, uint64_t key)
{
    struct search *search = ctx;

    enum status st = search_tick(search);
    return st == STATUS_OK ? walk_instance(search, key) : st;
}

static enum status walk_business_operand(struct search *search,
                                         const struct readmodel_operand *operand)
{
    return posting_walk(search->txn, posting_by_business_id(operand->text), visit_posting, search);
}

static enum status walk_parent_operand(struct search *search,
                                       const struct readmodel_operand *operand)
{
    return posting_walk(search->txn, posting_by_parent(operand->key), visit_posting, search);
}

static enum status walk_definition_operand(struct search *search,
                                           const struct readmodel_operand *operand)
{
    return posting_walk(search->txn, posting_by_definition(operand->key), visit_posting, search);
}

/* One definition row: when its id is among the condition's, its instances. */
static enum status visit_definition(void *ctx, uint64_t key, struct slice row)
{
    struct search *search = ctx;
    const struct readmodel_condition *condition = search_condition_on(search, search->plan_field);
    struct slice fields[DOCUMENT_FIELDS_MAX];

    ASSERT(condition != NULL);
    enum status st = search_tick(search);
    if (st == STATUS_OK) {
        st = document_decode(READMODEL_PROCESS_DEFINITION, row, fields);
    }
    if (st != STATUS_OK || !condition_matches(condition, READMODEL_STRING,
                                              fields[FIELD_DEFINITION_ID], &search->scratch)) {
        return st;
    }
    return posting_walk(search->txn, posting_by_definition(key), visit_posting, search);
}

/* --- by state --- */

enum state_side {
    SIDE_ANY,
    SIDE_OPEN,
    SIDE_ENDED
};

/* On which side of its end the query's state condition puts every row. */
static enum state_side state_side(const struct search *search)
{
    enum readmodel_entity entity = search->query->entity;
    const struct readmodel_condition *condition =
        search_condition_on(search, entity_tables(entity)->state_field);
    uint32_t ended = 0;

    if (join_is_open(search->query)) {
        return SIDE_OPEN;
    }
    if (condition == NULL) {
        return SIDE_ANY;
    }
    for (uint32_t i = 0; i < condition->operand_count; i++) {
        ended += entity_state_is_ended(entity, condition->operands[i].text) ? 1 : 0;
    }
    if (ended == 0) {
        return SIDE_OPEN;
    }
    return ended == condition->operand_count ? SIDE_ENDED : SIDE_ANY;
}

static enum status visit_open_instance(void *ctx, uint64_t key, struct slice row)
{
    struct search *search = ctx;
    (void)row;
    enum status st = search_tick(search);
    return st == STATUS_OK ? walk_instance(search, key) : st;
}

static enum status visit_row(void *ctx, uint64_t key, struct slice row)
{
    struct search *search = ctx;
    enum status st = search_tick(search);
    return st == STATUS_OK ? search_row(search, key, row) : st;
}

/* What is open: a table of its own, or the members of open instances. */
static enum status walk_open(struct search *search)
{
    const struct entity_tables *tables = entity_tables(search->query->entity);

    search->plan_field = tables->state_field;
    if (tables->ended != TABLE_NONE) {
        return table_walk(search->txn, tables->open, visit_row, search);
    }
    return table_walk(search->txn, entity_tables(READMODEL_PROCESS_INSTANCE)->open,
                      visit_open_instance, search);
}

/* --- all rows --- */

static bool is_unfiltered(const struct readmodel_query *query)
{
    return query->all.condition_count == 0 && query->all.variable_count == 0 &&
           query->any_count == 0 && query->sort_count == 0;
}

/* One step in page order from the cursor's place on. */
static enum status page_step(struct search *search, struct store_cursor *cursor, bool first)
{
    const struct selection *selection = &search->selection;
    struct row_key bound;

    if (!first) {
        return selection->reversed ? store_cursor_previous(cursor) : store_cursor_next(cursor);
    }
    if (selection->bound == NULL) {
        return store_cursor_first(cursor);
    }
    row_key_one(&bound, selection->bound->key);
    return selection->reversed ? store_cursor_seek_before(cursor, bound.slice)
                               : store_cursor_seek(cursor, bound.slice);
}

/* In key order, without conditions: only the page is looked at,
 * and rows are counted by the store. */
static enum status page_table(struct search *search, uint8_t table)
{
    struct selection *selection = &search->selection;
    struct store_cursor cursor;
    uint64_t count = 0;

    if (table == TABLE_NONE) {
        return STATUS_OK;
    }
    enum status st = store_count(search->txn, table, &count);
    search->total += count;
    if (st == STATUS_OK) {
        st = store_cursor_open(search->txn, table, &cursor);
    }
    if (st != STATUS_OK) {
        return st;
    }
    /* One more than wanted: the cursor's own row may be among them. */
    for (uint64_t seen = 0; st == STATUS_OK && seen <= selection->wanted; seen++) {
        st = page_step(search, &cursor, seen == 0);
        if (st == STATUS_OK) {
            st = search_tick(search);
        }
        if (st == STATUS_OK) {
            st = selection_offer(selection, row_key_get(cursor.key), cursor.value, NULL);
        }
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status by_condition(struct search *search, bool *taken)
{
    enum readmodel_entity entity = search->query->entity;
    const struct {
        int field;
        enum status (*walk)(struct search *search, const struct readmodel_operand *operand);
    } ways[] = {
        {0, walk_key_operand},
        {entity_tables(entity)->instance_field, walk_instance_operand},
        {entity == READMODEL_VARIABLE ? (int)FIELD_VARIABLE_SCOPE_KEY : READMODEL_NO_FIELD,
         walk_scope_operand},
        {entity == READMODEL_PROCESS_INSTANCE ? (int)FIELD_INSTANCE_BUSINESS_ID
                                              : READMODEL_NO_FIELD,
         walk_business_operand},
        {entity == READMODEL_PROCESS_INSTANCE ? (int)FIELD_INSTANCE_PARENT_KEY : READMODEL_NO_FIELD,
         walk_parent_operand},
    };

    *taken = true;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        const struct readmodel_condition *condition = search_condition_on(search, ways[i].field);
        if (condition != NULL) {
            return each_operand(search, condition, ways[i].walk);
        }
    }
    *taken = false;
    return STATUS_OK;
}

static enum status by_definition(struct search *search, bool *taken)
{
    const struct entity_tables *tables = entity_tables(search->query->entity);
    const struct readmodel_condition *condition =
        search_condition_on(search, tables->definition_key_field);

    *taken = true;
    if (condition != NULL) {
        return each_operand(search, condition, walk_definition_operand);
    }
    condition = search_condition_on(search, tables->definition_id_field);
    if (condition != NULL) {
        search->plan_field = (int)condition->field;
        return table_walk(search->txn, TABLE_DEFINITION, visit_definition, search);
    }
    *taken = false;
    return STATUS_OK;
}

enum status plan_run(struct search *search)
{
    const struct entity_tables *tables = entity_tables(search->query->entity);
    enum state_side side = state_side(search);
    bool taken = false;

    if (search->visit == NULL && is_unfiltered(search->query)) {
        enum status st = page_table(search, tables->open);
        return st == STATUS_OK ? page_table(search, tables->ended) : st;
    }
    enum status st = by_condition(search, &taken);
    if (st == STATUS_OK && !taken) {
        st = by_relation(search, &taken);
    }
    if (st != STATUS_OK || taken) {
        return st;
    }
    if (side == SIDE_OPEN) {
        return walk_open(search);
    }
    st = by_definition(search, &taken);
    if (st != STATUS_OK || taken) {
        return st;
    }
    if (side != SIDE_ENDED || tables->ended == TABLE_NONE) {
        st = table_walk(search->txn, tables->open, visit_row, search);
    }
    return st == STATUS_OK ? table_walk(search->txn, tables->ended, visit_row, search) : st;
}
