/* The only file that knows libxml2.
 *
 * Never entities, never a network, never a DTD: the prescan refuses document type declarations, and
 * should one come through, the flag set by its callback does. The document lives only while it is
 * copied into the arena. */
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <pthread.h>
#include <string.h>

#include "base/assert.h"
#include "xml/xml.h"

static const struct {
    const char *uri;
    enum xml_space space;
} known_spaces[] = {
    {"http://www.omg.org/spec/BPMN/20100524/MODEL", XML_SPACE_BPMN},
    {"http://camunda.org/schema/zeebe/1.0", XML_SPACE_ZEEBE},
    {"https://www.omg.org/spec/DMN/20230324/MODEL/", XML_SPACE_DMN}, /* 1.5 */
    {"https://www.omg.org/spec/DMN/20211108/MODEL/", XML_SPACE_DMN}, /* 1.4 */
    {"https://www.omg.org/spec/DMN/20191111/MODEL/", XML_SPACE_DMN}, /* 1.3 */
    {"http://www.omg.org/spec/DMN/20180521/MODEL/", XML_SPACE_DMN},  /* 1.2 */
    {"http://www.omg.org/spec/DMN/20151101/dmn.xsd", XML_SPACE_DMN}, /* 1.1 */
};

struct copier {
    struct arena *arena;
    xmlDocPtr document;
    const struct xml_places *places;
    uint32_t seen; /* start tags so far, kept or not */
};

/* What the callbacks of one parse leave behind. */
struct outcome {
    struct arena *arena;
    bool has_doctype;
    bool has_error;
    struct xml_place place; /* of the first error: the later ones follow from it */
    struct slice message;
};

