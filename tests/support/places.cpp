// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/places.h"

// The only file that is compiled with the tree's own path, so that the compiler cache serves all checkouts.
namespace gatehouse::test {

const std::filesystem::path& sourceDir()
{
    static const std::filesystem::path path = GATEHOUSE_SOURCE_DIR;
    return path;
}

const std::filesystem::path& binDir()
{
    static const std::filesystem::path path = GATEHOUSE_BIN_DIR;
    return path;
}

} // namespace gatehouse::test
