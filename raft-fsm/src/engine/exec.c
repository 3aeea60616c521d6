#include "engine/exec.h"

#include <stdio.h>

#include "base/utf8.h"

enum {
    DETAIL_BYTES_MAX = 4096, /* of a rejection or incident: longer texts are cut */
    KEY_PARTITION = 1,
    KEY_COUNTER_BITS = 51
};

bool exec_stopped(const struct exec *x)
{
    return x->bug != NULL || x->rows.writes.status != STATUS_OK || x->arena->exhausted;
}

uint64_t exec_next_key(struct exec *x)
{
    return ((uint64_t)KEY_PARTITION << KEY_COUNTER_BITS) | x->meta.next_key++;
}

/* printf into the arena, cut at the end of a character. */
struct slice exec_vprintf(struct exec *x, const char *format, va_list args)
{
    char text[DETAIL_BYTES_MAX];
    int length = vsnprintf(text, sizeof(text), format, args);
    size_t size = length < 0 ? 0 : (size_t)length;

    if (size >= sizeof(text)) {
        size = utf8_valid_bytes(slice_make(text, sizeof(text) - 1));
    }
    return arena_copy(x->arena, slice_make(text, size));
}

struct slice exec_printf(struct exec *x, const char *format, ...)
{
    va_list args;
    struct slice text;

    va_start(args, format);
    text = exec_vprintf(x, format, args);
    va_end(args);
    return text;
}

void exec_reject(struct exec *x, enum status status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    x->result.status = status;
    x->result.detail = exec_vprintf(x, format, args);
    va_end(args);
}

enum verdict exec_incident(struct exec *x, enum incident_type type, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    x->failure.type = type;
    x->failure.message = exec_vprintf(x, format, args);
    va_end(args);
    return V_INCIDENT;
}

enum verdict exec_bug(struct exec *x, const char *file, int line, const char *text)
{
    if (!exec_stopped(x)) {
        x->bug = text;
        x->bug_file = file;
        x->bug_line = line;
    }
    return V_FAULT;
}

struct element_row *element_find(struct exec *x, uint64_t key)
{
    struct element_row *row = key == 0 ? NULL : element_row_find(&x->rows, key);

    if (row != NULL && row->definition == NULL) {
        row->definition = definitions_get(x->definitions, &x->rows, row->definition_key);
    }
    return row != NULL && row->definition != NULL ? row : NULL;
}

struct element_row *element_root(struct exec *x, const struct element_row *row)
{
    return element_find(x, row->instance_key);
}
