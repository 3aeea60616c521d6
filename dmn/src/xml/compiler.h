/* One compilation. */
#ifndef DMN_XML_COMPILER_H
#define DMN_XML_COMPILER_H

#include "dmn/compile.h"
#include "model/node.h"
#include "xml/vector.h"
#include "xml/xml.h"

/* Where a node of the tree comes from. */
struct origin {
    const struct dmn_node *node;
    const struct xml_node *xml;
    uint32_t file;
};

struct compiler {
    struct arena *arena;
    const struct dmn_file *files;
    uint32_t file; /* that is read now */
    struct dmn_node *unit;
    struct vector origins;     /* struct origin: of what messages may name */
    struct vector diagnostics; /* struct dmn_diagnostic */
    uint32_t error_count;
    uint32_t ids_made;
};

/* --- diagnostics.c --- */
/* xml: NULL, the file as a whole. */
void dmn_note(struct compiler *c, enum dmn_severity severity, const struct xml_node *xml,
              const char *rule, const char *format, ...) PRINTF_LIKE(5, 6);
/* The same about a node that was read before, in whatever file. */
void dmn_note_node(struct compiler *c, enum dmn_severity severity, const struct dmn_node *node,
                   const char *rule, const char *format, ...) PRINTF_LIKE(5, 6);
void dmn_fault(struct compiler *c, const struct xml_fault *fault);

/* --- read.c --- */
/* The definitions of a file as a model of the unit. */
void dmn_read_definitions(struct compiler *c, const struct xml_node *root);
/* A new node under parent that messages can name; NULL: no memory. */
struct dmn_node *dmn_read_node(struct compiler *c, struct dmn_node *parent, enum dmn_kind kind,
                               const struct xml_node *xml);

/* --- read_expression.c --- */
/* The expression among the children of xml, under parent. otherwise: what stands there when there
 * is none, DMN_NOTHING or 0 for no node. */
void dmn_read_expression_in(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml,
                            enum dmn_kind otherwise);
/* Parameters and body of a function. */
void dmn_read_function(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml);
bool dmn_is_expression_xml(const struct xml_node *xml);

/* --- dmn_read_table.c --- */
void dmn_read_table(struct compiler *c, struct dmn_node *parent, const struct xml_node *xml);

/* --- check.c --- */
/* What only the whole unit can tell: references, cycles, names, types. */
void dmn_check_unit(struct compiler *c);

#endif
