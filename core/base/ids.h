// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"

#include <compare>
#include <functional>
#include <string>
#include <string_view>

namespace gatehouse {

/// A string that names one kind of thing; an AccountId cannot be passed where an EventId is meant.
template <class Tag>
class Id
{
public:
    Id() = default;

    explicit Id(std::string text)
        : m_text(std::move(text))
    {}

    [[nodiscard]] const std::string& str() const noexcept { return m_text; }

    [[nodiscard]] bool empty() const noexcept { return m_text.empty(); }

    auto operator<=>(const Id&) const = default;

private:
    std::string m_text;
};

using AccountId = Id<struct AccountIdTag>;         ///< acc_…
using EnvironmentId = Id<struct EnvironmentIdTag>; ///< env_…
using CallId = Id<struct CallIdTag>;               ///< req_…
using EventId = Id<struct EventIdTag>;             ///< evt_…

/// prefix + 22 base-62 characters: 128 bits of chance, safe in URLs, file names and double-click selection.
[[nodiscard]] std::string makeId(std::string_view prefix, Random& random);

} // namespace gatehouse

template <class Tag>
struct std::hash<gatehouse::Id<Tag>>
{
    std::size_t operator()(const gatehouse::Id<Tag>& id) const noexcept
    {
        return std::hash<std::string>{}(id.str());
    }
};
