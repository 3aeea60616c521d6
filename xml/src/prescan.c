/* A look at every tag before libxml2 sees one.
 *
 * The limits keep the parser linear: forty thousand attributes in one tag cost it twenty seconds,
 * depth costs stack, document type declarations bring entities. The scan knows tags, comments,
 * CDATA and processing instructions and nothing else: whether the text is well-formed is the
 * parser's business, and in a text that is, both see the same start tags in the same order. */
#include "base/limits.h"
#include "xml/vector.h"
#include "xml/xml.h"

struct scanner {
    struct arena *arena;
    struct slice text;
    size_t at;
    struct xml_place place;
    uint32_t depth;
    uint32_t attributes; /* of all start tags so far */
    struct vector places;
    struct xml_fault *fault;
};

static void advance(struct scanner *s, size_t bytes)
{
    size_t end = s->at + bytes;

    for (; s->at < end; s->at++) {
        unsigned char c = (unsigned char)s->text.data[s->at];

        if (c == '\n') {
            s->place.line++;
            s->place.column = 1;
        } else if ((c & 0xc0) != 0x80) {
            s->place.column++;
        }
    }
}

static struct slice rest(const struct scanner *s)
{
    return slice_from(s->text, s->at);
}

/* To behind the next mark that begins `from` bytes on; to the end when there is none. */
static void skip_past(struct scanner *s, struct slice mark, size_t from)
{
    size_t at = s->at + from < s->text.size ? s->at + from : s->text.size;

    while (at < s->text.size && !slice_starts_with(slice_from(s->text, at), mark)) {
        size_t next = slice_find_byte(slice_from(s->text, at + 1), mark.data[0]);

        at = next == SIZE_MAX ? s->text.size : at + 1 + next;
    }
    advance(s, (at == s->text.size ? at : at + mark.size) - s->at);
}

static enum status refuse(struct scanner *s, const char *what, unsigned long long limit)
{
    return xml_fault_set(s->fault, "xml-limit", s->place,
                         arena_printf(s->arena, "%s; the limit is %llu", what, limit));
}

/* The end of the tag that begins at s->at, behind its '>'; counts its attributes by their quoted
 * values. */
static size_t tag_end(const struct scanner *s, uint32_t *attributes)
{
    char quote = 0;

    *attributes = 0;
    for (size_t i = s->at + 1; i < s->text.size; i++) {
        char c = s->text.data[i];

        if (quote != 0) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
            (*attributes)++;
        } else if (c == '>') {
            return i + 1;
        }
    }
    return s->text.size;
}

static enum status scan_start_tag(struct scanner *s)
{
    uint32_t attributes;
    size_t end = tag_end(s, &attributes);
    struct xml_place *place;

    if (end - s->at > LIMIT_XML_START_TAG_BYTES) {
        return refuse(s, "a start tag has too many bytes", LIMIT_XML_START_TAG_BYTES);
    }
    if (attributes > LIMIT_XML_ATTRIBUTES) {
        return refuse(s, "a start tag has too many attributes", LIMIT_XML_ATTRIBUTES);
    }
    s->attributes += attributes;
    if (s->attributes > LIMIT_XML_ATTRIBUTES_ALL) {
        return refuse(s, "the file has too many attributes", LIMIT_XML_ATTRIBUTES_ALL);
    }
    if (s->places.count == LIMIT_XML_ELEMENTS) {
        return refuse(s, "the file has too many elements", LIMIT_XML_ELEMENTS);
    }
    if (s->depth == LIMIT_XML_DEPTH) {
        return refuse(s, "the elements are nested too deeply", LIMIT_XML_DEPTH);
    }
    place = vector_push(s->arena, &s->places, sizeof *place);
    if (place == NULL) {
        return STATUS_LIMIT;
    }
    *place = s->place;
    if (s->text.data[end - 1] != '>' || s->text.data[end - 2] != '/') {
        s->depth++;
    }
    advance(s, end - s->at);
    return STATUS_OK;
}

static enum status scan_markup(struct scanner *s)
{
    struct slice left = rest(s);

    if (slice_starts_with(left, SLICE("<!--"))) {
        skip_past(s, SLICE("-->"), 4);
        return STATUS_OK;
    }
    if (slice_starts_with(left, SLICE("<![CDATA["))) {
        skip_past(s, SLICE("]]>"), 9);
        return STATUS_OK;
    }
    if (slice_starts_with(left, SLICE("<?"))) {
        skip_past(s, SLICE("?>"), 2);
        return STATUS_OK;
    }
    if (slice_starts_with(left, SLICE("<!"))) {
        return xml_fault_set(s->fault, "xml-doctype", s->place,
                             SLICE("document type declarations (DOCTYPE) are refused: models need "
                                   "none and they can pull in foreign files; remove it"));
    }
    if (slice_starts_with(left, SLICE("</"))) {
        s->depth -= s->depth > 0 ? 1 : 0;
        skip_past(s, SLICE(">"), 2);
        return STATUS_OK;
    }
    return scan_start_tag(s);
}

enum status xml_prescan(struct arena *arena, struct slice text, struct xml_places *places,
                        struct xml_fault *fault)
{
    struct scanner s = {
        .arena = arena, .text = text, .place = {.line = 1, .column = 1}, .fault = fault};

    while (s.at < text.size) {
        size_t markup = slice_find_byte(rest(&s), '<');
        enum status st;

        advance(&s, markup == SIZE_MAX ? text.size - s.at : markup);
        if (s.at == text.size) {
            break;
        }
        st = scan_markup(&s);
        if (st != STATUS_OK) {
            return st;
        }
    }
    places->items = s.places.items;
    places->count = s.places.count;
    return STATUS_OK;
}
