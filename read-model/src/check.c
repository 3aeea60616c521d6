/* The semantic check: documents against members, scopes, lists and history, by walking each table
 * once and counting. What is listed exactly once is listed as often as there are documents, and
 * every listed key leads to one. */
#include <stdio.h>

#include "base/bytes.h"
#include "member_int.h"
#include "posting_int.h"
#include "readmodel_int.h"
#include "removal_int.h"
#include "value/value.h"

struct check {
    struct store_txn *txn;
    void (*finding)(void *ctx, const char *line);
    void *ctx;
    enum readmodel_entity entity; /* of the table being walked */
    bool ended;
    uint64_t owned;   /* documents that belong to an instance */
    uint64_t members; /* of all instances */
    uint64_t scoped;  /* variables of all scopes */
    uint64_t variables;
    uint64_t instances; /* process instances */
    uint64_t listed;    /* in lists by definition */
    uint64_t ended_instances;
    uint64_t ends; /* in the history, of instances that are there */
};

static void report(const struct check *check, const char *table, uint64_t key, const char *what)
{
    char line[200];
    snprintf(line, sizeof(line), "read model: %s %llu: %s", table, (unsigned long long)key, what);
    check->finding(check->ctx, line);
}

static enum status walk(struct check *check, uint8_t table,
                        enum status (*visit)(struct check *check, const struct store_cursor *at))
{
    struct store_cursor cursor;

    if (table == TABLE_NONE) {
        return STATUS_OK;
    }
    enum status st = store_cursor_open(check->txn, table, &cursor);
    if (st != STATUS_OK) {
        return st;
    }
    for (st = store_cursor_first(&cursor); st == STATUS_OK; st = store_cursor_next(&cursor)) {
        st = visit(check, &cursor);
        if (st != STATUS_OK) {
            store_cursor_close(&cursor);
            return st;
        }
    }
    store_cursor_close(&cursor);
    return st == STATUS_NOT_FOUND ? STATUS_OK : st;
}

static enum status expect(struct check *check, enum readmodel_entity entity, uint64_t key,
                          const char *what)
{
    enum presence presence;
    struct slice row;

    enum status st = row_find(check->txn, entity, key, &presence, &row);
    if (st == STATUS_OK && presence == ABSENT) {
        report(check, readmodel_schema(entity)->name, key, what);
    }
    return st;
}

/* --- documents --- */

static enum status visit_listed(void *ctx, enum readmodel_entity entity, uint64_t key)
{
    struct check *check = ctx;
    check->members++;
    return expect(check, entity, key, "is listed as a member and is not there");
}

static enum status visit_scoped(void *ctx, uint64_t key, struct slice name)
{
    struct check *check = ctx;
    (void)name;
    check->scoped++;
    return expect(check, READMODEL_VARIABLE, key, "is listed in a scope and is not there");
}

/* What hangs on the key of an instance or an element. */
static enum status check_scope(struct check *check, uint64_t key)
{
    if (check->entity == READMODEL_PROCESS_INSTANCE) {
        check->instances++;
        check->ended_instances += check->ended ? 1 : 0;
        enum status st = member_walk(check->txn, key, visit_listed, check);
        if (st != STATUS_OK) {
            return st;
        }
    } else if (check->entity != READMODEL_ELEMENT_INSTANCE) {
        return STATUS_OK;
    }
    return scope_walk(check->txn, key, visit_scoped, check);
}

static enum status visit_document(struct check *check, const struct store_cursor *at)
{
    const struct entity_tables *tables = entity_tables(check->entity);
    const char *name = readmodel_schema(check->entity)->name;
    struct slice fields[DOCUMENT_FIELDS_MAX];
    uint64_t key = row_key_get(at->key);

    if (document_decode(check->entity, at->value, fields) != STATUS_OK) {
        report(check, name, key, "does not decode");
        return STATUS_OK;
    }
    if (field_u64(fields[0]) != key) {
        report(check, name, key, "lies under another key");
    }
    if (tables->ended != TABLE_NONE &&
        entity_state_is_ended(check->entity, field_text(fields[tables->state_field])) !=
            check->ended) {
        report(check, name, key, "lies in a table that its state does not choose");
    }
    uint64_t instance = tables->instance_field == READMODEL_NO_FIELD
                            ? 0
                            : field_u64(fields[tables->instance_field]);
    bool leaves = false;
    enum status found = removal_find(check->txn, instance, &leaves);
    if (found != STATUS_OK || leaves) {
        return found; /* out of sight: what is left of it is swept away bit by bit */
    }
    check->variables += check->entity == READMODEL_VARIABLE ? 1 : 0;
    if (instance != 0 && check->entity != READMODEL_PROCESS_INSTANCE) {
        check->owned++;
        enum status st =
            expect(check, READMODEL_PROCESS_INSTANCE, instance, "is not there but has members");
        if (st != STATUS_OK) {
            return st;
        }
    }
    return check_scope(check, key);
}

