/* What the files of batch operations share. */
#ifndef HTTP_BATCH_INT_H
#define HTTP_BATCH_INT_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/slice.h"

struct command;
struct request;

/* 200 with the key of the batch that the last result names. */
void batch_answer(struct request *request, const char *type);

/* What each instance or job gets, from a value of a batch's body into a command without a key.
 * False: answered. */
bool migration_plan_read(struct request *request, struct slice value,
                         struct command *out) NODISCARD; /* instance_migration.c */
bool changeset_read(struct request *request, struct slice value,
                    struct command *out) NODISCARD; /* jobs.c */

#endif
