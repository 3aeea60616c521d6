/* What the files of the writer share: the open environment and its turn. */
#ifndef READMODEL_READMODEL_INT_H
#define READMODEL_READMODEL_INT_H

#include <stdatomic.h>

#include "base/buffer.h"
#include "batch_int.h"
#include "document_int.h"
#include "readmodel/readmodel.h"
#include "tables_int.h"

/* A member of a process instance: what a purge removes and a search by instance walks. */
struct member {
    uint64_t instance;
    enum readmodel_entity entity;
    uint64_t key;
};

enum {
    MEMBER_BYTES = 9,        /* entity, key */
    MEMBERS_INLINE_MAX = 64, /* in the instance's own row */
    FLOWS_INLINE_MAX = 64,
    MEMBERS_PER_ROW = 1024,
    SCOPE_ENTRIES_PER_ROW = 1024
};

struct readmodel {
    struct store *store;
    struct store_txn *txn; /* the open turn; NULL between turns */
    uint64_t applied;
    uint64_t committed;       /* applied as of the last commit */
    struct arena arena;       /* one trace */
    struct buffer row;        /* the row being written */
    struct buffer scratch;    /* a value or text on its way */
    struct buffer postings;   /* struct posting_entry: this turn's, not yet written */
    struct buffer history;    /* struct history_entry: the same */
    _Atomic uint64_t removed; /* instances, since it was opened */
    /* One trace: */
    struct batch batch;
    struct member *members; /* new ones, in order */
    uint32_t member_count;
    struct member *variables; /* new ones: instance is the scope */
    uint32_t variable_count;
};

/* What job and user task documents repeat of their process instance. */
struct instance_facts {
    struct slice name;        /* data NULL: none */
    struct slice business_id; /* data NULL: none */
    struct slice tags;        /* array */
};

/* The timer that an active element waits for; due_ms 0: none. */
struct element_timer {
    int64_t due_ms;
    int32_t repetitions;
};

enum presence {
    ABSENT,
    PRESENT_OPEN,
    PRESENT_ENDED
};

/* Where the document is, and its row (borrowed until the next write). */
enum status row_find(struct store_txn *txn, enum readmodel_entity entity, uint64_t key,
                     enum presence *presence, struct slice *row) NODISCARD;
enum status row_delete(struct store_txn *txn, enum readmodel_entity entity, uint64_t key) NODISCARD;
/* Put rm->row, the buffer's ceiling checked. */
enum status row_put(struct readmodel *rm, uint8_t table, struct slice key) NODISCARD;

/* A version of a process or decision has come or goes. */
struct latest_change {
    enum readmodel_entity
        entity; /* READMODEL_PROCESS_DEFINITION or READMODEL_DECISION_DEFINITION */
    struct slice tenant;
    struct slice id;
    uint64_t key;    /* of that version */
    uint64_t latest; /* of them all after this; 0: there is none */
};

/* Move the mark of the latest version. The one in hand is written by the caller, and not marked
 * here when it is the latest. */
enum status latest_replace(struct readmodel *rm, const struct latest_change *change) NODISCARD;

/* The document, its resource, and the latest version's mark. */
enum status definition_write(struct readmodel *rm, const struct pending *item) NODISCARD;

/* A form or other file: document and content. */
enum status resource_write(struct readmodel *rm, const struct pending *item) NODISCARD;
/* The original bytes kept under a key, borrowed. Errors: STATUS_NOT_FOUND, STATUS_CORRUPT. */
enum status content_get(struct store_txn *txn, uint64_t key, struct slice *out) NODISCARD;

/* Decode a row into a document in the arena. Errors: STATUS_CORRUPT, STATUS_LIMIT. */
enum status document_load(enum readmodel_entity entity, uint64_t key, struct slice row,
                          struct arena *arena, struct readmodel_document *out) NODISCARD;

/* Everything that a trace says, except its purge. */
enum status writer_run(struct readmodel *rm) NODISCARD;

/* Borrowed until the next write. Empty for an instance that is not known. */
enum status facts_find(struct readmodel *rm, uint64_t instance,
                       struct instance_facts *out) NODISCARD;
enum status definition_name(struct readmodel *rm, uint64_t key, struct slice *out) NODISCARD;

/* --- encoders: an event to the row's buffer; what they return is the state that chooses the table
 * --- */

void encode_form(struct buffer *out, const struct trace_event *event);
void encode_resource(struct buffer *out, const struct trace_event *event);
/* The original bytes of what has that key. */
enum status content_put(struct readmodel *rm, uint64_t resource_key,
                        struct slice content) NODISCARD;
/* --- decision.c --- */
enum status decision_write(struct readmodel *rm, const struct pending *item) NODISCARD;
void encode_evaluation(struct buffer *out, const struct trace_event *event);
void encode_definition(struct buffer *out, const struct trace_event *event, bool is_latest,
                       uint64_t resource_key);
struct slice encode_instance(struct buffer *out, const struct trace_event *event,
                             struct slice members, struct slice flows);
struct slice encode_element(struct buffer *out, const struct trace_event *event,
                            uint64_t incident_key, const struct element_timer *timer);
void encode_variable(struct buffer *out, const struct trace_event *event, struct buffer *scratch);
struct slice encode_job(struct buffer *out, const struct trace_event *event,
                        const struct instance_facts *facts);
struct slice encode_incident(struct buffer *out, const struct trace_event *event);
struct slice encode_user_task(struct buffer *out, const struct trace_event *event,
                              const struct instance_facts *facts);
struct slice encode_subscription(struct buffer *out, const struct trace_event *event,
                                 const struct instance_facts *facts);
void encode_batch(struct buffer *out, const struct trace_event *event);
void encode_batch_item(struct buffer *out, const struct trace_event *event, uint64_t owner);
/* Which instance an item of a batch is listed under: settled when it is first written. row: what
 * is there of it. */
enum status batch_item_own(struct readmodel *rm, struct pending *item, enum presence presence,
                           struct slice row) NODISCARD;
void encode_correlation(struct buffer *out, uint64_t key, const struct trace_event *event,
                        const struct instance_facts *facts);

#endif
