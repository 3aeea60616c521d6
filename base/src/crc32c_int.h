/* The two ways to a CRC32C, apart, so that a test can hold one against the other. */
#ifndef BASE_CRC32C_INT_H
#define BASE_CRC32C_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

uint32_t crc32c_by_table(uint32_t previous, const void *data, size_t bytes);
/* Only where crc32c_has_hardware. */
uint32_t crc32c_by_hardware(uint32_t previous, const void *data, size_t bytes);
bool crc32c_has_hardware(void);

#endif
