// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/json_pretty.h"

#include <vector>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMaxDepth = 512;
constexpr std::size_t kStopCheck = 1U << 20U; // bytes between two looks at the stop flag

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Indenter
{
public:
    explicit Indenter(std::string_view text)
        : m_text(text)
    {
        m_out.reserve(text.size() + text.size() / 4);
    }

    Result<std::string> run(const std::atomic<bool>* stop)
    {
        std::size_t check = kStopCheck;
        while (m_at < m_text.size()) {
            if (m_at > check) {
                check = m_at + kStopCheck;
                if (stop != nullptr && stop->load(std::memory_order_relaxed)) {
                    return fail(Errc::Cancelled, "stopped");
                }
            }
            GH_TRY(step());
        }
        if (!m_open.empty()) {
            return fail(Errc::ParseError, "the JSON ends before it is complete");
        }
        return std::move(m_out);
    }

private:
    Status step()
    {
        const char c = m_text[m_at];
        if (isSpace(c)) {
            ++m_at;
            return {};
        }
        switch (c) {
        case '{':
        case '[':
            return open(c);
        case '}':
        case ']':
            return close(c);
        case ',':
            m_out += ',';
            newLine();
            ++m_at;
            return {};
        case ':':
            m_out += ": ";
            ++m_at;
            return {};
        case '"':
            return string();
        default:
            return scalar();
        }
    }

    Status open(char c)
    {
        if (m_open.size() == kMaxDepth) {
            return fail(Errc::LimitExceeded, "more than 512 levels deep");
        }
        if (m_open.empty() && !m_out.empty()) { // one document after another (NDJSON)
            m_out += '\n';
        }
        m_out += c;
        ++m_at;
        auto next = m_at;
        while (next < m_text.size() && isSpace(m_text[next])) {
            ++next;
        }
        const char closing = c == '{' ? '}' : ']';
        if (next < m_text.size() && m_text[next] == closing) {
            m_out += closing;
            m_at = next + 1;
            return {};
        }
        m_open.push_back(closing);
        newLine();
        return {};
    }

    Status close(char c)
    {
        if (m_open.empty() || m_open.back() != c) {
            return fail(Errc::ParseError, "brackets do not match");
        }
        m_open.pop_back();
        newLine();
        m_out += c;
        ++m_at;
        return {};
    }

    Status string()
    {
        auto end = m_at + 1;
        while (end < m_text.size() && m_text[end] != '"') {
            end += m_text[end] == '\\' ? std::size_t{2} : std::size_t{1};
        }
        if (end >= m_text.size()) {
            return fail(Errc::ParseError, "a string does not end");
        }
        m_out.append(m_text, m_at, end + 1 - m_at);
        m_at = end + 1;
        return {};
    }

    Status scalar()
    {
        const auto end = m_text.find_first_of(" \t\r\n,]}:\"[{", m_at);
        const auto stop = end == std::string_view::npos ? m_text.size() : end;
        if (m_open.empty()) {
            return fail(Errc::ParseError, "text outside any object or array");
        }
        m_out.append(m_text, m_at, stop - m_at);
        m_at = stop;
        return {};
    }

    void newLine()
    {
        m_out += '\n';
        m_out.append(m_open.size() * 2, ' ');
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_out;
    std::vector<char> m_open;
};

} // namespace

bool looksLikeJson(std::string_view text) noexcept
{
    for (const char c : text) {
        if (!isSpace(c)) {
            return c == '{' || c == '[';
        }
    }
    return false;
}

Result<std::string> prettyJson(std::string_view text, const std::atomic<bool>* stop)
{
    return Indenter(text).run(stop);
}

} // namespace gatehouse::ui
