/* The table of built-in functions. To add one: a row here, its function in the file of its group,
 * cases in test/golden. Rows of one name stand together. */
#include "builtin/builtin.h"
#include "builtin/functions.h"

#define ROW(name_, parameters_, types_, required_, run_)                                           \
    {                                                                                              \
        .name = {name_, sizeof(name_) - 1}, .parameters = {parameters_, sizeof(parameters_) - 1},  \
        .types = types_, .required = required_, .run = run_                                        \
    }

/* A signature that a pure DMN run must not know. */
#define ROW_CAMUNDA(name_, parameters_, types_, required_, run_)                                   \
    {                                                                                              \
        .name = {name_, sizeof(name_) - 1}, .parameters = {parameters_, sizeof(parameters_) - 1},  \
        .types = types_, .required = required_, .run = run_, .camunda_only = true                  \
    }

static const struct feel_builtin rows[] = {
    /* conversion */
    ROW("date", "from", "x", 1, feel_fn_date),
    ROW("date", "year|month|day", "nnn", 3, feel_fn_date_of_parts),
    ROW("date and time", "from", "x", 1, feel_fn_date_time),
    ROW("date and time", "date|time", "dt", 2, feel_fn_date_time_of_parts),
    ROW("date and time", "date|timezone", "ds", 2, feel_fn_date_time_in_zone),
    ROW("time", "from", "x", 1, feel_fn_time),
    ROW("time", "hour|minute|second|offset", "nnnU", 3, feel_fn_time_of_parts),
    ROW("number", "from|grouping separator|decimal separator", "sSS", 1, feel_fn_number),
    ROW("string", "from", "x", 1, feel_fn_string),
    ROW("duration", "from", "x", 1, feel_fn_duration),
    ROW("years and months duration", "from|to", "dd", 2, feel_fn_months_between),
    ROW("range", "from", "s", 1, feel_fn_range),
    ROW("from json", "json", "s", 1, feel_fn_from_json),
    ROW("to json", "value", "x", 1, feel_fn_to_json),

    /* boolean */
    ROW("not", "negand", "x", 1, feel_fn_not),
    ROW("is defined", "value", "x", 1, feel_fn_is_defined),
    ROW("get or else", "value|default", "xx", 2, feel_fn_get_or_else),
    ROW("assert", "value|condition|cause", "xxS", 2, feel_fn_assert),

    /* string */
    ROW("substring", "string|start position|length", "snn", 2, feel_fn_substring),
    ROW("string length", "string", "s", 1, feel_fn_string_length),
    ROW("upper case", "string", "s", 1, feel_fn_upper_case),
    ROW("lower case", "string", "s", 1, feel_fn_lower_case),
    ROW("substring before", "string|match", "ss", 2, feel_fn_substring_before),
    ROW("substring after", "string|match", "ss", 2, feel_fn_substring_after),
    ROW("contains", "string|match", "ss", 2, feel_fn_contains),
    ROW("starts with", "string|match", "ss", 2, feel_fn_starts_with),
    ROW("ends with", "string|match", "ss", 2, feel_fn_ends_with),
    ROW("matches", "input|pattern|flags", "ssS", 2, feel_fn_matches),
    ROW("replace", "input|pattern|replacement|flags", "sssS", 3, feel_fn_replace),
    ROW("split", "string|delimiter", "ss", 2, feel_fn_split),
    ROW("extract", "input|pattern", "ss", 2, feel_fn_extract),
    ROW("string join", "list|delimiter|prefix|suffix", "lSSS", 1, feel_fn_string_join),
    ROW("trim", "string", "s", 1, feel_fn_trim),
    ROW("is blank", "string", "s", 1, feel_fn_is_blank),
    ROW("uuid", "", "", 0, feel_fn_uuid),
    ROW("to base64", "value", "s", 1, feel_fn_to_base64),
    ROW("from base64", "value", "s", 1, feel_fn_from_base64),

    /* list */
    ROW("list contains", "list|element", "lx", 2, feel_fn_list_contains),
    ROW("count", "list", "l", 1, feel_fn_count),
    ROW("min", "list", "+", 1, feel_fn_min),
    ROW("max", "list", "+", 1, feel_fn_max),
    ROW("sum", "list", "+", 1, feel_fn_sum),
    ROW("mean", "list", "+", 1, feel_fn_mean),
    ROW("product", "list", "+", 1, feel_fn_product),
    ROW("median", "list", "+", 1, feel_fn_median),
    ROW("stddev", "list", "+", 1, feel_fn_stddev),
    ROW("mode", "list", "+", 1, feel_fn_mode),
    ROW("all", "list", "+", 1, feel_fn_all),
    ROW("any", "list", "+", 1, feel_fn_any),
    ROW("sublist", "list|start position|length", "lnn", 2, feel_fn_sublist),
    ROW("append", "list|item", "lx*", 1, feel_fn_append),
    ROW("concatenate", "list", "l*", 1, feel_fn_concatenate),
    ROW("insert before", "list|position|newItem", "lnx", 3, feel_fn_insert_before),
    ROW("remove", "list|position", "ln", 2, feel_fn_remove),
    ROW("list replace", "list|position|newItem", "lnx", 3, feel_fn_list_replace),
    ROW("list replace", "list|match|newItem", "lfx", 3, feel_fn_list_replace_matching),
    ROW("reverse", "list", "l", 1, feel_fn_reverse),
    ROW("index of", "list|match", "lx", 2, feel_fn_index_of),
    ROW("union", "list", "l*", 1, feel_fn_union),
    ROW("distinct values", "list", "l", 1, feel_fn_distinct_values),
    ROW("duplicate values", "list", "l", 1, feel_fn_duplicate_values),
    ROW("flatten", "list", "l", 1, feel_fn_flatten),
    ROW("sort", "list|precedes", "lf", 2, feel_fn_sort),
    ROW("is empty", "list", "l", 1, feel_fn_is_empty),
    ROW("partition", "list|size", "ln", 2, feel_fn_partition),

    /* number */
    ROW("decimal", "n|scale|mode", "nnS", 2, feel_fn_decimal),
    ROW("floor", "n|scale", "nn", 1, feel_fn_floor),
    ROW("ceiling", "n|scale", "nn", 1, feel_fn_ceiling),
    ROW("round up", "n|scale", "nn", 2, feel_fn_round_up),
    ROW("round down", "n|scale", "nn", 2, feel_fn_round_down),
    ROW("round half up", "n|scale", "nn", 2, feel_fn_round_half_up),
    ROW("round half down", "n|scale", "nn", 2, feel_fn_round_half_down),
    ROW("abs", "n", "x", 1, feel_fn_abs),
    ROW_CAMUNDA("abs", "number", "x", 1, feel_fn_abs),
    ROW("modulo", "dividend|divisor", "nn", 2, feel_fn_modulo),
    ROW("sqrt", "number", "n", 1, feel_fn_sqrt),
    ROW("log", "number", "n", 1, feel_fn_log),
    ROW("exp", "number", "n", 1, feel_fn_exp),
    ROW("odd", "number", "n", 1, feel_fn_odd),
    ROW("even", "number", "n", 1, feel_fn_even),
    ROW("random number", "", "", 0, feel_fn_random_number),

    /* context */
    ROW("get value", "m|key", "xx", 2, feel_fn_get_value),
    ROW("get value", "context|key", "xx", 2, feel_fn_get_value),
    ROW("get value", "context|keys", "xx", 2, feel_fn_get_value),
    ROW("get entries", "m", "c", 1, feel_fn_get_entries),
    ROW("get entries", "context", "c", 1, feel_fn_get_entries),
    ROW("context", "entries", "l", 1, feel_fn_context),
    ROW("context put", "context|key|value", "csx", 3, feel_fn_context_put),
    ROW("context put", "context|keys|value", "clx", 3, feel_fn_context_put_path),
    ROW("context merge", "contexts", "l*", 1, feel_fn_context_merge),
    ROW_CAMUNDA("put", "context|key|value", "csx", 3, feel_fn_context_put),
    ROW_CAMUNDA("put", "context|keys|value", "clx", 3, feel_fn_context_put_path),
    ROW_CAMUNDA("put all", "contexts", "l*", 1, feel_fn_context_merge),

    /* date and time */
    ROW("now", "", "", 0, feel_fn_now),
    ROW("today", "", "", 0, feel_fn_today),
    ROW("is", "value1|value2", "xx", 0, feel_fn_is),
    ROW("day of year", "date", "d", 1, feel_fn_day_of_year),
    ROW("day of week", "date", "d", 1, feel_fn_day_of_week),
    ROW("month of year", "date", "d", 1, feel_fn_month_of_year),
    ROW("week of year", "date", "d", 1, feel_fn_week_of_year),
    ROW("last day of month", "date", "d", 1, feel_fn_last_day_of_month),

    /* range */
    ROW("before", "point1|point2", "xx", 2, feel_fn_before),
    ROW("before", "point|range", "xx", 2, feel_fn_before),
    ROW("before", "range|point", "xx", 2, feel_fn_before),
    ROW("before", "range1|range2", "xx", 2, feel_fn_before),
    ROW("after", "point1|point2", "xx", 2, feel_fn_after),
    ROW("after", "point|range", "xx", 2, feel_fn_after),
    ROW("after", "range|point", "xx", 2, feel_fn_after),
    ROW("after", "range1|range2", "xx", 2, feel_fn_after),
    ROW("meets", "range1|range2", "rr", 2, feel_fn_meets),
    ROW("met by", "range1|range2", "rr", 2, feel_fn_met_by),
    ROW("overlaps", "range1|range2", "rr", 2, feel_fn_overlaps),
    ROW("overlaps before", "range1|range2", "rr", 2, feel_fn_overlaps_before),
    ROW("overlaps after", "range1|range2", "rr", 2, feel_fn_overlaps_after),
    ROW("finishes", "point|range", "xx", 2, feel_fn_finishes),
    ROW("finishes", "range1|range2", "xx", 2, feel_fn_finishes),
    ROW("finished by", "range|point", "xx", 2, feel_fn_finished_by),
    ROW("finished by", "range1|range2", "xx", 2, feel_fn_finished_by),
    ROW("includes", "range|point", "xx", 2, feel_fn_includes),
    ROW("includes", "range1|range2", "xx", 2, feel_fn_includes),
    ROW("during", "point|range", "xx", 2, feel_fn_during),
    ROW("during", "range1|range2", "xx", 2, feel_fn_during),
    ROW("starts", "point|range", "xx", 2, feel_fn_starts),
    ROW("starts", "range1|range2", "xx", 2, feel_fn_starts),
    ROW("started by", "range|point", "xx", 2, feel_fn_started_by),
    ROW("started by", "range1|range2", "xx", 2, feel_fn_started_by),
    ROW("coincides", "point1|point2", "xx", 2, feel_fn_coincides),
    ROW("coincides", "range1|range2", "xx", 2, feel_fn_coincides),
};

enum {
    ROW_COUNT = sizeof(rows) / sizeof(rows[0])
};

const struct feel_builtin *feel_builtin_at(size_t i)
{
    return i < ROW_COUNT ? &rows[i] : NULL;
}

const struct feel_builtin *feel_builtin_find(struct slice name)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (slice_equal(rows[i].name, name)) {
            return &rows[i];
        }
    }
    return NULL;
}

const struct feel_builtin *feel_builtin_next(const struct feel_builtin *row)
{
    const struct feel_builtin *next = row + 1;

    return next < rows + ROW_COUNT && slice_equal(next->name, row->name) ? next : NULL;
}

uint32_t feel_builtin_parameter_count(const struct feel_builtin *row)
{
    uint32_t count = row->parameters.size == 0 ? 0 : 1;

    for (size_t i = 0; i < row->parameters.size; i++) {
        count += row->parameters.data[i] == '|' ? 1 : 0;
    }
    return count;
}
