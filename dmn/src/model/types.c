/* Item definitions as FEEL types (DMN 1.5, 7.3.2 and 7.3.3). Allowed values are not part of a type:
 * they say which values are good, not which fit. */
#include "model/node.h"
#include "syntax/ast.h"

struct simple_type {
    const char *name;
    struct feel_spec spec;
};

#define SIMPLE(type_)                                                                              \
    {                                                                                              \
        .kind = SPEC_SIMPLE, .simple = (type_)                                                     \
    }

/* With the names that DMN 1.1 gave the durations. */
static const struct simple_type simple_types[] = {
    {"number", SIMPLE(FEEL_NUMBER)},
    {"string", SIMPLE(FEEL_STRING)},
    {"boolean", SIMPLE(FEEL_BOOLEAN)},
    {"date", SIMPLE(FEEL_DATE)},
    {"time", SIMPLE(FEEL_TIME)},
    {"date and time", SIMPLE(FEEL_DATE_TIME)},
    {"dateTime", SIMPLE(FEEL_DATE_TIME)},
    {"days and time duration", SIMPLE(FEEL_DAYS_DURATION)},
    {"dayTimeDuration", SIMPLE(FEEL_DAYS_DURATION)},
    {"years and months duration", SIMPLE(FEEL_MONTHS_DURATION)},
    {"yearMonthDuration", SIMPLE(FEEL_MONTHS_DURATION)},
    {"long", SIMPLE(FEEL_NUMBER)},
    {"integer", SIMPLE(FEEL_NUMBER)},
    {"double", SIMPLE(FEEL_NUMBER)},
    {"context", {.kind = SPEC_CONTEXT}},
    {"list", {.kind = SPEC_LIST}},
    {"function", {.kind = SPEC_FUNCTION}},
};

static const struct feel_spec any = {.kind = SPEC_ANY};

static const struct feel_spec *simple_spec(struct slice type)
{
    struct slice name = slice_starts_with(type, SLICE("feel:")) ? slice_from(type, 5) : type;

    for (size_t i = 0; i < sizeof(simple_types) / sizeof(simple_types[0]); i++) {
        if (slice_is(name, simple_types[i].name)) {
            return &simple_types[i].spec;
        }
    }
    return NULL;
}

const struct feel_spec *dmn_spec_of(const struct dmn_node *model, struct slice type)
{
    const struct dmn_node *item;

    if (type.size == 0) {
        return NULL;
    }
    item = dmn_item_find(model, type);
    return item != NULL ? item->spec : simple_spec(type);
}

/* --- item definitions --- */

static const struct feel_spec *or_any(const struct feel_spec *spec)
{
    return spec == NULL ? &any : spec;
}

static bool specs_make(struct arena *arena, struct dmn_node *item)
{
    item->own_spec = ARENA_NEW(arena, struct feel_spec);
    item->spec = item->own_spec;
    for (uint32_t i = 0; item->spec != NULL && i < item->child_count; i++) {
        if (item->children[i]->kind == DMN_ITEM && !specs_make(arena, item->children[i])) {
            return false;
        }
    }
    return item->spec != NULL;
}

static bool item_fill(struct arena *arena, struct dmn_node *item);

/* Components of a context, or parameters of a function. */
static bool parts_fill(struct arena *arena, const struct dmn_node *item, struct feel_spec *spec)
{
    const struct dmn_node *model = dmn_model_of(item);
    struct slice *names = ARENA_ARRAY(arena, struct slice, item->child_count + 1);
    const struct feel_spec **parts =
        ARENA_ARRAY(arena, const struct feel_spec *, item->child_count + 1);

    if (names == NULL || parts == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < item->child_count; i++) {
        struct dmn_node *child = item->children[i];

        if (child->kind == DMN_ITEM && !item_fill(arena, child)) {
            return false;
        }
        names[i] = child->name;
        parts[i] = child->kind == DMN_ITEM ? child->spec : or_any(dmn_spec_of(model, child->type));
    }
    spec->generic = true;
    spec->names = names;
    spec->parts = parts;
    spec->count = item->child_count;
    return true;
}

/* An alias is a copy of what it stands for; one that leads back to itself is any. */
static bool alias_fill(struct arena *arena, const struct dmn_node *item, struct feel_spec *spec)
{
    const struct dmn_node *model = dmn_model_of(item);
    struct dmn_node *target = dmn_item_find(model, item->type);

    if (target != NULL && !item_fill(arena, target)) {
        return false;
    }
    *spec = *or_any(target == item ? NULL : dmn_spec_of(model, item->type));
    return true;
}

static bool collection_make(struct arena *arena, struct feel_spec *spec)
{
    struct feel_spec *inner = ARENA_NEW(arena, struct feel_spec);
    const struct feel_spec **parts = ARENA_ARRAY(arena, const struct feel_spec *, 1);

    if (inner == NULL || parts == NULL) {
        return false;
    }
    *inner = *spec;
    parts[0] = inner;
    *spec = (struct feel_spec){.kind = SPEC_LIST, .generic = true, .count = 1, .parts = parts};
    return true;
}

static bool item_fill(struct arena *arena, struct dmn_node *item)
{
    struct feel_spec spec = {.kind = SPEC_ANY};
    bool ok = true;

    if (item->is_filled) {
        return true;
    }
    item->is_filled = true;
    if ((item->flags & DMN_ITEM_FUNCTION) != 0) {
        spec.kind = SPEC_FUNCTION;
        spec.result = or_any(dmn_spec_of(dmn_model_of(item), item->type));
        ok = parts_fill(arena, item, &spec);
    } else if (item->child_count > 0) {
        spec.kind = SPEC_CONTEXT;
        ok = parts_fill(arena, item, &spec);
    } else {
        ok = alias_fill(arena, item, &spec);
    }
    if (ok && (item->flags & DMN_ITEM_COLLECTION) != 0) {
        ok = collection_make(arena, &spec);
    }
    *item->own_spec = spec;
    return ok;
}

/* First all specs, so that they may point to each other; then what is in them. */
bool dmn_types_fill(struct arena *arena, const struct dmn_node *unit)
{
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < unit->child_count; i++) {
            const struct dmn_node *model = unit->children[i];

            for (uint32_t j = 0; j < model->child_count; j++) {
                struct dmn_node *item = model->children[j];

                if (item->kind == DMN_ITEM &&
                    !(pass == 0 ? specs_make(arena, item) : item_fill(arena, item))) {
                    return false;
                }
            }
        }
    }
    return true;
}
