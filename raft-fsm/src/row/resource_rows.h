/* resource, resource_by_id, resource_in, version_floor: deployed files that are not processes, and
 * what all deployed things share.
 *
 * Versions of an id are kept newest first, as those of processes are. A file that was there
 * unchanged keeps its row: resource_in says which later deployments held it, too. version_floor
 * holds the highest version of an id that was deleted, so that no version comes twice; it is there
 * only for ids whose newest version was deleted once. */
#ifndef FSM_RESOURCE_ROWS_H
#define FSM_RESOURCE_ROWS_H

#include "fsm/resource_kind.h"
#include "row/rows.h"

struct resource_row {
    uint64_t key;
    uint64_t deployment_key;
    enum resource_kind kind; /* not RESOURCE_PROCESS */
    struct slice tenant;
    struct slice id;
    int32_t version;
    struct slice version_tag; /* data NULL: none */
    struct slice resource_name;
    struct hash128 content_hash;
};

bool resource_row_get(struct rows *rows, uint64_t key, struct resource_row *out);
void resource_row_put(struct rows *rows, const struct resource_row *row);
/* Its place among the versions of its id, in TABLE_RESOURCE_BY_ID. */
struct row_key resource_version_key(const struct resource_row *row);
/* The row, its place among the versions and its memberships. */
void resource_row_delete(struct rows *rows, const struct resource_row *row);

/* The newest version of what the wanted row names by kind, tenant and id that also has its
 * version tag (data NULL: any) and was in its deployment (0: any). False when there is none. */
bool resource_row_find(struct rows *rows, const struct resource_row *wanted,
                       struct resource_row *out);

/* The newest version of all. */
bool resource_row_newest(struct rows *rows, enum resource_kind kind, struct slice tenant,
                         struct slice id, struct resource_row *out);

/* The deployment held it, whether it brought it or found it unchanged. */
bool resource_is_in(struct rows *rows, const struct resource_row *row, uint64_t deployment_key);
void resource_in_put(struct rows *rows, uint64_t key, uint64_t deployment_key);

/* The highest version that was deleted; 0: none. */
int32_t version_floor_get(struct rows *rows, enum resource_kind kind, struct slice tenant,
                          struct slice id);
/* It never sinks. */
void version_floor_raise(struct rows *rows, enum resource_kind kind, struct slice tenant,
                         struct slice id, int32_t version);

#endif
