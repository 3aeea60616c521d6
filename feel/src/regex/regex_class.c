/* Character classes: ranges, categories, blocks, and both cases of a letter. */
#include <utf8proc.h>

#include "regex/regex_int.h"
#include "syntax/chars.h"

struct category {
    char name[3];
    uint32_t bits;
};

#define BIT(category) (1U << UTF8PROC_CATEGORY_##category)

#define BITS_P (BIT(PC) | BIT(PD) | BIT(PS) | BIT(PE) | BIT(PI) | BIT(PF) | BIT(PO))
#define BITS_Z (BIT(ZS) | BIT(ZL) | BIT(ZP))
#define BITS_C (BIT(CC) | BIT(CF) | BIT(CS) | BIT(CO) | BIT(CN))

static const struct category categories[] = {
    {"L", BIT(LU) | BIT(LL) | BIT(LT) | BIT(LM) | BIT(LO)},
    {"Lu", BIT(LU)},
    {"Ll", BIT(LL)},
    {"Lt", BIT(LT)},
    {"Lm", BIT(LM)},
    {"Lo", BIT(LO)},
    {"M", BIT(MN) | BIT(MC) | BIT(ME)},
    {"Mn", BIT(MN)},
    {"Mc", BIT(MC)},
    {"Me", BIT(ME)},
    {"N", BIT(ND) | BIT(NL) | BIT(NO)},
    {"Nd", BIT(ND)},
    {"Nl", BIT(NL)},
    {"No", BIT(NO)},
    {"P", BITS_P},
    {"Pc", BIT(PC)},
    {"Pd", BIT(PD)},
    {"Ps", BIT(PS)},
    {"Pe", BIT(PE)},
    {"Pi", BIT(PI)},
    {"Pf", BIT(PF)},
    {"Po", BIT(PO)},
    {"S", BIT(SM) | BIT(SC) | BIT(SK) | BIT(SO)},
    {"Sm", BIT(SM)},
    {"Sc", BIT(SC)},
    {"Sk", BIT(SK)},
    {"So", BIT(SO)},
    {"Z", BITS_Z},
    {"Zs", BIT(ZS)},
    {"Zl", BIT(ZL)},
    {"Zp", BIT(ZP)},
    {"C", BITS_C},
    {"Cc", BIT(CC)},
    {"Cf", BIT(CF)},
    {"Co", BIT(CO)},
    {"Cn", BIT(CN)},
};

struct block {
    const char *name;
    uint32_t low;
    uint32_t high;
};

/* The Unicode blocks that patterns name, by XML Schema's spelling. */
static const struct block blocks[] = {
    {"IsBasicLatin", 0x0000, 0x007F},
    {"IsLatin-1Supplement", 0x0080, 0x00FF},
    {"IsLatinExtended-A", 0x0100, 0x017F},
    {"IsLatinExtended-B", 0x0180, 0x024F},
    {"IsIPAExtensions", 0x0250, 0x02AF},
    {"IsSpacingModifierLetters", 0x02B0, 0x02FF},
    {"IsCombiningDiacriticalMarks", 0x0300, 0x036F},
    {"IsGreek", 0x0370, 0x03FF},
    {"IsGreekandCoptic", 0x0370, 0x03FF},
    {"IsCyrillic", 0x0400, 0x04FF},
    {"IsArmenian", 0x0530, 0x058F},
    {"IsHebrew", 0x0590, 0x05FF},
    {"IsArabic", 0x0600, 0x06FF},
    {"IsSyriac", 0x0700, 0x074F},
    {"IsThaana", 0x0780, 0x07BF},
    {"IsDevanagari", 0x0900, 0x097F},
    {"IsBengali", 0x0980, 0x09FF},
    {"IsGurmukhi", 0x0A00, 0x0A7F},
    {"IsGujarati", 0x0A80, 0x0AFF},
    {"IsOriya", 0x0B00, 0x0B7F},
    {"IsTamil", 0x0B80, 0x0BFF},
    {"IsTelugu", 0x0C00, 0x0C7F},
    {"IsKannada", 0x0C80, 0x0CFF},
    {"IsMalayalam", 0x0D00, 0x0D7F},
    {"IsSinhala", 0x0D80, 0x0DFF},
    {"IsThai", 0x0E00, 0x0E7F},
    {"IsLao", 0x0E80, 0x0EFF},
    {"IsTibetan", 0x0F00, 0x0FFF},
    {"IsMyanmar", 0x1000, 0x109F},
    {"IsGeorgian", 0x10A0, 0x10FF},
    {"IsHangulJamo", 0x1100, 0x11FF},
    {"IsEthiopic", 0x1200, 0x137F},
    {"IsCherokee", 0x13A0, 0x13FF},
    {"IsOgham", 0x1680, 0x169F},
    {"IsRunic", 0x16A0, 0x16FF},
    {"IsKhmer", 0x1780, 0x17FF},
    {"IsMongolian", 0x1800, 0x18AF},
    {"IsLatinExtendedAdditional", 0x1E00, 0x1EFF},
    {"IsGreekExtended", 0x1F00, 0x1FFF},
    {"IsGeneralPunctuation", 0x2000, 0x206F},
    {"IsSuperscriptsandSubscripts", 0x2070, 0x209F},
    {"IsCurrencySymbols", 0x20A0, 0x20CF},
    {"IsLetterlikeSymbols", 0x2100, 0x214F},
    {"IsNumberForms", 0x2150, 0x218F},
    {"IsArrows", 0x2190, 0x21FF},
    {"IsMathematicalOperators", 0x2200, 0x22FF},
    {"IsMiscellaneousTechnical", 0x2300, 0x23FF},
    {"IsBoxDrawing", 0x2500, 0x257F},
    {"IsBlockElements", 0x2580, 0x259F},
    {"IsGeometricShapes", 0x25A0, 0x25FF},
    {"IsMiscellaneousSymbols", 0x2600, 0x26FF},
    {"IsDingbats", 0x2700, 0x27BF},
    {"IsCJKSymbolsandPunctuation", 0x3000, 0x303F},
    {"IsHiragana", 0x3040, 0x309F},
    {"IsKatakana", 0x30A0, 0x30FF},
    {"IsBopomofo", 0x3100, 0x312F},
    {"IsCJKUnifiedIdeographs", 0x4E00, 0x9FFF},
    {"IsHangulSyllables", 0xAC00, 0xD7A3},
    {"IsPrivateUse", 0xE000, 0xF8FF},
    {"IsCJKCompatibilityIdeographs", 0xF900, 0xFAFF},
    {"IsArabicPresentationForms-A", 0xFB50, 0xFDFF},
    {"IsArabicPresentationForms-B", 0xFE70, 0xFEFE},
    {"IsHalfwidthandFullwidthForms", 0xFF00, 0xFFEF},
};

