// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/options.h"

namespace gatehouse::app {

/// Applies gatehouse.toml or gatehouse.json of options.dataDir, when there is one; both at once are refused.
/// Names are those of the options; a list stands for an option given several times. The error names the file
/// and, where known, the line.
[[nodiscard]] Status applySettingsFile(Options& options);

} // namespace gatehouse::app
