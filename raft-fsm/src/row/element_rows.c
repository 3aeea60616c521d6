#include "row/element_rows.h"

#include "base/assert.h"
#include "base/hash.h"

enum {
    ELEMENT_MEMBERS = 16,
    ELEMENT_MEMBERS_IN_LOOP = 17, /* with the part that only loops have */
    LOOP_MEMBERS = 8,
    SUBSCRIPTION_MEMBERS = 6,
    INSTANCE_MEMBERS = 7,
    INSTANCE_MEMBERS_FIRST = 6, /* before there were calls */
    CALL_MEMBERS = 2,
    START_POINT_MEMBERS = 2,
    FIRST_SLOTS = 64
};

/* --- the elements of the command, by key --- */

static uint32_t slot_of(const struct rows *rows, uint64_t key)
{
    return (uint32_t)hash64(slice_make(&key, sizeof(key))) & (rows->element_slot_count - 1);
}

static void slot_put(struct rows *rows, struct element_row *row)
{
    uint32_t slot = slot_of(rows, row->key);

    while (rows->element_slots[slot] != NULL) {
        slot = (slot + 1) & (rows->element_slot_count - 1);
    }
    rows->element_slots[slot] = row;
}

static bool slots_grow(struct rows *rows)
{
    uint32_t count = rows->element_slot_count == 0 ? FIRST_SLOTS : rows->element_slot_count * 2;
    struct element_row **slots = ARENA_ARRAY(rows->arena, struct element_row *, count);

    if (slots == NULL) {
        rows->writes.status = STATUS_LIMIT;
        return false;
    }
    rows->element_slots = slots;
    rows->element_slot_count = count;
    for (struct element_row *row = rows->elements; row != NULL; row = row->older) {
        slot_put(rows, row);
    }
    return true;
}

static struct element_row *loaded_find(const struct rows *rows, uint64_t key)
{
    uint32_t slot;

    if (rows->element_slot_count == 0) {
        return NULL;
    }
    slot = slot_of(rows, key);
    while (rows->element_slots[slot] != NULL && rows->element_slots[slot]->key != key) {
        slot = (slot + 1) & (rows->element_slot_count - 1);
    }
    return rows->element_slots[slot];
}

/* A zeroed struct in the list and the slots. */
static struct element_row *loaded_add(struct rows *rows, uint64_t key)
{
    struct element_row *row;

    if (2 * rows->element_count >= rows->element_slot_count && !slots_grow(rows)) {
        return NULL;
    }
    row = ARENA_NEW(rows->arena, struct element_row);
    if (row == NULL) {
        rows->writes.status = STATUS_LIMIT;
        return NULL;
    }
    row->key = key;
    row->older = rows->elements;
    rows->elements = row;
    rows->element_count++;
    slot_put(rows, row);
    return row;
}

/* --- codec --- */

static void put_subscription(const struct element_subscription *s, struct buffer *out)
{
    value_put_array(out, SUBSCRIPTION_MEMBERS);
    value_put_u64(out, (uint64_t)s->kind);
    value_put_u64(out, s->target);
    value_put_u64(out, s->key);
    value_put_int(out, s->due_ms);
    value_put_string(out, s->message_name);
    value_put_string(out, s->correlation_key);
}

static void put_instance(const struct instance_part *part, struct buffer *out)
{
    value_put_array(out, INSTANCE_MEMBERS);
    value_put_string_or_null(out, part->business_id);
    encode_texts(out, part->tags, part->tag_count);
    value_put_u64(out, part->incident_count);
    value_put_string_or_null(out, part->lock_key);
    value_put_array(out, part->start_point_count);
    for (uint32_t i = 0; i < part->start_point_count; i++) {
        value_put_array(out, START_POINT_MEMBERS);
        value_put_u64(out, part->start_points[i].scope_key);
        value_put_string(out, part->start_points[i].element_id);
    }
    encode_texts(out, part->final_elements, part->final_element_count);
    value_put_array(out, part->caller_key == 0 ? 0 : CALL_MEMBERS);
    if (part->caller_key != 0) {
        value_put_u64(out, part->caller_key);
        value_put_u64(out, part->call_depth);
    }
}

static bool is_in_loop(const struct element_row *row)
{
    return row->loop.count > 0 || row->loop.counter > 0;
}