bool regex_property(struct slice name, struct regex_item *out)
{
    *out = (struct regex_item){.kind = RX_CATEGORY};
    for (size_t i = 0; i < sizeof(categories) / sizeof(categories[0]); i++) {
        if (slice_is(name, categories[i].name)) {
            out->categories = categories[i].bits;
            return true;
        }
    }
    out->kind = RX_RANGE;
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
        if (slice_is(name, blocks[i].name)) {
            out->low = blocks[i].low;
            out->high = blocks[i].high;
            return true;
        }
    }
    return false;
}

static bool in_categories(uint32_t code_point, uint32_t bits)
{
    return (bits >> (uint32_t)utf8proc_category((utf8proc_int32_t)code_point) & 1U) != 0;
}

/* Everything but punctuation, separators and other characters. */
static bool is_word(uint32_t c)
{
    return !in_categories(c, BITS_P | BITS_Z | BITS_C);
}

static bool is_name_start(uint32_t c)
{
    return c == ':' || feel_is_name_start(c);
}

static bool is_name_char(uint32_t c)
{
    return c == ':' || c == '-' || c == '.' || feel_is_name_part(c);
}

static bool item_holds(const struct regex_item *item, uint32_t c)
{
    switch (item->kind) {
    case RX_RANGE:
        return c >= item->low && c <= item->high;
    case RX_CATEGORY:
        return in_categories(c, item->categories);
    case RX_BLANK:
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    case RX_WORD:
        return is_word(c) || (c == item->low && c != 0);
    case RX_INITIAL:
        return is_name_start(c);
    case RX_NAME_CHAR:
        return is_name_char(c);
    }
    return false;
}

static uint32_t upper(uint32_t c)
{
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

static uint32_t lower(uint32_t c)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

/* By way of upper case, so that the Kelvin sign, K and k, or both sigmas, fall together. */
uint32_t regex_fold(uint32_t code_point)
{
    return lower(upper(lower(code_point)));
}

static bool item_holds_folded(const struct regex_item *item, uint32_t c)
{
    if (item_holds(item, c) || item_holds(item, lower(c)) || item_holds(item, upper(c)) ||
        item_holds(item, upper(lower(c)))) {
        return true;
    }
    return item->kind == RX_RANGE && item->low == item->high &&
           regex_fold(item->low) == regex_fold(c);
}

bool regex_class_holds(const struct regex_class *class, uint32_t code_point, bool fold)
{
    bool holds = false;

    for (uint32_t i = 0; i < class->count && !holds; i++) {
        const struct regex_item *item = &class->items[i];

        holds = (fold ? item_holds_folded(item, code_point) : item_holds(item, code_point)) !=
                item->negated;
    }
    return holds != class->negated &&
           (class->minus == NULL || !regex_class_holds(class->minus, code_point, fold));
}
