#include "census.h"

#include <stdio.h>
#include <string.h>

#include "base/assert.h"

enum {
    RESULT_ARENA_BYTES = 4 * 1024 * 1024
};

static const char *const kinds[CENSUS_KINDS] = {
    [TRACE_DEFINITION] = "definition", [TRACE_INSTANCE] = "instance",
    [TRACE_ELEMENT] = "element",       [TRACE_FLOW] = "flow",
    [TRACE_VARIABLE] = "variable",     [TRACE_JOB] = "job",
    [TRACE_INCIDENT] = "incident",     [TRACE_USER_TASK] = "user task",
    [TRACE_MESSAGE] = "message",       [TRACE_SUBSCRIPTION] = "subscription",
    [TRACE_TIMER] = "timer",           [TRACE_PURGE] = "purge",
    [TRACE_DELETION] = "deletion",     [TRACE_RESOURCE] = "resource",
    [TRACE_NAMING] = "naming",         [TRACE_BATCH] = "batch",
    [TRACE_BATCH_ITEM] = "batch item", [TRACE_DECISION] = "decision"};

static void count_name(struct census_name *names, const char *name)
{
    for (uint32_t i = 0; i < CENSUS_NAMES; i++) {
        if (names[i].name == NULL) {
            names[i].name = name;
        }
        if (strcmp(names[i].name, name) == 0) {
            names[i].count++;
            return;
        }
    }
}

void census_trace(struct census *census, const struct trace *trace)
{
    for (uint32_t i = 0; i < trace->count; i++) {
        const struct trace_event *event = &trace->events[i];

        ASSERT((uint32_t)event->kind < CENSUS_KINDS);
        census->events[event->kind]++;
        if (event->kind == TRACE_INCIDENT && event->incident.state == INCIDENT_ACTIVE) {
            count_name(census->incidents, event->incident.error_type);
        }
        if (event->kind == TRACE_ELEMENT && event->element.state == ELEMENT_COMPLETED) {
            count_name(census->elements, event->element.type);
        }
        if (event->kind == TRACE_INSTANCE && event->instance.state != INSTANCE_ACTIVE) {
            census->instances_ended++;
        }
    }
}

void census_result(struct census *census, struct slice bytes)
{
    struct arena arena;
    struct result result;

    if (bytes.size == 0) {
        return;
    }
    arena_init(&arena, RESULT_ARENA_BYTES);
    if (result_decode(bytes, &arena, &result) != STATUS_OK) {
        base_die(__FILE__, __LINE__, "a result does not decode");
    }
    ASSERT((uint32_t)result.type < CENSUS_TYPES);
    census->answers[result.type][result.status]++;
    census->replayed += result.replayed;
    arena_deinit(&arena);
}

static void print_names(const char *title, const struct census_name *names)
{
    printf("%s:", title);
    for (uint32_t i = 0; i < CENSUS_NAMES && names[i].name != NULL; i++) {
        printf(" %s %llu", names[i].name, (unsigned long long)names[i].count);
    }
    printf("\n");
}

static void print_answers(const struct census *census, enum command_type type)
{
    printf("  %-18s", command_type_name(type));
    for (int st = 0; st < STATUS_COUNT; st++) {
        if (census->answers[type][st] > 0) {
            printf(" %s %llu", status_name((enum status)st),
                   (unsigned long long)census->answers[type][st]);
        }
    }
    printf("\n");
}

void census_print(const struct census *census)
{
#define PRINT(name, number) print_answers(census, COMMAND_##name);
    COMMAND_TYPE_LIST(PRINT)
#undef PRINT
    printf("answers from records: %llu; instances ended: %llu\nevents:",
           (unsigned long long)census->replayed, (unsigned long long)census->instances_ended);
    for (uint32_t i = 0; i < CENSUS_KINDS; i++) {
        if (kinds[i] != NULL) {
            printf(" %s %llu", kinds[i], (unsigned long long)census->events[i]);
        }
    }
    printf("\n");
    print_names("completed", census->elements);
    print_names("incidents", census->incidents);
}