static xmlParserInputPtr no_entity(const char *url, const char *id, xmlParserCtxtPtr context)
{
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

static void initialise(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(no_entity);
}

static void on_internal_subset(void *parser, const xmlChar *name, const xmlChar *external,
                               const xmlChar *system)
{
    xmlParserCtxtPtr context = parser;
    struct outcome *outcome = context->_private;

    (void)name;
    (void)external;
    (void)system;
    outcome->has_doctype = true;
    xmlStopParser(context);
}

static void on_error(void *parser, xmlErrorPtr error)
{
    xmlParserCtxtPtr context = parser;
    struct outcome *outcome = context->_private;

    if (outcome->has_error || error->level < XML_ERR_ERROR) {
        return;
    }
    outcome->has_error = true;
    if (error->line > 0) {
        outcome->place.line = (uint32_t)error->line;
        outcome->place.column = error->int2 > 0 ? (uint32_t)error->int2 : 0;
    }
    if (error->message != NULL) {
        outcome->message = arena_copy(outcome->arena, slice_trim(slice_of(error->message)));
    }
}

static struct slice borrow(const xmlChar *text)
{
    return slice_of((const char *)text);
}

static enum xml_space space_of(const xmlNs *ns)
{
    if (ns == NULL || ns->href == NULL) {
        return XML_SPACE_NONE;
    }
    for (size_t i = 0; i < sizeof(known_spaces) / sizeof(known_spaces[0]); i++) {
        if (slice_is(borrow(ns->href), known_spaces[i].uri)) {
            return known_spaces[i].space;
        }
    }
    return XML_SPACE_OTHER;
}

static struct slice copy_value(struct copier *c, const xmlAttr *attribute)
{
    xmlChar *value = xmlNodeListGetString(c->document, attribute->children, 1);
    struct slice copy = arena_copy(c->arena, value == NULL ? SLICE("") : borrow(value));

    xmlFree(value);
    return copy;
}

static void copy_attributes(struct copier *c, const xmlNode *from, struct xml_node *to)
{
    struct xml_attribute *attributes;
    uint32_t count = 0;

    for (const xmlAttr *a = from->properties; a != NULL; a = a->next) {
        count++;
    }
    attributes = ARENA_ARRAY(c->arena, struct xml_attribute, count);
    if (attributes == NULL) {
        return;
    }
    for (const xmlAttr *a = from->properties; a != NULL; a = a->next) {
        attributes->space = space_of(a->ns);
        attributes->name = arena_copy(c->arena, borrow(a->name));
        attributes->value = copy_value(c, a);
        attributes++;
    }
    to->attributes = attributes - count;
    to->attribute_count = count;
}

static bool is_text(const xmlNode *node)
{
    return (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
           node->content != NULL;
}

/* The text of an element that holds no other; comments within it do not part it. */
static void copy_text(struct copier *c, const xmlNode *from, struct xml_node *to)
{
    size_t size = 0;
    char *at;

    for (const xmlNode *child = from->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            return;
        }
        size += is_text(child) ? strlen((const char *)child->content) : 0;
    }
    at = arena_alloc(c->arena, size + 1);
    if (at == NULL) {
        return;
    }
    to->text = slice_make(at, size);
    for (const xmlNode *child = from->children; child != NULL; child = child->next) {
        if (is_text(child)) {
            size_t part = strlen((const char *)child->content);

            memcpy(at, child->content, part);
            at += part;
        }
    }
}

static void append_child(struct xml_node *parent, struct xml_node *child)
{
    child->parent = parent;
    if (parent == NULL) {
        return;
    }
    if (parent->last_child == NULL) {
        parent->first_child = child;
    } else {
        parent->last_child->next = child;
    }
    parent->last_child = child;
}

/* NULL when the element is not ours, or when the arena is full. */
static struct xml_node *copy_element(struct copier *c, const xmlNode *from, struct xml_node *parent)
{
    enum xml_space space = space_of(from->ns);
    bool is_ours = (space != XML_SPACE_NONE && space != XML_SPACE_OTHER) || from->parent == NULL ||
                   from->parent->type != XML_ELEMENT_NODE;
    struct xml_node *to;

    if (!is_ours) {
        return NULL;
    }
    to = ARENA_NEW(c->arena, struct xml_node);
    if (to == NULL) {
        return NULL;
    }
    to->space = space;
    to->name = arena_copy(c->arena, borrow(from->name));
    to->place = c->places->items[c->seen];
    copy_attributes(c, from, to);
    copy_text(c, from, to);
    append_child(parent, to);
    return to;
}

/* The next element in document order, and in *closed how many elements end before it begins. */
static const xmlNode *next_element(const xmlNode *node, uint32_t *closed)
{
    const xmlNode *next = xmlFirstElementChild((xmlNodePtr)(uintptr_t)node);

    *closed = 0;
    while (next == NULL && node != NULL && node->type == XML_ELEMENT_NODE) {
        next = xmlNextElementSibling((xmlNodePtr)(uintptr_t)node);
        node = node->parent;
        (*closed)++;
    }
    return next;
}

/* Walk all elements in document order; `skipped` counts how deep below one that is not ours. */
static const struct xml_node *copy_tree(struct copier *c, const xmlNode *from)
{
    struct xml_node *root = NULL;
    struct xml_node *parent = NULL;
    uint32_t skipped = 0;

    while (from != NULL && c->seen < c->places->count && !c->arena->exhausted) {
        struct xml_node *copy = skipped > 0 ? NULL : copy_element(c, from, parent);
        uint32_t closed;

        c->seen++;
        if (copy == NULL) {
            skipped++;
        } else {
            root = root == NULL ? copy : root;
            parent = copy;
        }
        from = next_element(from, &closed);
        for (; closed > 0; closed--) {
            if (skipped > 0) {
                skipped--;
            } else if (parent != NULL) {
                parent = parent->parent;
            }
        }
    }
    return from == NULL ? root : NULL;
}

static enum status read_document(struct arena *arena, xmlDocPtr document,
                                 const struct xml_places *places, const struct xml_node **root,
                                 struct xml_fault *fault)
{
    struct copier c = {.arena = arena, .document = document, .places = places};

    *root = copy_tree(&c, xmlDocGetRootElement(document));
    if (arena->exhausted) {
        return STATUS_LIMIT;
    }
    if (*root == NULL || c.seen != places->count) {
        return xml_fault_set(fault, "xml-malformed", (struct xml_place){0, 0},
                             SLICE("the tags of the file cannot be told apart"));
    }
    return STATUS_OK;
}

static enum status parser_fault(const struct outcome *outcome, struct xml_fault *fault)
{
    struct slice reason = arena_printf(outcome->arena, "it is not well-formed XML: %.*s",
                                       SLICE_ARG(outcome->message));

    return xml_fault_set(fault, "xml-malformed", outcome->place, reason);
}

enum status xml_read(struct arena *arena, struct slice text, const struct xml_places *places,
                     const struct xml_node **root, struct xml_fault *fault)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct outcome outcome = {.arena = arena};
    xmlParserCtxtPtr context;
    xmlDocPtr document;
    enum status st;

    ASSERT(text.size <= INT32_MAX);
    pthread_once(&once, initialise);
    context = CHECK_MEMORY(xmlNewParserCtxt());
    context->_private = &outcome;
    context->sax->internalSubset = on_internal_subset;
    context->sax->serror = on_error;
    /* Nobody reads them, so they take no memory. */
    context->sax->comment = NULL;
    context->sax->processingInstruction = NULL;
    document = xmlCtxtReadMemory(context, text.data, (int)text.size, NULL, NULL,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document == NULL || outcome.has_error || outcome.has_doctype) {
        st = parser_fault(&outcome, fault);
    } else {
        st = read_document(arena, document, places, root, fault);
    }
    xmlFreeDoc(document);
    xmlFreeParserCtxt(context);
    return st;
}
