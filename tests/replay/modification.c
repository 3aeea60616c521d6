#include "modification.h"

#include "base/assert.h"

enum {
    INSTRUCTIONS_MAX = 3,
    TRIES = 30,
    MAPPINGS_MAX = 64
};

/* An element that was seen lately, of that instance or of that process when there is one. */
static const struct world_item *kin_of(struct payload_source *s, const struct world_item *item,
                                       bool same_instance)
{
    const struct world_item *found = item;

    for (int i = 0; i < TRIES; i++) {
        const struct world_item *other = world_pick(s->world, WORLD_ELEMENT);

        if (same_instance ? other->instance == item->instance
                          : slice_equal(world_more(other), world_more(item))) {
            found = other;
        }
    }
    return found;
}

static uint64_t some_key(struct payload_source *s, uint64_t key)
{
    return rng_chance(s->rng, 950) ? key : payload_key(s, WORLD_ELEMENT);
}

static void fill_activation(struct payload_source *s, const struct world_item *item,
                            struct activate_instruction *c)
{
    c->element_id = arena_copy(s->arena, world_name(kin_of(s, item, false)));
    if (rng_chance(s->rng, 200)) {
        c->ancestor_key = some_key(s, kin_of(s, item, true)->key);
    } else if (rng_chance(s->rng, 300)) {
        c->ancestor_key = item->instance;
    }
    if (rng_chance(s->rng, 300)) {
        c->variables = ARENA_ARRAY(s->arena, struct variable_instruction, 1);
        ASSERT(c->variables != NULL);
        c->variable_count = 1;
        c->variables[0].variables = payload_variables(s);
        c->variables[0].scope_id = rng_chance(s->rng, 500) ? c->element_id : SLICE_EMPTY;
    }
}

static void fill_move(struct payload_source *s, const struct world_item *item,
                      struct move_instruction *c)
{
    if (rng_chance(s->rng, 500)) {
        c->source_key = some_key(s, kin_of(s, item, true)->key);
    } else {
        c->source_id = arena_copy(s->arena, world_name(kin_of(s, item, true)));
    }
    fill_activation(s, item, &c->target);
    c->ancestor = (enum move_ancestor)rng_below(s->rng, MOVE_ANCESTOR_SOURCE_PARENT + 1);
}

static void fill_end(struct payload_source *s, const struct world_item *item,
                     struct terminate_instruction *c)
{
    if (rng_chance(s->rng, 700)) {
        c->element_instance_key = some_key(s, kin_of(s, item, true)->key);
    } else {
        c->element_id = arena_copy(s->arena, world_name(kin_of(s, item, true)));
    }
}

void modification_fill(struct payload_source *s, struct modify_instance_command *modify)
{
    const struct world_item *item = world_pick(s->world, WORLD_ELEMENT);

    if (item == NULL) {
        modify->process_instance_key = payload_key(s, WORLD_INSTANCE);
        return;
    }
    modify->process_instance_key = some_key(s, item->instance);
    modify->activate = ARENA_ARRAY(s->arena, struct activate_instruction, INSTRUCTIONS_MAX);
    modify->move = ARENA_ARRAY(s->arena, struct move_instruction, INSTRUCTIONS_MAX);
    modify->terminate = ARENA_ARRAY(s->arena, struct terminate_instruction, INSTRUCTIONS_MAX);
    ASSERT(modify->activate != NULL);
    ASSERT(modify->move != NULL);
    ASSERT(modify->terminate != NULL);
    modify->activate_count = rng_below(s->rng, INSTRUCTIONS_MAX);
    modify->move_count = rng_below(s->rng, 3) == 0 ? 1 : 0;
    modify->terminate_count = rng_below(s->rng, INSTRUCTIONS_MAX);
    for (uint32_t i = 0; i < modify->activate_count; i++) {
        fill_activation(s, item, &modify->activate[i]);
    }
    for (uint32_t i = 0; i < modify->move_count; i++) {
        fill_move(s, item, &modify->move[i]);
    }
    for (uint32_t i = 0; i < modify->terminate_count; i++) {
        fill_end(s, item, &modify->terminate[i]);
    }
}

/* --- migrations --- */

static bool is_mapped(const struct migrate_instance_command *migrate, struct slice id)
{
    for (uint32_t i = 0; i < migrate->mapping_count; i++) {
        if (slice_equal(migrate->mappings[i].source_id, id)) {
            return true;
        }
    }
    return false;
}

static void map(struct payload_source *s, struct migrate_instance_command *migrate,
                struct slice source, struct slice target)
{
    if (migrate->mapping_count < MAPPINGS_MAX && !is_mapped(migrate, source)) {
        migrate->mappings[migrate->mapping_count++] =
            (struct element_pair){arena_copy(s->arena, source), arena_copy(s->arena, target)};
    }
}

/* Another version of the process when one was seen. */
static uint64_t version_of(struct payload_source *s, struct slice process_id)
{
    for (int i = 0; i < TRIES; i++) {
        const struct world_item *definition = world_pick(s->world, WORLD_DEFINITION);

        if (definition != NULL && slice_equal(world_name(definition), process_id)) {
            return definition->key;
        }
    }
    return payload_key(s, WORLD_DEFINITION);
}

/* Every element of the process that lives somewhere goes over to its namesake, and some of the
 * boundary events; now and then one is left out or goes elsewhere. */
void migration_fill(struct payload_source *s, struct migrate_instance_command *migrate)
{
    static const char *const boundaries[] = {"inner-stop", "inner-note", "inner-no-stock"};
    const struct world_item *item = world_pick(s->world, WORLD_ELEMENT);

    migrate->mappings = ARENA_ARRAY(s->arena, struct element_pair, MAPPINGS_MAX);
    ASSERT(migrate->mappings != NULL);
    if (item == NULL) {
        migrate->process_instance_key = payload_key(s, WORLD_INSTANCE);
        return;
    }
    migrate->process_instance_key = some_key(s, item->instance);
    migrate->process_definition_key = version_of(s, world_more(item));
    map(s, migrate, world_name(item), world_name(item));
    for (uint32_t i = 0; i < s->world->counts[WORLD_ELEMENT]; i++) {
        const struct world_item *other = &s->world->items[WORLD_ELEMENT][i];

        if (slice_equal(world_more(other), world_more(item)) && rng_chance(s->rng, 990)) {
            map(s, migrate, world_name(other), world_name(rng_chance(s->rng, 995) ? other : item));
        }
    }
    for (size_t i = 0; i < sizeof(boundaries) / sizeof(boundaries[0]); i++) {
        if (slice_is(world_more(item), "nested") && rng_chance(s->rng, 700)) {
            map(s, migrate, slice_of(boundaries[i]), slice_of(boundaries[i]));
        }
    }
}
