// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/line_index.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::ui {

namespace {

bool isContinuationByte(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

} // namespace

LineIndex::LineIndex(std::string_view text)
    : m_size(text.size())
{
    m_starts.clear();
    m_starts.reserve(text.size() / 16 + 1);
    std::size_t begin = 0;
    while (begin < text.size()) {
        const void* found = std::memchr(text.data() + begin, '\n', text.size() - begin);
        const auto end = found == nullptr
                             ? text.size()
                             : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
        addLine(text, begin, end);
        begin = end + 1;
    }
    const bool endsWithNewLine = !text.empty() && text.back() == '\n';
    if (text.empty() || endsWithNewLine) {
        m_starts.push_back(static_cast<std::uint32_t>(text.size()));
    }
}

void LineIndex::addLine(std::string_view text, std::size_t begin, std::size_t end)
{
    m_starts.push_back(static_cast<std::uint32_t>(begin));
    while (end - begin > kMaxRow) {
        auto cut = begin + kMaxRow;
        const auto earliest = cut - 4;
        while (cut > earliest && isContinuationByte(text[cut])) {
            --cut;
        }
        m_widest = std::max(m_widest, cut - begin);
        begin = cut;
        m_soft.push_back(static_cast<std::uint32_t>(m_starts.size()));
        m_starts.push_back(static_cast<std::uint32_t>(begin));
    }
    m_widest = std::max(m_widest, end - begin);
}

std::size_t LineIndex::start(std::size_t row) const noexcept
{
    return row < m_starts.size() ? m_starts[row] : m_size;
}

std::string_view LineIndex::row(std::string_view text, std::size_t row) const noexcept
{
    const auto begin = start(row);
    auto end = start(row + 1);
    if (row + 1 < m_starts.size() && !continues(row + 1) && end > begin) {
        --end; // the line feed
    }
    if (end > begin && text[end - 1] == '\r') {
        --end;
    }
    return text.substr(begin, end - begin);
}

std::size_t LineIndex::rowAt(std::size_t offset) const noexcept
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), offset);
    return after == m_starts.begin() ? 0 : static_cast<std::size_t>(after - m_starts.begin()) - 1;
}

bool LineIndex::continues(std::size_t row) const noexcept
{
    return std::binary_search(m_soft.begin(), m_soft.end(), row);
}

std::size_t LineIndex::lineNumber(std::size_t row) const noexcept
{
    const auto softUpTo = std::upper_bound(m_soft.begin(), m_soft.end(), row) - m_soft.begin();
    return row + 1 - static_cast<std::size_t>(softUpTo);
}

} // namespace gatehouse::ui
