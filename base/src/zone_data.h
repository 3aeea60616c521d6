/* The shape of the generated zone data (tools/zones.py). */
#ifndef BASE_ZONE_DATA_H
#define BASE_ZONE_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "base/zone.h"

/* A change that comes every year: the week-th (5: last) weekday (0 is Sunday) of a month (0: there
 * is no change), `time` seconds after its local midnight. */
struct zone_change {
    uint8_t month;
    uint8_t week;
    uint8_t weekday;
    int32_t time;
};

/* What holds after the last transition. */
struct zone_rule {
    int32_t standard;
    int32_t summer;
    struct zone_change to_summer;
    struct zone_change to_standard;
};

struct zone_body {
    uint32_t first; /* of its transitions in the two arrays */
    uint32_t count;
    int32_t initial_offset; /* before the first transition */
    uint32_t rule;
};

struct zone {
    const char *id;
    uint32_t body;
};

extern const char zone_data_release[];
extern const int64_t zone_data_instants[]; /* ascending within a zone */
extern const int32_t zone_data_offsets[];  /* from that instant on */
extern const struct zone_rule zone_data_rules[];
extern const struct zone_body zone_data_bodies[];
extern const struct zone zone_data_zones[]; /* ascending by the bytes of the id */
extern const size_t zone_data_zone_count;

#endif
