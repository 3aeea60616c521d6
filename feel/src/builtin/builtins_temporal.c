/* Dates and times: the calendar's names, now and today, is. */
#include "builtin/functions.h"
#include "eval/temporal.h"

static struct iso_date_time now_of(const struct feel_evaluation *ev)
{
    struct iso_date_time at = {.place = {.kind = ISO_OFFSET}};

    /* Milliseconds of int64 may lie outside the calendar; such a clock reads as 1970. */
    if (!civil_from_instant(instant_from_ms(ev->environment->now_ms), 0, &at.local)) {
        at.local = (struct civil_date_time){.date = {1970, 1, 1}};
    }
    return at;
}

FEEL_FUNCTION(feel_fn_now)
{
    (void)args;
    (void)count;
    return feel_date_time_make(ev, now_of(ev));
}

FEEL_FUNCTION(feel_fn_today)
{
    (void)args;
    (void)count;
    return (struct feel_value){.type = FEEL_DATE, .date = now_of(ev).local.date};
}

FEEL_FUNCTION(feel_fn_is)
{
    if (count < 2) {
        return feel_boolean(false);
    }
    if (feel_is_temporal(args[0].type) && feel_is_temporal(args[1].type)) {
        return feel_boolean(feel_temporal_is(args[0], args[1]));
    }
    return feel_boolean(feel_same(ev, args[0], args[1]));
}

FEEL_FUNCTION(feel_fn_day_of_year)
{
    (void)ev;
    (void)count;
    return feel_integer(civil_day_of_year(feel_date_of(args[0])));
}

FEEL_FUNCTION(feel_fn_day_of_week)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};

    (void)ev;
    (void)count;
    return feel_string(slice_of(names[civil_weekday(feel_date_of(args[0])) - 1]));
}

FEEL_FUNCTION(feel_fn_month_of_year)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    (void)ev;
    (void)count;
    return feel_string(slice_of(names[feel_date_of(args[0]).month - 1]));
}

FEEL_FUNCTION(feel_fn_week_of_year)
{
    (void)ev;
    (void)count;
    return feel_integer(civil_iso_week(feel_date_of(args[0])).week);
}

FEEL_FUNCTION(feel_fn_last_day_of_month)
{
    struct civil_date date = feel_date_of(args[0]);

    (void)ev;
    (void)count;
    date.day = civil_days_in_month(date.year, date.month);
    return (struct feel_value){.type = FEEL_DATE, .date = date};
}
