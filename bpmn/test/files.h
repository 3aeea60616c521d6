/* Files of test data. */
#ifndef BPMN_TEST_FILES_H
#define BPMN_TEST_FILES_H

#include <stddef.h>

#include "base/arena.h"
#include "base/slice.h"

/* The whole file in the arena; the test fails when it cannot be read. */
struct slice file_read(struct arena *arena, const char *path);
void file_write(const char *path, struct slice bytes);

/* Every file under the folder, subfolders too, whose name ends with suffix, sorted by path. */
size_t files_list(struct arena *arena, const char *folder, const char *suffix, char ***out);

#endif
