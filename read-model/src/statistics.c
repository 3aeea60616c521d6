/* Statistics over all active instances, open subscriptions and open incidents. */
#include "derived_int.h"

/* What a group counts. */
enum {
    SOUND = 0, /* instances without incident */
    BROKEN = 1,
    VERSIONS = 2,
    SUBSCRIPTIONS = 0,
    INSTANCES = 1
};

struct statistics {
    struct search *search;
    struct tally groups;
    struct tally pairs; /* (group, instance) that were counted */
};

static struct statistics statistics_of(struct search *search)
{
    struct statistics statistics = {.search = search};

    tally_init(&statistics.groups, search->selection.arena);
    tally_init(&statistics.pairs, search->selection.arena);
    return statistics;
}

/* Count an instance towards a group of that number, once. */
static enum status count_once(struct statistics *statistics, uint32_t group, uint64_t instance,
                              int column)
{
    struct tally_entry *pair;

    enum status st = tally_ensure_pair(&statistics->pairs, group, instance, &pair);
    if (st == STATUS_OK && pair->is_new) {
        statistics->groups.entries[group].counts[column]++;
    }
    return st;
}

static uint32_t number_of(const struct statistics *statistics, const struct tally_entry *group)
{
    return (uint32_t)(group - statistics->groups.entries);
}

/* --- instances by process and by definition --- */

/* Tenant and id of a process as one name, in the search's scratch. */
static struct slice process_name(struct search *search, struct slice tenant, struct slice id)
{
    buffer_reset(&search->scratch);
    buffer_put_slice(&search->scratch, tenant);
    buffer_put_byte(&search->scratch, '\0');
    buffer_put_slice(&search->scratch, id);
    return buffer_slice(&search->scratch);
}

static int health_of(const struct slice *instance)
{
    return field_bool(instance[FIELD_INSTANCE_HAS_INCIDENT]) ? BROKEN : SOUND;
}

/* What stands among the open ones; *active: it counts. state_field: where the entity has its state.
 */
static enum status open_load(struct statistics *statistics, enum readmodel_entity entity,
                             uint32_t state_field, struct slice row, struct slice *fields,
                             bool *active)
{
    enum status st = search_tick(statistics->search);
    if (st == STATUS_OK) {
        st = document_decode(entity, row, fields);
    }
    *active = st == STATUS_OK && slice_is(field_text(fields[state_field]), "ACTIVE");
    return st;
}

static enum status instance_load(struct statistics *statistics, struct slice row,
                                 struct slice *fields, bool *active)
{
    return open_load(statistics, READMODEL_PROCESS_INSTANCE, FIELD_INSTANCE_STATE, row, fields,
                     active);
}

static enum status count_by_process(void *ctx, uint64_t key, struct slice row)
{
    struct statistics *statistics = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct tally_entry *group;
    bool active = false;
    (void)key;

    enum status st = instance_load(statistics, row, fields, &active);
    if (st != STATUS_OK || !active) {
        return st;
    }
    st = tally_ensure(&statistics->groups,
                      process_name(statistics->search, field_text(fields[FIELD_INSTANCE_TENANT]),
                                   field_text(fields[FIELD_INSTANCE_DEFINITION_ID])),
                      &group);
    if (st == STATUS_OK) {
        group->counts[health_of(fields)]++;
    }
    return st;
}

/* A definition of one of the processes: its latest version gives the name. */
static enum status count_versions(void *ctx, uint64_t key, struct slice row)
{
    struct statistics *statistics = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = search_tick(statistics->search);
    if (st == STATUS_OK) {
        st = document_decode(READMODEL_PROCESS_DEFINITION, row, fields);
    }
    if (st != STATUS_OK) {
        return st;
    }
    struct tally_entry *group =
        tally_find(&statistics->groups,
                   process_name(statistics->search, field_text(fields[FIELD_DEFINITION_TENANT]),
                                field_text(fields[FIELD_DEFINITION_ID])));
    if (group != NULL) {
        group->counts[VERSIONS]++;
        group->key = key; /* keys grow with versions: the last is the latest */
        group->row = row;
    }
    return STATUS_OK;
}

