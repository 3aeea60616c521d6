/* A fuzz target as a short test: inputs of a fixed seed, made from what its formats are made of.
 * `./dev build fuzz` makes the same a target that runs for hours and knows what it reaches. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/slice.h"
#include "testkit/random.h"

enum {
    RUNS = 20000,
    INPUT_BYTES_MAX = 600
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const pieces[] = {"{",
                                     "}",
                                     "[",
                                     "]",
                                     "\"",
                                     ":",
                                     ",",
                                     "1",
                                     "-1",
                                     "1e9",
                                     "0.5",
                                     "null",
                                     "true",
                                     "\\u",
                                     "\\ud800",
                                     "\xc3\xa9",
                                     "<",
                                     ">",
                                     "</",
                                     "/>",
                                     "<!--",
                                     "-->",
                                     "<![CDATA[",
                                     "]]>",
                                     "&lt;",
                                     "xmlns=",
                                     "process",
                                     "id=\"a\"",
                                     "definitions",
                                     "if ",
                                     "then ",
                                     " else ",
                                     "for ",
                                     " in ",
                                     " return ",
                                     "function(",
                                     ")",
                                     "(",
                                     "..",
                                     " + ",
                                     " * ",
                                     "=",
                                     "x",
                                     "a.b",
                                     "matches(",
                                     "date(\"",
                                     "\r\n",
                                     "\r\n\r\n",
                                     "\n",
                                     "Host: a",
                                     "Content-Length: 2",
                                     "Transfer-Encoding: chunked",
                                     "GET / HTTP/1.1",
                                     "2\r\n{}\r\n",
                                     "0\r\n\r\n",
                                     "--b",
                                     "Content-Disposition: form-data; name=\"resources\"",
                                     "P1D",
                                     "PT5M",
                                     "R3/",
                                     "2026-01-02T03:04:05Z",
                                     "+01:00",
                                     "[Europe/Berlin]",
                                     "0 0 * * 1-5",
                                     "*/5",
                                     "application/json",
                                     "multipart/form-data; boundary=b",
                                     "\x81\xa1",
                                     "\x92\x01",
                                     "\xd9\x03",
                                     "\xc4\x02",
                                     "\xcf"};

static size_t fill(struct random *random, char *out)
{
    size_t wanted = random_below(random, INPUT_BYTES_MAX);
    uint32_t raw = random_below(random, 100); /* how many of a hundred bytes are just bytes */
    size_t size = 0;

    while (size < wanted) {
        const char *piece = pieces[random_below(random, sizeof(pieces) / sizeof(pieces[0]))];
        size_t bytes = strlen(piece);

        if (random_below(random, 100) < raw || bytes > INPUT_BYTES_MAX - size) {
            out[size++] = (char)random_below(random, 256);
        } else {
            memcpy(out + size, piece, bytes);
            size += bytes;
        }
    }
    return size;
}

int main(void)
{
    static char input[INPUT_BYTES_MAX];
    struct random random = {.state = 1};

    for (int i = 0; i < RUNS; i++) {
        size_t size = fill(&random, input);
        /* A copy of its own size, so that a read beyond its end is seen. */
        uint8_t *copy = malloc(size == 0 ? 1 : size);

        if (copy == NULL) {
            return 1;
        }
        memcpy(copy, input, size);
        (void)LLVMFuzzerTestOneInput(copy, size);
        free(copy);
    }
    printf("%d passed, 0 failed\n", RUNS);
    return 0;
}
