/* CRC32C (Castagnoli), by the processor's own instruction where it has one. */
#ifndef BASE_CRC32C_H
#define BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what gave `previous` followed by these bytes; previous is 0 at the start, so
 * crc32c(crc32c(0, a), b) is the checksum of a and b together. crc32c(0, "123456789", 9) is
 * 0xe3069283. Thread: any. */
uint32_t crc32c(uint32_t previous, const void *data, size_t bytes);

#endif
