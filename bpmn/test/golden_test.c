/* What the compiler says of the models in golden/: one text a model, read by people. With
 * BATON_BLESS set the texts are written anew. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "bpmn/compile.h"
#include "files.h"
#include "testkit/test.h"

#define FOLDER "bpmn/test/golden"

struct golden {
    struct arena arena;
    struct buffer text;
};

static void print_model(struct golden *g, const struct bpmn_compiled_process *compiled)
{
    const struct bpmn_process *process;

    buffer_printf(&g->text, "process '%.*s'", SLICE_ARG(compiled->id));
    if (!compiled->is_executable) {
        buffer_put_text(&g->text, " is not executable\n");
        return;
    }
    CHECK_OK(bpmn_process_load(&g->arena, compiled->model, &process));
    buffer_printf(&g->text, ": %u elements, %u flows, %u events, %u mappings, %u expressions\n",
                  process->element_count, process->flow_count, process->event_count,
                  process->mapping_count, process->expression_count);
}

static void print(struct golden *g, const char *path, const struct bpmn_compiled *compiled)
{
    for (size_t i = 0; i < compiled->diagnostic_count; i++) {
        struct slice line = bpmn_diagnostic_format(&g->arena, slice_of(strrchr(path, '/') + 1),
                                                   &compiled->diagnostics[i]);

        buffer_put_slice(&g->text, line);
        buffer_put_byte(&g->text, '\n');
    }
    for (size_t i = 0; compiled->error_count == 0 && i < compiled->process_count; i++) {
        print_model(g, &compiled->processes[i]);
    }
}

static void check_file(const char *path)
{
    const struct bpmn_compile_options options = {.with_warnings = true};
    struct golden g;
    struct bpmn_compiled compiled;
    struct slice name;
    const char *expected;
    enum status st;

    arena_init(&g.arena, LIMIT_BPMN_COMPILE_BYTES);
    buffer_init(&g.text, MIB(1));
    st = bpmn_compile(&g.arena, file_read(&g.arena, path), &options, &compiled);
    CHECK_STATUS(st, compiled.error_count > 0 ? STATUS_INVALID_ARGUMENT : STATUS_OK);
    print(&g, path, &compiled);

    name = slice_of(path);
    expected = arena_printf(&g.arena, "%.*s.txt", (int)(name.size - strlen(".bpmn")), path).data;
    if (getenv("BATON_BLESS") != NULL) {
        file_write(expected, buffer_slice(&g.text));
    }
    CHECK_SLICE(buffer_slice(&g.text), file_read(&g.arena, expected));
    buffer_deinit(&g.text);
    arena_deinit(&g.arena);
}

TEST(golden, says_of_each_model_what_is_written_beside_it)
{
    struct arena arena;
    char **paths;
    size_t count;

    arena_init(&arena, MIB(8));
    count = files_list(&arena, FOLDER, ".bpmn", &paths);
    CHECK_INT(count, >, 10);
    for (size_t i = 0; i < count; i++) {
        check_file(paths[i]);
    }
    arena_deinit(&arena);
}

/* What newcomers see first deploys without a word. */
TEST(golden, has_nothing_to_say_of_the_example)
{
    const struct bpmn_compile_options options = {.with_warnings = true};
    struct bpmn_compiled compiled;
    struct arena arena;

    arena_init(&arena, LIMIT_BPMN_COMPILE_BYTES);
    CHECK_OK(
        bpmn_compile(&arena, file_read(&arena, "examples/order/order.bpmn"), &options, &compiled));
    CHECK_INT(compiled.diagnostic_count, ==, 0);
    CHECK_INT(compiled.process_count, ==, 1);
    CHECK_TEXT(compiled.processes[0].id, "order");
    arena_deinit(&arena);
}
