/* Order and page: the best rows of all that match, without keeping all.
 *
 * A slot is {key, row, sort values, rendered texts}. Rendered texts (of VALUE fields) live in the
 * slot itself, because slots move when they are sorted; all others are borrowed from the row. */
#include <string.h>

#include "base/assert.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "search_int.h"
#include "value/json.h"
#include "value/value.h"

enum {
    SLOTS_FIRST = 64,
    SLOT_ALIGNMENT = 16
};

struct slot *slot_at(const struct selection *selection, size_t index)
{
    return (struct slot *)(void *)(selection->slots + index * selection->slot_bytes);
}

struct sort_value *slot_values(struct slot *slot)
{
    return (struct sort_value *)(void *)(slot + 1);
}

static const struct sort_value *slot_values_of(const struct slot *slot)
{
    return (const struct sort_value *)(const void *)(slot + 1);
}

static bool is_rendered(const struct selection *selection, uint32_t sort)
{
    return selection->schema->fields[selection->sorts[sort].field].type == READMODEL_VALUE;
}

/* Where the rendered text of that sort lies in a slot. */
static size_t rendered_offset(const struct selection *selection, uint32_t sort)
{
    size_t offset = sizeof(struct slot) + selection->sort_count * sizeof(struct sort_value);
    for (uint32_t i = 0; i < sort; i++) {
        offset += is_rendered(selection, i) ? READMODEL_SORT_TEXT_BYTES : 0;
    }
    return offset;
}

struct slice slot_text(const struct selection *selection, const struct slot *slot, uint32_t sort)
{
    struct slice text = slot_values_of(slot)[sort].text;
    if (is_rendered(selection, sort)) {
        text.data = (const char *)slot + rendered_offset(selection, sort);
    }
    return text;
}

enum status selection_init(struct selection *selection, const struct readmodel_query *query,
                           struct arena *arena, struct buffer *scratch)
{
    *selection = (struct selection){.schema = readmodel_schema(query->entity),
                                    .sorts = query->sorts,
                                    .sort_count = query->sort_count,
                                    .reversed = query->page.before.data != NULL,
                                    .arena = arena,
                                    .scratch = scratch};
    bool has_cursor = query->page.after.data != NULL || query->page.before.data != NULL;
    selection->wanted = query->page.limit;
    if (!has_cursor) {
        selection->wanted = query->page.from > UINT64_MAX - query->page.limit
                                ? UINT64_MAX
                                : query->page.from + query->page.limit;
    }
    if (query->page.limit == 0) {
        selection->wanted = 0;
    }
    selection->slot_bytes = (rendered_offset(selection, query->sort_count) + SLOT_ALIGNMENT - 1) /
                            SLOT_ALIGNMENT * SLOT_ALIGNMENT;
    selection->worst = arena_alloc_zero(arena, selection->slot_bytes);
    selection->probe = arena_alloc_zero(arena, selection->slot_bytes);
    return selection->worst != NULL && selection->probe != NULL ? STATUS_OK : STATUS_LIMIT;
}

/* --- comparing --- */

