// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::jsonata {

/// A placeholder of a message and what stands for it; Undefined prints as "undefined".
struct MessageField
{
    std::string_view name;
    json::Value value;
};

/// The text of a code with its placeholders filled in: {{x}} as JSON, {{{x}}} as plain text.
[[nodiscard]] std::string formatMessage(std::string_view code, std::span<const MessageField> fields);

/// The names (from candidates) that come near enough to a misspelt one to suggest; "" when none does.
[[nodiscard]] std::string_view nearestName(std::string_view wanted,
                                           std::span<const std::string_view> candidates);

} // namespace gatehouse::jsonata
