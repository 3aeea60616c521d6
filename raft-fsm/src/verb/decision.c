#include "verb/decision.h"

#include <inttypes.h>

#include "base/limits.h"
#include "value/json.h"
#include "verb/expression.h"

enum verdict decision_load(struct exec *x, const struct resource_row *row, struct decision *out)
{
    out->row = *row;
    ENSURE(x, decision_row_get(&x->rows, row->key, &out->place));
    ENSURE(x, resource_row_get(&x->rows, out->place.requirements_key, &out->file));
    out->unit = definitions_get_unit(x->definitions, &x->rows, out->place.unit_key);
    ENSURE(x, out->unit != NULL);
    ENSURE(x, out->place.place < dmn_decision_count(out->unit));
    return V_OK;
}

static enum verdict not_found(struct exec *x, const struct bpmn_element *e,
                              const struct resource_row *wanted)
{
    switch (e->decision_binding) {
    case BPMN_BINDING_DEPLOYMENT:
        return exec_incident(
            x, INCIDENT_CALLED_DECISION_ERROR,
            "Expected to evaluate decision '%.*s' with binding type 'deployment', but no such "
            "decision found in the deployment with key %" PRIu64
            " which contained the current process. To resolve this incident, migrate the process "
            "instance to a process definition that is deployed together with the intended decision "
            "to evaluate.",
            SLICE_ARG(wanted->id), wanted->deployment_key);
    case BPMN_BINDING_VERSION_TAG:
        return exec_incident(x, INCIDENT_CALLED_DECISION_ERROR,
                             "Expected to evaluate decision '%.*s' with version tag '%.*s', but no "
                             "such decision found. To resolve the incident, deploy a decision with "
                             "the given version tag.",
                             SLICE_ARG(wanted->id), SLICE_ARG(wanted->version_tag));
    case BPMN_BINDING_LATEST:
        break;
    }
    return exec_incident(
        x, INCIDENT_CALLED_DECISION_ERROR,
        "Expected to evaluate decision '%.*s', but no decision found for id '%.*s'",
        SLICE_ARG(wanted->id), SLICE_ARG(wanted->id));
}

enum verdict decision_find_called(struct exec *x, const struct element_row *row,
                                  struct decision *out)
{
    const struct bpmn_element *e = element_model(row);
    struct resource_row wanted = {.kind = RESOURCE_DECISION, .tenant = row->definition->tenant};
    struct resource_row found;
    enum verdict v = expression_string(x, row, e->called_decision, &wanted.id);

    if (v == V_OK && e->decision_binding == BPMN_BINDING_VERSION_TAG) {
        v = expression_string(x, row, e->decision_version_tag, &wanted.version_tag);
    }
    if (v != V_OK) {
        return v;
    }
    if (e->decision_binding == BPMN_BINDING_DEPLOYMENT) {
        wanted.deployment_key = row->definition->deployment_key;
    }
    return resource_row_find(&x->rows, &wanted, &found) ? decision_load(x, &found, out)
                                                        : not_found(x, e, &wanted);
}

bool decision_binds_deployment(const struct bpmn_process *process)
{
    for (uint32_t i = 0; i < process->element_count; i++) {
        if (process->elements[i].decision_binding == BPMN_BINDING_DEPLOYMENT) {
            return true;
        }
    }
    return false;
}

/* --- what was looked at, as the API shows it --- */

struct showing {
    struct buffer value; /* the array that is made */
    struct buffer text;  /* the JSON text of one value */
};

static void put_text(struct buffer *out, const char *name, struct slice text)
{
    value_put_string(out, slice_of(name));
    value_put_string(out, text);
}

static void put_json_text(struct showing *s, const char *name, struct slice value)
{
    buffer_reset(&s->text);
    json_put(&s->text, value);
    s->value.failed = s->value.failed || s->text.failed;
    put_text(&s->value, name, buffer_slice(&s->text));
}

static void put_inputs(struct showing *s, const struct dmn_recorded *recorded)
{
    value_put_array(&s->value, recorded->input_count);
    for (uint32_t i = 0; i < recorded->input_count; i++) {
        const struct dmn_recorded_value *input = &recorded->inputs[i];

        value_put_object(&s->value, 3);
        put_text(&s->value, "inputId", input->id);
        put_text(&s->value, "inputName", input->name);
        put_json_text(s, "inputValue", input->value);
    }
}

