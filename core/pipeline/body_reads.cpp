// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/body_reads.h"

#include "core/json/pointer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace gatehouse::pipeline {
namespace {

bool isSpace(char c)
{
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

bool isNameByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

/// The pointer of the ".name" and ".`name`" steps from `at`, which is left behind the last one.
std::string readSteps(std::string_view text, std::size_t& at)
{
    std::string pointer;
    while (at + 1 < text.size() && text[at] == '.') {
        std::size_t end = at + 1;
        std::string_view name;
        if (text[end] == '`') {
            end = text.find('`', end + 1);
            if (end == std::string_view::npos) {
                break;
            }
            name = text.substr(at + 2, end - at - 2);
            ++end;
        } else {
            while (end < text.size() && isNameByte(text[end])) {
                ++end;
            }
            name = text.substr(at + 1, end - at - 1);
        }
        if (name.empty()) {
            break;
        }
        pointer = json::appendToken(pointer, name);
        at = end;
    }
    return pointer;
}

/// Whether one of two pointers leads through the other.
bool onOneWay(std::string_view a, std::string_view b)
{
    const auto& [shorter, longer] = std::minmax(a, b, [](auto x, auto y) { return x.size() < y.size(); });
    return longer.starts_with(shorter) && (longer.size() == shorter.size() || longer[shorter.size()] == '/');
}

/// Looks through an expression for whatever may reach the place in question. Quoted text is looked through as
/// well: that costs at most a needless yes.
class Scan
{
public:
    Scan(std::string_view text, std::string_view root, std::string_view pointer)
        : m_text(text)
        , m_root(root)
        , m_pointer(pointer)
    {}

    [[nodiscard]] bool reads()
    {
        while (m_at < m_text.size()) {
            if (stepReads()) {
                return true;
            }
        }
        return false;
    }

private:
    [[nodiscard]] bool stepReads()
    {
        const char c = m_text[m_at];
        if (isNameByte(c)) {
            return wordReads();
        }
        if (c == '$') {
            return dollarReads();
        }
        if (c == '*' && wildcard()) {
            return true;
        }
        noteBracket(c);
        if (!isSpace(c)) {
            m_before = c;
        }
        ++m_at;
        return false;
    }

    [[nodiscard]] bool wordReads()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isNameByte(m_text[m_at])) {
            ++m_at;
        }
        m_before = 'a';
        if (m_text.substr(begin, m_at - begin) != m_root) {
            return false;
        }
        const std::string steps = readSteps(m_text, m_at);
        const std::string_view rest = m_text.substr(m_at);
        const bool block = rest.starts_with(".(") && steps.size() < m_pointer.size();
        return onOneWay(steps, m_pointer)
               && !(block && namesOthers(rest, m_pointer.substr(steps.size() + 1)));
    }

    /// A block on a container of the place, "body.(code ? code : status)": it reads what it names. Everything
    /// after its beginning is looked at for the next name on the way, and for what names nothing.
    [[nodiscard]] static bool namesOthers(std::string_view text, std::string_view way)
    {
        const std::string_view next = way.substr(0, way.find('/'));
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t begin = at;
            while (at < text.size() && isNameByte(text[at])) {
                ++at;
            }
            if (at > begin && text.substr(begin, at - begin) == next) {
                return false;
            }
            if (at == begin) {
                const bool bare = text[at] == '$' && (at + 1 == text.size() || !isNameByte(text[at + 1]));
                if (bare || text[at] == '*' || text[at] == '`' || text.substr(at).starts_with("()")) {
                    return false;
                }
                ++at;
            }
        }
        return true;
    }

    /// "$" and "$$" are everything unless a step follows, or "$" means something nearer by. So is the context
    /// of a function called without the argument that it takes from there.
    [[nodiscard]] bool dollarReads()
    {
        std::size_t end = m_at + 1;
        const bool outermost = end < m_text.size() && m_text[end] == '$';
        end += outermost ? 1 : 0;
        const std::size_t begin = end;
        while (end < m_text.size() && isNameByte(m_text[end])) {
            ++end;
        }
        const std::string_view name = m_text.substr(begin, end - begin);
        const std::string_view rest = m_text.substr(end);
        m_at = end;
        m_before = 'a';
        if (!name.empty()) {
            static constexpr std::array<std::string_view, 3> kWithoutContext = {"now", "millis", "random"};
            return rest.starts_with("()") && !inner()
                   && std::ranges::find(kWithoutContext, name) == kWithoutContext.end();
        }
        return !rest.starts_with('.') && (outermost || !inner());
    }

    /// A wildcard step and no multiplication.
    [[nodiscard]] bool wildcard() const
    {
        static constexpr std::string_view kBeforeOperand = ".([{,;:?*=<>&|+-";
        const bool operand = m_before == '\0' || kBeforeOperand.find(m_before) != std::string_view::npos;
        return operand && !(inner() && m_before != '*');
    }

    /// Within a predicate, or a block that a step opens: "$" is an item there.
    [[nodiscard]] bool inner() const { return std::ranges::find(m_open, true) != m_open.end(); }

    void noteBracket(char c)
    {
        if (c == '[') {
            static constexpr std::string_view kAfterOperand = "a)]}`\"'*%";
            m_open.push_back(kAfterOperand.find(m_before) != std::string_view::npos && m_before != '\0');
        } else if (c == '(' || c == '{') {
            m_open.push_back(m_before == '.');
        } else if ((c == ']' || c == ')' || c == '}') && !m_open.empty()) {
            m_open.pop_back();
        }
    }

    std::string_view m_text;
    std::string_view m_root;
    std::string_view m_pointer;
    std::size_t m_at = 0;
    char m_before = '\0'; ///< The last character but space; 'a' for a whole name.
    std::vector<bool> m_open;
};

} // namespace

std::optional<std::string> bodyPointer(std::string_view expression)
{
    static constexpr std::string_view kBody = "body";
    while (!expression.empty() && isSpace(expression.back())) {
        expression.remove_suffix(1);
    }
    while (!expression.empty() && isSpace(expression.front())) {
        expression.remove_prefix(1);
    }
    if (!expression.starts_with(kBody)) {
        return std::nullopt;
    }
    std::size_t at = kBody.size();
    std::string pointer = readSteps(expression, at);
    return at == expression.size() ? std::optional(std::move(pointer)) : std::nullopt;
}

bool mayRead(std::string_view expression, std::string_view root, std::string_view pointer)
{
    return Scan(expression, root, pointer).reads();
}

} // namespace gatehouse::pipeline
