// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::jsonata::extra {

/// The E.164 form of a telephone number ("+4930123456"). A number without an international prefix is read as
/// one of the region (ISO 3166-1 alpha-2). Nothing when it cannot be a number there.
[[nodiscard]] std::optional<std::string> toE164(std::string_view number, std::string_view region);

} // namespace gatehouse::jsonata::extra
