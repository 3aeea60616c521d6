/* Rows that a search takes from elsewhere than its entity's tables: what a user task sees, what
 * happened within an instance or an element, and rows that are made for the search. */
#include "search_int.h"

#include "base/assert.h"
#include "member_int.h"
#include "posting_int.h"
#include "tally_int.h"

/* The document of the query's origin. Errors: STATUS_NOT_FOUND. */
static enum status origin_load(struct search *search, enum readmodel_entity entity,
                               struct slice *fields)
{
    enum presence presence;
    struct slice row;

    enum status st = row_find(search->txn, entity, search->query->origin, &presence, &row);
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_NOT_FOUND : document_decode(entity, row, fields);
    }
    return st;
}

/* --- variables of a user task --- */

struct visible {
    struct search *search;
    struct tally names; /* seen in a nearer scope */
    bool only_nearest;
};

static enum status visit_variable(void *ctx, uint64_t key, struct slice name)
{
    struct visible *visible = ctx;
    struct tally_entry *entry;

    enum status st = search_tick(visible->search);
    if (st == STATUS_OK && visible->only_nearest) {
        st = tally_ensure(&visible->names, name, &entry);
        if (st == STATUS_OK && !entry->is_new) {
            return STATUS_OK;
        }
    }
    return st == STATUS_OK ? search_key(visible->search, key) : st;
}

static enum status run_visible(struct search *search, bool only_nearest)
{
    struct visible visible = {.search = search, .only_nearest = only_nearest};
    struct slice fields[DOCUMENT_FIELDS_MAX];

    tally_init(&visible.names, search->selection.arena);
    enum status st = origin_load(search, READMODEL_USER_TASK, fields);
    uint64_t scope = st == STATUS_OK ? field_u64(fields[FIELD_USER_TASK_ELEMENT_KEY]) : 0;
    while (st == STATUS_OK && scope != 0) {
        st = scope_walk(search->txn, scope, visit_variable, &visible);
        if (st == STATUS_OK) {
            st = search_tick(search);
        }
        if (st == STATUS_OK) {
            st = scope_around(search->txn, scope, &scope);
        }
    }
    return st;
}

/* --- incidents of an instance, of an element --- */

struct incidents {
    struct search *search;
    uint64_t element;    /* 0: of the whole instance */
    struct tally called; /* instances to go through, in the order in which they were found */
};

/* The element stands in the origin or is it. */
static enum status is_within(const struct incidents *incidents, uint64_t element, bool *within)
{
    enum status st = STATUS_OK;

    while (st == STATUS_OK && element != 0 && element != incidents->element) {
        st = search_tick(incidents->search);
        if (st == STATUS_OK) {
            st = scope_around(incidents->search->txn, element, &element);
        }
    }
    *within = element != 0;
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status visit_incident(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct incidents *incidents = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;
    bool within = true;

    enum status st = search_tick(incidents->search);
    if (st != STATUS_OK || entity != READMODEL_INCIDENT) {
        return st;
    }
    st = row_find(incidents->search->txn, entity, key, &presence, &row);
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT : document_decode(entity, row, fields);
    }
    if (st == STATUS_OK && incidents->element != 0) {
        st = is_within(incidents, field_u64(fields[FIELD_INCIDENT_ELEMENT_KEY]), &within);
    }
    return st == STATUS_OK && within ? search_row(incidents->search, key, row) : st;
}

/* An instance that was called, by an element of the origin. */
static enum status visit_called(void *ctx, uint64_t key)
{
    struct incidents *incidents = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct tally_entry *entry;
    enum presence presence;
    struct slice row;
    bool within = true;

    enum status st =
        row_find(incidents->search->txn, READMODEL_PROCESS_INSTANCE, key, &presence, &row);
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT
                                : document_decode(READMODEL_PROCESS_INSTANCE, row, fields);
    }
    if (st == STATUS_OK && incidents->element != 0) {
        st = is_within(incidents, field_u64(fields[FIELD_INSTANCE_PARENT_ELEMENT_KEY]), &within);
    }
    if (st == STATUS_OK && within) {
        st = tally_ensure_pair(&incidents->called, key, 0, &entry);
        if (st == STATUS_OK) {
            entry->key = key;
        }
    }
    return st;
}

static enum status run_incidents(struct search *search, uint64_t instance, uint64_t element)
{
    struct incidents incidents = {.search = search, .element = element};

    tally_init(&incidents.called, search->selection.arena);
    enum status st = STATUS_OK;
    for (uint32_t next = 0; st == STATUS_OK; next++) {
        st = member_walk(search->txn, instance, visit_incident, &incidents);
        if (st == STATUS_OK) {
            st = posting_walk(search->txn, posting_by_parent(instance), visit_called, &incidents);
        }
        if (next == incidents.called.count) {
            break;
        }
        instance = incidents.called.entries[next].key;
        incidents.element = 0; /* all of what was called is within */
    }
    return st;
}

static enum status run_element_incidents(struct search *search)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = origin_load(search, READMODEL_ELEMENT_INSTANCE, fields);
    if (st == STATUS_NOT_FOUND) {
        /* A process instance is an element instance, too. */
        return run_incidents(search, search->query->origin, 0);
    }
    return st == STATUS_OK ? run_incidents(search, field_u64(fields[FIELD_ELEMENT_INSTANCE]),
                                           search->query->origin)
                           : st;
}

/* --- which --- */

static derived_run *derived_of(enum readmodel_entity entity)
{
    static const struct {
        enum readmodel_entity entity;
        derived_run *run;
    } all[] = {
        {READMODEL_ELEMENT_STATISTICS, derived_element_statistics},
        {READMODEL_SEQUENCE_FLOW, derived_flows},
        {READMODEL_DEFINITION_STATISTICS, derived_definition_statistics},
        {READMODEL_VERSION_STATISTICS, derived_version_statistics},
        {READMODEL_SUBSCRIPTION_STATISTICS, derived_subscription_statistics},
        {READMODEL_ERROR_STATISTICS, derived_error_statistics},
        {READMODEL_ERROR_DEFINITION_STATISTICS, derived_error_definition_statistics},
        {READMODEL_VARIABLE_NAME, derived_variable_names},
        {READMODEL_WAIT_STATE, derived_wait_states},
        {READMODEL_WAIT_STATISTICS, derived_wait_statistics},
    };
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i].entity == entity) {
            return all[i].run;
        }
    }
    return NULL; /* there are none of these */
}

enum status source_run(struct search *search)
{
    if (search->query->entity > READMODEL_ENTITY_END) {
        derived_run *run = derived_of(search->query->entity);
        return run == NULL ? STATUS_OK : run(search);
    }
    switch (search->query->source) {
    case READMODEL_OWN_ROWS:
        return plan_run(search);
    case READMODEL_VISIBLE_VARIABLES:
        return run_visible(search, false);
    case READMODEL_EFFECTIVE_VARIABLES:
        return run_visible(search, true);
    case READMODEL_INSTANCE_INCIDENTS:
        return run_incidents(search, search->query->origin, 0);
    case READMODEL_ELEMENT_INCIDENTS:
        return run_element_incidents(search);
    }
    UNREACHABLE("source of a search");
}
