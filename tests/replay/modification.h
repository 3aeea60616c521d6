/* Random modifications and migrations of running instances. */
#ifndef REPLAY_MODIFICATION_H
#define REPLAY_MODIFICATION_H

#include "payload.h"

void migration_fill(struct payload_source *source, struct migrate_instance_command *migrate);
void modification_fill(struct payload_source *source, struct modify_instance_command *modify);

#endif
