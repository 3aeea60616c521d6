#include "row/step_rows.h"

#include "base/bytes.h"

enum {
    STEP_MEMBERS = 7,
    INCIDENT_MEMBERS = 7
};

static void put_step(const struct step *step, struct buffer *out)
{
    value_put_u64(out, step->kind);
    value_put_u64(out, step->element);
    value_put_u64(out, step->key);
    value_put_u64(out, step->scope_key);
    value_put_u64(out, step->instance_key);
    value_put_u64(out, step->after);
    value_put_u64(out, step->flow);
}

static struct step get_step(struct decoder *d)
{
    struct step step = {.kind = (uint8_t)decode_u32(d)};

    step.element = decode_u32(d);
    step.key = decode_u64(d);
    step.scope_key = decode_u64(d);
    step.instance_key = decode_u64(d);
    step.after = decode_u64(d);
    step.flow = decode_u32(d);
    return step;
}

void step_row_put(struct rows *rows, uint64_t sequence, const struct step *step)
{
    struct row_key key = row_key_of(step->instance_key);

    row_key_put_u64(&key, sequence);
    put_step(step, row_begin(rows, STEP_MEMBERS));
    row_end_new(rows, TABLE_STEP, &key);
}

bool step_row_take(struct rows *rows, uint64_t instance_key, uint64_t *sequence, struct step *out)
{
    struct row_key prefix = row_key_of(instance_key);
    struct row_key from = prefix;
    struct row_walk walk;
    bool found;

    row_key_put_u64(&from, *sequence + 1);
    found = walk_begin_at(&walk, &rows->writes, TABLE_STEP, &prefix, &from);
    if (found) {
        struct decoder d = row_open(rows, walk.value, STEP_MEMBERS);

        *sequence = row_key_last_u64(walk.key);
        *out = get_step(&d);
        found = row_close(rows, &d);
        write_set_delete(&rows->writes, TABLE_STEP, &walk.present);
    }
    walk_end(&walk);
    return found;
}

bool step_is_of_no_instance(struct rows *rows, struct slice value)
{
    struct decoder d = row_open(rows, value, STEP_MEMBERS);

    uint8_t kind = get_step(&d).kind;

    return kind == STEP_DELETE_HISTORY || kind == STEP_BROADCAST_SIGNAL;
}

bool step_rows_exist(struct rows *rows, uint64_t instance_key)
{
    struct row_key prefix = row_key_of(instance_key);
    struct row_walk walk;
    bool found = walk_begin(&walk, &rows->writes, TABLE_STEP, &prefix);

    walk_end(&walk);
    return found;
}

void step_rows_delete(struct rows *rows, uint64_t instance_key)
{
    struct row_key prefix = row_key_of(instance_key);

    rows_delete(rows, TABLE_STEP, &prefix);
}

uint64_t step_instance_after(struct rows *rows, uint64_t after)
{
    struct row_key all;
    struct row_key from = row_key_of(after + 1);
    struct row_walk walk;
    uint64_t instance_key = 0;

    row_key_init(&all);
    if (walk_begin_at(&walk, &rows->writes, TABLE_STEP, &all, &from)) {
        instance_key = bytes_get_u64be(walk.key.data);
    }
    walk_end(&walk);
    return instance_key;
}

#define INCIDENT_NAME(name, number)                                                                \
    case INCIDENT_##name:                                                                          \
        return #name;

const char *incident_type_name(enum incident_type type)
{
    switch (type) {
        INCIDENT_TYPE_LIST(INCIDENT_NAME)
    }
    return "UNKNOWN";
}

#undef INCIDENT_NAME

bool incident_row_get(struct rows *rows, uint64_t key, struct incident_row *out)
{
    struct row_key row_key = row_key_of(key);
    struct slice value;
    struct decoder d;

    if (!write_set_get(&rows->writes, TABLE_INCIDENT, &row_key, &value)) {
        return false;
    }
    d = row_open(rows, value, INCIDENT_MEMBERS);
    out->key = key;
    out->type = (enum incident_type)decode_u32(&d);
    out->message = decode_text(&d);
    out->element_key = decode_u64(&d);
    out->instance_key = decode_u64(&d);
    out->job_key = decode_u64(&d);
    out->created_ms = decode_i64(&d);
    decode_tuple(&d, STEP_MEMBERS);
    out->step = get_step(&d);
    return row_close(rows, &d);
}

static struct row_key incident_by_key(uint64_t instance_key, uint64_t key)
{
    struct row_key by_instance = row_key_of(instance_key);

    row_key_put_u64(&by_instance, key);
    return by_instance;
}

static void incident_encode(struct rows *rows, const struct incident_row *row)
{
    struct buffer *out = row_begin(rows, INCIDENT_MEMBERS);

    value_put_u64(out, (uint64_t)row->type);
    value_put_string(out, row->message);
    value_put_u64(out, row->element_key);
    value_put_u64(out, row->instance_key);
    value_put_u64(out, row->job_key);
    value_put_int(out, row->created_ms);
    value_put_array(out, STEP_MEMBERS);
    put_step(&row->step, out);
}

void incident_row_put(struct rows *rows, const struct incident_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct row_key by_instance = incident_by_key(row->instance_key, row->key);

    incident_encode(rows, row);
    row_end_new(rows, TABLE_INCIDENT, &key);
    row_put_empty(rows, TABLE_INCIDENT_BY, &by_instance);
}

void incident_row_put_again(struct rows *rows, const struct incident_row *row)
{
    struct row_key key = row_key_of(row->key);

    incident_encode(rows, row);
    row_end(rows, TABLE_INCIDENT, &key);
}

void incident_row_delete(struct rows *rows, const struct incident_row *row)
{
    struct row_key key = row_key_of(row->key);
    struct row_key by_instance = incident_by_key(row->instance_key, row->key);

    write_set_delete(&rows->writes, TABLE_INCIDENT, &key);
    write_set_delete(&rows->writes, TABLE_INCIDENT_BY, &by_instance);
}

uint64_t incident_after(struct rows *rows, uint64_t instance_key, uint64_t after)
{
    return row_member_after(rows, TABLE_INCIDENT_BY, instance_key, after);
}

bool banned_row_get(struct rows *rows, uint64_t instance_key)
{
    struct row_key key = row_key_of(instance_key);
    struct slice value;

    return write_set_get(&rows->writes, TABLE_BANNED, &key, &value);
}

void banned_row_put(struct rows *rows, uint64_t instance_key, uint64_t index)
{
    struct row_key key = row_key_of(instance_key);

    value_put_u64(row_begin(rows, 1), index);
    row_end(rows, TABLE_BANNED, &key);
}

void banned_row_delete(struct rows *rows, uint64_t instance_key)
{
    struct row_key key = row_key_of(instance_key);

    write_set_delete(&rows->writes, TABLE_BANNED, &key);
}