static void put_loop(const struct loop_part *part, struct buffer *out)
{
    value_put_array(out, LOOP_MEMBERS);
    value_put_u64(out, part->count);
    value_put_u64(out, part->begun);
    value_put_u64(out, part->completed);
    value_put_u64(out, part->terminated);
    value_put_u64(out, part->waiting);
    value_put_u64(out, part->waiting_bytes);
    value_put_u64(out, part->counter);
    value_put_bool(out, part->has_mapped);
}

static struct slice element_row_encode(struct rows *rows, const struct element_row *row)
{
    struct buffer *out =
        row_begin(rows, is_in_loop(row) ? ELEMENT_MEMBERS_IN_LOOP : ELEMENT_MEMBERS);

    value_put_u64(out, row->scope_key);
    value_put_u64(out, row->instance_key);
    value_put_u64(out, row->definition_key);
    value_put_u64(out, row->element);
    value_put_u64(out, row->state);
    value_put_bool(out, row->interrupted);
    value_put_bool(out, row->has_variables);
    value_put_bool(out, row->has_joins);
    value_put_u64(out, row->active_children);
    value_put_u64(out, row->active_flows);
    value_put_u64(out, row->job_key);
    value_put_u64(out, row->incident_key);
    value_put_u64(out, row->interrupted_by);
    value_put_int(out, row->start_ms);
    value_put_array(out, row->subscription_count);
    for (uint32_t i = 0; i < row->subscription_count; i++) {
        put_subscription(&row->subscriptions[i], out);
    }
    if (row->scope_key == 0) {
        put_instance(&row->instance, out);
    } else {
        value_put_array(out, 0);
    }
    if (is_in_loop(row)) {
        put_loop(&row->loop, out);
    }
    return buffer_slice(out);
}

static void get_subscription(struct decoder *d, struct element_subscription *s)
{
    decode_tuple(d, SUBSCRIPTION_MEMBERS);
    s->kind = (enum subscription_kind)decode_u32(d);
    s->target = decode_u32(d);
    s->key = decode_u64(d);
    s->due_ms = decode_i64(d);
    s->message_name = decode_text(d);
    s->correlation_key = decode_text(d);
}

static void get_instance(struct decoder *d, struct instance_part *part)
{
    bool knows_calls = decode_tuple_grown(d, INSTANCE_MEMBERS_FIRST, INSTANCE_MEMBERS);

    part->business_id = decode_text_or_null(d);
    part->tags = decode_texts(d, &part->tag_count);
    part->incident_count = decode_u32(d);
    part->lock_key = decode_text_or_null(d);
    part->start_points = decode_list(d, sizeof(*part->start_points), &part->start_point_count);
    for (uint32_t i = 0; i < part->start_point_count && d->status == STATUS_OK; i++) {
        decode_tuple(d, START_POINT_MEMBERS);
        part->start_points[i].scope_key = decode_u64(d);
        part->start_points[i].element_id = decode_text(d);
    }
    part->final_elements = decode_texts(d, &part->final_element_count);
    if (knows_calls && decode_tuple_grown(d, 0, CALL_MEMBERS)) {
        part->caller_key = decode_u64(d);
        part->call_depth = decode_u32(d);
    }
}

static void get_loop(struct decoder *d, struct loop_part *part)
{
    decode_tuple(d, LOOP_MEMBERS);
    part->count = decode_u32(d);
    part->begun = decode_u32(d);
    part->completed = decode_u32(d);
    part->terminated = decode_u32(d);
    part->waiting = decode_u32(d);
    part->waiting_bytes = decode_u32(d);
    part->counter = decode_u32(d);
    part->has_mapped = decode_bool(d);
}

bool element_row_decode(struct rows *rows, uint64_t key, struct slice value,
                        struct element_row *out)
{
    bool in_loop;
    struct decoder d =
        row_open_grown(rows, value, ELEMENT_MEMBERS, ELEMENT_MEMBERS_IN_LOOP, &in_loop);

