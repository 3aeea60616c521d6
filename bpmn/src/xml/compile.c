/* One file from bytes to models: the passes in their order. */
#include "bpmn/compile.h"

#include "compiler_int.h"

/* False when the file cannot be read at all, which has then been noted. */
static enum status read_file(struct compiler *c, struct slice xml)
{
    struct xml_fault fault = {0};
    struct xml_places places;
    struct slice text;
    enum status st = xml_to_utf8(c->arena, xml, &text, &fault);

    if (st == STATUS_OK) {
        st = xml_prescan(c->arena, text, &places, &fault);
    }
    if (st == STATUS_OK) {
        st = xml_read(c->arena, text, &places, &c->root, &fault);
    }
    if (st == STATUS_MALFORMED) {
        compile_fault(c, &fault);
    }
    return st;
}

static bool check_root(struct compiler *c)
{
    if (xml_is_bpmn(c->root, "definitions")) {
        return true;
    }
    compile_error(c, c->root, "root-unknown",
                  "the root element is %.*s, not BPMN 2.0's definitions; this is no BPMN file",
                  SLICE_ARG(c->root->name));
    return false;
}

static void compile_draft(struct draft *d)
{
    read_flows(d);
    read_elements(d);
    rules_of_process(d);
    rules_of_flows(d);
    rules_of_events(d);
    rules_of_behavior(d);
    rules_of_compensation(d);
    rules_of_links(d);
    rules_of_event_gateways(d);
    rules_of_loops(d);
    rules_of_lint(d);
}

static void compile_drafts(struct compiler *c)
{
    struct draft *drafts;

    read_processes(c);
    ids_collect(c);
    drafts = c->drafts.items;
    for (uint32_t i = 0; i < c->drafts.count && !c->arena->exhausted; i++) {
        compile_draft(&drafts[i]);
    }
    rules_of_standard(c);
}

/* False when the arena is full. */
static bool put_model(const struct compiler *c, const struct draft *d,
                      struct bpmn_compiled_process *out)
{
    out->is_executable = true;
    out->version_tag = d->version_tag;
    if (c->error_count > 0) {
        return true;
    }
    out->model = lower_draft(d);
    return out->model.data != NULL;
}

/* All processes in document order; the drafts are the executable ones in the same order. */
static enum status put_processes(struct compiler *c, struct bpmn_compiled *out)
{
    const struct draft *drafts = c->drafts.items;
    uint32_t compiled = 0;
    struct vector processes = {0};

    XML_EACH_CHILD(c->root, child)
    {
        struct bpmn_compiled_process *process;

        if (!xml_is_bpmn(child, "process")) {
            continue;
        }
        process = vector_push(c->arena, &processes, sizeof *process);
        if (process == NULL) {
            return STATUS_LIMIT;
        }
        process->id = xml_attribute(child, "id");
        process->name = xml_attribute(child, "name");
        if (compiled < c->drafts.count && drafts[compiled].xml == child &&
            !put_model(c, &drafts[compiled++], process)) {
            return STATUS_LIMIT;
        }
    }
    out->processes = processes.items;
    out->process_count = processes.count;
    return STATUS_OK;
}

static void put_diagnostics(struct compiler *c, struct bpmn_compiled *out)
{
    diagnostics_sort(c);
    out->diagnostics = c->diagnostics.items;
    out->diagnostic_count = c->diagnostics.count;
    out->error_count = c->error_count;
}

enum status bpmn_compile(struct arena *arena, struct slice xml,
                         const struct bpmn_compile_options *options, struct bpmn_compiled *out)
{
    struct compiler c = {.arena = arena,
                         .with_warnings = options != NULL && options->with_warnings,
                         .now_ms = options == NULL ? 0 : options->now_ms};
    enum status st = read_file(&c, xml);

    *out = (struct bpmn_compiled){0};
    if (st == STATUS_LIMIT) {
        return st;
    }
    if (st == STATUS_OK && check_root(&c)) {
        compile_drafts(&c);
        st = put_processes(&c, out);
    }
    put_diagnostics(&c, out);
    if (arena->exhausted || st == STATUS_LIMIT) {
        return STATUS_LIMIT;
    }
    return out->error_count > 0 ? STATUS_INVALID_ARGUMENT : STATUS_OK;
}
