/* Lists: building, decoding, filtering. */
#include "eval/eval.h"

#include <string.h>

#include "base/assert.h"
#include "value/value.h"

bool feel_list_push(struct feel_evaluation *ev, struct feel_list_builder *list,
                    struct feel_value value)
{
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 8 : list->capacity * 2;
        struct feel_value *items = feel_alloc(ev, capacity, sizeof(*items));

        if (items == NULL) {
            return false;
        }
        if (list->count > 0) {
            memcpy(items, list->items, list->count * sizeof(*items));
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = value;
    return true;
}

struct feel_value feel_list_of(struct feel_evaluation *ev, const struct feel_value *items,
                               uint32_t count)
{
    struct feel_list *list = feel_alloc(ev, 1, sizeof(*list));

    if (list == NULL) {
        return FEEL_VALUE_NULL;
    }
    *list = (struct feel_list){.items = items, .count = count, .decoded = true};
    return (struct feel_value){.type = FEEL_LIST, .list = list};
}

struct feel_value feel_list_finish(struct feel_evaluation *ev, const struct feel_list_builder *list)
{
    return feel_list_of(ev, list->items, list->count);
}

static const struct feel_value *decode_items(struct feel_evaluation *ev, struct feel_list *list)
{
    struct value_reader reader = value_reader_of(list->encoded);
    struct feel_value *items = feel_alloc(ev, list->count, sizeof(*items));
    uint32_t count;

    if (items == NULL || !feel_charge(ev, list->count) ||
        value_read_array(&reader, &count) != STATUS_OK) {
        return NULL;
    }
    ASSERT(count == list->count);
    for (uint32_t i = 0; i < count; i++) {
        struct slice item;

        if (value_read_whole(&reader, &item) != STATUS_OK) {
            return NULL;
        }
        items[i] = feel_decode(ev, item);
    }
    return items;
}

const struct feel_value *feel_list_items(struct feel_evaluation *ev, struct feel_list *list,
                                         uint32_t *count)
{
    if (!list->decoded) {
        list->items = decode_items(ev, list);
        list->decoded = list->items != NULL;
    }
    *count = list->decoded ? list->count : 0;
    return list->items;
}

const struct feel_value *feel_items_of(struct feel_evaluation *ev, const struct feel_value *value,
                                       uint32_t *count)
{
    if (value->type == FEEL_LIST) {
        return feel_list_items(ev, value->list, count);
    }
    *count = 1;
    return value;
}

struct feel_value feel_eval_list(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value *items = feel_alloc(ev, node->child_count, sizeof(*items));

    if (items == NULL) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        items[i] = feel_eval(ev, node->children[i]);
    }
    return feel_list_of(ev, items, node->child_count);
}

bool feel_list_index(decimal128 position, uint32_t count, uint32_t *out)
{
    int64_t at;

    if (!decimal_truncate_to_int64(position, &at)) {
        return false;
    }
    if (at < 0) {
        at += (int64_t)count + 1;
    }
    if (at < 1 || at > (int64_t)count) {
        return false;
    }
    *out = (uint32_t)(at - 1);
    return true;
}

/* --- filter --- */

static struct feel_value item_at(struct feel_evaluation *ev, const struct feel_node *node,
                                 decimal128 position, const struct feel_value *items,
                                 uint32_t count)
{
    uint32_t index;

    if (feel_list_index(position, count, &index)) {
        return items[index];
    }
    ev->offset = node->offset;
    return feel_null(ev, FEEL_WARNING_VALUE, "The list of %u has no item at this position.", count);
}

/* A predicate that is a number without looking at any item. */
static bool constant_position(const struct feel_node *predicate, decimal128 *out)
{
    if (predicate->kind == NODE_LITERAL && predicate->literal.type == FEEL_NUMBER) {
        *out = predicate->literal.number;
        return true;
    }
    if (predicate->kind == NODE_NEGATE && constant_position(predicate->children[0], out)) {
        *out = decimal_negate(*out);
        return true;
    }
    return false;
}

/* No item to try: only a predicate that is a number by itself makes a difference. */
static struct feel_value filter_empty(struct feel_evaluation *ev, const struct feel_node *node)
{
    bool quiet = ev->quiet;
    struct feel_value value;

    ev->quiet = true;
    value = feel_eval(ev, node->children[1]);
    ev->quiet = quiet;
    if (value.type == FEEL_NUMBER) {
        return item_at(ev, node, value.number, NULL, 0);
    }
    return feel_list_of(ev, NULL, 0);
}

static struct feel_value filter_items(struct feel_evaluation *ev, const struct feel_node *node,
                                      const struct feel_value *items, uint32_t count)
{
    const struct feel_frame *outer = ev->frames;
    struct feel_frame frame = {.parent = outer, .kind = FRAME_ITEM};
    struct feel_list_builder kept = {0};
    struct feel_value value = FEEL_VALUE_NULL;

    for (uint32_t i = 0; i < count && !ev->failed; i++) {
        frame.value = items[i];
        ev->frames = &frame;
        value = feel_eval(ev, node->children[1]);
        ev->frames = outer;
        if (i == 0 && value.type == FEEL_NUMBER) {
            return item_at(ev, node, value.number, items, count);
        }
        if (feel_is_true(value) && !feel_list_push(ev, &kept, items[i])) {
            break;
        }
    }
    return feel_list_finish(ev, &kept);
}

struct feel_value feel_eval_filter(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_value value = feel_eval(ev, node->children[0]);
    const struct feel_value *items;
    decimal128 position;
    uint32_t count;

    if (value.type == FEEL_NULL) {
        return value;
    }
    items = feel_items_of(ev, &value, &count);
    if (constant_position(node->children[1], &position)) {
        return item_at(ev, node, position, items, count);
    }
    return count == 0 ? filter_empty(ev, node) : filter_items(ev, node, items, count);
}
