/* Contexts: literals, looking up, decoding. */
#include "eval/eval.h"

#include "base/assert.h"
#include "base/sort.h"
#include "value/value.h"

enum {
    ENTRIES_PER_STEP = 16
};

struct feel_context *feel_context_make(struct feel_evaluation *ev, uint32_t capacity)
{
    struct feel_context *context = feel_alloc(ev, 1, sizeof(*context));
    struct feel_entry *entries = feel_alloc(ev, capacity, sizeof(*entries));

    if (context == NULL || entries == NULL) {
        return NULL;
    }
    *context = (struct feel_context){.entries = entries, .decoded = true};
    return context;
}

void feel_context_put(struct feel_context *context, struct slice key, struct feel_value value)
{
    context->entries[context->count++] = (struct feel_entry){.key = key, .value = value};
}

struct feel_value feel_context_value(struct feel_context *context)
{
    if (context == NULL) {
        return FEEL_VALUE_NULL;
    }
    return (struct feel_value){.type = FEEL_CONTEXT, .context = context};
}

static int compare_keys(const void *a, const void *b, void *context)
{
    (void)context;
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

struct feel_value feel_context_close(struct feel_evaluation *ev, struct feel_context *context)
{
    uint32_t count = context == NULL ? 0 : context->count;
    struct slice *keys;

    if (count < 2) {
        return feel_context_value(context);
    }
    keys = feel_alloc(ev, (size_t)count * 2, sizeof(*keys)); /* and as much for the sort */
    if (keys == NULL || !feel_charge(ev, count / ENTRIES_PER_STEP)) {
        return FEEL_VALUE_NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = context->entries[i].key;
    }
    sort_stable(keys, count, sizeof(*keys), compare_keys, NULL, keys + count);
    for (uint32_t i = 1; i < count; i++) {
        if (slice_equal(keys[i - 1], keys[i])) {
            return feel_null(ev, FEEL_WARNING_VALUE, "The key '%.*s' occurs twice.",
                             SLICE_ARG(keys[i]));
        }
    }
    return feel_context_value(context);
}

static struct feel_entry *decode_entries(struct feel_evaluation *ev, struct feel_context *context)
{
    struct value_reader reader = value_reader_of(context->encoded);
    struct feel_entry *entries = feel_alloc(ev, context->count, sizeof(*entries));
    uint32_t count;

    if (entries == NULL || !feel_charge(ev, context->count) ||
        value_read_object(&reader, &count) != STATUS_OK) {
        return NULL;
    }
    ASSERT(count == context->count);
    for (uint32_t i = 0; i < count; i++) {
        struct slice value;

        if (value_read_string(&reader, &entries[i].key) != STATUS_OK ||
            value_read_whole(&reader, &value) != STATUS_OK) {
            return NULL;
        }
        entries[i].value = feel_decode(ev, value);
    }
    return entries;
}

const struct feel_entry *feel_context_entries(struct feel_evaluation *ev,
                                              struct feel_context *context, uint32_t *count)
{
    if (!context->decoded) {
        context->entries = decode_entries(ev, context);
        context->decoded = context->entries != NULL;
    }
    *count = context->decoded ? context->count : 0;
    return context->entries;
}

bool feel_context_find(struct feel_evaluation *ev, struct feel_context *context, struct slice key,
                       struct feel_value *out)
{
    if (!feel_charge(ev, context->count / ENTRIES_PER_STEP)) {
        return false;
    }
    if (!context->decoded) {
        struct slice encoded;

        if (!value_find(context->encoded, key, &encoded)) {
            return false;
        }
        *out = feel_decode(ev, encoded);
        return true;
    }
    for (uint32_t i = 0; i < context->count; i++) {
        if (slice_equal(context->entries[i].key, key)) {
            *out = context->entries[i].value;
            return true;
        }
    }
    return false;
}

/* Each entry sees those before it. */
struct feel_value feel_eval_context(struct feel_evaluation *ev, const struct feel_node *node)
{
    const struct feel_frame *outer = ev->frames;
    struct feel_context *context = feel_context_make(ev, node->child_count);
    struct feel_frame frame = {.parent = outer, .kind = FRAME_CONTEXT};

    if (context == NULL) {
        return FEEL_VALUE_NULL;
    }
    if (node->negated) {
        return feel_null(ev, FEEL_WARNING_VALUE, "The context has a key twice.");
    }
    frame.value = feel_context_value(context);
    /* A function in an entry may be called before its own entry is there: null until then. */
    for (uint32_t i = 0; i < node->child_count; i++) {
        context->entries[i] = (struct feel_entry){.key = node->names[i]};
    }
    ev->frames = &frame;
    for (uint32_t i = 0; i < node->child_count && !ev->failed; i++) {
        frame.visible = i;
        context->entries[i].value = feel_eval(ev, node->children[i]);
        context->count = i + 1;
    }
    ev->frames = outer;
    return frame.value;
}