enum status derived_definition_statistics(struct search *search)
{
    struct statistics statistics = statistics_of(search);
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = table_walk(search->txn, TABLE_INSTANCE_OPEN, count_by_process, &statistics);
    if (st == STATUS_OK) {
        st = table_walk(search->txn, TABLE_DEFINITION, count_versions, &statistics);
    }
    for (uint32_t i = 0; st == STATUS_OK && i < statistics.groups.count; i++) {
        const struct tally_entry *group = &statistics.groups.entries[i];
        struct derived_row row;

        st = document_decode(READMODEL_PROCESS_DEFINITION, group->row, fields);
        if (st != STATUS_OK) {
            break;
        }
        derived_begin(&row, search);
        put_text(&row.encoder, FIELD_DEFINITION_STATISTICS_ID,
                 field_text(fields[FIELD_DEFINITION_ID]));
        put_text(&row.encoder, FIELD_DEFINITION_STATISTICS_TENANT,
                 field_text(fields[FIELD_DEFINITION_TENANT]));
        put_text_or_null(&row.encoder, FIELD_DEFINITION_STATISTICS_NAME,
                         field_text(fields[FIELD_DEFINITION_NAME]));
        put_bool(&row.encoder, FIELD_DEFINITION_STATISTICS_VERSIONS, group->counts[VERSIONS] > 1);
        put_int(&row.encoder, FIELD_DEFINITION_STATISTICS_SOUND, group->counts[SOUND]);
        put_int(&row.encoder, FIELD_DEFINITION_STATISTICS_BROKEN, group->counts[BROKEN]);
        st = derived_offer(&row, search, group->key);
    }
    return st;
}

static enum status count_by_version(void *ctx, uint64_t key, struct slice row)
{
    struct statistics *statistics = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct tally_entry *group;
    bool active = false;
    (void)key;

    enum status st = instance_load(statistics, row, fields, &active);
    if (st != STATUS_OK || !active) {
        return st;
    }
    uint64_t definition = field_u64(fields[FIELD_INSTANCE_DEFINITION_KEY]);
    st = tally_ensure_pair(&statistics->groups, definition, 0, &group);
    if (st == STATUS_OK) {
        group->key = definition;
        group->row = row;
        group->counts[health_of(fields)]++;
    }
    return st;
}

enum status derived_version_statistics(struct search *search)
{
    struct statistics statistics = statistics_of(search);
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = table_walk(search->txn, TABLE_INSTANCE_OPEN, count_by_version, &statistics);
    for (uint32_t i = 0; st == STATUS_OK && i < statistics.groups.count; i++) {
        const struct tally_entry *group = &statistics.groups.entries[i];
        struct derived_row row;

        st = document_decode(READMODEL_PROCESS_INSTANCE, group->row, fields);
        if (st != STATUS_OK) {
            break;
        }
        derived_begin(&row, search);
        put_text(&row.encoder, FIELD_VERSION_STATISTICS_ID,
                 field_text(fields[FIELD_INSTANCE_DEFINITION_ID]));
        put_key(&row.encoder, FIELD_VERSION_STATISTICS_KEY, group->key);
        put_text_or_null(&row.encoder, FIELD_VERSION_STATISTICS_NAME,
                         field_text(fields[FIELD_INSTANCE_DEFINITION_NAME]));
        put_text(&row.encoder, FIELD_VERSION_STATISTICS_TENANT,
                 field_text(fields[FIELD_INSTANCE_TENANT]));
        put_int(&row.encoder, FIELD_VERSION_STATISTICS_VERSION,
                field_int(fields[FIELD_INSTANCE_DEFINITION_VERSION]));
        put_int(&row.encoder, FIELD_VERSION_STATISTICS_BROKEN, group->counts[BROKEN]);
        put_int(&row.encoder, FIELD_VERSION_STATISTICS_SOUND, group->counts[SOUND]);
        st = derived_offer(&row, search, group->key);
    }
    return st;
}

