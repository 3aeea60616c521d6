/* The raw head once more, line by line: what the parser before us lets through. */
#include "head_int.h"

#include <ctype.h>
#include <string.h>

struct head_counts {
    unsigned fields;
    unsigned hosts;
    unsigned lengths;
    unsigned encodings;
    bool bad_host;
};

/* Name, address or bracketed address, and a port (RFC 3986, 3.2.2), without a user. */
static bool is_authority(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!isalnum((unsigned char)text.data[i]) &&
            (text.data[i] == '\0' || strchr("-._~%!$&'()*+,;=:[]", text.data[i]) == NULL)) {
            return false;
        }
    }
    return true;
}

static void count_header(struct slice name, struct slice value, struct head_counts *counts)
{
    counts->fields++;
    if (slice_equal_nocase(name, SLICE("host"))) {
        counts->hosts++;
        counts->bad_host = counts->bad_host || !is_authority(slice_trim(value));
    }
    counts->lengths += slice_equal_nocase(name, SLICE("content-length"));
    counts->encodings += slice_equal_nocase(name, SLICE("transfer-encoding"));
}

/* The characters of RFC 9110, 5.6.2. */
static bool verb_is_token(struct slice line)
{
    size_t end = slice_find_byte(line, ' ');

    for (size_t i = 0; end != SIZE_MAX && i < end; i++) {
        if (!isalnum((unsigned char)line.data[i]) &&
            (line.data[i] == '\0' || strchr("!#$%&'*+-.^_`|~", line.data[i]) == NULL)) {
            return false;
        }
    }
    return end != SIZE_MAX && end > 0;
}

/* One line without its end. Returns why it is refused, or NULL. */
static const char *line_refusal(struct slice line, bool first, struct head_counts *counts)
{
    size_t colon;

    if (slice_find_byte(line, '\r') != SIZE_MAX) {
        return "a carriage return stands within a line of the head";
    }
    if (first) {
        return verb_is_token(line) ? NULL : "the verb is no word";
    }
    if (line.data[0] == ' ' || line.data[0] == '\t') {
        return "a header is folded over two lines";
    }
    colon = slice_find_byte(line, ':');
    if (colon == SIZE_MAX || colon == 0) {
        return "a header has no name";
    }
    count_header(slice_sub(line, 0, colon), slice_from(line, colon + 1), counts);
    return NULL;
}

static const char *counts_refusal(const struct head_counts *counts, bool http_1_0)
{
    if (counts->hosts > 1) {
        return "there are two Host headers";
    }
    if (counts->hosts == 0 && !http_1_0) {
        return "there is no Host header";
    }
    if (counts->bad_host) {
        return "the Host header is no authority";
    }
    if (counts->lengths > 1) {
        return "there are two Content-Length headers";
    }
    if (counts->encodings > 1) {
        return "there are two Transfer-Encoding headers";
    }
    if (counts->lengths > 0 && counts->encodings > 0) {
        return "there are both Content-Length and Transfer-Encoding";
    }
    if (counts->encodings > 0 && http_1_0) {
        return "HTTP/1.0 knows no Transfer-Encoding";
    }
    return NULL;
}

struct head_facts head_check(struct slice raw, bool http_1_0)
{
    struct head_facts facts = {0};
    struct head_counts counts = {0};
    size_t bytes = raw.size;
    bool first = true;

    while (facts.refusal == NULL) {
        size_t end = slice_find_byte(raw, '\n');
        struct slice line;

        if (end == SIZE_MAX) {
            break;
        }
        if (end == 0 || raw.data[end - 1] != '\r') {
            facts.refusal = "a line of the head ends without a carriage return";
            break;
        }
        line = slice_sub(raw, 0, end - 1);
        raw = slice_from(raw, end + 1);
        if (line.size == 0) {
            if (first) {
                continue; /* a blank line before the request line is allowed (RFC 9112, 2.2) */
            }
            break;
        }
        facts.refusal = line_refusal(line, first, &counts);
        first = false;
    }
    if (facts.refusal == NULL) {
        facts.refusal = counts_refusal(&counts, http_1_0);
    }
    facts.bytes = bytes - raw.size;
    facts.fields = counts.fields;
    facts.chunked = counts.encodings > 0;
    return facts;
}
