/* One voter's life on a disk that loses power: the scenario of a seed, and what must hold in it.
 *
 * Held, at every step of every seed:
 *  - what was handed out once (so acknowledged) is handed out again at the same index, with the
 * same term, checksum and resulting state, after every restart: nothing acknowledged is lost, no
 * order changes;
 *  - an (index, term) never gets two contents, acknowledged or not; no term is led twice;
 *  - a start after power cuts alone succeeds, wherever the cut came: in a write, a snapshot, a
 * trim, another start;
 *  - a flipped bit in what a start depends on is refused as corruption, and nothing is changed;
 * where it is not refused, everything above still holds. */
#ifndef SIMULATION_SIM_VOTER_H
#define SIMULATION_SIM_VOTER_H

#include <stdbool.h>
#include <stdint.h>

struct sim_report {
    bool failed;
    char why[512];
    uint64_t starts;
    uint64_t power_cuts;
    uint64_t process_deaths;
    uint64_t acknowledged;
    uint64_t snapshots;
    uint64_t flips;
    uint64_t flips_refused;
    uint64_t flips_harmless;
    /* of clusters */
    uint64_t installs;
    uint64_t joins;
    uint64_t removals;
    uint64_t hand_overs;
    uint64_t sync_errors;
    uint64_t simulated_ms;
};

enum sim_plant {
    PLANT_NONE,
    PLANT_SKIP_FSYNC, /* once the cluster is made, the disk says synced and does not sync */
};

/* Run a seed. report's counters are added to. verbose prints the story. */
void sim_voter_run(uint64_t seed, enum sim_plant plant, bool verbose, struct sim_report *report);

/* Run a seed's short life, which holds a snapshot and a trim, once for each changing call in it,
 * with the power cut inside that call. */
void sim_voter_sweep(uint64_t seed, struct sim_report *report);

#endif
