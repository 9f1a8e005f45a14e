// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

#include <string>

namespace gatehouse::ui {

enum class FileAccess
{
    AsUsual,  ///< What the person's umask says.
    OwnerOnly ///< Mode 0600 from the first byte on.
};

/// Writes a file whole or not at all. Empty: done; otherwise why not. May block: for a worker.
[[nodiscard]] QString writeWholeFile(const QString& path, const std::string& text,
                                     FileAccess access = FileAccess::AsUsual);
/// LimitExceeded: larger than that. May block: for a worker.
[[nodiscard]] Result<std::string> readWholeFile(const QString& path, qint64 most);

} // namespace gatehouse::ui
