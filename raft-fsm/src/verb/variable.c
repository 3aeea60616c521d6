#include "verb/variable.h"

#include "base/assert.h"
#include "verb/condition.h"

enum {
    FIRST_VARIABLES = 16
};

struct member members_of(struct slice object)
{
    struct member member = {.reader = value_reader_of(object)};

    if (object.size > 0 && value_read_object(&member.reader, &member.left) != STATUS_OK) {
        member.left = 0;
    }
    return member;
}

bool member_next(struct member *member)
{
    if (member->left == 0) {
        return false;
    }
    member->left--;
    return value_read_string(&member->reader, &member->name) == STATUS_OK &&
           value_read_whole(&member->reader, &member->value) == STATUS_OK;
}

struct slice variable_object(struct exec *x, struct slice name, struct slice value)
{
    buffer_reset(x->rows.buffer);
    value_put_object(x->rows.buffer, 1);
    value_put_string(x->rows.buffer, name);
    value_put_value(x->rows.buffer, value);
    return arena_copy(x->arena, buffer_slice(x->rows.buffer));
}

static bool has_variable(struct exec *x, const struct element_row *scope, struct slice name,
                         struct variable_row *out)
{
    return scope->has_variables && variable_row_get(&x->rows, scope->key, name, out);
}

bool variable_find(struct exec *x, const struct element_row *from, struct slice name,
                   struct slice *value)
{
    struct variable_row variable;

    for (const struct element_row *scope = from; scope != NULL;
         scope = element_find(x, scope->scope_key)) {
        if (has_variable(x, scope, name, &variable)) {
            *value = variable.value;
            return true;
        }
    }
    return false;
}

bool variable_is_flat_enough(struct exec *x, struct slice name, struct slice value)
{
    struct buffer *object = x->rows.buffer;
    struct value_item head;

    if (value_head(value, &head) != STATUS_OK) {
        return false;
    }
    if (head.kind != VALUE_ARRAY && head.kind != VALUE_OBJECT) {
        return true;
    }
    buffer_reset(object);
    value_put_object(object, 1);
    value_put_string(object, name);
    value_put_value(object, value);
    return !object->failed && value_validate(buffer_slice(object)) == STATUS_OK;
}

void variable_set(struct exec *x, struct element_row *scope, struct slice name, struct slice value)
{
    struct variable_row variable = {.name = name};
    bool exists = has_variable(x, scope, name, &variable);

    if (exists && slice_equal(variable.value, value)) {
        return;
    }
    if (!exists) {
        variable.key = exec_next_key(x);
    }
    variable.value = value;
    scope->has_variables = true;
    variable_row_put(&x->rows, scope->key, &variable);
    trace_variable(x, scope, &variable, !exists);
    if (element_process(scope)->has_conditions) {
        conditions_look_later(x, scope);
    }
}

void variables_set_local(struct exec *x, struct element_row *scope, struct slice object)
{
    for (struct member m = members_of(object); member_next(&m);) {
        variable_set(x, scope, m.name, m.value);
    }
}

/* Where a variable of that name is, or the process instance. NULL on a fault. */
static struct element_row *home_of(struct exec *x, struct element_row *from, struct slice name)
{
    struct variable_row variable;
    struct element_row *scope = from;

    while (scope != NULL && scope->scope_key != 0 && !has_variable(x, scope, name, &variable)) {
        scope = element_find(x, scope->scope_key);
    }
    return scope;
}

void variable_propagate(struct exec *x, struct element_row *from, struct slice name,
                        struct slice value)
{
    struct element_row *scope = home_of(x, from, name);

    if (scope != NULL) {
        variable_set(x, scope, name, value);
    }
}

void variables_propagate(struct exec *x, struct element_row *from, struct slice object)
{
    for (struct member m = members_of(object); member_next(&m);) {
        variable_propagate(x, from, m.name, m.value);
    }
}

/* --- lists --- */

static bool list_has(const struct variable_list *list, struct slice name, uint32_t before)
{
    for (uint32_t i = 0; i < before; i++) {
        if (slice_equal(list->items[i].name, name)) {
            return true;
        }
    }
    return false;
}

static void list_add(struct exec *x, struct variable_list *list, const struct variable_row *row)
{
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? FIRST_VARIABLES : 2 * list->capacity;
        struct variable_row *items = ARENA_ARRAY(x->arena, struct variable_row, capacity);

        if (items == NULL) {
            return; /* the arena says so */
        }
        for (uint32_t i = 0; i < list->count; i++) {
            items[i] = list->items[i];
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = *row;
    list->bytes += row->name.size + row->value.size;
}

/* Those whose names are not there yet. */
static void list_add_scope(struct exec *x, struct variable_list *list,
                           const struct element_row *scope)
{
    struct row_key prefix = row_key_of(scope->key);
    uint32_t inner = list->count;
    struct variable_row row;
    struct row_walk walk;

    if (!scope->has_variables) {
        return;
    }
    for (bool more = walk_begin(&walk, &x->rows.writes, TABLE_VARIABLE, &prefix); more;
         more = walk_next(&walk)) {
        if (variable_row_decode(&x->rows, walk.value, &row) && !list_has(list, row.name, inner)) {
            list_add(x, list, &row);
        }
    }
    walk_end(&walk);
}

struct variable_list variables_local(struct exec *x, const struct element_row *scope)
{
    struct variable_list list = {.count = 0};

    list_add_scope(x, &list, scope);
    return list;
}

struct slice variables_object(struct exec *x, const struct element_row *scope)
{
    struct variable_list list = variables_local(x, scope);
    struct buffer *out = x->rows.buffer;

    buffer_reset(out);
    value_put_object(out, list.count);
    for (uint32_t i = 0; i < list.count; i++) {
        value_put_string(out, list.items[i].name);
        value_put_value(out, list.items[i].value);
    }
    return arena_copy(x->arena, buffer_slice(out));
}

struct variable_list variables_visible(struct exec *x, const struct element_row *from)
{
    struct variable_list list = {.count = 0};

    for (const struct element_row *scope = from; scope != NULL;
         scope = element_find(x, scope->scope_key)) {
        list_add_scope(x, &list, scope);
    }
    return list;
}
