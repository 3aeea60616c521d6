/* What an evaluation looked at: decisions, and of decision tables the inputs and rules. */
#include "eval/run.h"

bool dmn_record_begin(struct run *run, struct dmn_record *record)
{
    record->items = feel_alloc(&run->ev, run->unit->evaluable_count, sizeof(*record->items));
    run->record = record;
    return record->items != NULL;
}

static uint32_t place_of(const struct run *run, const struct dmn_node *decision)
{
    uint32_t place = 0;

    while (run->unit->evaluable[place] != decision) {
        place++;
    }
    return place;
}

static struct dmn_recorded_value input_of(struct run *run, const struct dmn_node *clause,
                                          struct feel_value value)
{
    return (struct dmn_recorded_value){.id = clause->id,
                                       .name = clause->name.size > 0 ? clause->name
                                                                     : slice_trim(clause->text),
                                       .value = feel_encode(&run->ev, value)};
}

static void add_inputs(struct run *run, struct dmn_recorded *out)
{
    const struct table_seen *seen = &run->seen;
    struct dmn_recorded_value *inputs;
    uint32_t count = dmn_children_of(seen->node, 0, DMN_INPUT_CLAUSE);

    inputs = feel_alloc(&run->ev, count, sizeof(*inputs));
    for (uint32_t i = 0; inputs != NULL && i < count; i++) {
        inputs[i] = input_of(run, seen->node->children[i], seen->values[i]);
        out->input_count++;
    }
    out->inputs = inputs;
}

/* The outputs of a rule, as they were before the hit policy made one of several. */
static void add_outputs(struct run *run, const struct dmn_node *const *clauses, uint32_t count,
                        const struct hit *hit, struct dmn_recorded_rule *out)
{
    struct dmn_recorded_value *outputs = feel_alloc(&run->ev, count, sizeof(*outputs));

    for (uint32_t i = 0; outputs != NULL && i < count; i++) {
        const struct dmn_node *clause = clauses[i];
        struct feel_value value = hit->value;

        if (count > 1) {
            value = value.type == FEEL_CONTEXT ? value.context->entries[i].value : FEEL_VALUE_NULL;
        }
        outputs[i] =
            (struct dmn_recorded_value){.id = clause->id,
                                        .name = clause->text.size > 0 ? clause->text : clause->name,
                                        .value = feel_encode(&run->ev, value)};
        out->output_count++;
    }
    out->outputs = outputs;
}

static void add_rules(struct run *run, uint32_t input_count, struct dmn_recorded *out)
{
    const struct dmn_node *table = run->seen.node;
    const struct hits *hits = &run->seen.hits;
    uint32_t outputs = dmn_children_of(table, input_count, DMN_OUTPUT_CLAUSE);
    uint32_t first = input_count + outputs;
    struct dmn_recorded_rule *rules = feel_alloc(&run->ev, hits->count, sizeof(*rules));

    for (uint32_t i = 0; rules != NULL && i < hits->count; i++) {
        const struct hit *hit = &hits->items[i];
        uint32_t place = first;

        while (table->children[place] != hit->rule) {
            place++;
        }
        rules[i] = (struct dmn_recorded_rule){.id = hit->rule->id, .place = place - first + 1};
        add_outputs(run, (const struct dmn_node *const *)&table->children[input_count], outputs,
                    hit, &rules[i]);
        out->rule_count++;
    }
    out->rules = rules;
}

static void note_failure(struct run *run, uint32_t place)
{
    struct dmn_record *record = run->record;

    if (run->ev.failed && !record->has_failed) {
        record->has_failed = true;
        record->failed_place = place;
    }
}

void dmn_record_add(struct scope *scope, const struct dmn_node *decision, struct feel_value value)
{
    struct run *run = scope->run;
    bool quiet = run->ev.quiet;
    struct dmn_recorded *out;
    uint32_t place;

    if (run->record == NULL || scope->given != NULL) {
        return;
    }
    place = place_of(run, decision);
    out = &run->record->items[run->record->count++];
    run->ev.quiet = true; /* that a function has no value outside need not be told twice */
    *out = (struct dmn_recorded){.place = place, .output = feel_encode(&run->ev, value)};
    if (decision->kind == DMN_DECISION && run->seen.node != NULL &&
        run->seen.node->parent == decision) {
        add_inputs(run, out);
        add_rules(run, out->input_count, out);
    }
    run->ev.quiet = quiet;
    note_failure(run, place);
}
