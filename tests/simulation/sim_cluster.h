/* Three voters on three disks that lose power, and links between them that are slow, cut and
 * one-way.
 *
 * Snapshots are off (nothing installs them yet), so this is about the driver, the guards and the
 * log of a follower whose leader replaces entries. Held: all members hand out the same entry at
 * each index, with the same term, checksum and state; no term has two leaders; after the last fault
 * all members agree on all that any of them handed out. */
#ifndef SIMULATION_SIM_CLUSTER_H
#define SIMULATION_SIM_CLUSTER_H

#include "sim_voter.h"

void sim_cluster_run(uint64_t seed, bool verbose, struct sim_report *report);

#endif