static void put_rule_id(struct buffer *out, const struct dmn_recorded_rule *rule)
{
    put_text(out, "ruleId", rule->id);
    value_put_string(out, SLICE("ruleIndex"));
    value_put_u64(out, rule->place);
}

static void put_rules(struct showing *s, const struct dmn_recorded *recorded)
{
    value_put_array(&s->value, recorded->rule_count);
    for (uint32_t i = 0; i < recorded->rule_count; i++) {
        const struct dmn_recorded_rule *rule = &recorded->rules[i];

        value_put_object(&s->value, 3);
        put_rule_id(&s->value, rule);
        value_put_string(&s->value, SLICE("evaluatedOutputs"));
        value_put_array(&s->value, rule->output_count);
        for (uint32_t j = 0; j < rule->output_count; j++) {
            value_put_object(&s->value, 5);
            put_text(&s->value, "outputId", rule->outputs[j].id);
            put_text(&s->value, "outputName", rule->outputs[j].name);
            put_json_text(s, "outputValue", rule->outputs[j].value);
            put_rule_id(&s->value, rule);
        }
    }
}

/* data NULL: it is larger than what an evaluation may show. */
static struct slice shown(struct exec *x, struct showing *s,
                          void (*put)(struct showing *s, const struct dmn_recorded *recorded),
                          const struct dmn_recorded *recorded)
{
    buffer_reset(&s->value);
    put(s, recorded);
    return s->value.failed ? SLICE_EMPTY : arena_copy(x->arena, buffer_slice(&s->value));
}

static const char *type_of(enum dmn_logic logic)
{
    switch (logic) {
    case DMN_LOGIC_TABLE:
        return "DECISION_TABLE";
    case DMN_LOGIC_LITERAL:
        return "LITERAL_EXPRESSION";
    case DMN_LOGIC_OTHER:
        break;
    }
    return "UNSPECIFIED";
}

/* One that another file holds is the version that was deployed with it; false when that is gone. */
static bool show_decision(struct exec *x, struct showing *s, const struct decision *decision,
                          const struct dmn_recorded *recorded, struct decision_evaluated *out)
{
    struct dmn_decision model = dmn_decision_at(decision->unit, recorded->place);
    struct resource_row wanted = {.kind = RESOURCE_DECISION,
                                  .tenant = decision->row.tenant,
                                  .id = model.id,
                                  .deployment_key = decision->row.deployment_key};
    struct resource_row row = decision->row;

    if (recorded->place != decision->place.place && !resource_row_find(&x->rows, &wanted, &row)) {
        return false;
    }
    *out = (struct decision_evaluated){.key = row.key,
                                       .id = row.id,
                                       .name = model.name,
                                       .version = row.version,
                                       .type = slice_of(type_of(model.logic)),
                                       .output = arena_copy(x->arena, recorded->output),
                                       .inputs = shown(x, s, put_inputs, recorded),
                                       .rules = shown(x, s, put_rules, recorded)};
    return true;
}

static size_t bytes_of(const struct decision_evaluated *evaluated)
{
    return evaluated->output.size + evaluated->inputs.size + evaluated->rules.size;
}

/* False: it is larger than what an evaluation may show. */
static bool show_all(struct exec *x, struct showing *s, const struct decision *decision,
                     const struct dmn_record *record, struct evaluate_decision_result *out)
{
    size_t bytes = 0;

    for (uint32_t i = 0; i < record->count; i++) {
        struct decision_evaluated *evaluated = &out->evaluated[out->evaluated_count];

        if (show_decision(x, s, decision, &record->items[i], evaluated)) {
            bytes += bytes_of(evaluated);
            out->evaluated_count++;
        }
        if (s->value.failed || bytes > LIMIT_VARIABLES_BYTES) {
            return false;
        }
        if (record->has_failed && record->items[i].place == record->failed_place) {
            break; /* what needs it was not evaluated */
        }
    }
    x->value_bytes += bytes;
    return true;
}

/* --- evaluation --- */

static void fail(struct exec *x, const struct decision *decision, struct slice failed_id,
                 struct slice reason, struct evaluate_decision_result *out)
{
    out->output = value_null();
    out->failed_id = failed_id;
    out->failure = exec_printf(x, "Expected to evaluate decision '%.*s', but %.*s",
                               SLICE_ARG(decision->row.id), SLICE_ARG(reason));
}

