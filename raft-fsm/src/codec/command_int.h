/* What the files of the command codec share. */
#ifndef FSM_COMMAND_INT_H
#define FSM_COMMAND_INT_H

#include "fsm/command.h"

enum {
    COMMAND_FORMAT = 0x42,
    COMMAND_VERSION = 1,
    COMMAND_ENVELOPE_MEMBERS = 5, /* tenant, actor, idempotency key, body hash, payload */
    CREATE_INSTANCE_MEMBERS = 11,
    DEPLOY_RESOURCE_MEMBERS_FIRST = 3, /* when all files were BPMN */
    DEPLOY_RESOURCE_MEMBERS = 6,
    DEPLOY_UNIT_MEMBERS = 7,        /* of a DMN file */
    COMPLETE_JOB_MEMBERS_FIRST = 2, /* those without business ids and leases */
    COMPLETE_JOB_MEMBERS_THEN = 4,  /* those without leases */
    COMPLETE_JOB_MEMBERS = 5,
    FAIL_JOB_MEMBERS_FIRST = 5,
    FAIL_JOB_MEMBERS = 6,
    THROW_JOB_ERROR_MEMBERS_FIRST = 4,
    THROW_JOB_ERROR_MEMBERS = 5,
    UPDATE_JOB_MEMBERS_FIRST = 7,
    UPDATE_JOB_MEMBERS = 8,
    ACTIVATE_REQUEST_MEMBERS_FIRST = 4,
    ACTIVATE_REQUEST_MEMBERS = 5,
    PUBLISH_MESSAGE_MEMBERS_FIRST = 5,
    PUBLISH_MESSAGE_MEMBERS = 7,
    CORRELATE_MESSAGE_MEMBERS_FIRST = 3,
    CORRELATE_MESSAGE_MEMBERS = 5,
    CREATE_INSTANCE_MEMBERS_FIRST = 7, /* of the entries that came before its last four members */
    HEADER_FORMAT_AT = 0,
    HEADER_VERSION_AT = 1,
    HEADER_TYPE_AT = 2,
    HEADER_STAMP_AT = 8,
    HEADER_NODE_AT = 16,
    HEADER_SEQUENCE_AT = 24
};

struct decoder;

void command_header_put(const struct command *command, struct buffer *out);
/* modification.c */
void modification_put(const struct command *command, struct buffer *out);
void modification_get(struct decoder *d, struct command *out);
void migration_put(const struct command *command, struct buffer *out);
void migration_get(struct decoder *d, struct command *out);

#endif
