// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/query.h"

#include "core/api/text.h"
#include "core/base/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatehouse::api {

QueryParameters::QueryParameters(std::string_view query)
    : m_pairs(query.empty() ? std::vector<std::pair<std::string, std::string>>() : parseQuery(query))
{}

std::optional<std::string> QueryParameters::get(std::string_view name) const
{
    const auto found = std::ranges::find(m_pairs, name, [](const auto& pair) { return pair.first; });
    return found == m_pairs.end() ? std::nullopt : std::optional(found->second);
}

Result<bool> QueryParameters::flag(std::string_view name, bool otherwise) const
{
    const auto text = get(name);
    if (!text) {
        return otherwise;
    }
    if (*text == "true" || *text == "1" || text->empty()) {
        return true;
    }
    if (*text == "false" || *text == "0") {
        return false;
    }
    return fail(Errc::InvalidArgument,
                fmt::format("the query parameter '{}' must be true or false, not '{}'", name, *text));
}

Result<std::size_t> QueryParameters::number(std::string_view name, std::size_t otherwise, std::size_t least,
                                            std::size_t most) const
{
    const auto text = get(name);
    if (!text) {
        return otherwise;
    }
    std::size_t value = 0;
    const auto* const end = text->data() + text->size();
    const auto [stopped, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc() || stopped != end || value < least || value > most) {
        return fail(Errc::InvalidArgument,
                    fmt::format("the query parameter '{}' must be a whole number from {} to {}, not '{}'",
                                name, least, most, *text));
    }
    return value;
}

Status QueryParameters::allowOnly(const std::vector<std::string>& names) const
{
    for (auto pair = m_pairs.begin(); pair != m_pairs.end(); ++pair) {
        const auto& name = pair->first;
        if (std::ranges::find(names, name) == names.end()) {
            const auto offered =
                names.empty() ? "this path takes none" : fmt::format("it takes {}", fmt::join(names, ", "));
            return fail(Errc::InvalidArgument,
                        fmt::format("there is no query parameter '{}' here; {}", name, offered));
        }
        const auto same = [&](const auto& other) { return other.first == name; };
        if (std::any_of(m_pairs.begin(), pair, same)) {
            return fail(Errc::InvalidArgument, fmt::format("the query parameter '{}' is given twice", name));
        }
    }
    return {};
}

bool QueryParameters::isText() const noexcept
{
    return std::ranges::all_of(m_pairs,
                               [](const auto& pair) { return isUtf8(pair.first) && isUtf8(pair.second); });
}

std::vector<std::pair<std::string, std::string>>
QueryParameters::without(std::initializer_list<std::string_view> names) const
{
    std::vector<std::pair<std::string, std::string>> left;
    std::ranges::copy_if(m_pairs, std::back_inserter(left), [&](const auto& pair) {
        return std::find(names.begin(), names.end(), pair.first) == names.end();
    });
    return left;
}

} // namespace gatehouse::api
