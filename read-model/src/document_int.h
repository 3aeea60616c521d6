/* Documents as rows: decoding, encoding field by field, rewriting one field. */
#ifndef READMODEL_DOCUMENT_INT_H
#define READMODEL_DOCUMENT_INT_H

#include "base/buffer.h"
#include "base/status.h"
#include "readmodel/readmodel.h"

enum {
    DOCUMENT_FIELDS_MAX = 32 /* stored fields of an entity */
};

/* fields: room for DOCUMENT_FIELDS_MAX; borrowed from row. Errors: STATUS_CORRUPT. */
enum status document_decode(enum readmodel_entity entity, struct slice row,
                            struct slice *fields) NODISCARD;

/* The row of the fields (stored_count values), the buffer's content replaced. */
void document_encode(struct buffer *out, enum readmodel_entity entity, const struct slice *fields);
/* A boolean as a value, for a field that is replaced. */
struct slice value_of_bool(bool truth);

/* Field readers on decoded fields; null reads as 0, false, empty. */
uint64_t field_u64(struct slice value);
int64_t field_int(struct slice value);
bool field_bool(struct slice value);
struct slice field_text(struct slice value);

/* The trace shows what is missing as empty, documents as null. */
struct slice null_if_empty(struct slice text);

/* Writes the fields in table order; each put asserts that it is that field's turn. */
struct encoder {
    struct buffer *out;
    enum readmodel_entity entity;
    uint32_t next;
    struct slice state; /* of the state field, once put */
};

void encoder_begin(struct encoder *encoder, struct buffer *out, enum readmodel_entity entity);
void encoder_end(struct encoder *encoder);
void put_null(struct encoder *encoder, int field);
void put_key(struct encoder *encoder, int field, uint64_t key); /* 0: null */
void put_int(struct encoder *encoder, int field, int64_t number);
void put_time_or_null(struct encoder *encoder, int field, int64_t time_ms); /* 0: null */
void put_bool(struct encoder *encoder, int field, bool truth);
void put_text(struct encoder *encoder, int field, struct slice text);
void put_text_or_null(struct encoder *encoder, int field, struct slice text); /* data NULL: null */
void put_enum(struct encoder *encoder, int field, const char *text);
/* Remembers the state: it chooses the table. */
void put_state(struct encoder *encoder, int field, const char *text);
void put_value(struct encoder *encoder, int field, struct slice value);
void put_object(struct encoder *encoder, int field, struct slice value); /* empty or null: {} */
void put_list(struct encoder *encoder, int field, struct slice value);   /* empty or null: [] */
/* An array of strings. */
void put_texts(struct encoder *encoder, int field, const struct slice *texts, uint32_t count);
void put_bytes(struct encoder *encoder, int field, struct slice bytes);

#endif
