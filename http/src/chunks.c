#include "chunks_int.h"

#include "base/text.h"

enum {
    SIZE_DIGITS_MAX = 15 /* below 2^60: no overflow */
};

static enum chunks_state size_byte(struct chunks *chunks, char c)
{
    int digit = text_hex_digit(c);

    if (digit >= 0 && chunks->digits < SIZE_DIGITS_MAX) {
        chunks->left = chunks->left << 4 | (uint64_t)digit;
        chunks->digits++;
        return CHUNKS_SIZE;
    }
    if (digit >= 0) {
        chunks->left = UINT64_MAX;
        return CHUNKS_BAD;
    }
    if (chunks->digits == 0) {
        return CHUNKS_BAD;
    }
    if (c == '\r') {
        return CHUNKS_SIZE_LF;
    }
    return c == ';' ? CHUNKS_EXTENSION : CHUNKS_BAD;
}

static enum chunks_state extension_byte(char c)
{
    if (c == '\r') {
        return CHUNKS_SIZE_LF;
    }
    return c == '\n' ? CHUNKS_BAD : CHUNKS_EXTENSION;
}

static enum chunks_state step(struct chunks *chunks, char c)
{
    switch (chunks->state) {
    case CHUNKS_SIZE:
        return size_byte(chunks, c);
    case CHUNKS_EXTENSION:
        return extension_byte(c);
    case CHUNKS_SIZE_LF:
        chunks->digits = 0;
        if (c != '\n') {
            return CHUNKS_BAD;
        }
        return chunks->left == 0 ? CHUNKS_END : CHUNKS_DATA;
    case CHUNKS_DATA_CR:
        return c == '\r' ? CHUNKS_DATA_LF : CHUNKS_BAD;
    case CHUNKS_DATA_LF:
        return c == '\n' ? CHUNKS_SIZE : CHUNKS_BAD;
    case CHUNKS_DATA:
    case CHUNKS_END:
    case CHUNKS_BAD:
        break;
    }
    return chunks->state;
}

void chunks_feed(struct chunks *chunks, struct slice bytes)
{
    while (bytes.size > 0 && chunks->state != CHUNKS_END && chunks->state != CHUNKS_BAD) {
        size_t taken = 1;

        if (chunks->state == CHUNKS_DATA) {
            taken = chunks->left < bytes.size ? (size_t)chunks->left : bytes.size;
            chunks->left -= taken;
            chunks->state = chunks->left == 0 ? CHUNKS_DATA_CR : CHUNKS_DATA;
        } else {
            chunks->state = step(chunks, bytes.data[0]);
        }
        bytes = slice_from(bytes, taken);
    }
}
