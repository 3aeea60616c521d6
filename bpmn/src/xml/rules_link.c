/* Links: a throw event goes on at the catch event of its name in the same scope. */
#include "base/sort.h"
#include "compiler_int.h"

/* The link events of one side, in the order of scopes and names. */
struct links {
    struct draft_element **items;
    uint32_t count;
};

static bool is_link(const struct draft *d, const struct draft_element *element, enum bpmn_kind kind)
{
    return !element->is_refused && element->model.kind == kind &&
           draft_event_kind(d, element) == BPMN_EVENT_LINK;
}

static int compare(const struct draft_element *left, const struct draft_element *right)
{
    if (left->model.scope != right->model.scope) {
        return left->model.scope < right->model.scope ? -1 : 1;
    }
    return slice_compare(left->link_name, right->link_name);
}

static int compare_links(const void *a, const void *b, void *context)
{
    struct draft_element *const *left = a;
    struct draft_element *const *right = b;

    (void)context;
    return compare(*left, *right);
}

static void report_repeated(struct draft *d, const struct links *catches)
{
    for (uint32_t i = 1; i < catches->count; i++) {
        if (compare(catches->items[i - 1], catches->items[i]) == 0) {
            compile_error(d->compiler, catches->items[i]->xml, "link-catch-repeated",
                          "'%.*s' in the same scope catches the link '%.*s' as well; a link leads "
                          "to one place",
                          SLICE_ARG(catches->items[i - 1]->model.id),
                          SLICE_ARG(catches->items[i]->link_name));
        }
    }
}

static void collect_catches(struct draft *d, struct links *catches, void *scratch)
{
    for (uint32_t i = 0; i < d->elements.count; i++) {
        struct draft_element *element = draft_element(d, i);

        if (!is_link(d, element, BPMN_INTERMEDIATE_CATCH_EVENT)) {
            continue;
        }
        if (element->incoming > 0) {
            compile_error(d->compiler, element->xml, "link-incoming",
                          "a link catch event must not have incoming sequence flows; it is reached "
                          "by link throw events alone");
        }
        catches->items[catches->count++] = element;
    }
    sort_stable(catches->items, catches->count, sizeof(struct draft_element *), compare_links, NULL,
                scratch);
}

/* NULL when nobody in its scope catches it. */
static const struct draft_element *catch_of(const struct links *catches,
                                            const struct draft_element *thrown)
{
    uint32_t low = 0;
    uint32_t high = catches->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (compare(catches->items[middle], thrown) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < catches->count && compare(catches->items[low], thrown) == 0 ? catches->items[low]
                                                                             : NULL;
}

static void resolve(struct draft *d, const struct links *catches,
                    const struct draft_element *thrown)
{
    const struct draft_element *caught = catch_of(catches, thrown);

    if (thrown->outgoing > 0) {
        compile_error(d->compiler, thrown->xml, "link-outgoing",
                      "a link throw event must not have outgoing sequence flows; it goes on at the "
                      "catch event of its name");
    }
    if (caught == NULL) {
        compile_error(d->compiler, thrown->xml, "link-catch-missing",
                      "no link catch event of this scope has the name '%.*s'; add one",
                      SLICE_ARG(thrown->link_name));
        return;
    }
    draft_event(d, thrown->model.event)->link_target = caught->model.index;
}

void rules_of_links(struct draft *d)
{
    struct arena *arena = d->compiler->arena;
    struct links catches = {.items = ARENA_ARRAY(arena, struct draft_element *, d->elements.count)};
    struct draft_element **scratch = ARENA_ARRAY(arena, struct draft_element *, d->elements.count);

    if (catches.items == NULL || scratch == NULL) {
        return;
    }
    collect_catches(d, &catches, scratch);
    report_repeated(d, &catches);
    for (uint32_t i = 0; i < d->elements.count; i++) {
        const struct draft_element *element = draft_element(d, i);

        if (is_link(d, element, BPMN_INTERMEDIATE_THROW_EVENT)) {
            resolve(d, &catches, element);
        }
    }
}
