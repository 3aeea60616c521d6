/* msg, msg_by_name, msg_id, msg_done, msg_lock, sub: messages that wait for somebody and elements
 * that wait for messages. */
#ifndef FSM_MESSAGE_ROWS_H
#define FSM_MESSAGE_ROWS_H

#include "row/rows.h"

/* A buffered message. */
struct message_row {
    uint64_t key;
    struct slice tenant;
    struct slice name;
    struct slice correlation_key;
    struct slice message_id; /* data NULL: none */
    int64_t deadline_ms;
    struct slice variables;
    struct slice business_id; /* of the instances that it starts; data NULL: none */
    bool unique_business_id;  /* none is started while another of the process has it */
};

bool message_row_get(struct rows *rows, uint64_t key, struct message_row *out);
void message_row_put(struct rows *rows, const struct message_row *row);
/* With its id and the notes of who got it. */
void message_row_delete(struct rows *rows, const struct message_row *row);
/* Prefix in TABLE_MSG_BY_NAME, oldest first; the last part of a key is the message's. */
struct row_key message_prefix(struct slice tenant, struct slice name, struct slice correlation_key);
/* A buffered message of that name, correlation key and id exists. */
bool message_id_is_taken(struct rows *rows, const struct message_row *row);

/* Buffered messages of one name and correlation key that a process has had, oldest first: all up to
 * this one. A short cut through message_done_get; it goes with its message. 0: none is noted. */
struct message_passed {
    struct slice tenant;
    struct slice name;
    struct slice correlation_key;
    struct slice process_id;
};

uint64_t message_passed_get(struct rows *rows, const struct message_passed *of);
void message_passed_put(struct rows *rows, const struct message_passed *of, uint64_t message_key);

/* One message goes to each process once. */
bool message_done_get(struct rows *rows, uint64_t message_key, struct slice process_id);
/* Forget who got it. */
void message_done_delete(struct rows *rows, uint64_t message_key);
void message_done_put(struct rows *rows, uint64_t message_key, struct slice process_id);

/* One instance at a time is started by messages of one correlation key. */
bool message_lock_get(struct rows *rows, struct slice tenant, struct slice process_id,
                      struct slice correlation_key);
void message_lock_put(struct rows *rows, struct slice tenant, struct slice process_id,
                      struct slice correlation_key, uint64_t instance_key);
void message_lock_delete(struct rows *rows, struct slice tenant, struct slice process_id,
                         struct slice correlation_key);

/* An element that waits for a message. */
struct subscription_row {
    uint64_t key;
    uint64_t element_key;
    uint64_t instance_key;
    uint32_t target; /* element that gets the event */
    struct slice tenant;
    struct slice process_id;
    struct slice message_name;
    struct slice correlation_key;
};

void subscription_row_put(struct rows *rows, const struct subscription_row *row);
/* One that was there when the command began, perhaps under another process id. */
void subscription_row_put_again(struct rows *rows, const struct subscription_row *row);
/* The row as far as its key goes: tenant, message name, correlation key, process id, key. */
void subscription_row_delete(struct rows *rows, const struct subscription_row *row);
/* Rows in TABLE_SUB are ordered by process id behind this prefix, then oldest first: the next one
 * behind (process_id, key), which may be empty and 0. */
bool subscription_row_after(struct rows *rows, const struct subscription_row *after,
                            struct subscription_row *out);
bool subscription_row_decode(struct rows *rows, uint64_t key, struct slice value,
                             struct subscription_row *out);

#endif
