/* The files of a store's directory. Private. */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/status.h"

bool store_files_exist(const char *directory);
/* What LMDB needs only while a store is open. Errors: STATUS_IO, STATUS_FORBIDDEN. */
enum status store_files_drop_lock(const char *directory) NODISCARD;
enum status store_files_sync_directory(const char *directory) NODISCARD;

#endif
