// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace gatehouse::app {

/// What DATA_DIR/node.json says about the node that runs there: how gatehousectl finds it when the port was
/// free to choose.
struct NodeFile
{
    std::string apiUrl;
    std::int64_t processId = 0;
    std::string version;
};

/// Replaces the file at once (write beside it, then rename), mode 0600.
[[nodiscard]] Status writeNodeFile(const std::filesystem::path& dataDir, const NodeFile& node);
/// Errc::NotFound when there is none, or when the process it names is gone (it was killed).
[[nodiscard]] Result<NodeFile> readNodeFile(const std::filesystem::path& dataDir);
void removeNodeFile(const std::filesystem::path& dataDir) noexcept;

} // namespace gatehouse::app
