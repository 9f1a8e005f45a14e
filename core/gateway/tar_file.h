// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gatehouse {

/// One member of an archive: a file's name in it, and where its content lies.
struct TarMember
{
    std::string name; ///< At most 99 bytes.
    std::filesystem::path source;
};

/// Writes a POSIX ustar archive (IEEE Std 1003.1, pax) with mode 0600, durably; gives its size. Blocks.
/// AlreadyExists: the file is there. On an error nothing is left of it.
[[nodiscard]] Result<std::uint64_t> writeTar(const std::filesystem::path& file,
                                             const std::vector<TarMember>& members, UnixMillis now);

} // namespace gatehouse
