/* One to eight servers on disks that lose power, and links between them that are slow, cut and
 * one-way: driver, guards, log, snapshots and their transfer, membership.
 *
 * A seed begins with one, three or five voters and draws its mix: crashes and power cuts of some or
 * all, cuts inside any call of a disk, syncs that fail, flipped bits, disks that are lost for good
 * (the server comes back as a new one, the old one is removed), servers that join and leave,
 * leadership that is handed over, pauses, slow disks and links, snapshots every few entries or
 * never, entries larger than a message.
 *
 * Held: all servers hand out the same entry at each index, with the same term, checksum and state,
 * also when the state came as a snapshot; each command once; no term has two leaders; a failed sync
 * ends the process; damage is refused; after the last fault all members agree on all that any of
 * them handed out, within bounded time, and the changes that were asked for are done. */
#ifndef SIMULATION_SIM_CLUSTER_H
#define SIMULATION_SIM_CLUSTER_H

#include "sim_voter.h"

void sim_cluster_run(uint64_t seed, bool verbose, struct sim_report *report);

#endif
