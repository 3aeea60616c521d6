/* Files from bytes to one unit. */
#include "dmn/compile.h"

#include "base/limits.h"
#include "xml/compiler.h"

static void compile_file(struct compiler *c, struct slice xml)
{
    struct xml_fault fault = {0};
    struct xml_places places;
    const struct xml_node *root;
    struct slice text;
    enum status st = xml_to_utf8(c->arena, xml, &text, &fault);

    if (st == STATUS_OK) {
        st = xml_prescan(c->arena, text, &places, &fault);
    }
    if (st == STATUS_OK) {
        st = xml_read(c->arena, text, &places, &root, &fault);
    }
    if (st == STATUS_MALFORMED) {
        dmn_fault(c, &fault);
    }
    if (st != STATUS_OK) {
        return;
    }
    if (!xml_is_dmn(root, "definitions")) {
        dmn_note(c, DMN_ERROR, root, "root-unknown",
                 "the root element is %.*s, not the definitions of DMN 1.1 to 1.5; this is no DMN "
                 "file",
                 SLICE_ARG(root->name));
        return;
    }
    dmn_read_definitions(c, root);
}

/* Texts that cannot be parsed: found by loading what was compiled. */
static void warn_of_texts(struct compiler *c, const struct dmn_node *node)
{
    if (node->broken.data != NULL) {
        dmn_note_node(c, DMN_WARNING, node, "expression-broken",
                      "this is no FEEL expression, and what needs it is null: %.*s",
                      SLICE_ARG(node->broken));
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        warn_of_texts(c, node->children[i]);
    }
}

static void encode(struct compiler *c, struct dmn_compiled *out)
{
    struct buffer bytes;

    buffer_init(&bytes, LIMIT_COMMAND_BYTES);
    dmn_encode(c->unit, &bytes);
    if (bytes.failed) {
        c->file = 0;
        dmn_note(c, DMN_ERROR, NULL, "unit-too-large",
                 "the files are too large together: deploy those that do not import each other one "
                 "by one");
    } else {
        out->unit = arena_copy(c->arena, buffer_slice(&bytes));
    }
    buffer_deinit(&bytes);
}

enum status dmn_compile(struct arena *arena, const struct dmn_file *files, uint32_t count,
                        struct dmn_compiled *out)
{
    struct compiler c = {.arena = arena, .files = files, .unit = dmn_node_new(arena, DMN_UNIT)};

    *out = (struct dmn_compiled){0};
    for (uint32_t i = 0; i < count && c.unit != NULL && !arena->exhausted; i++) {
        c.file = i;
        compile_file(&c, files[i].xml);
    }
    if (c.unit != NULL && c.error_count == 0) {
        dmn_check_unit(&c);
    }
    if (c.unit != NULL && c.error_count == 0 && dmn_types_fill(arena, c.unit) &&
        dmn_texts_parse(arena, c.unit)) {
        warn_of_texts(&c, c.unit);
        encode(&c, out);
    }
    out->diagnostics = c.diagnostics.items;
    out->diagnostic_count = c.diagnostics.count;
    out->error_count = c.error_count;
    if (arena->exhausted) {
        return STATUS_LIMIT;
    }
    return c.error_count > 0 ? STATUS_INVALID_ARGUMENT : STATUS_OK;
}
