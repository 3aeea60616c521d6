/* A modification as the words of a story say it. */
#ifndef FSM_TEST_MODIFICATION_WORDS_H
#define FSM_TEST_MODIFICATION_WORDS_H

#include "machine.h"

/* modify INSTANCE WORD..., where #9 is the key that a trace shows as 9 and any other name an
 * element of the model:
 *
 *     activate=ELEMENT[/ANCESTOR[/SCOPE]]   ANCESTOR: #9 or -, SCOPE: of the variables
 *     move=SOURCE/TARGET[/ANCESTOR]         ANCESTOR: #9, inferred or parent
 *     end=ELEMENT
 *
 * variables: go with every activation; size 0: none. Everything lives in the machine's arena. */
struct command modification_of_words(struct machine *m, const struct slice *words, uint32_t count,
                                     struct slice variables);

/* migrate INSTANCE #9 SOURCE=TARGET...: to the definition whose key a trace shows as 9. */
struct command migration_of_words(struct machine *m, const struct slice *words, uint32_t count);

#endif