/* --- subscriptions by definition --- */

static enum status count_subscription(void *ctx, uint64_t key, struct slice row,
                                      const struct slice *fields)
{
    struct statistics *statistics = ctx;
    uint64_t instance = field_u64(fields[FIELD_SUBSCRIPTION_INSTANCE]);
    struct tally_entry *group;
    (void)key;

    if (!slice_is(field_text(fields[FIELD_SUBSCRIPTION_STATE]), "CREATED")) {
        return STATUS_OK;
    }
    uint64_t definition = field_u64(fields[FIELD_SUBSCRIPTION_DEFINITION_KEY]);
    enum status st = tally_ensure_pair(&statistics->groups, definition, 0, &group);
    if (st != STATUS_OK) {
        return st;
    }
    group->key = definition;
    group->row = row;
    group->counts[SUBSCRIPTIONS]++;
    return instance == 0
               ? STATUS_OK
               : count_once(statistics, number_of(statistics, group), instance, INSTANCES);
}

enum status derived_subscription_statistics(struct search *search)
{
    struct statistics statistics = statistics_of(search);
    struct slice fields[DOCUMENT_FIELDS_MAX];

    enum status st = search_each(search, search->query->base, count_subscription, &statistics);
    for (uint32_t i = 0; st == STATUS_OK && i < statistics.groups.count; i++) {
        const struct tally_entry *group = &statistics.groups.entries[i];
        struct derived_row row;

        st = document_decode(READMODEL_MESSAGE_SUBSCRIPTION, group->row, fields);
        if (st != STATUS_OK) {
            break;
        }
        derived_begin(&row, search);
        put_text(&row.encoder, FIELD_SUBSCRIPTION_STATISTICS_ID,
                 field_text(fields[FIELD_SUBSCRIPTION_DEFINITION_ID]));
        put_text(&row.encoder, FIELD_SUBSCRIPTION_STATISTICS_TENANT,
                 field_text(fields[FIELD_SUBSCRIPTION_TENANT]));
        put_key(&row.encoder, FIELD_SUBSCRIPTION_STATISTICS_KEY, group->key);
        put_int(&row.encoder, FIELD_SUBSCRIPTION_STATISTICS_INSTANCES, group->counts[INSTANCES]);
        put_int(&row.encoder, FIELD_SUBSCRIPTION_STATISTICS_COUNT, group->counts[SUBSCRIPTIONS]);
        st = derived_offer(&row, search, group->key);
    }
    return st;
}

/* --- incidents by error --- */

static enum status incident_load(struct statistics *statistics, struct slice row,
                                 struct slice *fields, bool *active)
{
    return open_load(statistics, READMODEL_INCIDENT, FIELD_INCIDENT_STATE, row, fields, active);
}

static enum status count_by_error(void *ctx, uint64_t key, struct slice row)
{
    struct statistics *statistics = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct tally_entry *group;
    bool active = false;

    enum status st = incident_load(statistics, row, fields, &active);
    if (st == STATUS_OK && active) {
        st = tally_ensure(&statistics->groups, field_text(fields[FIELD_INCIDENT_ERROR_MESSAGE]),
                          &group);
        if (st == STATUS_OK) {
            group->key = group->is_new ? key : group->key;
            st = count_once(statistics, number_of(statistics, group),
                            field_u64(fields[FIELD_INCIDENT_INSTANCE]), INSTANCES);
        }
    }
    return st;
}

enum status derived_error_statistics(struct search *search)
{
    struct statistics statistics = statistics_of(search);

