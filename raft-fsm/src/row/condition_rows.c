#include "row/condition_rows.h"

static struct row_key condition_key(uint64_t instance_key, uint64_t key)
{
    struct row_key row_key = row_key_of(instance_key);

    row_key_put_u64(&row_key, key);
    return row_key;
}

void condition_row_put(struct rows *rows, uint64_t instance_key, uint64_t key, uint64_t element_key)
{
    struct row_key row_key = condition_key(instance_key, key);

    value_put_u64(row_begin(rows, 1), element_key);
    row_end_new(rows, TABLE_CONDITION_SUB, &row_key);
}

void condition_row_delete(struct rows *rows, uint64_t instance_key, uint64_t key)
{
    struct row_key row_key = condition_key(instance_key, key);

    write_set_delete(&rows->writes, TABLE_CONDITION_SUB, &row_key);
}

uint64_t condition_row_after(struct rows *rows, uint64_t instance_key, uint64_t after,
                             uint64_t *element_key)
{
    uint64_t key = row_member_after(rows, TABLE_CONDITION_SUB, instance_key, after);
    struct row_key row_key = condition_key(instance_key, key);
    struct slice value;
    struct decoder d;

    if (key == 0 || !write_set_get(&rows->writes, TABLE_CONDITION_SUB, &row_key, &value)) {
        return 0;
    }
    d = row_open(rows, value, 1);
    *element_key = decode_u64(&d);
    return row_close(rows, &d) ? key : 0;
}