static struct slice failed_id_of(struct exec *x, const struct decision *decision,
                                 const struct dmn_record *record)
{
    return record->has_failed
               ? arena_copy(x->arena, dmn_decision_at(decision->unit, record->failed_place).id)
               : decision->row.id;
}

static void show(struct exec *x, const struct decision *decision, const struct dmn_record *record,
                 struct evaluate_decision_result *out)
{
    struct showing s;

    buffer_init(&s.value, LIMIT_VARIABLES_BYTES);
    buffer_init(&s.text, LIMIT_VARIABLES_BYTES);
    if (!show_all(x, &s, decision, record, out)) {
        out->evaluated_count = 0;
        fail(x, decision, decision->row.id,
             SLICE("its results, inputs and outputs are larger than an evaluation may show"), out);
    }
    buffer_deinit(&s.value);
    buffer_deinit(&s.text);
}

static void describe(const struct decision *decision, struct evaluate_decision_result *out)
{
    *out = (struct evaluate_decision_result){.decision_key = decision->row.key,
                                             .decision_id = decision->row.id,
                                             .decision_name = decision->place.name,
                                             .decision_version = decision->row.version,
                                             .requirements_key = decision->file.key,
                                             .requirements_id = decision->file.id};
}

enum verdict decision_evaluate(struct exec *x, const struct decision *decision,
                               uint64_t evaluation_key,
                               bool (*find)(void *ctx, struct slice name, struct slice *value),
                               void *ctx, struct evaluate_decision_result *out)
{
    struct feel_environment environment = {.find = find,
                                           .ctx = ctx,
                                           .now_ms = x->now_ms,
                                           .steps_max = expression_steps_left(x),
                                           .seed = expression_seed(evaluation_key, x->now_ms, 0)};
    struct feel_result result;
    struct dmn_record record;
    enum status st;

    describe(decision, out);
    out->evaluation_key = evaluation_key;
    arena_reset(x->scratch);
    st = dmn_evaluate_recorded(decision->unit, decision->place.place, &environment, x->scratch,
                               &result, &record);
    if (st != STATUS_OK) {
        x->rows.writes.status = st;
        return V_FAULT;
    }
    x->feel_steps += result.steps;
    out->output = arena_copy(x->arena, result.value);
    out->evaluated = ARENA_ARRAY(x->arena, struct decision_evaluated, record.count + 1);
    ENSURE(x, out->output.data != NULL);
    ENSURE(x, out->evaluated != NULL);
    if (result.failed) {
        fail(x, decision, failed_id_of(x, decision, &record),
             result.warning_count == 0 ? SLICE("it needs more than a decision may")
                                       : result.warnings[result.warning_count - 1].text,
             out);
    }
    show(x, decision, &record, out);
    return V_OK;
}

/* --- afterwards --- */

void decision_record(struct exec *x, const struct decision *decision, const struct element_row *row,
                     struct evaluate_decision_result *evaluation)
{
    /* One key for each decision, from the evaluation's on: its number leads to it. */
    for (uint32_t i = 1; i < evaluation->evaluated_count; i++) {
        (void)exec_next_key(x);
    }
    for (uint32_t i = 0; i < evaluation->evaluated_count; i++) {
        struct trace_decision traced = {.evaluation_key = evaluation->evaluation_key,
                                        .number = i + 1,
                                        .decision = evaluation->evaluated[i],
                                        .root_key = evaluation->decision_key,
                                        .requirements_key = decision->file.key};

        if (evaluation->failure.data != NULL && i + 1 == evaluation->evaluated_count) {
            traced.failure = evaluation->failure;
        }
        trace_decision(x, row, &traced);
    }
}

bool decision_describe(struct exec *x, const struct resource_row *row,
                       struct deployed_resource *out)
{
    struct requirements_row requirements;
    struct decision_row decision;
    struct resource_row file = *row;

    if (row->kind == RESOURCE_REQUIREMENTS) {
        if (!requirements_row_get(&x->rows, row->key, &requirements)) {
            return false;
        }
        out->name = requirements.name;
    } else if (row->kind == RESOURCE_DECISION) {
        if (!decision_row_get(&x->rows, row->key, &decision) ||
            !resource_row_get(&x->rows, decision.requirements_key, &file)) {
            return false;
        }
        out->name = decision.name;
    } else {
        return true;
    }
    out->requirements_id = file.id;
    out->requirements_key = file.key;
    return true;
}
