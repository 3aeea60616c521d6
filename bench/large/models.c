#include "models.h"

#include <stdio.h>

#define DEFINITIONS                                                                                \
    "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""                           \
    " xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" targetNamespace=\"t\">"
#define ITEMS                                                                                      \
    "inputCollection=\"=for i in 1..many return i\" inputElement=\"i\""                            \
    " outputCollection=\"all\" outputElement=\"=result\""
#define SCRIPT "<zeebe:script expression=\"=i + 1\" resultVariable=\"result\"/>"
#define JOB "<zeebe:taskDefinition type=\"work\"/>"

static void begin(struct buffer *out, const char *id)
{
    buffer_printf(out, "<process id=\"%s\" isExecutable=\"true\"><startEvent id=\"%s-s\"/>", id,
                  id);
}

static void flow(struct buffer *out, const char *from, const char *to)
{
    buffer_printf(out, "<sequenceFlow id=\"%s_%s\" sourceRef=\"%s\" targetRef=\"%s\"/>", from, to,
                  from, to);
}

/* A process of one activity, which is repeated. */
static void repeating(struct buffer *out, const char *id, const char *task, const char *extension,
                      const char *loop)
{
    begin(out, id);
    buffer_printf(out, "<%s id=\"%s-t\"><extensionElements>%s</extensionElements>%s</%s>", task, id,
                  extension, loop, task);
    buffer_printf(out, "<endEvent id=\"%s-e\"/>", id);
    buffer_printf(out, "<sequenceFlow id=\"%s-1\" sourceRef=\"%s-s\" targetRef=\"%s-t\"/>", id, id,
                  id);
    buffer_printf(out, "<sequenceFlow id=\"%s-2\" sourceRef=\"%s-t\" targetRef=\"%s-e\"/>", id, id,
                  id);
    buffer_put_text(out, "</process>");
}

#define MULTI(attributes)                                                                          \
    "<multiInstanceLoopCharacteristics " attributes "><extensionElements>"                         \
    "<zeebe:loopCharacteristics " ITEMS                                                            \
    "/></extensionElements></multiInstanceLoopCharacteristics>"

void model_repeating(struct buffer *out)
{
    buffer_put_text(out, DEFINITIONS);
    repeating(out, "parallel", "scriptTask", SCRIPT, MULTI(""));
    repeating(out, "sequential", "scriptTask", SCRIPT, MULTI("isSequential=\"true\""));
    repeating(out, "parallel-jobs", "serviceTask", JOB, MULTI(""));
    repeating(out, "sequential-jobs", "serviceTask", JOB, MULTI("isSequential=\"true\""));
    repeating(out, "loop", "scriptTask",
              "<zeebe:script expression=\"=loopCounter\" resultVariable=\"n\"/>",
              "<standardLoopCharacteristics><loopCondition>=n &lt; many</loopCondition>"
              "</standardLoopCharacteristics>");
    buffer_put_text(out, "</definitions>");
}

void model_join(struct buffer *out, uint32_t tasks)
{
    char task[32];

    buffer_put_text(out, DEFINITIONS);
    begin(out, "join");
    buffer_put_text(out, "<parallelGateway id=\"fork\"/><parallelGateway id=\"merge\"/>"
                         "<endEvent id=\"join-e\"/>");
    for (uint32_t i = 0; i < tasks; i++) {
        snprintf(task, sizeof(task), "t%u", i);
        buffer_printf(out, "<task id=\"%s\"/>", task);
        flow(out, "fork", task);
        flow(out, task, "merge");
    }
    flow(out, "join-s", "fork");
    flow(out, "merge", "join-e");
    buffer_put_text(out, "</process></definitions>");
}

void model_row(struct buffer *out, uint32_t tasks)
{
    char before[32] = "row-s";
    char task[32];

    buffer_put_text(out, DEFINITIONS);
    begin(out, "row");
    for (uint32_t i = 0; i < tasks; i++) {
        snprintf(task, sizeof(task), "t%u", i);
        buffer_printf(out, "<task id=\"%s\"/>", task);
        flow(out, before, task);
        snprintf(before, sizeof(before), "t%u", i);
    }
    buffer_put_text(out, "<endEvent id=\"row-e\"/>");
    flow(out, before, "row-e");
    buffer_put_text(out, "</process></definitions>");
}

void model_deep(struct buffer *out, uint32_t depth)
{
    buffer_put_text(out, DEFINITIONS);
    begin(out, "deep");
    for (uint32_t i = 0; i < depth; i++) {
        buffer_printf(out, "<subProcess id=\"box%u\"><startEvent id=\"s%u\"/>", i, i);
    }
    buffer_put_text(out, "<scriptTask id=\"t\"><extensionElements>" SCRIPT
                         "</extensionElements>" MULTI("") "</scriptTask>");
    for (uint32_t i = depth; i-- > 0;) {
        const char *inner = i + 1 == depth ? "t" : "box";
        char number[16] = "";

        if (i + 1 < depth) {
            snprintf(number, sizeof(number), "%u", i + 1);
        }
        buffer_printf(out,
                      "<endEvent id=\"e%u\"/><sequenceFlow id=\"a%u\" sourceRef=\"s%u\""
                      " targetRef=\"%s%s\"/><sequenceFlow id=\"b%u\" sourceRef=\"%s%s\""
                      " targetRef=\"e%u\"/></subProcess>",
                      i, i, i, inner, number, i, inner, number, i);
    }
    buffer_put_text(out, "<endEvent id=\"deep-e\"/>");
    flow(out, "deep-s", "box0");
    flow(out, "box0", "deep-e");
    buffer_put_text(out, "</process></definitions>");
}
