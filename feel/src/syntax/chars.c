#include "syntax/chars.h"

#include <stddef.h>

#include "base/utf8.h"

struct code_range {
    uint32_t first;
    uint32_t last;
};

static const struct code_range blanks[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
    {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x200B}, {0x2028, 0x2029},
    {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
};

static const struct code_range name_starts[] = {
    {'A', 'Z'},       {'_', '_'},       {'a', 'z'},         {0xC0, 0xD6},     {0xD8, 0xF6},
    {0xF8, 0x2FF},    {0x370, 0x37D},   {0x37F, 0x167F},    {0x1681, 0x180D}, {0x180F, 0x1FFF},
    {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},   {0x3001, 0xD7FF}, {0xF900, 0xFDCF},
    {0xFDF0, 0xFEFE}, {0xFF00, 0xFFFD}, {0x10000, 0xEFFFF},
};

static const struct code_range name_extras[] = {
    {'0', '9'},
    {0xB7, 0xB7},
    {0x300, 0x36F},
    {0x203F, 0x2040},
};

static bool ranges_hold(const struct code_range *ranges, size_t count, uint32_t code_point)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (code_point > ranges[middle].last) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && code_point >= ranges[low].first;
}

#define RANGES_HOLD(ranges, c) ranges_hold((ranges), sizeof(ranges) / sizeof((ranges)[0]), (c))

bool feel_is_blank(uint32_t code_point)
{
    return RANGES_HOLD(blanks, code_point);
}

bool feel_is_name_start(uint32_t code_point)
{
    return RANGES_HOLD(name_starts, code_point);
}

bool feel_is_name_part(uint32_t code_point)
{
    return feel_is_name_start(code_point) || RANGES_HOLD(name_extras, code_point);
}

uint32_t feel_char_at(struct slice text, uint32_t at, uint32_t *bytes)
{
    uint32_t code_point = 0;

    if (at >= text.size) {
        *bytes = 0;
        return 0;
    }
    if ((unsigned char)text.data[at] < 0x80) {
        *bytes = 1;
        return (unsigned char)text.data[at];
    }
    *bytes = (uint32_t)utf8_decode(slice_from(text, at), &code_point);
    return code_point;
}
