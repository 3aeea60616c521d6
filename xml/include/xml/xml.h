/* XML as the compilers of models see it: a tree of what matters, free of libxml2.
 *
 * Three steps, each trusted with what the one before let through: xml_to_utf8 makes one encoding of
 * many, xml_prescan holds the text to the limits and notes where each tag stands, xml_read parses.
 * Elements of other namespaces than BPMN's, Zeebe's and DMN's are left out together with all they
 * hold (diagrams, vendor extensions); the root is always kept, so that it can be named when
 * refused. */
#ifndef XML_XML_H
#define XML_XML_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/status.h"

enum xml_space {
    XML_SPACE_NONE, /* attributes without prefix */
    XML_SPACE_BPMN,
    XML_SPACE_ZEEBE,
    XML_SPACE_DMN, /* of any version from 1.1 to 1.5 */
    XML_SPACE_OTHER
};

struct xml_place {
    uint32_t line;   /* 1-based; 0: unknown */
    uint32_t column; /* 1-based, in code points */
};

struct xml_attribute {
    enum xml_space space;
    struct slice name;
    struct slice value;
};

struct xml_node {
    enum xml_space space;
    struct slice name; /* without prefix */
    struct slice text; /* of elements without child elements, as it stands there */
    const struct xml_attribute *attributes;
    uint32_t attribute_count;
    struct xml_place place; /* of its start tag */
    struct xml_node *parent;
    struct xml_node *first_child;
    struct xml_node *last_child;
    struct xml_node *next;
};

/* Why a text is no XML that we read. */
struct xml_fault {
    const char *rule;
    struct xml_place place;
    struct slice reason;
};

/* Where each start tag stands, in document order. */
struct xml_places {
    const struct xml_place *items;
    uint32_t count;
};

#define XML_EACH_CHILD(node, child)                                                                \
    for (const struct xml_node *child = (node)->first_child; child != NULL; child = child->next)

/* A copy of the file in UTF-8 with byte order mark and XML declaration blanked out, so that what
 * the declaration says can no longer mislead and every position stays where it was.
 * Errors: STATUS_MALFORMED (fault tells), STATUS_LIMIT (arena). */
enum status xml_to_utf8(struct arena *arena, struct slice bytes, struct slice *out,
                        struct xml_fault *fault) NODISCARD;

/* Hold the text to the limits of base/limits.h and refuse document type declarations, before a
 * parser sees it. Errors: as above. */
enum status xml_prescan(struct arena *arena, struct slice text, struct xml_places *places,
                        struct xml_fault *fault) NODISCARD;

/* Parse. Errors: as above. */
enum status xml_read(struct arena *arena, struct slice text, const struct xml_places *places,
                     const struct xml_node **root, struct xml_fault *fault) NODISCARD;

/* Record a fault and return STATUS_MALFORMED. */
enum status xml_fault_set(struct xml_fault *fault, const char *rule, struct xml_place place,
                          struct slice reason);

/* The first BPMN (Zeebe, DMN) child element of that name, or NULL. */
const struct xml_node *xml_bpmn_child(const struct xml_node *node, const char *name);
const struct xml_node *xml_zeebe_child(const struct xml_node *node, const char *name);
const struct xml_node *xml_dmn_child(const struct xml_node *node, const char *name);
bool xml_is_bpmn(const struct xml_node *node, const char *name);
bool xml_is_zeebe(const struct xml_node *node, const char *name);
bool xml_is_dmn(const struct xml_node *node, const char *name);

/* The value of an attribute without prefix; data NULL when there is none. */
struct slice xml_attribute(const struct xml_node *node, const char *name);
/* xsd:boolean: "true" and "1" are true, "false" and "0" false, else `otherwise`. */
bool xml_attribute_is_true(const struct xml_node *node, const char *name, bool otherwise);

#endif
