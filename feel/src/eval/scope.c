/* Names at run time: the chain of frames first, then the caller's variables. */
#include "builtin/builtin.h"
#include "eval/eval.h"
#include "value/value.h"

/* `partial` is the list as it is now: a copy of its head over the same items. */
static struct feel_value partial_now(struct feel_evaluation *ev, const struct feel_frame *frame)
{
    return feel_list_of(ev, frame->value.list->items, frame->value.list->count);
}

static bool visible_entry(const struct feel_frame *frame, struct slice name, struct feel_value *out)
{
    const struct feel_context *context = frame->value.context;

    for (uint32_t i = frame->visible; i > 0; i--) {
        if (slice_equal(context->entries[i - 1].key, name)) {
            *out = context->entries[i - 1].value;
            return true;
        }
    }
    return false;
}

static bool item_name(struct feel_evaluation *ev, const struct feel_frame *frame, struct slice name,
                      struct feel_value *out)
{
    if (frame->value.type == FEEL_CONTEXT &&
        feel_context_find(ev, frame->value.context, name, out)) {
        return true;
    }
    if (slice_is(name, "item")) {
        *out = frame->value;
        return true;
    }
    return false;
}

static bool frame_find(struct feel_evaluation *ev, const struct feel_frame *frame,
                       struct slice name, struct feel_value *out)
{
    switch (frame->kind) {
    case FRAME_VARIABLE:
        *out = frame->value;
        return slice_equal(frame->name, name);
    case FRAME_CONTEXT:
        return visible_entry(frame, name, out);
    case FRAME_ITEM:
        return item_name(ev, frame, name, out);
    case FRAME_PARTIAL:
        if (!slice_is(name, "partial")) {
            return false;
        }
        *out = partial_now(ev, frame);
        return true;
    }
    return false;
}

static bool variable_find(struct feel_evaluation *ev, const struct feel_node *node,
                          struct feel_value *out)
{
    struct feel_slot *slot = &ev->slots[node->slot];
    struct slice encoded;

    if (slot->state == SLOT_UNKNOWN) {
        slot->state = SLOT_MISSING;
        if (ev->environment->find != NULL &&
            ev->environment->find(ev->environment->ctx, node->name, &encoded)) {
            slot->state = SLOT_FOUND;
            slot->value = feel_decode(ev, encoded);
        }
    }
    *out = slot->value;
    return slot->state == SLOT_FOUND;
}

bool feel_scope_find(struct feel_evaluation *ev, const struct feel_node *node,
                     struct feel_value *out)
{
    for (const struct feel_frame *frame = ev->frames; frame != NULL; frame = frame->parent) {
        if (frame_find(ev, frame, node->name, out)) {
            return true;
        }
    }
    if (node->slot != UINT32_MAX && variable_find(ev, node, out)) {
        return true;
    }
    if (node->builtin != NULL) {
        struct feel_function *function = feel_alloc(ev, 1, sizeof(*function));

        if (function == NULL) {
            return false;
        }
        *function = (struct feel_function){.builtin = node->builtin};
        *out = (struct feel_value){.type = FEEL_FUNCTION, .function = function};
        return true;
    }
    return false;
}

static uint32_t frames_count(const struct feel_frame *frame)
{
    uint32_t count = 0;

    for (; frame != NULL; frame = frame->parent) {
        count++;
    }
    return count;
}

bool feel_frames_keep(struct feel_evaluation *ev, const struct feel_frame **out)
{
    uint32_t count = frames_count(ev->frames);
    struct feel_frame *copies = feel_alloc(ev, count, sizeof(*copies));
    uint32_t i = 0;
    bool own_entry_seen = false;

    if (copies == NULL || !feel_charge(ev, count)) {
        return false;
    }
    for (const struct feel_frame *frame = ev->frames; frame != NULL; frame = frame->parent, i++) {
        copies[i] = *frame;
        copies[i].parent = i + 1 < count ? &copies[i + 1] : NULL;
        if (frame->kind == FRAME_PARTIAL) {
            copies[i].kind = FRAME_VARIABLE;
            copies[i].name = SLICE("partial");
            copies[i].value = partial_now(ev, frame);
        }
        /* A function that is an entry of a context sees itself. */
        if (frame->kind == FRAME_CONTEXT && !own_entry_seen) {
            copies[i].visible++;
            own_entry_seen = true;
        }
    }
    *out = count == 0 ? NULL : copies;
    return true;
}

struct feel_value feel_make_function(struct feel_evaluation *ev, const struct feel_node *node)
{
    struct feel_function *function = feel_alloc(ev, 1, sizeof(*function));
    const struct feel_frame *frame;

    if (function == NULL || !feel_frames_keep(ev, &frame)) {
        return FEEL_VALUE_NULL;
    }
    *function = (struct feel_function){.node = node, .expression = ev->expression, .frame = frame};
    return (struct feel_value){.type = FEEL_FUNCTION, .function = function};
}
