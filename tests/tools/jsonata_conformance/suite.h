// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/tools/jsonata_conformance/tally.h"

#include <filesystem>

namespace gatehouse::conformance {

/// Runs every case of a directory in the layout of the official suite: groups/<group>/<case>.json and
/// datasets/<name>.json.
[[nodiscard]] bool runSuite(const std::filesystem::path& directory, Tally& tally);

/// Runs a file {"input": …, "probes": [{"expr", "result" | "undefined" | "nonFinite" | "error"}]}.
[[nodiscard]] bool runProbes(const std::filesystem::path& file, Tally& tally);

} // namespace gatehouse::conformance
