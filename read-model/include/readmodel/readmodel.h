/* The read model: one document an entity as it was last, written from the trace, for every get and
 * search.
 *
 * It is an LMDB environment of its own beside the state's, derived from the same log: the same
 * traces give the same content digest, whatever the turn borders. It writes nothing but what a
 * trace says. A turn here is a turn of the state machine: begin, one readmodel_apply a command,
 * commit before the state's commit; after a crash readmodel_applied is therefore never below what
 * the state says (if it is, the directory is corrupt: the caller's check), and traces that it has
 * already seen are skipped.
 *
 * Thread: one writer (the core); readers on any thread, each with its own struct readmodel_read. */
#ifndef READMODEL_READMODEL_H
#define READMODEL_READMODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/slice.h"
#include "base/status.h"
#include "fsm/trace.h"
#include "readmodel/schema.h"
#include "store/store.h"

struct readmodel;

/* Opens or creates the environment in `directory`. message: for the operator, as store_open's.
 * Errors: STATUS_IO, STATUS_NO_SPACE, STATUS_FORBIDDEN, STATUS_CORRUPT;
 * STATUS_NOT_IMPLEMENTED: written by a newer version. */
enum status readmodel_open(const char *directory, bool read_only, struct readmodel **out,
                           const char **message) NODISCARD;
/* No turn and no read may be open. */
void readmodel_close(struct readmodel *rm);

/* The environment, for snapshots, digests and checks. Borrowed until readmodel_close. */
struct store *readmodel_store(struct readmodel *rm);
/* The tables of the environment, for whoever opens it by store_open. */
const struct store_table *readmodel_tables(size_t *count);
/* Index of the last trace in the committed environment or the open turn; 0 for a new one. */
uint64_t readmodel_applied(const struct readmodel *rm);

/* --- writing --- */

enum status readmodel_turn_begin(struct readmodel *rm) NODISCARD;
/* Write what one command did. Every document is written once, however many events touch it. A trace
 * whose index was already applied changes nothing. Errors: faults only (STATUS_IO, STATUS_NO_SPACE,
 * STATUS_CORRUPT, STATUS_NO_MEMORY): the caller aborts the turn and stops the node. */
enum status readmodel_apply(struct readmodel *rm, const struct trace *trace) NODISCARD;
/* Ends the turn, also on error. `index`: the last entry applied in the turn, also when it had no
 * trace (entries of Raft's own); not below any trace's. */
enum status readmodel_turn_commit(struct readmodel *rm, uint64_t index) NODISCARD;
void readmodel_turn_abort(struct readmodel *rm);
/* Rows put and deleted in the open turn so far. */
uint64_t readmodel_turn_puts(const struct readmodel *rm);

/* --- reading --- */

/* A read transaction; everything that is read through it is borrowed until its end. Short-lived:
 * at most one second, never held by a parked request. Thread: may move, used by one at a time. */
struct readmodel_read {
    struct store_txn *txn;
};

enum status readmodel_begin_read(struct readmodel *rm, struct readmodel_read *out) NODISCARD;
void readmodel_end_read(struct readmodel_read *read);

/* The index that the transaction sees. */
enum status readmodel_read_applied(struct readmodel_read *read, uint64_t *out) NODISCARD;

struct readmodel_document {
    enum readmodel_entity entity;
    uint64_t key;
    const struct slice *fields; /* stored_count MessagePack values, in table order */
};

/* One field as a MessagePack value; field < stored_count of the entity. */
struct slice readmodel_document_field(const struct readmodel_document *document, uint32_t field);
/* The same, typed; the field must be of that type. Null reads as 0, false, empty (data NULL). */
uint64_t readmodel_document_u64(const struct readmodel_document *document, uint32_t field);
int64_t readmodel_document_int(const struct readmodel_document *document, uint32_t field);
bool readmodel_document_bool(const struct readmodel_document *document, uint32_t field);
struct slice readmodel_document_text(const struct readmodel_document *document, uint32_t field);

/* The document of one entity. Errors: STATUS_NOT_FOUND, STATUS_CORRUPT, STATUS_IO; STATUS_LIMIT:
 * the arena's ceiling. */
enum status readmodel_get(struct readmodel_read *read, enum readmodel_entity entity, uint64_t key,
                          struct arena *arena, struct readmodel_document *out) NODISCARD;

/* The original bytes of a definition's resource, borrowed. Errors: STATUS_NOT_FOUND. */
enum status readmodel_definition_xml(struct readmodel_read *read, uint64_t definition_key,
                                     struct arena *arena, struct slice *out) NODISCARD;

/* The same of a form or other file. */
enum status readmodel_resource_content(struct readmodel_read *read, uint64_t key,
                                       struct slice *out) NODISCARD;

/* The newest version of a form that is not deleted; version_tag data NULL: of all.
 * Errors: STATUS_NOT_FOUND; STATUS_LIMIT the arena's ceiling. */
enum status readmodel_form_newest(struct readmodel_read *read, struct slice form_id,
                                  struct slice version_tag, struct arena *arena,
                                  struct readmodel_document *out) NODISCARD;

/* All variables visible at an element instance (or process instance) as one object: its own scope
 * and those around it, the nearest wins. names: only these; name_count 0 means all.
 * Errors: STATUS_NOT_FOUND no such scope; STATUS_LIMIT the arena's ceiling. */
enum status readmodel_job_variables(struct readmodel_read *read, uint64_t element_instance_key,
                                    const struct slice *names, uint32_t name_count,
                                    struct arena *arena, struct slice *object) NODISCARD;
/* The variables of the root scope of an instance as one object. */
enum status readmodel_instance_variables(struct readmodel_read *read, uint64_t process_instance_key,
                                         const struct slice *names, uint32_t name_count,
                                         struct arena *arena, struct slice *object) NODISCARD;

/* How many documents belong to an instance, its own aside. Errors: STATUS_NOT_FOUND. */
enum status readmodel_instance_size(struct readmodel_read *read, uint64_t process_instance_key,
                                    uint32_t *out) NODISCARD;

/* Stamp of the oldest ended instance still kept: what a purge would take first.
 * Errors: STATUS_NOT_FOUND when none has ended. */
enum status readmodel_history_oldest(struct readmodel_read *read, int64_t *stamp_ms) NODISCARD;

/* Are there rows of removed instances that the next purge would sweep away? */
enum status readmodel_removal_waits(struct readmodel_read *read, bool *waits) NODISCARD;
/* Instances removed since the read model was opened. Thread: any. */
uint64_t readmodel_removed(const struct readmodel *rm);

/* Semantic checks over the whole: every document decodes and lies in the table that its state
 * chooses, everything of an instance is among its members once, lists and retention name what is
 * there. finding is called for each defect with a line for the operator. The bytes are
 * store_check's business. Errors: STATUS_IO, STATUS_CORRUPT (a row's CRC). */
enum status readmodel_check(struct readmodel_read *read,
                            void (*finding)(void *ctx, const char *line), void *ctx) NODISCARD;

#endif
