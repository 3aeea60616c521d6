/* What a compilation has to say. */
#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "xml/compiler.h"

enum {
    REASON_BYTES = 512
};

static struct slice element_id(const struct xml_node *xml)
{
    struct slice id = xml_attribute(xml, "id");

    return id.size > 0 ? id : xml_attribute(xml, "name");
}

static void add(struct compiler *c, const struct dmn_diagnostic *diagnostic)
{
    struct dmn_diagnostic *room;

    c->error_count += diagnostic->severity == DMN_ERROR;
    if (c->diagnostics.count >= LIMIT_DIAGNOSTICS) {
        return;
    }
    room = vector_push(c->arena, &c->diagnostics, sizeof(*room));
    if (room != NULL) {
        *room = *diagnostic;
    }
}

static void note(struct compiler *c, struct dmn_diagnostic *diagnostic, const struct xml_node *xml,
                 const char *format, va_list arguments) PRINTF_LIKE(4, 0);

static void note(struct compiler *c, struct dmn_diagnostic *diagnostic, const struct xml_node *xml,
                 const char *format, va_list arguments)
{
    char text[REASON_BYTES];
    int size = vsnprintf(text, sizeof(text), format, arguments);

    if (xml != NULL) {
        diagnostic->line = xml->place.line;
        diagnostic->column = xml->place.column;
        diagnostic->element = xml->name;
        diagnostic->element_id = element_id(xml);
    }
    if (size > 0) {
        size_t bytes = (size_t)size < sizeof(text) ? (size_t)size : sizeof(text) - 1;

        diagnostic->reason = arena_copy(c->arena, slice_make(text, bytes));
    }
    add(c, diagnostic);
}

void dmn_note(struct compiler *c, enum dmn_severity severity, const struct xml_node *xml,
              const char *rule, const char *format, ...)
{
    struct dmn_diagnostic diagnostic = {.severity = severity, .file = c->file, .rule = rule};
    va_list arguments;

    va_start(arguments, format);
    note(c, &diagnostic, xml, format, arguments);
    va_end(arguments);
}

void dmn_note_node(struct compiler *c, enum dmn_severity severity, const struct dmn_node *node,
                   const char *rule, const char *format, ...)
{
    struct dmn_diagnostic diagnostic = {.severity = severity, .rule = rule};
    const struct origin *origins = c->origins.items;
    const struct xml_node *xml = NULL;
    va_list arguments;

    for (uint32_t i = 0; i < c->origins.count; i++) {
        if (origins[i].node == node) {
            xml = origins[i].xml;
            diagnostic.file = origins[i].file;
        }
    }
    va_start(arguments, format);
    note(c, &diagnostic, xml, format, arguments);
    va_end(arguments);
}

void dmn_fault(struct compiler *c, const struct xml_fault *fault)
{
    struct dmn_diagnostic diagnostic = {.severity = DMN_ERROR,
                                        .file = c->file,
                                        .line = fault->place.line,
                                        .column = fault->place.column,
                                        .rule = fault->rule,
                                        .reason = fault->reason};

    add(c, &diagnostic);
}

struct slice dmn_diagnostic_format(struct arena *arena, const struct dmn_file *files,
                                   const struct dmn_diagnostic *diagnostic)
{
    struct buffer out;
    struct slice text;

    buffer_init(&out, KIB(8));
    buffer_put_slice(&out, files[diagnostic->file].name);
    if (diagnostic->line > 0) {
        buffer_printf(&out, ":%u:%u", diagnostic->line, diagnostic->column);
    }
    buffer_printf(&out, ": %s: ", diagnostic->severity == DMN_ERROR ? "error" : "warning");
    if (diagnostic->element.size > 0) {
        buffer_printf(&out, "%.*s '%.*s': ", SLICE_ARG(diagnostic->element),
                      SLICE_ARG(diagnostic->element_id));
    }
    buffer_printf(&out, "%.*s [%s]", SLICE_ARG(diagnostic->reason), diagnostic->rule);
    text = arena_copy(arena, buffer_slice(&out));
    buffer_deinit(&out);
    return text;
}
