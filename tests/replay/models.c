#include "models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/limits.h"
#include "dmn/compile.h"

static const char *const names[MODEL_COUNT] = {
    "order.bpmn",  "rounds.bpmn", "nested.bpmn", "timers.bpmn",  "clockwork.bpmn",
    "inbox.bpmn",  "people.bpmn", "crunch.bpmn", "choices.bpmn", "branches.bpmn",
    "alarms.bpmn", "rescue.bpmn", "amends.bpmn", "repeats.bpmn", "advice.bpmn",
};

static const char placeholder[] = "VARIANT";

static struct slice file_read(struct arena *arena, const char *folder, const char *name)
{
    struct slice path = arena_printf(arena, "%s/%s", folder, name);
    FILE *file = fopen(path.data, "rb");
    char *data = arena_alloc(arena, LIMIT_XML_BYTES);
    size_t size;

    if (file == NULL) {
        base_die(__FILE__, __LINE__, "cannot read %s", path.data);
    }
    ASSERT(data != NULL);
    size = fread(data, 1, LIMIT_XML_BYTES, file);
    (void)fclose(file);
    return slice_make(data, size);
}

/* The text with the name of the variant in the place of each placeholder. */
static struct slice variant_of(struct arena *arena, struct slice text, unsigned variant)
{
    struct slice out;
    struct buffer buffer;

    buffer_init(&buffer, LIMIT_XML_BYTES);
    while (text.size > 0) {
        const char *found = memmem(text.data, text.size, placeholder, strlen(placeholder));
        size_t before = found == NULL ? text.size : (size_t)(found - text.data);

        buffer_put(&buffer, text.data, before);
        text = slice_from(text, before);
        if (found != NULL) {
            buffer_printf(&buffer, "v%u", variant);
            text = slice_from(text, strlen(placeholder));
        }
    }
    ASSERT(!buffer.failed);
    out = arena_copy(arena, buffer_slice(&buffer));
    buffer_deinit(&buffer);
    return out;
}

static void complain(struct arena *arena, const char *name, const struct bpmn_compiled *compiled)
{
    for (size_t i = 0; i < compiled->diagnostic_count; i++) {
        struct slice line =
            bpmn_diagnostic_format(arena, slice_of(name), &compiled->diagnostics[i]);

        (void)fprintf(stderr, "%.*s\n", SLICE_ARG(line));
    }
    base_die(__FILE__, __LINE__, "%s does not compile", name);
}

bool models_compile(struct arena *arena, struct slice name, struct slice xml,
                    struct deploy_resource *out, struct bpmn_compiled *compiled)
{
    struct bpmn_compile_options options = {0};

    *out = (struct deploy_resource){.name = name, .content = xml};
    if (bpmn_compile(arena, xml, &options, compiled) != STATUS_OK) {
        return false;
    }
    out->processes = ARENA_ARRAY(arena, struct deploy_process, compiled->process_count);
    ASSERT(out->processes != NULL);
    for (size_t i = 0; i < compiled->process_count; i++) {
        const struct bpmn_compiled_process *process = &compiled->processes[i];

        out->processes[out->process_count++] =
            (struct deploy_process){.process_id = process->id,
                                    .name = process->name,
                                    .version_tag = process->version_tag,
                                    .model = process->model};
    }
    return true;
}

static struct deploy_resource resource_of(struct arena *arena, const char *name, struct slice xml)
{
    struct deploy_resource resource;
    struct bpmn_compiled compiled;

    if (!models_compile(arena, slice_of(name), xml, &resource, &compiled)) {
        complain(arena, name, &compiled);
    }
    return resource;
}

static struct deploy_resource decisions_of(struct arena *arena, const char *name, struct slice xml)
{
    struct dmn_file file = {.name = slice_of(name), .xml = xml};
    struct dmn_compiled compiled;

    if (dmn_compile(arena, &file, 1, &compiled) != STATUS_OK) {
        base_die(__FILE__, __LINE__, "%s does not compile", name);
    }
    return (struct deploy_resource){
        .name = file.name, .kind = RESOURCE_REQUIREMENTS, .content = xml, .unit = compiled.unit};
}

void models_init(struct models *models, const char *folder)
{
    struct slice rates;

    arena_init(&models->arena, 2 * LIMIT_BPMN_COMPILE_BYTES);
    for (size_t i = 0; i < MODEL_COUNT; i++) {
        struct slice text = file_read(&models->arena, folder, names[i]);

        for (unsigned v = 0; v < MODEL_VARIANTS; v++) {
            models->resources[i][v] =
                resource_of(&models->arena, names[i], variant_of(&models->arena, text, v));
        }
    }
    rates = file_read(&models->arena, folder, "rates.dmn");
    for (unsigned v = 0; v < MODEL_VARIANTS; v++) {
        models->decisions[v] =
            decisions_of(&models->arena, "rates.dmn", variant_of(&models->arena, rates, v));
    }
}

void models_deinit(struct models *models)
{
    arena_deinit(&models->arena);
}
