#include "base/crc32c.h"

#include <string.h>

#include "base/assert.h"
#include "base/attr.h"
#include "crc32c_int.h"

/* The polynomial 0x1edc6f41 with its bits reflected. */
static const uint32_t POLYNOMIAL = 0x82f63b78;

static uint32_t table[256];

CONSTRUCTOR static void fill_table(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;

        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? POLYNOMIAL : 0);
        }
        table[i] = crc;
    }
}

uint32_t crc32c_by_table(uint32_t previous, const void *data, size_t bytes)
{
    const uint8_t *p = data;
    uint32_t crc = ~previous;

    for (size_t i = 0; i < bytes; i++) {
        crc = (crc >> 8) ^ table[(crc ^ p[i]) & 0xff];
    }
    return ~crc;
}

#if defined(__x86_64__)
bool crc32c_has_hardware(void)
{
    return __builtin_cpu_supports("sse4.2");
}

__attribute__((target("sse4.2"))) uint32_t crc32c_by_hardware(uint32_t previous, const void *data,
                                                              size_t bytes)
{
    const uint8_t *p = data;
    uint64_t crc = (uint32_t)~previous;

    for (; bytes >= sizeof(uint64_t); bytes -= sizeof(uint64_t), p += sizeof(uint64_t)) {
        uint64_t word;

        memcpy(&word, p, sizeof(word));
        crc = __builtin_ia32_crc32di(crc, word);
    }
    for (; bytes > 0; bytes--, p++) {
        crc = __builtin_ia32_crc32qi((uint32_t)crc, *p);
    }
    return ~(uint32_t)crc;
}
#else
bool crc32c_has_hardware(void)
{
    return false;
}

uint32_t crc32c_by_hardware(uint32_t previous, const void *data, size_t bytes)
{
    (void)previous;
    (void)data;
    (void)bytes;
    UNREACHABLE("no CRC32C instruction on this machine");
}
#endif

uint32_t crc32c(uint32_t previous, const void *data, size_t bytes)
{
    return crc32c_has_hardware() ? crc32c_by_hardware(previous, data, bytes)
                                 : crc32c_by_table(previous, data, bytes);
}
