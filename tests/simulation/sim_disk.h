/* A disk that can lose power.
 *
 * What a write, a create, a rename or an unlink changed is seen at once and lost with the power,
 * unless a sync of that file or directory came after it. A power cut keeps any subset of the
 * unsynced 512-byte sectors of each file, and of each directory's unsynced changes any first part.
 * A cut can be set to happen inside the n-th changing call from now: that call and all after it
 * fail, and none of them is synced. Deterministic: all choices come from the seed. */
#ifndef SIMULATION_SIM_DISK_H
#define SIMULATION_SIM_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "replication/disk.h"

struct sim_node;

struct sim_file {
    struct sim_node *node;
    bool writable;
};

enum {
    SIM_FILES_MAX = 64
};

struct sim_disk {
    struct disk disk; /* first: a struct disk * is a struct sim_disk * */
    uint64_t random;
    struct sim_node *root;
    struct sim_file files[SIM_FILES_MAX];
    uint64_t changes;        /* changing calls so far */
    uint64_t cut_at;         /* the call in which the power fails; 0: never */
    bool off;                /* the power has failed; sim_disk_power_cut brings it back */
    uint64_t sync_errors_in; /* so many syncs from now one fails; 0: none does */
    bool lies_about_sync;    /* planted bug: sync returns OK and does nothing */
};

uint64_t sim_random(uint64_t *state);
/* 0 .. below - 1 */
uint64_t sim_below(uint64_t *state, uint64_t below);

void sim_disk_init(struct sim_disk *disk, uint64_t seed);
void sim_disk_deinit(struct sim_disk *disk);
/* The power fails inside the calls-th changing call from now. */
void sim_disk_cut_after(struct sim_disk *disk, uint64_t calls);
/* What the medium holds after the cut becomes what is seen; open files are closed. */
void sim_disk_power_cut(struct sim_disk *disk);
/* The process died and the machine did not: all that was written is seen, open files are closed. */
void sim_disk_process_died(struct sim_disk *disk);

struct sim_flip {
    char path[512];
    uint64_t offset;
    unsigned bit;
};
/* Flip one bit of one file that holds anything, on the medium. False when there is no file.
 * Flipping the same again takes it back; nothing happens when the file is gone. */
bool sim_disk_choose_flip(struct sim_disk *disk, struct sim_flip *flip);
void sim_disk_flip(struct sim_disk *disk, const struct sim_flip *flip);

#endif
