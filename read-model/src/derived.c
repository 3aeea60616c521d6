/* Derived rows of instances: what their elements are doing, the flows that were taken, the names of
 * their variables. */
#include "derived_int.h"

#include "base/limits.h"
#include "member_int.h"
#include "posting_int.h"

void derived_begin(struct derived_row *row, struct search *search)
{
    buffer_init(&row->bytes, LIMIT_READMODEL_ROW_BYTES);
    encoder_begin(&row->encoder, &row->bytes, search->query->entity);
}

enum status derived_offer(struct derived_row *row, struct search *search, uint64_t key)
{
    encoder_end(&row->encoder);
    struct slice kept = row->bytes.failed
                            ? SLICE_EMPTY
                            : arena_copy(search->selection.arena, buffer_slice(&row->bytes));
    buffer_deinit(&row->bytes);
    return kept.data == NULL ? STATUS_LIMIT : search_row(search, key, kept);
}

/* --- elements --- */

enum {
    ACTIVE,
    CANCELED,
    INCIDENTS,
    COMPLETED
};

struct elements {
    struct search *search;
    struct tally tally;
};

/* An active element with an incident counts as that and not as active. */
static int column_of(const struct slice *fields)
{
    struct slice state = field_text(fields[FIELD_ELEMENT_STATE]);

    if (slice_is(state, "COMPLETED")) {
        return COMPLETED;
    }
    if (slice_is(state, "TERMINATED")) {
        return CANCELED;
    }
    return field_bool(fields[FIELD_ELEMENT_HAS_INCIDENT]) ? INCIDENTS : ACTIVE;
}

static enum status count_element(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct elements *elements = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct tally_entry *entry;
    enum presence presence;
    struct slice row;

    enum status st = search_tick(elements->search);
    if (st != STATUS_OK || entity != READMODEL_ELEMENT_INSTANCE) {
        return st;
    }
    st = row_find(elements->search->txn, entity, key, &presence, &row);
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT : document_decode(entity, row, fields);
    }
    if (st == STATUS_OK) {
        st = tally_ensure(&elements->tally, field_text(fields[FIELD_ELEMENT_ID]), &entry);
    }
    if (st == STATUS_OK) {
        entry->key = entry->is_new ? key : entry->key;
        entry->counts[column_of(fields)]++;
    }
    return st;
}

static enum status count_instance(void *ctx, uint64_t key, struct slice row,
                                  const struct slice *fields)
{
    struct elements *elements = ctx;
    (void)row;
    (void)fields;
    return member_walk(elements->search->txn, key, count_element, elements);
}

enum status derived_element_statistics(struct search *search)
{
    const struct readmodel_query *query = search->query;
    struct elements elements = {.search = search};
    enum status st;

    tally_init(&elements.tally, search->selection.arena);
    if (query->base != NULL) {
        st = search_each(search, query->base, count_instance, &elements);
    } else {
        st = member_walk(search->txn, query->origin, count_element, &elements);
    }
    for (uint32_t i = 0; st == STATUS_OK && i < elements.tally.count; i++) {
        const struct tally_entry *entry = &elements.tally.entries[i];
        struct derived_row row;

        derived_begin(&row, search);
        put_text(&row.encoder, FIELD_ELEMENT_STATISTICS_ID, entry->name);
        put_int(&row.encoder, FIELD_ELEMENT_STATISTICS_ACTIVE, entry->counts[ACTIVE]);
        put_int(&row.encoder, FIELD_ELEMENT_STATISTICS_CANCELED, entry->counts[CANCELED]);
        put_int(&row.encoder, FIELD_ELEMENT_STATISTICS_INCIDENTS, entry->counts[INCIDENTS]);
        put_int(&row.encoder, FIELD_ELEMENT_STATISTICS_COMPLETED, entry->counts[COMPLETED]);
        st = derived_offer(&row, search, entry->key);
    }
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

/* --- sequence flows --- */

struct flows {
    struct search *search;
    struct tally taken;
};

static enum status gather_flow(void *ctx, struct slice id)
{
    struct flows *flows = ctx;
    struct tally_entry *entry;

