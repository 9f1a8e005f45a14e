// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::ui {

/// Texts that repeat in every row, kept once. Ids count from 0; id 0 is the empty text.
class StringPool
{
public:
    StringPool() { (void)idOf({}); }

    [[nodiscard]] std::uint32_t idOf(const std::string& text)
    {
        const auto [found, fresh] = m_ids.try_emplace(text, static_cast<std::uint32_t>(m_texts.size()));
        if (fresh) {
            m_texts.push_back(&found->first);
        }
        return found->second;
    }

    [[nodiscard]] const std::string& text(std::uint32_t id) const { return *m_texts[id]; }

    [[nodiscard]] std::size_t size() const noexcept { return m_texts.size(); }

private:
    std::unordered_map<std::string, std::uint32_t> m_ids; ///< Nodes do not move, so views into them stay.
    std::vector<const std::string*> m_texts;
};

} // namespace gatehouse::ui
