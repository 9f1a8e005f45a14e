// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::jsonata::pictures {

/// Pictures that were taken apart before, by their text: an expression uses few of them, many times. Meant to
/// be thread_local.
template <class Layout>
class PictureCache
{
public:
    /// Null: not known.
    [[nodiscard]] std::shared_ptr<const Layout> find(std::string_view picture) const
    {
        const auto found = m_known.find(picture);
        return found == m_known.end() ? nullptr : found->second;
    }

    void add(std::string_view picture, std::shared_ptr<const Layout> layout)
    {
        constexpr std::size_t kMost = 64;
        if (m_known.size() >= kMost) {
            m_known.clear();
        }
        m_known.emplace(picture, std::move(layout));
    }

private:
    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>()(text);
        }
    };

    std::unordered_map<std::string, std::shared_ptr<const Layout>, Hash, std::equal_to<>> m_known;
};

} // namespace gatehouse::jsonata::pictures
