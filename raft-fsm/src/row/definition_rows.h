/* definition, draining, def_by_id, start_sub, start_by_def: what is deployed and what starts it.
 *
 * Versions of an id are kept newest first. start_sub and the start timers in `due` belong to the
 * newest version alone; start_by_def lists them, so that the next version can take them down. */
#ifndef FSM_DEFINITION_ROWS_H
#define FSM_DEFINITION_ROWS_H

#include "row/rows.h"

enum {
    DEFINITION_BY_ID_MEMBERS = 3
};

struct definition_row {
    uint64_t key;
    uint64_t deployment_key;
    struct slice tenant;
    struct slice process_id;
    int32_t version;
    struct slice name;
    struct slice version_tag;
    struct slice resource_name;
    struct hash128 content_hash; /* of the resource's original bytes */
    struct slice model;
};

bool definition_row_get(struct rows *rows, uint64_t key, struct definition_row *out);
void definition_row_put(struct rows *rows, const struct definition_row *row);
/* Not to be found by its id any more; the row stays, for the instances that run. */
void definition_row_hide(struct rows *rows, const struct definition_row *row);
void definition_row_delete(struct rows *rows, uint64_t key);

/* draining: a deleted definition, and the element up to which no instance of it runs, but perhaps
 * that one. */
bool draining_row_get(struct rows *rows, uint64_t definition_key, uint64_t *element_key);
void draining_row_put(struct rows *rows, uint64_t definition_key, uint64_t element_key);
void draining_row_delete(struct rows *rows, uint64_t definition_key);

/* Key of a version, -1 for the newest; 0 when there is none. */
uint64_t definition_key_find(struct rows *rows, struct slice tenant, struct slice process_id,
                             int32_t version);

/* The newest version that has the tag; 0 when there is none. */
uint64_t definition_key_find_tagged(struct rows *rows, struct slice tenant, struct slice process_id,
                                    struct slice version_tag);
/* The newest version that was deployed with, or before, a deployment; 0 when there is none. */
uint64_t definition_key_find_deployed(struct rows *rows, struct slice tenant,
                                      struct slice process_id, uint64_t deployment_key);
/* Key of the newest version below one; 0 when there is none. */
uint64_t definition_key_before(struct rows *rows, struct slice tenant, struct slice process_id,
                               int32_t version);

/* A message start event of the newest version of a process. */
struct start_subscription {
    uint64_t key;
    uint64_t definition_key;
    uint32_t element;
    struct slice message_name;
};

void start_subscription_put(struct rows *rows, struct slice tenant,
                            const struct start_subscription *start);
void start_subscription_delete(struct rows *rows, struct slice tenant,
                               const struct start_subscription *start);
bool start_subscription_decode(struct rows *rows, struct slice value,
                               struct start_subscription *out);
/* Prefix of all start subscriptions of one message name in TABLE_START_SUB. */
struct row_key start_subscription_prefix(struct slice tenant, struct slice message_name);

/* What one start event of a definition waits for. */
struct definition_start {
    uint32_t element;
    bool is_timer;
    bool is_signal;            /* neither: a message */
    uint64_t key;              /* of the timer or subscription */
    struct slice message_name; /* or signal name */
    int64_t due_ms;
};

void definition_start_put(struct rows *rows, uint64_t definition_key,
                          const struct definition_start *start);
void definition_start_delete(struct rows *rows, uint64_t definition_key, uint32_t element);
/* The first one at or behind an element; false when there is none. */
bool definition_start_from(struct rows *rows, uint64_t definition_key, uint32_t element,
                           struct definition_start *out);

#endif
