#include "modification_words.h"

enum {
    INSTRUCTIONS_MAX = 16,
    PARTS_MAX = 3
};

struct parts {
    struct slice at[PARTS_MAX];
};

static struct parts parts_of(struct slice text)
{
    struct parts parts = {0};

    for (int i = 0; i < PARTS_MAX && text.size > 0; i++) {
        size_t slash = slice_find_byte(text, '/');

        parts.at[i] = slash == SIZE_MAX ? text : slice_sub(text, 0, slash);
        text = slash == SIZE_MAX ? SLICE_EMPTY : slice_from(text, slash + 1);
    }
    return parts;
}

static uint64_t key_of(struct slice word)
{
    int64_t number;

    return word.size > 1 && word.data[0] == '#' && slice_to_int64(slice_from(word, 1), &number)
               ? (UINT64_C(1) << 51) | (uint64_t)number
               : 0;
}

static struct activate_instruction activation(struct machine *m, struct slice element,
                                              struct slice ancestor, struct slice scope,
                                              struct slice variables)
{
    struct activate_instruction out = {.element_id = element, .ancestor_key = key_of(ancestor)};

    if (variables.size > 0) {
        out.variables = ARENA_ARRAY(&m->arena, struct variable_instruction, 1);
        out.variables[0] = (struct variable_instruction){.scope_id = scope, .variables = variables};
        out.variable_count = 1;
    }
    return out;
}

static enum move_ancestor move_ancestor_of(struct slice word)
{
    if (slice_is(word, "inferred")) {
        return MOVE_ANCESTOR_INFERRED;
    }
    return slice_is(word, "parent") ? MOVE_ANCESTOR_SOURCE_PARENT : MOVE_ANCESTOR_DIRECT;
}

struct command modification_of_words(struct machine *m, const struct slice *words, uint32_t count,
                                     struct slice variables)
{
    struct command command = machine_command(COMMAND_MODIFY_INSTANCE);
    struct modify_instance_command *c = &command.modify_instance;

    c->process_instance_key = machine_key(m, 'i', words[1]);
    c->activate = ARENA_ARRAY(&m->arena, struct activate_instruction, INSTRUCTIONS_MAX);
    c->move = ARENA_ARRAY(&m->arena, struct move_instruction, INSTRUCTIONS_MAX);
    c->terminate = ARENA_ARRAY(&m->arena, struct terminate_instruction, INSTRUCTIONS_MAX);
    for (uint32_t i = 2; i < count; i++) {
        size_t equals = slice_find_byte(words[i], '=');
        struct parts p =
            parts_of(equals == SIZE_MAX ? SLICE_EMPTY : slice_from(words[i], equals + 1));

        if (slice_starts_with(words[i], SLICE("activate="))) {
            c->activate[c->activate_count++] = activation(m, p.at[0], p.at[1], p.at[2], variables);
        } else if (slice_starts_with(words[i], SLICE("move="))) {
            uint64_t key = key_of(p.at[0]);

            c->move[c->move_count++] = (struct move_instruction){
                .source_key = key,
                .source_id = key != 0 ? SLICE_EMPTY : p.at[0],
                .target = activation(m, p.at[1], p.at[2], SLICE_EMPTY, variables),
                .ancestor = move_ancestor_of(p.at[2])};
        } else if (slice_starts_with(words[i], SLICE("end="))) {
            uint64_t key = key_of(p.at[0]);

            c->terminate[c->terminate_count++] = (struct terminate_instruction){
                .element_instance_key = key, .element_id = key != 0 ? SLICE_EMPTY : p.at[0]};
        }
    }
    return command;
}

struct command migration_of_words(struct machine *m, const struct slice *words, uint32_t count)
{
    struct command command = machine_command(COMMAND_MIGRATE_INSTANCE);
    struct migrate_instance_command *c = &command.migrate_instance;

    c->process_instance_key = machine_key(m, 'i', words[1]);
    c->process_definition_key = key_of(words[2]);
    c->mappings = ARENA_ARRAY(&m->arena, struct element_pair, INSTRUCTIONS_MAX);
    for (uint32_t i = 3; i < count; i++) {
        size_t equals = slice_find_byte(words[i], '=');

        c->mappings[c->mapping_count++] =
            (struct element_pair){.source_id = slice_sub(words[i], 0, equals),
                                  .target_id = slice_from(words[i], equals + 1)};
    }
    return command;
}
