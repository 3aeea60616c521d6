/* Evaluation of a decision: a command, so that it leaves what can be searched for later. */
#include <stdio.h>

#include "base/limits.h"
#include "body_int.h"
#include "handlers_int.h"
#include "json_out_int.h"
#include "problem_int.h"
#include "request_int.h"
#include "value/json.h"

#define AT(member) .offset = offsetof(struct evaluate_decision_command, member)

static const struct field evaluation_fields[] = {
    {.name = "decisionDefinitionId", .kind = FIELD_TEXT, AT(decision_id)},
    {.name = "decisionDefinitionKey", .kind = FIELD_KEY, AT(decision_key)},
    {.name = "variables", .kind = FIELD_OBJECT, AT(variables)},
    {.name = "tenantId", .kind = FIELD_TENANT},
    {0}};

#undef AT

/* A value as JSON text. */
static void put_text_of(struct buffer *out, const char *name, struct slice value)
{
    struct buffer text;

    buffer_init(&text, LIMIT_VARIABLES_BYTES * 6);
    json_put(&text, value);
    json_text(out, name, buffer_slice(&text));
    buffer_deinit(&text);
}

static void put_evaluated(struct buffer *out, const struct decision_evaluated *evaluated,
                          uint64_t evaluation_key, uint32_t number)
{
    char instance[48];

    snprintf(instance, sizeof(instance), "%llu-%u", (unsigned long long)evaluation_key, number);
    json_open(out, '{');
    json_text(out, "decisionDefinitionId", evaluated->id);
    json_text(out, "decisionDefinitionName", evaluated->name);
    json_number(out, "decisionDefinitionVersion", evaluated->version);
    json_text(out, "decisionDefinitionType", evaluated->type);
    put_text_of(out, "output", evaluated->output);
    json_text(out, "tenantId", SLICE("<default>"));
    json_value(out, "matchedRules", evaluated->rules);
    json_value(out, "evaluatedInputs", evaluated->inputs);
    json_key(out, "decisionDefinitionKey", evaluated->key);
    json_text(out, "decisionEvaluationInstanceKey", slice_of(instance));
    json_close(out, '{');
}

static void evaluation_done(struct request *request)
{
    const struct evaluate_decision_result *r = &request->result->evaluate_decision;
    struct buffer *out = &request->out;

    json_open(out, '{');
    json_text(out, "decisionDefinitionId", r->decision_id);
    json_key(out, "decisionDefinitionKey", r->decision_key);
    json_text(out, "decisionDefinitionName", r->decision_name);
    json_number(out, "decisionDefinitionVersion", r->decision_version);
    json_key(out, "decisionEvaluationKey", r->evaluation_key);
    json_key(out, "decisionInstanceKey", r->evaluation_key);
    json_text(out, "decisionRequirementsId", r->requirements_id);
    json_key(out, "decisionRequirementsKey", r->requirements_key);
    json_name(out, "evaluatedDecisions");
    json_open(out, '[');
    for (uint32_t i = 0; i < r->evaluated_count; i++) {
        put_evaluated(out, &r->evaluated[i], r->evaluation_key, i + 1);
    }
    json_close(out, '[');
    json_text_or_null(out, "failedDecisionDefinitionId", r->failed_id);
    json_text_or_null(out, "failureMessage", r->failure);
    put_text_of(out, "output", r->output);
    json_text(out, "tenantId", SLICE("<default>"));
    json_close(out, '{');
    request_answer_json(request);
}

void decision_evaluation(struct request *request)
{
    struct command command = {.type = COMMAND_EVALUATE_DECISION};
    const struct evaluate_decision_command *c = &command.evaluate_decision;

    if (!body_read(request, BODY_REQUIRED, evaluation_fields, "Evaluate Decision",
                   &command.evaluate_decision)) {
        return;
    }
    if ((c->decision_key != 0) == (c->decision_id.size > 0)) {
        problem_invalid(request, c->decision_key != 0
                                     ? "Only one of [decisionDefinitionId, decisionDefinitionKey] "
                                       "is allowed."
                                     : "At least one of [decisionDefinitionId, "
                                       "decisionDefinitionKey] is required.");
        return;
    }
    request_submit(request, &command, BACKEND_COMPLETES_WORK, evaluation_done);
}
