// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::api {

/// The query of a request, decoded, in order.
class QueryParameters
{
public:
    QueryParameters() = default;
    explicit QueryParameters(std::string_view query);

    /// The first value of that name.
    [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
    /// "true", "1" and a bare name are true; "false" and "0" false; nothing else is accepted.
    [[nodiscard]] Result<bool> flag(std::string_view name, bool otherwise = false) const;
    [[nodiscard]] Result<std::size_t> number(std::string_view name, std::size_t otherwise, std::size_t least,
                                             std::size_t most) const;
    /// Errc::InvalidArgument that names the first parameter not in the list and what is offered, or one given
    /// twice.
    [[nodiscard]] Status allowOnly(const std::vector<std::string>& names) const;

    /// Whether all names and values are UTF-8.
    [[nodiscard]] bool isText() const noexcept;

    /// All but those names: what a unified call passes on.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>>
    without(std::initializer_list<std::string_view> names) const;

private:
    std::vector<std::pair<std::string, std::string>> m_pairs;
};

} // namespace gatehouse::api
