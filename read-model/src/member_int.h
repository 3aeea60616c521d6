/* The members of a process instance and the variables of a scope: who belongs to whom.
 *
 * The members that the command which also writes the instance's own document creates ride in that
 * row, up to MEMBERS_INLINE_MAX; others are rows of TABLE_MEMBER, one a command and instance. The
 * sequence flows that were taken travel in the same way, with the members. The variables that one
 * command creates in one scope are one row of TABLE_SCOPE. Neither is ever rewritten. */
#ifndef READMODEL_MEMBER_INT_H
#define READMODEL_MEMBER_INT_H

#include "readmodel_int.h"

/* The packed form (entity, key) of more members after what is packed already, in the arena; data
 * NULL on its ceiling. */
struct slice member_pack(struct arena *arena, struct slice packed, const struct member *members,
                         uint32_t count);
/* Rows of TABLE_MEMBER for these members of one instance; the flows ride in the first. */
enum status member_put_rows(struct readmodel *rm, const struct member *members, uint32_t count,
                            struct flow_run flows) NODISCARD;
/* A row of TABLE_MEMBER for flows that came without new members. */
enum status flow_put_row(struct readmodel *rm, struct flow_run flows) NODISCARD;
/* What the instance's row holds (an array, or empty) and the run, as one array in the arena; data
 * NULL on its ceiling. *fits: they may ride in the row. */
struct slice flow_merge(struct readmodel *rm, struct slice present, struct flow_run flows,
                        bool *fits);
/* Rows of TABLE_SCOPE for these variables (rm->variables) of one scope. */
enum status scope_put_rows(struct readmodel *rm, const struct member *variables,
                           uint32_t count) NODISCARD;

/* The members of one row of TABLE_MEMBER. */
enum status member_row_walk(struct slice row,
                            enum status (*visit)(void *ctx, enum readmodel_entity entity,
                                                 uint64_t key),
                            void *ctx) NODISCARD;
/* Every member of an instance: those in its row first, then in the order of their creation. Stops
 * at the first status that is not STATUS_OK. Errors: STATUS_NOT_FOUND: no such instance. */
enum status member_walk(struct store_txn *txn, uint64_t instance,
                        enum status (*visit)(void *ctx, enum readmodel_entity entity, uint64_t key),
                        void *ctx) NODISCARD;

/* Every sequence flow that an instance took, possibly several times. Errors: as above. */
enum status flow_walk(struct store_txn *txn, uint64_t instance,
                      enum status (*visit)(void *ctx, struct slice id), void *ctx) NODISCARD;

/* Every variable of a scope, in the order of creation. */
enum status scope_walk(struct store_txn *txn, uint64_t scope,
                       enum status (*visit)(void *ctx, uint64_t key, struct slice name),
                       void *ctx) NODISCARD;

/* The scope around an element instance; 0 for a process instance. Errors: STATUS_NOT_FOUND. */
enum status scope_around(struct store_txn *txn, uint64_t scope, uint64_t *out) NODISCARD;

#endif
