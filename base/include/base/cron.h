/* Cron with seconds, six fields as Spring writes them: second minute hour day-of-month month
 * day-of-week.
 *
 *     *  a  a-b  a,b  a/n  a-b/n  * /n     everywhere (without the blank)
 *     ?                                    days: same as *
 *     L  L-n  LW  nW                       day of month: last, n before it, last weekday,
 *                                          weekday nearest n
 *     nL  n#k                              day of week: last n, k-th n of the month (1 to 5)
 *     JAN-DEC, MON-SUN                     any case; 0 and 7 are Sunday; ranges of days may
 *                                          run over Sunday
 *     @yearly @annually @monthly @weekly @daily @midnight @hourly
 *
 * A day must match both day fields. With an hour field of * (or every hour) the schedule follows
 * elapsed time: nothing is skipped or doubled when summer time comes or goes. With fixed hours it
 * follows the clock on the wall, once a day: a time that is skipped fires at the moment that
 * follows it by the same distance (02:30 becomes 03:30), a time that occurs twice fires the first
 * time.
 *
 * Thread: any. */
#ifndef BASE_CRON_H
#define BASE_CRON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/slice.h"
#include "base/zone.h"

/* Bit n stands for value n. */
struct cron {
    uint64_t seconds;
    uint64_t minutes;
    uint32_t hours;
    uint32_t days;            /* of the month, plain values */
    uint32_t weekday_days;    /* nW: the weekday nearest to day n */
    uint32_t last_days;       /* L-n: bit n; L is bit 0 */
    bool last_weekday;        /* LW */
    uint16_t months;          /* bits 1 to 12 */
    uint8_t weekdays;         /* bits 1 (Monday) to 7 */
    uint8_t last_of_weekdays; /* nL */
    uint8_t nth_weekdays[6];  /* n#k: bit n of [k] */
};

struct cron_error {
    size_t at;        /* byte position in the text */
    const char *text; /* what is wrong, a static text in plain words */
};

/* STATUS-like, but the only error is the text itself: false fills *error. */
bool cron_parse(struct slice text, struct cron *out, struct cron_error *error) NODISCARD;
/* The first firing later than after_ms; false when there is none within 400 years (30 February). A
 * zone of NULL means UTC. */
bool cron_next(const struct cron *cron, int64_t after_ms, const struct zone *zone,
               int64_t *out_ms) NODISCARD;

#endif
