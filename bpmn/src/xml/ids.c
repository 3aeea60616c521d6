/* Every id of a file and who bears it. */
#include "base/limits.h"
#include "base/sort.h"
#include "compiler_int.h"

static void add(struct compiler *c, struct named named)
{
    struct named *slot;

    if (named.id.size == 0) {
        return;
    }
    if (named.id.size > LIMIT_ID_BYTES) {
        compile_error(c, named.xml, "id-too-long", "the id has %zu bytes; at most %d are allowed",
                      named.id.size, LIMIT_ID_BYTES);
    }
    slot = vector_push(c->arena, &c->ids, sizeof *slot);
    if (slot != NULL) {
        *slot = named;
    }
}

static void add_draft(struct compiler *c, const struct draft *d)
{
    /* The process itself is a root element and already there. */
    for (uint32_t i = 1; i < d->elements.count; i++) {
        const struct draft_element *element = draft_element(d, i);

        if (element->model.id.size == 0) {
            compile_error(c, element->xml, "id-missing", "the element has no id; give it one");
        }
        add(c, (struct named){.id = element->model.id,
                              .xml = element->xml,
                              .draft = d,
                              .element = i,
                              .flow = BPMN_NONE});
    }
    for (uint32_t i = 0; i < d->flows.count; i++) {
        const struct draft_flow *flow = draft_flow(d, i);

        add(c, (struct named){.id = flow->model.id,
                              .xml = flow->xml,
                              .draft = d,
                              .element = BPMN_NONE,
                              .flow = i});
    }
}

static int compare_ids(const void *a, const void *b, void *context)
{
    const struct named *left = a;
    const struct named *right = b;

    (void)context;
    return slice_compare(left->id, right->id);
}

static void report_duplicates(struct compiler *c)
{
    const struct named *ids = c->ids.items;

    for (uint32_t i = 1; i < c->ids.count; i++) {
        if (slice_equal(ids[i - 1].id, ids[i].id)) {
            compile_error(c, ids[i].xml, "id-duplicate",
                          "the id is already that of the %.*s in line %u; ids must be unique in "
                          "a file",
                          SLICE_ARG(ids[i - 1].xml->name), ids[i - 1].xml->place.line);
        }
    }
}

void ids_collect(struct compiler *c)
{
    const struct draft *drafts = c->drafts.items;
    struct named *scratch;

    XML_EACH_CHILD(c->root, child)
    {
        add(c, (struct named){.id = xml_attribute(child, "id"),
                              .xml = child,
                              .element = BPMN_NONE,
                              .flow = BPMN_NONE});
    }
    for (uint32_t i = 0; i < c->drafts.count; i++) {
        add_draft(c, &drafts[i]);
    }
    scratch = ARENA_ARRAY(c->arena, struct named, c->ids.count);
    if (scratch == NULL) {
        return;
    }
    sort_stable(c->ids.items, c->ids.count, sizeof *scratch, compare_ids, NULL, scratch);
    report_duplicates(c);
}

static const struct named *find_exactly(const struct compiler *c, struct slice id)
{
    const struct named *ids = c->ids.items;
    uint32_t low = 0;
    uint32_t high = c->ids.count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (slice_compare(ids[middle].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < c->ids.count && slice_equal(ids[low].id, id) ? &ids[low] : NULL;
}

const struct named *ids_find(const struct compiler *c, struct slice reference)
{
    struct slice id = slice_trim(reference);
    const struct named *found = find_exactly(c, id);
    size_t colon = slice_find_byte(id, ':');

    if (found != NULL || colon == SIZE_MAX) {
        return found;
    }
    return find_exactly(c, slice_from(id, colon + 1));
}
