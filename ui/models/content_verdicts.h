// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/content_term.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>

namespace gatehouse::ui {

/// What was found in rows that have been looked into, by their numbers: kept while the terms about content
/// stay the same, so that changing the rest of a filter, or the order, reads nothing again.
class ContentVerdicts
{
public:
    /// Forgets everything unless these terms are those of before.
    void setTerms(const std::shared_ptr<const ContentTerms>& terms)
    {
        static const ContentTerms kNone;
        const auto& now = terms ? *terms : kNone;
        const auto& before = m_terms ? *m_terms : kNone;
        const bool same =
            std::equal(now.begin(), now.end(), before.begin(), before.end(),
                       [](const ContentTerm& a, const ContentTerm& b) { return a.source == b.source; });
        m_terms = terms;
        if (!same) {
            m_entries.clear();
        }
    }

    void set(std::uint32_t number, const ContentVerdict& verdict)
    {
        if (m_entries.empty()) {
            m_begin = number;
        }
        if (number < m_begin) {
            m_entries.insert(m_entries.begin(), m_begin - number, Entry());
            m_begin = number;
        }
        if (number - m_begin >= m_entries.size()) {
            m_entries.resize(number - m_begin + std::size_t{1});
        }
        m_entries[number - m_begin] = {verdict, true};
    }

    /// Null: that row has not been looked into.
    [[nodiscard]] const ContentVerdict* find(std::uint32_t number) const
    {
        const bool inside = number >= m_begin && number - m_begin < m_entries.size();
        return inside && m_entries[number - m_begin].looked ? &m_entries[number - m_begin].verdict : nullptr;
    }

    void dropBefore(std::uint32_t number)
    {
        if (number > m_begin) {
            const auto gone = std::min<std::size_t>(number - m_begin, m_entries.size());
            m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(gone));
            m_begin = number;
        }
    }

private:
    struct Entry
    {
        ContentVerdict verdict;
        bool looked = false;
    };

    std::shared_ptr<const ContentTerms> m_terms;
    std::deque<Entry> m_entries;
    std::uint32_t m_begin = 0;
};

} // namespace gatehouse::ui
