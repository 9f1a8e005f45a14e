// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/places.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace gatehouse::test {

/// The folder of shared vectors: $GATEHOUSE_SHARED, by default ../shared beside the source tree. Tests that
/// need it skip with a message when it is not there.
inline std::filesystem::path sharedDir()
{
    const char* set = std::getenv("GATEHOUSE_SHARED"); // NOLINT(concurrency-mt-unsafe)
    return set != nullptr && *set != '\0' ? std::filesystem::path(set) : sourceDir() / ".." / "shared";
}

inline std::string readFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace gatehouse::test
