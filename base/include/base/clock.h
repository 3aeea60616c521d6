/* The machine's clocks. Nothing that reaches replicated state reads one: `./dev tidy` sees to it.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Never goes back, runs on whatever the time of day is set to. Thread: any. */
int64_t clock_monotonic_ms(void);
/* Milliseconds since 1970, as the machine believes. Thread: any. */
int64_t clock_wall_ms(void);

#endif
