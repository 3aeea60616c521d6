#include "base/zone.h"

#include "base/assert.h"
#include "base/civil.h"
#include "zone_data.h"

const struct zone *zone_find(struct slice id)
{
    size_t low = 0;
    size_t high = zone_data_zone_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(id, slice_of(zone_data_zones[middle].id));

        if (order == 0) {
            return &zone_data_zones[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

struct slice zone_id(const struct zone *zone)
{
    return slice_of(zone->id);
}

const struct zone *zone_utc(void)
{
    const struct zone *utc = zone_find(SLICE("UTC"));

    ASSERT(utc != NULL);
    return utc;
}

const char *zone_data_version(void)
{
    return zone_data_release;
}

/* The local midnight of the day that a yearly change is counted from, as local seconds, plus its
 * time. */
static int64_t change_local_seconds(const struct zone_change *change, int year)
{
    struct civil_date date = {.year = year, .month = change->month, .day = 1};
    int first = civil_weekday(date) % 7; /* 0 is Sunday, as in the rule */

    date.day += (change->weekday - first + 7) % 7 + (change->week - 1) * 7;
    while (date.day > civil_days_in_month(year, date.month)) {
        date.day -= 7;
    }
    return civil_days(date) * CIVIL_DAY_SECONDS + change->time;
}

/* Narrow the stretch around `seconds` by one change of offset. */
static void narrow(struct zone_stretch *stretch, int64_t seconds, int64_t change, int offset_after)
{
    if (change > seconds && change < stretch->until) {
        stretch->until = change;
    }
    if (change <= seconds && change >= stretch->from) {
        stretch->from = change;
        stretch->offset_seconds = offset_after;
    }
}

/* After the last transition, which was at `from`:
 * the changes of three years embrace any instant. */
static struct zone_stretch stretch_by_rule(const struct zone_rule *rule, int64_t from,
                                           int64_t seconds)
{
    struct zone_stretch stretch = {
        .from = INT64_MIN, .until = INT64_MAX, .offset_seconds = rule->standard};
    struct civil_date_time at;

    if (rule->to_summer.month != 0 &&
        civil_from_instant((struct instant){.seconds = seconds}, 0, &at) &&
        at.date.year > CIVIL_YEAR_MIN && at.date.year < CIVIL_YEAR_MAX) {
        for (int year = at.date.year - 1; year <= at.date.year + 1; year++) {
            narrow(&stretch, seconds, change_local_seconds(&rule->to_summer, year) - rule->standard,
                   rule->summer);
            narrow(&stretch, seconds, change_local_seconds(&rule->to_standard, year) - rule->summer,
                   rule->standard);
        }
    }
    stretch.from = stretch.from < from ? from : stretch.from;
    return stretch;
}

/* How many of the zone's transitions have happened by then. */
static uint32_t transitions_by(const struct zone_body *body, int64_t seconds)
{
    uint32_t low = 0;
    uint32_t high = body->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (zone_data_instants[body->first + middle] <= seconds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct zone_stretch zone_stretch_at(const struct zone *zone, int64_t seconds)
{
    const struct zone_body *body = &zone_data_bodies[zone->body];
    const int64_t *instants = zone_data_instants + body->first;
    uint32_t past = transitions_by(body, seconds);
    int64_t from = past == 0 ? INT64_MIN : instants[past - 1];

    if (past == body->count) {
        return stretch_by_rule(&zone_data_rules[body->rule], from, seconds);
    }
    return (struct zone_stretch){.from = from,
                                 .until = instants[past],
                                 .offset_seconds = past == 0
                                                       ? body->initial_offset
                                                       : zone_data_offsets[body->first + past - 1]};
}

int zone_offset_at(const struct zone *zone, int64_t seconds)
{
    return zone_stretch_at(zone, seconds).offset_seconds;
}

int zone_offset_for_local(const struct zone *zone, int64_t local_seconds)
{
    /* No offset is as much as a day, so this is before the instant in question. */
    struct zone_stretch stretch = zone_stretch_at(zone, local_seconds - CIVIL_DAY_SECONDS);

    while (stretch.until != INT64_MAX) {
        struct zone_stretch next;

        if (local_seconds < stretch.until + stretch.offset_seconds) {
            break; /* in an overlap this is the earlier of the two */
        }
        next = zone_stretch_at(zone, stretch.until);
        if (local_seconds < stretch.until + next.offset_seconds) {
            break; /* a gap */
        }
        stretch = next;
    }
    return stretch.offset_seconds;
}
