#include "engine/definitions.h"

#include "base/limits.h"
#include "row/decision_rows.h"
#include "row/definition_rows.h"

/* A model of LIMIT_MODEL_ELEMENTS with all its texts and parsed expressions stays well below. */
#define DEFINITION_ARENA_BYTES MIB(256)

void definitions_init(struct definitions *cache)
{
    *cache = (struct definitions){.count = 0};
}

static void definition_free(struct definition *definition)
{
    struct arena arena = definition->arena;

    arena_deinit(&arena);
}

static void units_drop(struct definitions *cache)
{
    while (cache->units != NULL) {
        struct arena arena = cache->units->arena;

        cache->units = cache->units->next;
        arena_deinit(&arena);
    }
}

void definitions_drop(struct definitions *cache)
{
    units_drop(cache);
    for (uint32_t i = 0; i < DEFINITIONS_MAX; i++) {
        while (cache->slots[i] != NULL) {
            struct definition *definition = cache->slots[i];

            cache->slots[i] = definition->next;
            definition_free(definition);
        }
    }
    cache->count = 0;
    cache->bytes = 0;
}

void definitions_trim(struct definitions *cache)
{
    if (cache->count >= DEFINITIONS_MAX || cache->bytes > LIMIT_MODELS_BYTES) {
        definitions_drop(cache);
    }
}

/* Everything that the struct points to is copied into its own arena. */
static bool definition_fill(struct definition *definition, const struct definition_row *row,
                            struct arena *arena)
{
    definition->key = row->key;
    definition->deployment_key = row->deployment_key;
    definition->version = row->version;
    definition->tenant = arena_copy(arena, row->tenant);
    definition->process_id = arena_copy(arena, row->process_id);
    if (row->name.data != NULL) {
        definition->name = arena_copy(arena, row->name);
    }
    if (row->version_tag.data != NULL) {
        definition->version_tag = arena_copy(arena, row->version_tag);
    }
    return bpmn_process_load(arena, row->model, &definition->process) == STATUS_OK;
}

static struct definition *definition_load(struct rows *rows, uint64_t key)
{
    struct definition_row row;
    struct definition *definition;
    struct arena arena;
    uint64_t awaited;

    if (!definition_row_get(rows, key, &row)) {
        return NULL;
    }
    arena_init(&arena, DEFINITION_ARENA_BYTES);
    definition = ARENA_NEW(&arena, struct definition);
    if (definition == NULL || !definition_fill(definition, &row, &arena)) {
        /* It loaded when it was deployed. */
        rows->writes.status = STATUS_CORRUPT;
        arena_deinit(&arena);
        return NULL;
    }
    definition->is_draining = draining_row_get(rows, key, &awaited);
    definition->arena = arena;
    return definition;
}

const struct definition *definitions_get(struct definitions *cache, struct rows *rows, uint64_t key)
{
    struct definition **slot = &cache->slots[key % DEFINITIONS_MAX];
    struct definition *definition = *slot;

    while (definition != NULL && definition->key != key) {
        definition = definition->next;
    }
    if (definition != NULL) {
        return definition;
    }

    definition = definition_load(rows, key);
    if (definition != NULL) {
        definition->next = *slot;
        *slot = definition;
        cache->count++;
        cache->bytes += definition->arena.used_bytes;
    }
    return definition;
}

static struct decision_unit *unit_load(struct rows *rows, uint64_t key)
{
    struct decision_unit *unit;
    struct slice encoded;
    struct unit_row row;
    struct arena arena;

    if (!unit_row_get(rows, key, &row)) {
        return NULL;
    }
    arena_init(&arena, DEFINITION_ARENA_BYTES);
    unit = ARENA_NEW(&arena, struct decision_unit);
    encoded = arena_copy(&arena, row.encoded);
    if (unit == NULL || encoded.data == NULL ||
        dmn_load(&arena, encoded, &unit->unit) != STATUS_OK) {
        /* It loaded when it was deployed. */
        rows->writes.status = STATUS_CORRUPT;
        arena_deinit(&arena);
        return NULL;
    }
    unit->key = key;
    unit->arena = arena;
    return unit;
}

const struct dmn_unit *definitions_get_unit(struct definitions *cache, struct rows *rows,
                                            uint64_t key)
{
    struct decision_unit *unit = cache->units;

    while (unit != NULL && unit->key != key) {
        unit = unit->next;
    }
    if (unit != NULL) {
        return unit->unit;
    }

    unit = unit_load(rows, key);
    if (unit == NULL) {
        return NULL;
    }
    unit->next = cache->units;
    cache->units = unit;
    cache->count++;
    cache->bytes += unit->arena.used_bytes;
    return unit->unit;
}
