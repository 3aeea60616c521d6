/* Dates, times and durations: text, properties, order and arithmetic (docs/feel.md). */
#ifndef FEEL_EVAL_TEMPORAL_H
#define FEEL_EVAL_TEMPORAL_H

#include <stdbool.h>

#include "base/arena.h"
#include "eval/eval.h"
#include "feel_value.h"

/* Of any kind, as @"…" reads it. False: not temporal text, or no memory. */
bool feel_temporal_from_text(struct arena *arena, struct slice text, struct feel_value *out);
bool feel_time_from_text(struct arena *arena, struct slice text, struct feel_value *out);
/* A bare date is its midnight. */
bool feel_date_time_from_text(struct arena *arena, struct slice text, struct feel_value *out);
bool feel_duration_from_text(struct slice text, struct feel_value *out);
/* Canonical text into out; bytes written. value is temporal. */
size_t feel_temporal_print(struct feel_value value, char out[ISO_TEXT_BYTES]);

struct feel_value feel_time_make(struct feel_evaluation *ev, struct feel_time time);
struct feel_value feel_date_time_make(struct feel_evaluation *ev, struct iso_date_time at);

/* A date where a date and time is wanted. */
struct feel_value feel_midnight_utc(struct feel_evaluation *ev, struct civil_date date);

bool feel_is_temporal(enum feel_type type);
/* Of a date or a date and time. */
struct civil_date feel_date_of(struct feel_value value);
/* The same shape and fields, zones as they were written: is(). */
bool feel_temporal_is(struct feel_value a, struct feel_value b);
/* Exactly, to the nanosecond; false without an order (local against zoned). Both of one type. */
bool feel_temporal_order(struct feel_value a, struct feel_value b, int *order) NODISCARD;
/* As `=` has it: fractions of a second are ignored in times. */
bool feel_temporal_equal(struct feel_value a, struct feel_value b, bool *equal) NODISCARD;

/* Null with a warning for operands that do not go together. At least one operand is temporal. */
struct feel_value feel_temporal_arithmetic(struct feel_evaluation *ev, enum feel_op op,
                                           struct feel_value a, struct feel_value b);
struct feel_value feel_duration_negate(struct feel_evaluation *ev, struct feel_value value);

/* .year, .`time offset` …; false when the value has no such property. */
bool feel_temporal_property(struct feel_value value, struct slice name, struct feel_value *out);

#endif