    enum status st = table_walk(search->txn, TABLE_INCIDENT_OPEN, count_by_error, &statistics);
    for (uint32_t i = 0; st == STATUS_OK && i < statistics.groups.count; i++) {
        const struct tally_entry *group = &statistics.groups.entries[i];
        struct derived_row row;

        derived_begin(&row, search);
        put_int(&row.encoder, FIELD_ERROR_STATISTICS_HASH, error_hash(group->name));
        put_text(&row.encoder, FIELD_ERROR_STATISTICS_MESSAGE, group->name);
        put_int(&row.encoder, FIELD_ERROR_STATISTICS_INSTANCES, group->counts[INSTANCES]);
        st = derived_offer(&row, search, group->key);
    }
    return st;
}

static enum status count_by_error_definition(void *ctx, uint64_t key, struct slice row)
{
    struct statistics *statistics = ctx;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    struct tally_entry *group;
    bool active = false;

    enum status st = incident_load(statistics, row, fields, &active);
    if (st != STATUS_OK || !active) {
        return st;
    }
    int32_t hash = error_hash(field_text(fields[FIELD_INCIDENT_ERROR_MESSAGE]));
    st = tally_ensure_pair(&statistics->groups, field_u64(fields[FIELD_INCIDENT_DEFINITION_KEY]),
                           (uint32_t)hash, &group);
    if (st != STATUS_OK) {
        return st;
    }
    group->key = group->is_new ? key : group->key;
    group->row = row;
    return count_once(statistics, number_of(statistics, group),
                      field_u64(fields[FIELD_INCIDENT_INSTANCE]), INSTANCES);
}

static enum status offer_error_definition(struct search *search, const struct tally_entry *group)
{
    struct slice incident[DOCUMENT_FIELDS_MAX];
    struct slice definition[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;
    struct derived_row out;

    enum status st = document_decode(READMODEL_INCIDENT, group->row, incident);
    uint64_t key = st == STATUS_OK ? field_u64(incident[FIELD_INCIDENT_DEFINITION_KEY]) : 0;
    if (st == STATUS_OK) {
        st = row_find(search->txn, READMODEL_PROCESS_DEFINITION, key, &presence, &row);
    }
    if (st == STATUS_OK) {
        st = presence == ABSENT ? STATUS_CORRUPT
                                : document_decode(READMODEL_PROCESS_DEFINITION, row, definition);
    }
    if (st != STATUS_OK) {
        return st;
    }
    struct slice id = field_text(definition[FIELD_DEFINITION_ID]);
    struct slice name = field_text(definition[FIELD_DEFINITION_NAME]);
    derived_begin(&out, search);
    put_text(&out.encoder, FIELD_ERROR_DEFINITION_ID, id);
    put_key(&out.encoder, FIELD_ERROR_DEFINITION_KEY, key);
    put_text(&out.encoder, FIELD_ERROR_DEFINITION_NAME, name.size > 0 ? name : id);
    put_int(&out.encoder, FIELD_ERROR_DEFINITION_VERSION,
            field_int(definition[FIELD_DEFINITION_VERSION]));
    put_text(&out.encoder, FIELD_ERROR_DEFINITION_TENANT,
             field_text(incident[FIELD_INCIDENT_TENANT]));
    put_int(&out.encoder, FIELD_ERROR_DEFINITION_INSTANCES, group->counts[INSTANCES]);
    put_int(&out.encoder, FIELD_ERROR_DEFINITION_HASH,
            error_hash(field_text(incident[FIELD_INCIDENT_ERROR_MESSAGE])));
    return derived_offer(&out, search, group->key);
}

enum status derived_error_definition_statistics(struct search *search)
{
    struct statistics statistics = statistics_of(search);

    enum status st =
        table_walk(search->txn, TABLE_INCIDENT_OPEN, count_by_error_definition, &statistics);
    for (uint32_t i = 0; st == STATUS_OK && i < statistics.groups.count; i++) {
        st = offer_error_definition(search, &statistics.groups.entries[i]);
    }
    return st;
}
