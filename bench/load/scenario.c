#include <stddef.h>
#include <string.h>

#include "load.h"

static const struct scenario scenarios[] = {
    {"no-task", "no_task.bpmn", 0, 0, "start and end"},
    {"one-task", "one_task.bpmn", 1, 0, "one service task"},
    {"ten-tasks", "ten_tasks.bpmn", 10, 0, "ten service tasks one after the other"},
    {"fork-five", "fork_five.bpmn", 5, 0, "five service tasks side by side, joined"},
    {"decision", "decision.bpmn", 0, 0, "an exclusive gateway with three conditions"},
    {"message", "message.bpmn", 0, 1, "a message is awaited and published"},
    {"timer", "timer.bpmn", 0, 0, "a timer of 200 ms"},
};

const struct scenario *scenario_at(unsigned place)
{
    return place < sizeof(scenarios) / sizeof(scenarios[0]) ? &scenarios[place] : NULL;
}

const struct scenario *scenario_find(const char *name)
{
    unsigned place = 0;

    while (scenario_at(place) != NULL && strcmp(scenario_at(place)->name, name) != 0) {
        place++;
    }
    return scenario_at(place);
}
