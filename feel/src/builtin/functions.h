/* The functions behind the table's rows; each has the form that builtin.h describes. */
#ifndef FEEL_BUILTIN_FUNCTIONS_H
#define FEEL_BUILTIN_FUNCTIONS_H

#include "eval/eval.h"

#define FEEL_FUNCTION(name)                                                                        \
    struct feel_value name(struct feel_evaluation *ev, const struct feel_value *args,              \
                           uint32_t count)

FEEL_FUNCTION(feel_fn_date);
FEEL_FUNCTION(feel_fn_date_of_parts);
FEEL_FUNCTION(feel_fn_date_time);
FEEL_FUNCTION(feel_fn_date_time_of_parts);
FEEL_FUNCTION(feel_fn_date_time_in_zone);
FEEL_FUNCTION(feel_fn_time);
FEEL_FUNCTION(feel_fn_time_of_parts);
FEEL_FUNCTION(feel_fn_number);
FEEL_FUNCTION(feel_fn_string);
FEEL_FUNCTION(feel_fn_duration);
FEEL_FUNCTION(feel_fn_months_between);
FEEL_FUNCTION(feel_fn_range);
FEEL_FUNCTION(feel_fn_from_json);
FEEL_FUNCTION(feel_fn_to_json);
FEEL_FUNCTION(feel_fn_not);
FEEL_FUNCTION(feel_fn_is_defined);
FEEL_FUNCTION(feel_fn_get_or_else);
FEEL_FUNCTION(feel_fn_assert);
FEEL_FUNCTION(feel_fn_substring);
FEEL_FUNCTION(feel_fn_string_length);
FEEL_FUNCTION(feel_fn_upper_case);
FEEL_FUNCTION(feel_fn_lower_case);
FEEL_FUNCTION(feel_fn_substring_before);
FEEL_FUNCTION(feel_fn_substring_after);
FEEL_FUNCTION(feel_fn_contains);
FEEL_FUNCTION(feel_fn_starts_with);
FEEL_FUNCTION(feel_fn_ends_with);
FEEL_FUNCTION(feel_fn_matches);
FEEL_FUNCTION(feel_fn_replace);
FEEL_FUNCTION(feel_fn_split);
FEEL_FUNCTION(feel_fn_extract);
FEEL_FUNCTION(feel_fn_string_join);
FEEL_FUNCTION(feel_fn_trim);
FEEL_FUNCTION(feel_fn_is_blank);
FEEL_FUNCTION(feel_fn_to_base64);
FEEL_FUNCTION(feel_fn_from_base64);
FEEL_FUNCTION(feel_fn_list_contains);
FEEL_FUNCTION(feel_fn_count);
FEEL_FUNCTION(feel_fn_min);
FEEL_FUNCTION(feel_fn_max);
FEEL_FUNCTION(feel_fn_sum);
FEEL_FUNCTION(feel_fn_mean);
FEEL_FUNCTION(feel_fn_product);
FEEL_FUNCTION(feel_fn_median);
FEEL_FUNCTION(feel_fn_stddev);
FEEL_FUNCTION(feel_fn_mode);
FEEL_FUNCTION(feel_fn_all);
FEEL_FUNCTION(feel_fn_any);
FEEL_FUNCTION(feel_fn_sublist);
FEEL_FUNCTION(feel_fn_append);
FEEL_FUNCTION(feel_fn_concatenate);
FEEL_FUNCTION(feel_fn_insert_before);
FEEL_FUNCTION(feel_fn_remove);
FEEL_FUNCTION(feel_fn_list_replace);
FEEL_FUNCTION(feel_fn_list_replace_matching);
FEEL_FUNCTION(feel_fn_reverse);
FEEL_FUNCTION(feel_fn_index_of);
FEEL_FUNCTION(feel_fn_union);
FEEL_FUNCTION(feel_fn_distinct_values);
FEEL_FUNCTION(feel_fn_duplicate_values);
FEEL_FUNCTION(feel_fn_flatten);
FEEL_FUNCTION(feel_fn_sort);
FEEL_FUNCTION(feel_fn_is_empty);
FEEL_FUNCTION(feel_fn_partition);
FEEL_FUNCTION(feel_fn_decimal);
FEEL_FUNCTION(feel_fn_floor);
FEEL_FUNCTION(feel_fn_ceiling);
FEEL_FUNCTION(feel_fn_round_up);
FEEL_FUNCTION(feel_fn_round_down);
FEEL_FUNCTION(feel_fn_round_half_up);
FEEL_FUNCTION(feel_fn_round_half_down);
FEEL_FUNCTION(feel_fn_abs);
FEEL_FUNCTION(feel_fn_modulo);
FEEL_FUNCTION(feel_fn_sqrt);
FEEL_FUNCTION(feel_fn_log);
FEEL_FUNCTION(feel_fn_exp);
FEEL_FUNCTION(feel_fn_odd);
FEEL_FUNCTION(feel_fn_even);
FEEL_FUNCTION(feel_fn_get_value);
FEEL_FUNCTION(feel_fn_get_entries);
FEEL_FUNCTION(feel_fn_context);
FEEL_FUNCTION(feel_fn_context_put);
FEEL_FUNCTION(feel_fn_context_put_path);
FEEL_FUNCTION(feel_fn_context_merge);
FEEL_FUNCTION(feel_fn_uuid);
FEEL_FUNCTION(feel_fn_random_number);
FEEL_FUNCTION(feel_fn_now);
FEEL_FUNCTION(feel_fn_today);
FEEL_FUNCTION(feel_fn_is);
FEEL_FUNCTION(feel_fn_day_of_year);
FEEL_FUNCTION(feel_fn_day_of_week);
FEEL_FUNCTION(feel_fn_month_of_year);
FEEL_FUNCTION(feel_fn_week_of_year);
FEEL_FUNCTION(feel_fn_last_day_of_month);
FEEL_FUNCTION(feel_fn_before);
FEEL_FUNCTION(feel_fn_after);
FEEL_FUNCTION(feel_fn_meets);
FEEL_FUNCTION(feel_fn_met_by);
FEEL_FUNCTION(feel_fn_overlaps);
FEEL_FUNCTION(feel_fn_overlaps_before);
FEEL_FUNCTION(feel_fn_overlaps_after);
FEEL_FUNCTION(feel_fn_finishes);
FEEL_FUNCTION(feel_fn_finished_by);
FEEL_FUNCTION(feel_fn_includes);
FEEL_FUNCTION(feel_fn_during);
FEEL_FUNCTION(feel_fn_starts);
FEEL_FUNCTION(feel_fn_started_by);
FEEL_FUNCTION(feel_fn_coincides);

/* A count that an argument gives: truncated, false (and a warning) when absurdly large. */
bool feel_argument_int(struct feel_evaluation *ev, struct feel_value number,
                       int64_t *out) NODISCARD;

#endif
