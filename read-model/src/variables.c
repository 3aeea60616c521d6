/* The variables that an element instance sees, as one object: for activated jobs and for awaited
 * results. */
#include <string.h>

#include "base/limits.h"
#include "base/sort.h"
#include "member_int.h"
#include "value/value.h"

enum {
    SCOPES_MAX = 1024 /* nesting of scopes: far above what a model can nest */
};

struct seen {
    struct slice name;
    uint64_t key;
};

struct gathering {
    struct arena *arena;
    const struct slice *names;
    uint32_t name_count;
    struct seen *seen; /* nearest scope first */
    uint32_t count;
    uint32_t capacity;
};

static bool is_wanted(const struct gathering *gathering, struct slice name)
{
    for (uint32_t i = 0; i < gathering->name_count; i++) {
        if (slice_equal(gathering->names[i], name)) {
            return true;
        }
    }
    return gathering->name_count == 0;
}

static enum status gather_variable(void *ctx, uint64_t key, struct slice name)
{
    struct gathering *gathering = ctx;

    if (!is_wanted(gathering, name)) {
        return STATUS_OK;
    }
    if (gathering->count == gathering->capacity) {
        uint32_t capacity = gathering->capacity == 0 ? 32 : gathering->capacity * 2;
        struct seen *seen = ARENA_ARRAY(gathering->arena, struct seen, capacity);
        if (seen == NULL) {
            return STATUS_LIMIT;
        }
        if (gathering->count > 0) {
            memcpy(seen, gathering->seen, gathering->count * sizeof(*seen));
        }
        gathering->seen = seen;
        gathering->capacity = capacity;
    }
    gathering->seen[gathering->count++] = (struct seen){.name = name, .key = key};
    return STATUS_OK;
}

static int seen_compare(const void *a, const void *b, void *context)
{
    (void)context;
    return slice_compare(((const struct seen *)a)->name, ((const struct seen *)b)->name);
}

static enum status seen_put(struct store_txn *txn, const struct seen *seen, struct buffer *out)
{
    struct slice fields[DOCUMENT_FIELDS_MAX];
    enum presence presence;
    struct slice row;

    enum status st = row_find(txn, READMODEL_VARIABLE, seen->key, &presence, &row);
    if (st == STATUS_OK) {
        /* Absent: its instance has been purged, and this is swept away. */
        st = presence == ABSENT ? STATUS_NOT_FOUND
                                : document_decode(READMODEL_VARIABLE, row, fields);
    }
    if (st == STATUS_OK) {
        value_put_string(out, seen->name);
        value_put_value(out, fields[FIELD_VARIABLE_VALUE]);
    }
    return st;
}

/* Names in byte order; of equal names the first, which is the nearest. */
static enum status object_build(struct store_txn *txn, const struct gathering *gathering,
                                struct buffer *out)
{
    uint32_t written = 0;
    enum status st = STATUS_OK;

    size_t place = value_open_object(out);
    for (uint32_t i = 0; st == STATUS_OK && i < gathering->count; i++) {
        const struct seen *seen = &gathering->seen[i];
        if (i == 0 || !slice_equal(seen->name, seen[-1].name)) {
            st = seen_put(txn, seen, out);
            written++;
        }
    }
    value_close_object(out, place, written);
    return st;
}

static enum status gathering_finish(struct store_txn *txn, struct gathering *gathering,
                                    struct slice *object)
{
    struct buffer out;

    struct seen *scratch = ARENA_ARRAY(gathering->arena, struct seen, gathering->count);
    if (scratch == NULL && gathering->count > 0) {
        return STATUS_LIMIT;
    }
    sort_stable(gathering->seen, gathering->count, sizeof(*scratch), seen_compare, NULL, scratch);
    buffer_init(&out, LIMIT_READMODEL_OBJECT_BYTES);
    enum status st = object_build(txn, gathering, &out);
    if (st == STATUS_OK && !out.failed) {
        *object = arena_copy(gathering->arena, buffer_slice(&out));
    }
    if (st == STATUS_OK && (out.failed || object->data == NULL)) {
        st = STATUS_LIMIT;
    }
    buffer_deinit(&out);
    return st;
}

enum status readmodel_job_variables(struct readmodel_read *read, uint64_t element_instance_key,
                                    const struct slice *names, uint32_t name_count,
                                    struct arena *arena, struct slice *object)
{
    struct gathering gathering = {.arena = arena, .names = names, .name_count = name_count};
    uint64_t scope = element_instance_key;
    uint64_t parent = 0;

    for (uint32_t depth = 0; scope != 0; depth++) {
        enum status st =
            depth < SCOPES_MAX ? scope_around(read->txn, scope, &parent) : STATUS_CORRUPT;
        if (st == STATUS_OK) {
            st = scope_walk(read->txn, scope, gather_variable, &gathering);
        }
        if (st != STATUS_OK) {
            return st;
        }
        scope = parent;
    }
    return gathering_finish(read->txn, &gathering, object);
}

enum status readmodel_instance_variables(struct readmodel_read *read, uint64_t process_instance_key,
                                         const struct slice *names, uint32_t name_count,
                                         struct arena *arena, struct slice *object)
{
    struct gathering gathering = {.arena = arena, .names = names, .name_count = name_count};
    enum presence presence;
    struct slice row;

    enum status st =
        row_find(read->txn, READMODEL_PROCESS_INSTANCE, process_instance_key, &presence, &row);
    if (st == STATUS_OK && presence == ABSENT) {
        st = STATUS_NOT_FOUND;
    }
    if (st == STATUS_OK) {
        st = scope_walk(read->txn, process_instance_key, gather_variable, &gathering);
    }
    return st == STATUS_OK ? gathering_finish(read->txn, &gathering, object) : st;
}
