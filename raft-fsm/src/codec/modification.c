/* The payloads of MODIFY_INSTANCE and MIGRATE_INSTANCE, written and read. */
#include "codec_int.h"
#include "command_int.h"

static void put_activate(const struct activate_instruction *c, struct buffer *out)
{
    value_put_array(out, 3);
    value_put_string(out, c->element_id);
    value_put_u64(out, c->ancestor_key);
    value_put_array(out, c->variable_count);
    for (uint32_t i = 0; i < c->variable_count; i++) {
        value_put_array(out, 2);
        value_put_string_or_null(out, c->variables[i].scope_id);
        encode_object(out, c->variables[i].variables);
    }
}

static void put_move(const struct move_instruction *c, struct buffer *out)
{
    value_put_array(out, 4);
    value_put_u64(out, c->source_key);
    value_put_string_or_null(out, c->source_id);
    value_put_u64(out, (uint64_t)c->ancestor);
    put_activate(&c->target, out);
}

static void put_terminate(const struct terminate_instruction *c, struct buffer *out)
{
    value_put_array(out, 2);
    value_put_u64(out, c->element_instance_key);
    value_put_string_or_null(out, c->element_id);
}

void modification_put(const struct command *command, struct buffer *out)
{
    const struct modify_instance_command *c = &command->modify_instance;

    value_put_array(out, 4);
    value_put_u64(out, c->process_instance_key);
    value_put_array(out, c->activate_count);
    for (uint32_t i = 0; i < c->activate_count; i++) {
        put_activate(&c->activate[i], out);
    }
    value_put_array(out, c->move_count);
    for (uint32_t i = 0; i < c->move_count; i++) {
        put_move(&c->move[i], out);
    }
    value_put_array(out, c->terminate_count);
    for (uint32_t i = 0; i < c->terminate_count; i++) {
        put_terminate(&c->terminate[i], out);
    }
}

static void get_activate(struct decoder *d, struct activate_instruction *c)
{
    decode_tuple(d, 3);
    c->element_id = decode_text(d);
    c->ancestor_key = decode_u64(d);
    c->variables = decode_list(d, sizeof(*c->variables), &c->variable_count);
    for (uint32_t i = 0; i < c->variable_count && d->status == STATUS_OK; i++) {
        decode_tuple(d, 2);
        c->variables[i].scope_id = decode_text_or_null(d);
        c->variables[i].variables = decode_object(d);
    }
}

static void get_move(struct decoder *d, struct move_instruction *c)
{
    uint32_t ancestor;

    decode_tuple(d, 4);
    c->source_key = decode_u64(d);
    c->source_id = decode_text_or_null(d);
    ancestor = decode_u32(d);
    if (ancestor > MOVE_ANCESTOR_SOURCE_PARENT) {
        decoder_fail(d, STATUS_MALFORMED);
        return;
    }
    c->ancestor = (enum move_ancestor)ancestor;
    get_activate(d, &c->target);
}

static void get_terminate(struct decoder *d, struct terminate_instruction *c)
{
    decode_tuple(d, 2);
    c->element_instance_key = decode_u64(d);
    c->element_id = decode_text_or_null(d);
}

void modification_get(struct decoder *d, struct command *out)
{
    struct modify_instance_command *c = &out->modify_instance;

    decode_tuple(d, 4);
    c->process_instance_key = decode_u64(d);
    c->activate = decode_list(d, sizeof(*c->activate), &c->activate_count);
    for (uint32_t i = 0; i < c->activate_count && d->status == STATUS_OK; i++) {
        get_activate(d, &c->activate[i]);
    }
    c->move = decode_list(d, sizeof(*c->move), &c->move_count);
    for (uint32_t i = 0; i < c->move_count && d->status == STATUS_OK; i++) {
        get_move(d, &c->move[i]);
    }
    c->terminate = decode_list(d, sizeof(*c->terminate), &c->terminate_count);
    for (uint32_t i = 0; i < c->terminate_count && d->status == STATUS_OK; i++) {
        get_terminate(d, &c->terminate[i]);
    }
}

void migration_put(const struct command *command, struct buffer *out)
{
    const struct migrate_instance_command *c = &command->migrate_instance;

    value_put_array(out, 3);
    value_put_u64(out, c->process_instance_key);
    value_put_u64(out, c->process_definition_key);
    value_put_array(out, c->mapping_count);
    for (uint32_t i = 0; i < c->mapping_count; i++) {
        value_put_array(out, 2);
        value_put_string(out, c->mappings[i].source_id);
        value_put_string(out, c->mappings[i].target_id);
    }
}

void migration_get(struct decoder *d, struct command *out)
{
    struct migrate_instance_command *c = &out->migrate_instance;

    decode_tuple(d, 3);
    c->process_instance_key = decode_u64(d);
    c->process_definition_key = decode_u64(d);
    c->mappings = decode_list(d, sizeof(*c->mappings), &c->mapping_count);
    for (uint32_t i = 0; i < c->mapping_count && d->status == STATUS_OK; i++) {
        decode_tuple(d, 2);
        c->mappings[i].source_id = decode_text(d);
        c->mappings[i].target_id = decode_text(d);
    }
}
