/* The tables of the environment and which of them hold an entity.
 *
 * Instances, incidents, user tasks and subscriptions have two tables, one for what is open and one
 * for what has ended: the open side is the index for the states that people look for, and it costs
 * no row of its own. Elements and jobs, of which every command changes some, have one: the open
 * ones are the members of open instances. The numbers and keys are the format (docs/format.md) and
 * stay for ever. */
#ifndef READMODEL_TABLES_INT_H
#define READMODEL_TABLES_INT_H

#include "readmodel/schema.h"
#include "store/store.h"

enum table {
    TABLE_NONE = 0,
    TABLE_META = 1,      /* "applied" -> index */
    TABLE_DEFINITION,    /* definition key -> document */
    TABLE_LATEST,        /* hash of (tenant, id) -> key of the latest process or decision */
    TABLE_RESOURCE,      /* key of definition, form or other file -> original bytes */
    TABLE_INSTANCE_OPEN, /* entity key -> document, from here ... */
    TABLE_INSTANCE_ENDED,
    TABLE_ELEMENT,
    TABLE_JOB,
    TABLE_INCIDENT_OPEN,
    TABLE_INCIDENT_ENDED,
    TABLE_USER_TASK_OPEN,
    TABLE_USER_TASK_ENDED,
    TABLE_SUBSCRIPTION_OPEN,
    TABLE_SUBSCRIPTION_ENDED,
    TABLE_VARIABLE,     /* ... to here */
    TABLE_MEMBER,       /* instance, first member -> (entity, key)* */
    TABLE_SCOPE,        /* scope, first variable -> (key, name)* */
    TABLE_POSTING,      /* index, value, first key -> key* */
    TABLE_HISTORY,      /* day of end, chunk -> (stamp, instance)* */
    TABLE_REMOVAL,      /* instance out of sight -> (entity, key)* that rode in its document */
    TABLE_CORRELATION,  /* log entry and place in its trace -> document */
    TABLE_FORM,         /* form key -> document */
    TABLE_FILE,         /* resource key -> document */
    TABLE_BATCH,        /* batch operation key -> document */
    TABLE_BATCH_ITEM,   /* key of its own -> document */
    TABLE_REQUIREMENTS, /* decision requirements key -> document */
    TABLE_DECISION,     /* decision key -> document */
    TABLE_EVALUATION,   /* evaluation key and number of the decision -> document */
    TABLE_END
};

enum {
    ROW_VERSION = 1,
    FORMAT_VERSION = 2, /* of the whole, in `meta`; 1 had neither flows nor correlations */
    KEY_BYTES = 8,
    KEY_PAIR_BYTES = 16
};

struct entity_tables {
    uint8_t open;
    uint8_t ended;      /* TABLE_NONE: all states live in one table */
    int state_field;    /* READMODEL_NO_FIELD without one */
    int instance_field; /* the process instance that it belongs to */
    int definition_key_field;
    int definition_id_field;
    const char *const *ended_states; /* ends with NULL */
};

const struct entity_tables *entity_tables(enum readmodel_entity entity);

/* A document in that state has ended. */
bool entity_state_is_ended(enum readmodel_entity entity, struct slice state);

/* Big-endian keys of rows. */
struct row_key {
    char bytes[40];
    struct slice slice;
};

/* The slice points into *out. */
void row_key_one(struct row_key *out, uint64_t key);
uint64_t row_key_get(struct slice key); /* the first eight bytes */
void row_key_two(struct row_key *out, uint64_t first, uint64_t second);

#endif
