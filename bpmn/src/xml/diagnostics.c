/* What is said of a file: at most LIMIT_DIAGNOSTICS times, in document order. */
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "compiler_int.h"

/* Longer texts than any sentence of ours needs are a user's: ids, names, expressions. */
#define REASON_BYTES_MAX 2000

static bool is_flow_element(const struct xml_node *node)
{
    return vocabulary_is_scope(node->parent) && node->space == XML_SPACE_BPMN &&
           vocabulary_of_element(node->name).kind == WORD_UNKNOWN;
}

/* The node that a user would point at: a direct child of a scope or of the root. */
static const struct xml_node *subject_of(const struct xml_node *node)
{
    while (node->parent != NULL && node->parent->parent != NULL && !is_flow_element(node)) {
        node = node->parent;
    }
    return node;
}

static struct bpmn_diagnostic *push(struct compiler *c)
{
    if (c->diagnostics.count == LIMIT_DIAGNOSTICS) {
        return NULL;
    }
    return vector_push(c->arena, &c->diagnostics, sizeof(struct bpmn_diagnostic));
}

static void note(struct compiler *c, const struct xml_node *node, enum bpmn_severity severity,
                 const char *rule, struct slice reason)
{
    struct bpmn_diagnostic *diagnostic = push(c);
    const struct xml_node *subject = subject_of(node);

    if (diagnostic == NULL) {
        return;
    }
    diagnostic->severity = severity;
    diagnostic->line = node->place.line;
    diagnostic->column = node->place.column;
    diagnostic->element_id = xml_attribute(subject, "id");
    diagnostic->element = subject->name;
    diagnostic->rule = rule;
    diagnostic->reason = reason;
}

PRINTF_LIKE(2, 0)
static struct slice sentence(struct arena *arena, const char *format, va_list arguments)
{
    char text[REASON_BYTES_MAX];
    int size = vsnprintf(text, sizeof text, format, arguments);
    struct slice cut;

    if (size < 0) {
        return SLICE_EMPTY;
    }
    cut = slice_make(text, size < REASON_BYTES_MAX ? (size_t)size : REASON_BYTES_MAX - 1);
    return arena_copy(arena, slice_sub(cut, 0, utf8_valid_bytes(cut)));
}

void compile_error(struct compiler *c, const struct xml_node *node, const char *rule,
                   const char *format, ...)
{
    va_list arguments;

    c->error_count++;
    va_start(arguments, format);
    note(c, node, BPMN_ERROR, rule, sentence(c->arena, format, arguments));
    va_end(arguments);
}

void compile_warning(struct compiler *c, const struct xml_node *node, const char *rule,
                     const char *format, ...)
{
    va_list arguments;

    if (!c->with_warnings) {
        return;
    }
    va_start(arguments, format);
    note(c, node, BPMN_WARNING, rule, sentence(c->arena, format, arguments));
    va_end(arguments);
}

void compile_fault(struct compiler *c, const struct xml_fault *fault)
{
    struct bpmn_diagnostic *diagnostic = push(c);

    c->error_count++;
    if (diagnostic == NULL) {
        return;
    }
    diagnostic->severity = BPMN_ERROR;
    diagnostic->line = fault->place.line;
    diagnostic->column = fault->place.column;
    diagnostic->rule = fault->rule;
    diagnostic->reason = fault->reason;
}

static int compare_places(const void *a, const void *b, void *context)
{
    const struct bpmn_diagnostic *left = a;
    const struct bpmn_diagnostic *right = b;

    (void)context;
    if (left->line != right->line) {
        return left->line < right->line ? -1 : 1;
    }
    return left->column == right->column ? 0 : left->column < right->column ? -1 : 1;
}

void diagnostics_sort(struct compiler *c)
{
    struct bpmn_diagnostic *scratch =
        ARENA_ARRAY(c->arena, struct bpmn_diagnostic, c->diagnostics.count);

    if (scratch != NULL) {
        sort_stable(c->diagnostics.items, c->diagnostics.count, sizeof *scratch, compare_places,
                    NULL, scratch);
    }
}

struct slice bpmn_diagnostic_format(struct arena *arena, struct slice file,
                                    const struct bpmn_diagnostic *d)
{
    const char *severity = d->severity == BPMN_ERROR ? "error" : "warning";
    struct slice place = SLICE_EMPTY;
    struct slice subject = SLICE_EMPTY;

    if (d->line > 0 && d->column > 0) {
        place = arena_printf(arena, ":%u:%u", d->line, d->column);
    } else if (d->line > 0) {
        place = arena_printf(arena, ":%u", d->line);
    }
    if (d->element.size > 0 && d->element_id.size > 0) {
        subject =
            arena_printf(arena, "%.*s '%.*s': ", SLICE_ARG(d->element), SLICE_ARG(d->element_id));
    } else if (d->element.size > 0) {
        subject = arena_printf(arena, "%.*s: ", SLICE_ARG(d->element));
    }
    return arena_printf(arena, "%.*s%.*s: %s: %.*s%.*s [%s]", SLICE_ARG(file), SLICE_ARG(place),
                        severity, SLICE_ARG(subject), SLICE_ARG(d->reason), d->rule);
}
