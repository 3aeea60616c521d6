/* What the tests of values share: a repeatable source of numbers and random values. */
#ifndef VALUE_TEST_FIXTURE_H
#define VALUE_TEST_FIXTURE_H

#include <stdint.h>

#include "testkit/random.h"
#include "value/value.h"

/* Append a random valid value; depth levels of containers at most. With bytes also VALUE_BYTES,
 * which JSON has not. */
void random_value(struct random *r, struct buffer *out, unsigned depth, bool bytes);
/* Random ASCII, escapes and code points of every length. */
struct slice random_text(struct random *r, char room[64]);

#endif
