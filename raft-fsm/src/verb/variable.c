#include "verb/variable.h"

#include "base/assert.h"

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

void variables_propagate(struct exec *x, struct element_row *from, struct slice object)
{
    for (struct member m = members_of(object); member_next(&m);) {
        struct element_row *scope = home_of(x, from, m.name);

        if (scope == NULL) {
            return;
        }
        variable_set(x, scope, m.name, m.value);
    }
}
