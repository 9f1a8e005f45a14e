// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <fmt/format.h>

#include <array>

namespace gatehouse {

std::string_view errcName(Errc code) noexcept
{
    static constexpr std::array<std::string_view, 19> kNames{
        "invalid_argument", "parse_error",  "limit_exceeded", "not_found",   "already_exists",
        "conflict",         "unauthorized", "forbidden",      "unsupported", "unavailable",
        "timeout",          "cancelled",    "abandoned",      "corrupt",     "config_error",
        "mapping_error",    "circuit_open", "rate_limited",   "internal"};
    return kNames.at(static_cast<std::size_t>(code));
}

std::string Error::describe() const
{
    std::string out = source;
    if (at.line != 0) {
        out += fmt::format("{}{}:{}", out.empty() ? "" : ":", at.line, at.column);
    }
    if (!out.empty()) {
        out += ": ";
    }
    out += message;
    if (!pointer.empty()) {
        out += fmt::format(" (at {})", pointer);
    }
    return out;
}

} // namespace gatehouse
