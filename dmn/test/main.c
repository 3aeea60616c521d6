#include "testkit/test.h"

TEST_MAIN