    out->key = key;
    out->scope_key = decode_u64(&d);
    out->instance_key = decode_u64(&d);
    out->definition_key = decode_u64(&d);
    out->element = decode_u32(&d);
    out->state = (uint8_t)decode_u32(&d);
    out->interrupted = decode_bool(&d);
    out->has_variables = decode_bool(&d);
    out->has_joins = decode_bool(&d);
    out->active_children = decode_u32(&d);
    out->active_flows = decode_u32(&d);
    out->job_key = decode_u64(&d);
    out->incident_key = decode_u64(&d);
    out->interrupted_by = decode_u64(&d);
    out->start_ms = decode_i64(&d);
    out->subscriptions = decode_list(&d, sizeof(*out->subscriptions), &out->subscription_count);
    for (uint32_t i = 0; i < out->subscription_count; i++) {
        get_subscription(&d, &out->subscriptions[i]);
    }
    if (out->scope_key == 0) {
        get_instance(&d, &out->instance);
    } else {
        decode_tuple(&d, 0);
    }
    if (in_loop) {
        get_loop(&d, &out->loop);
    }
    out->stored = value;
    return row_close(rows, &d);
}

bool element_row_is_root_of(struct rows *rows, struct slice value, uint64_t definition_key)
{
    bool in_loop;
    struct decoder d =
        row_open_grown(rows, value, ELEMENT_MEMBERS, ELEMENT_MEMBERS_IN_LOOP, &in_loop);
    uint64_t scope_key = decode_u64(&d);

    (void)decode_u64(&d);
    return decode_u64(&d) == definition_key && scope_key == 0 && d.status == STATUS_OK;
}

/* --- access --- */

static struct row_key child_key(uint64_t scope_key, uint64_t key)
{
    struct row_key child = row_key_of(scope_key);

    row_key_put_u64(&child, key);
    return child;
}

struct element_row *element_row_find(struct rows *rows, uint64_t key)
{
    struct element_row *row = loaded_find(rows, key);
    struct row_key row_key = row_key_of(key);
    struct slice value;

    if (row != NULL) {
        return row->removed ? NULL : row;
    }
    if (!write_set_get(&rows->writes, TABLE_ELEMENT, &row_key, &value)) {
        return NULL;
    }
    row = loaded_add(rows, key);
    if (row == NULL || !element_row_decode(rows, key, value, row)) {
        return NULL;
    }
    return row;
}

struct element_row *element_row_new(struct rows *rows, uint64_t key, uint64_t scope_key)
{
    struct element_row *row;
    struct row_key child = child_key(scope_key, key);

    ASSERT(loaded_find(rows, key) == NULL);
    row = loaded_add(rows, key);
    if (row == NULL) {
        return NULL;
    }
    row->scope_key = scope_key;
    if (scope_key != 0) {
        row_begin(rows, 0);
        row_end_new(rows, TABLE_CHILD, &child);
    }
    return row;
}

void element_row_remove(struct rows *rows, struct element_row *row)
{
    struct row_key child = child_key(row->scope_key, row->key);

    ASSERT(!row->removed);
    row->removed = true;
    if (row->scope_key != 0) {
        write_set_delete(&rows->writes, TABLE_CHILD, &child);
    }
}

void element_rows_write(struct rows *rows)
{
    for (struct element_row *row = rows->elements; row != NULL; row = row->older) {
        struct row_key key = row_key_of(row->key);

        if (row->removed) {
            if (row->stored.size > 0) {
                write_set_delete(&rows->writes, TABLE_ELEMENT, &key);
            }
        } else if (!slice_equal(element_row_encode(rows, row), row->stored)) {
            row_end(rows, TABLE_ELEMENT, &key);
        }
    }
}

uint64_t element_child_after(struct rows *rows, uint64_t scope_key, uint64_t after)
{
    return row_member_after(rows, TABLE_CHILD, scope_key, after);
}

struct element_subscription *element_subscription_add(struct rows *rows, struct element_row *row)
{
    struct element_subscription *list =
        ARENA_ARRAY(rows->arena, struct element_subscription, row->subscription_count + 1);

    if (list == NULL) {
        rows->writes.status = STATUS_LIMIT;
        return NULL;
    }
    for (uint32_t i = 0; i < row->subscription_count; i++) {
        list[i] = row->subscriptions[i];
    }
    row->subscriptions = list;
    return &list[row->subscription_count++];
}

void element_subscription_remove(struct element_row *row, uint64_t key)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < row->subscription_count; i++) {
        if (row->subscriptions[i].key != key) {
            row->subscriptions[kept++] = row->subscriptions[i];
        }
    }
    row->subscription_count = kept;
}

struct element_subscription *element_subscription_find(const struct element_row *row, uint64_t key)
{
    for (uint32_t i = 0; i < row->subscription_count; i++) {
        if (row->subscriptions[i].key == key) {
            return &row->subscriptions[i];
        }
    }
    return NULL;
}
