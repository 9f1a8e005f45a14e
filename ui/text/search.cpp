// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/search.h"

#include "ui/text/ascii.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kSlice = 1U << 20U;

/// The next hit at or behind from and before limit, or npos. memchr on the first byte (both cases) does the
/// walking.
class Finder
{
public:
    Finder(std::string_view text, std::string_view needle, bool matchCase)
        : m_text(text)
        , m_needle(needle)
        , m_matchCase(matchCase)
        , m_low(lower(needle.front()))
        , m_high(m_low >= 'a' && m_low <= 'z' ? static_cast<char>(m_low - 'a' + 'A') : m_low)
    {}

    std::size_t next(std::size_t from, std::size_t limit)
    {
        if (m_matchCase) {
            return find(m_needle.front(), from, limit);
        }
        if (m_low == m_high) {
            return find(m_low, from, limit);
        }
        if (m_nextLow < from || m_limit != limit) {
            m_nextLow = find(m_low, from, limit);
        }
        if (m_nextHigh < from || m_limit != limit) {
            m_nextHigh = find(m_high, from, limit);
        }
        m_limit = limit;
        return std::min(m_nextLow, m_nextHigh);
    }

private:
    std::size_t find(char first, std::size_t from, std::size_t limit) const
    {
        while (from < limit) {
            const void* found = std::memchr(m_text.data() + from, first, limit - from);
            if (found == nullptr) {
                break;
            }
            const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - m_text.data());
            const auto there = m_text.substr(at, m_needle.size());
            if (m_matchCase ? there == m_needle : equalsNoCase(there, m_needle)) {
                return at;
            }
            from = at + 1;
        }
        return std::string_view::npos;
    }

    std::string_view m_text;
    std::string_view m_needle;
    bool m_matchCase;
    char m_low;
    char m_high;
    std::size_t m_limit = 0;
    std::size_t m_nextLow = 0;
    std::size_t m_nextHigh = 0;
};

} // namespace

FoundPlaces findAll(std::string_view text, std::string_view needle, bool matchCase,
                    const std::atomic<bool>* stop)
{
    FoundPlaces places;
    if (needle.empty() || needle.size() > text.size()) {
        return places;
    }
    Finder finder(text, needle, matchCase);
    const auto last = text.size() - needle.size() + 1;
    std::size_t from = 0;
    while (from < last) {
        const auto limit = std::min(last, from + kSlice);
        for (auto at = finder.next(from, limit); at != std::string_view::npos;
             at = finder.next(from, limit)) {
            if (places.offsets.size() == kMaxPlaces) {
                places.more = true;
                return places;
            }
            places.offsets.push_back(static_cast<std::uint32_t>(at));
            from = at + needle.size();
        }
        from = std::max(from, limit);
        if (stop != nullptr && stop->load(std::memory_order_relaxed)) {
            break;
        }
    }
    return places;
}

} // namespace gatehouse::ui
