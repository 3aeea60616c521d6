#include "verb/drain.h"

enum {
    /* What the deletion itself looks at: few enough to cost nothing. */
    ELEMENTS_AT_ONCE = 256
};

static struct due_row due_of(const struct exec *x, uint64_t definition_key)
{
    return (struct due_row){
        .clock = DUE_STAMP, .kind = DUE_DRAIN, .at_ms = x->stamp_ms, .key = definition_key};
}

/* The definition's, and it was not ended by this very command. */
static bool is_running(struct exec *x, uint64_t definition_key, uint64_t key, struct slice value)
{
    const struct element_row *row;

    if (!element_row_is_root_of(&x->rows, value, definition_key)) {
        return false;
    }
    row = element_row_find(&x->rows, key);
    return row != NULL && row->definition_key == definition_key;
}

struct walk_end {
    uint64_t last; /* the element where it stopped */
    bool found;    /* it is an instance that runs */
    bool over;     /* there is no further element */
    uint32_t looked_at;
};

static struct walk_end walk_on(struct exec *x, uint64_t definition_key, uint64_t after,
                               uint32_t limit)
{
    struct walk_end end = {.last = after};
    struct row_key from = row_key_of(after + 1);
    struct row_key all;
    struct row_walk walk;
    bool more;

    row_key_init(&all);
    more = walk_begin_at(&walk, &x->rows.writes, TABLE_ELEMENT, &all, &from);
    while (more && !end.found && end.looked_at < limit) {
        end.last = row_key_last_u64(walk.key);
        end.found = is_running(x, definition_key, end.last, walk.value);
        end.looked_at++;
        more = walk_next(&walk);
    }
    end.over = !more && !end.found;
    walk_end(&walk);
    return end;
}

static enum verdict definition_gone(struct exec *x, uint64_t definition_key)
{
    struct definition_row row;

    ENSURE(x, definition_row_get(&x->rows, definition_key, &row));
    trace_definition_end(x, &row, DEFINITION_DELETED);
    draining_row_delete(&x->rows, definition_key);
    definition_row_delete(&x->rows, definition_key);
    x->definitions_changed = true;
    return V_OK;
}

enum verdict drain_begin(struct exec *x, const struct definition_row *row)
{
    struct walk_end end = walk_on(x, row->key, 0, ELEMENTS_AT_ONCE);
    struct due_row due = due_of(x, row->key);

    x->definitions_changed = true;
    if (end.over) {
        return definition_gone(x, row->key);
    }
    trace_definition_end(x, row, DEFINITION_DRAINING);
    draining_row_put(&x->rows, row->key, end.last);
    if (!end.found) {
        due_row_put(&x->rows, &due);
    }
    return V_OK;
}

enum verdict drain_due(struct exec *x, const struct due_row *due, uint32_t limit,
                       uint32_t *looked_at)
{
    struct walk_end end;
    uint64_t after;

    ENSURE(x, draining_row_get(&x->rows, due->key, &after));
    end = walk_on(x, due->key, after, limit);
    *looked_at = end.looked_at;
    if (!end.over && !end.found) {
        draining_row_put(&x->rows, due->key, end.last);
        return V_OK;
    }
    due_row_delete(&x->rows, due);
    if (end.over) {
        return definition_gone(x, due->key);
    }
    draining_row_put(&x->rows, due->key, end.last);
    return V_OK;
}

void drain_instance_left(struct exec *x, uint64_t definition_key, uint64_t instance_key)
{
    struct due_row due = due_of(x, definition_key);
    uint64_t awaited;

    /* If the walk is under way, it will see for itself. */
    if (draining_row_get(&x->rows, definition_key, &awaited) && awaited == instance_key) {
        due_row_put(&x->rows, &due);
    }
}