static enum status check_documents(struct check *check)
{
    enum status st = STATUS_OK;

    for (uint32_t entity = 1; st == STATUS_OK && entity < READMODEL_ENTITY_END; entity++) {
        check->entity = (enum readmodel_entity)entity;
        check->ended = false;
        st = walk(check, entity_tables(check->entity)->open, visit_document);
        if (st == STATUS_OK) {
            check->ended = true;
            st = walk(check, entity_tables(check->entity)->ended, visit_document);
        }
    }
    return st;
}

/* --- lists and history --- */

static enum status visit_posting(struct check *check, const struct store_cursor *at)
{
    struct value_reader reader = value_reader_of(at->value);
    struct slice keys;
    uint32_t count = 0;
    int64_t version = 0;
    enum status st = STATUS_OK;

    if (at->key.size != POSTING_KEY_BYTES || value_read_array(&reader, &count) != STATUS_OK ||
        value_read_int(&reader, &version) != STATUS_OK ||
        value_read_bytes(&reader, &keys) != STATUS_OK) {
        report(check, "list", 0, "does not decode");
        return STATUS_OK;
    }
    for (size_t i = 0; st == STATUS_OK && i + KEY_BYTES <= keys.size; i += KEY_BYTES) {
        check->listed += at->key.data[0] == POSTING_INSTANCE_BY_DEFINITION ? 1 : 0;
        st = expect(check, READMODEL_PROCESS_INSTANCE, bytes_get_u64be(keys.data + i),
                    "is in a list and is not there");
    }
    return st;
}

static enum status visit_history(struct check *check, const struct store_cursor *at)
{
    struct value_reader reader = value_reader_of(at->value);
    uint32_t count = 0;
    int64_t number = 0;
    uint64_t key = 0;
    enum status st = STATUS_OK;

    if (value_read_array(&reader, &count) != STATUS_OK ||
        value_read_int(&reader, &number) != STATUS_OK) {
        count = 0;
        report(check, "history", 0, "does not decode");
    }
    for (uint32_t i = 1; st == STATUS_OK && i < count; i += 2) {
        if (value_read_int(&reader, &number) != STATUS_OK ||
            value_read_u64(&reader, &key) != STATUS_OK) {
            report(check, "history", 0, "does not decode");
            break;
        }
        enum presence presence;
        struct slice row;
        st = row_find(check->txn, READMODEL_PROCESS_INSTANCE, key, &presence, &row);
        if (st == STATUS_OK && presence == PRESENT_OPEN) {
            report(check, "history", key, "has ended and is open");
        }
        check->ends += presence == ABSENT ? 0 : 1; /* one that was deleted keeps its place */
    }
    return st;
}

static void check_counts(const struct check *check)
{
    if (check->members != check->owned) {
        report(check, "members", check->members, "listed, which is not the number of documents");
    }
    if (check->scoped != check->variables) {
        report(check, "variables", check->scoped, "listed, which is not the number of documents");
    }
    if (check->listed != check->instances) {
        report(check, "instances", check->listed,
               "listed by definition, which is not the number of documents");
    }
    if (check->ends != check->ended_instances) {
        report(check, "ends", check->ends, "listed, which is not the number of ended instances");
    }
}

enum status readmodel_check(struct readmodel_read *read,
                            void (*finding)(void *ctx, const char *line), void *ctx)
{
    struct check check = {.txn = read->txn, .finding = finding, .ctx = ctx};

    enum status st = check_documents(&check);
    if (st == STATUS_OK) {
        st = walk(&check, TABLE_POSTING, visit_posting);
    }
    if (st == STATUS_OK) {
        st = walk(&check, TABLE_HISTORY, visit_history);
    }
    if (st == STATUS_OK) {
        check_counts(&check);
    }
    return st;
}
