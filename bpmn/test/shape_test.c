/* What the parser makes of models of other tools, against counts that an independent reader made:
 * the same processes, elements of each kind, sequence flows and event definitions. */
#include <string.h>

#include "base/limits.h"
#include "files.h"
#include "testkit/test.h"
#include "value/json.h"
#include "value/value.h"
#include "xml/xml.h"

struct shapes {
    struct arena files; /* the expectations */
    struct arena arena; /* one file at a time */
    unsigned compared;
};

static struct slice member(struct slice object, const char *key)
{
    struct slice found;

    return value_find(object, slice_of(key), &found) ? found : SLICE_EMPTY;
}

static struct slice read_json(struct shapes *s, const char *path)
{
    struct json_error error;
    struct buffer value;
    struct slice copy;

    buffer_init(&value, MIB(4));
    CHECK_OK(json_parse(file_read(&s->files, path), &value, &error));
    copy = arena_copy(&s->files, buffer_slice(&value));
    buffer_deinit(&value);
    return copy;
}

/* NULL when the file is no XML. */
static const struct xml_node *parse(struct shapes *s, const char *path)
{
    const struct xml_node *root = NULL;
    struct xml_fault fault;
    struct xml_places places;
    struct slice text;

    arena_reset(&s->arena);
    if (xml_to_utf8(&s->arena, file_read(&s->arena, path), &text, &fault) != STATUS_OK ||
        xml_prescan(&s->arena, text, &places, &fault) != STATUS_OK ||
        xml_read(&s->arena, text, &places, &root, &fault) != STATUS_OK) {
        return NULL;
    }
    return root;
}

/* Elements of that name below the node. */
static int64_t count_below(const struct xml_node *node, struct slice name)
{
    int64_t count = 0;

    XML_EACH_CHILD(node, child)
    {
        count += child->space == XML_SPACE_BPMN && slice_equal(child->name, name) ? 1 : 0;
        count += count_below(child, name);
    }
    return count;
}

/* {"task": 3, ...}: so many of each. */
static void check_counts(const char *path, const struct xml_node *process, struct slice counts)
{
    struct value_reader reader = value_reader_of(counts);
    uint32_t members;

    CHECK_OK(value_read_object(&reader, &members));
    for (uint32_t i = 0; i < members; i++) {
        struct slice name;
        int64_t wanted;
        int64_t found;

        CHECK_OK(value_read_string(&reader, &name));
        CHECK_OK(value_read_int(&reader, &wanted));
        found = count_below(process, name);
        if (found != wanted) {
            test_fail(__FILE__, __LINE__, "%s: %lld %.*s, not %lld", path, (long long)found,
                      SLICE_ARG(name), (long long)wanted);
        }
    }
}

static const struct xml_node *next_process(const struct xml_node *node)
{
    while (node != NULL && !xml_is_bpmn(node, "process")) {
        node = node->next;
    }
    return node;
}

static void check_file(struct shapes *s, const char *path, struct slice expected)
{
    const struct xml_node *root = parse(s, path);
    struct value_reader reader = value_reader_of(member(expected, "processes"));
    const struct xml_node *process;
    uint32_t count;

    if (root == NULL) {
        return; /* that it is malformed is compared elsewhere */
    }
    process = next_process(root->first_child);
    CHECK_OK(value_read_array(&reader, &count));
    for (uint32_t i = 0; i < count; i++) {
        struct slice shape;

        CHECK_OK(value_read_whole(&reader, &shape));
        if (process == NULL) {
            test_fail(__FILE__, __LINE__, "%s: %u processes, not %u", path, i, count);
        }
        check_counts(path, process, member(shape, "elements"));
        check_counts(path, process, member(shape, "event_definitions"));
        process = next_process(process->next);
    }
    CHECK(process == NULL);
    s->compared++;
}

static void check_suite(struct shapes *s, const char *suite)
{
    const char *folder = arena_printf(&s->files, "%s/conformance/%s", test_shared(), suite).data;
    struct slice files =
        member(read_json(s, arena_printf(&s->files, "%s/expected.json", folder).data), "files");
    char **paths;
    size_t count = files_list(&s->files, folder, ".bpmn", &paths);

    for (size_t i = 0; i < count; i++) {
        struct slice expected = member(files, paths[i] + strlen(folder) + 1);

        if (member(expected, "processes").size > 0) {
            check_file(s, paths[i], expected);
        }
    }
}

TEST(shape, has_what_an_independent_reader_finds)
{
    struct shapes s = {.compared = 0};

    if (test_shared() == NULL) {
        test_skip("no shared conformance data (BATON_SHARED)");
    }
    arena_init(&s.files, MIB(16));
    arena_init(&s.arena, LIMIT_BPMN_COMPILE_BYTES);
    check_suite(&s, "bpmn-miwg");
    check_suite(&s, "bpmn-engines");
    CHECK_INT(s.compared, >=, 200);
    arena_deinit(&s.arena);
    arena_deinit(&s.files);
}