static int number_compare(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int sort_compare(const struct selection *selection, const struct slot *a,
                        const struct slot *b, uint32_t sort)
{
    const struct sort_value *left = &slot_values_of(a)[sort];
    const struct sort_value *right = &slot_values_of(b)[sort];
    int order = 0;

    if (left->is_null || right->is_null) {
        order = (int)left->is_null - (int)right->is_null;
    } else {
        order = number_compare(left->number, right->number);
        if (order == 0) {
            order = slice_compare(slot_text(selection, a, sort), slot_text(selection, b, sort));
        }
    }
    return selection->sorts[sort].descending ? -order : order;
}

static int slot_compare(const void *a, const void *b, void *context)
{
    const struct selection *selection = context;
    const struct slot *left = a;
    const struct slot *right = b;
    int order = 0;

    for (uint32_t i = 0; order == 0 && i < selection->sort_count; i++) {
        order = sort_compare(selection, left, right, i);
    }
    if (order == 0) {
        order = left->key < right->key ? -1 : left->key > right->key;
    }
    return selection->reversed ? -order : order;
}

/* --- filling --- */

static struct slice cut(struct slice text)
{
    if (text.size <= READMODEL_SORT_TEXT_BYTES) {
        return text;
    }
    text.size = READMODEL_SORT_TEXT_BYTES;
    text.size = utf8_valid_bytes(text);
    return text;
}

static void probe_text(struct selection *selection, uint32_t sort, struct slice value)
{
    struct sort_value *out = &slot_values(selection->probe)[sort];

    if (!is_rendered(selection, sort)) {
        out->text = cut(field_text(value));
        return;
    }
    buffer_reset(selection->scratch);
    json_put(selection->scratch, value);
    out->text = cut(buffer_slice(selection->scratch));
    memcpy((char *)selection->probe + rendered_offset(selection, sort), out->text.data,
           out->text.size);
}

static void probe_fill(struct selection *selection, uint32_t sort, struct slice value)
{
    enum readmodel_type type = selection->schema->fields[selection->sorts[sort].field].type;
    struct sort_value *out = &slot_values(selection->probe)[sort];

    *out = (struct sort_value){.is_null = type != READMODEL_VALUE && value_is_null(value)};
    if (out->is_null) {
        return;
    }
    if (type == READMODEL_BOOL) {
        out->number = field_bool(value) ? 1 : 0;
    } else if (type == READMODEL_STRING || type == READMODEL_ENUM || type == READMODEL_VALUE) {
        probe_text(selection, sort, value);
    } else {
        out->number = field_int(value);
    }
}

static enum status selection_sort(struct selection *selection)
{
    struct arena_mark mark = arena_mark(selection->arena);
    void *scratch = NULL;

    if (selection->count > 1) {
        scratch = arena_array(selection->arena, selection->count, selection->slot_bytes);
        if (scratch == NULL) {
            return STATUS_LIMIT;
        }
        sort_stable(selection->slots, selection->count, selection->slot_bytes, slot_compare,
                    selection, scratch);
    }
    arena_rewind(selection->arena, mark);
    return STATUS_OK;
}

static enum status selection_make_room(struct selection *selection)
{
    if (selection->count < selection->capacity) {
        return STATUS_OK;
    }
    if (selection->capacity / 2 >= selection->wanted && selection->capacity > 0) {
        enum status st = selection_sort(selection);
        selection->count = (size_t)selection->wanted;
        selection->is_cut = true;
        memcpy(selection->worst, slot_at(selection, selection->count - 1), selection->slot_bytes);
        return st;
    }
    size_t capacity = selection->capacity == 0 ? SLOTS_FIRST : selection->capacity * 2;
    char *slots = arena_array(selection->arena, capacity, selection->slot_bytes);
    if (slots == NULL) {
        return STATUS_LIMIT;
    }
    if (selection->count > 0) {
        memcpy(slots, selection->slots, selection->count * selection->slot_bytes);
    }
    selection->slots = slots;
    selection->capacity = capacity;
    return STATUS_OK;
}

enum status selection_offer(struct selection *selection, uint64_t key, struct slice row,
                            const struct slice *fields)
{
    if (selection->wanted == 0) {
        return STATUS_OK;
    }
    selection->probe->key = key;
    selection->probe->row = row;
    for (uint32_t i = 0; i < selection->sort_count; i++) {
        probe_fill(selection, i, fields[selection->sorts[i].field]);
    }
    if (selection->bound != NULL &&
        slot_compare(selection->probe, selection->bound, selection) <= 0) {
        return STATUS_OK;
    }
    if (selection->is_cut && slot_compare(selection->probe, selection->worst, selection) >= 0) {
        return STATUS_OK;
    }
    enum status st = selection_make_room(selection);
    if (st == STATUS_OK) {
        memcpy(slot_at(selection, selection->count), selection->probe, selection->slot_bytes);
        selection->count++;
    }
    return st;
}

/* --- the page --- */

enum status selection_finish(struct selection *selection)
{
    enum status st = selection_sort(selection);
    if (st != STATUS_OK) {
        return st;
    }
    if (selection->count > selection->wanted) {
        selection->count = (size_t)selection->wanted;
    }
    for (size_t i = 0; selection->reversed && i < selection->count / 2; i++) {
        struct slot *a = slot_at(selection, i);
        struct slot *b = slot_at(selection, selection->count - 1 - i);
        memcpy(selection->probe, a, selection->slot_bytes);
        memcpy(a, b, selection->slot_bytes);
        memcpy(b, selection->probe, selection->slot_bytes);
    }
    return STATUS_OK;
}
