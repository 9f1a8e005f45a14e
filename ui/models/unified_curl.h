// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/types.h"
#include "ui/text/curl.h"

#include <QString>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::ui {

/// The call as a program would make it over the gateway's REST API; its key is read from the data directory
/// when the command runs, so it is in no clipboard.
[[nodiscard]] CurlRequest unifiedCurl(const UnifiedRequest& request, const std::string& bodyText,
                                      const std::string& apiUrl, const std::filesystem::path& dataDir);
/// "limit=10&updated_since=2026-01-01" as decoded pairs, in order; and back.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parseQuery(const QString& text);
[[nodiscard]] QString queryText(const std::vector<std::pair<std::string, std::string>>& query);

} // namespace gatehouse::ui
