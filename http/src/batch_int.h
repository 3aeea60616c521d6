/* What the files of batch operations share. */
#ifndef HTTP_BATCH_INT_H
#define HTTP_BATCH_INT_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/slice.h"

struct body_list;
struct command;
struct request;

/* 200 with the key of the batch that the last result names. */
void batch_answer(struct request *request, const char *type);

/* A list of {sourceElementId, targetElementId} under that name, as items of struct element_pair; an
 * empty one is refused. False: answered. */
bool element_pairs_read(struct request *request, const char *name, struct slice value,
                        struct body_list *out) NODISCARD; /* instance_migration.c */

/* What each instance or job gets, from a value of a batch's body into a command without a key.
 * False: answered. */
bool migration_plan_read(struct request *request, struct slice value,
                         struct command *out) NODISCARD; /* instance_migration.c */
bool changeset_read(struct request *request, struct slice value,
                    struct command *out) NODISCARD; /* jobs.c */

#endif