    enum status st = search_tick(flows->search);
    return st == STATUS_OK ? tally_ensure(&flows->taken, id, &entry) : st;
}

static enum status offer_flow(struct search *search, const struct slice *instance, uint64_t number,
                              struct slice id)
{
    uint64_t key = search->query->origin;
    struct derived_row row;

    struct slice name =
        arena_printf(search->selection.arena, "%llu_%.*s", (unsigned long long)key, SLICE_ARG(id));
    if (name.data == NULL) {
        return STATUS_LIMIT;
    }
    derived_begin(&row, search);
    put_text(&row.encoder, FIELD_FLOW_KEY, name);
    put_key(&row.encoder, FIELD_FLOW_INSTANCE, key);
    put_key(&row.encoder, FIELD_FLOW_ROOT_KEY, field_u64(instance[FIELD_INSTANCE_ROOT_KEY]));
    put_key(&row.encoder, FIELD_FLOW_DEFINITION_KEY,
            field_u64(instance[FIELD_INSTANCE_DEFINITION_KEY]));
    put_text(&row.encoder, FIELD_FLOW_DEFINITION_ID,
             field_text(instance[FIELD_INSTANCE_DEFINITION_ID]));
    put_text(&row.encoder, FIELD_FLOW_ELEMENT_ID, id);
    put_text(&row.encoder, FIELD_FLOW_TENANT, field_text(instance[FIELD_INSTANCE_TENANT]));
    return derived_offer(&row, search, number);
}

enum status derived_flows(struct search *search)
{
    struct flows flows = {.search = search};
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    tally_init(&flows.taken, search->selection.arena);
    enum status st =
        row_find(search->txn, READMODEL_PROCESS_INSTANCE, search->query->origin, &presence, &row);
    if (st != STATUS_OK || presence == ABSENT) {
        return st;
    }
    st = document_decode(READMODEL_PROCESS_INSTANCE, row, fields);
    if (st == STATUS_OK) {
        st = flow_walk(search->txn, search->query->origin, gather_flow, &flows);
    }
    for (uint32_t i = 0; st == STATUS_OK && i < flows.taken.count; i++) {
        st = offer_flow(search, fields, i + 1, flows.taken.entries[i].name);
    }
    return st;
}

/* --- names of variables --- */

struct names {
    struct search *search;
    struct tally tally;
};

static enum status gather_name(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct names *names = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct tally_entry *entry;
    enum presence presence;
    struct slice row;

    enum status st = search_tick(names->search);
    if (st != STATUS_OK || entity != READMODEL_VARIABLE) {
        return st;
    }
    st = row_find(names->search->txn, entity, key, &presence, &row);
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT : document_decode(entity, row, fields);
    }
    if (st == STATUS_OK) {
        st = tally_ensure(&names->tally, field_text(fields[FIELD_VARIABLE_NAME]), &entry);
    }
    if (st == STATUS_OK && entry->is_new) {
        entry->key = key;
    }
    return st;
}

static enum status gather_names(void *ctx, uint64_t instance)
{
    struct names *names = ctx;
    return member_walk(names->search->txn, instance, gather_name, names);
}

enum status derived_variable_names(struct search *search)
{
    struct names names = {.search = search};

    tally_init(&names.tally, search->selection.arena);
    enum status st = posting_walk(search->txn, posting_by_definition(search->query->origin),
                                  gather_names, &names);
    for (uint32_t i = 0; st == STATUS_OK && i < names.tally.count; i++) {
        struct derived_row row;

        derived_begin(&row, search);
        put_text(&row.encoder, FIELD_VARIABLE_NAME_NAME, names.tally.entries[i].name);
        st = derived_offer(&row, search, names.tally.entries[i].key);
    }
    return st;
}
