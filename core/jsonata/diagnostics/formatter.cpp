// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/formatter.h"

#include "core/jsonata/ast.h"
#include "core/jsonata/diagnostics/format_tokens.h"

#include <algorithm>
#include <deque>

namespace gatehouse::jsonata {
namespace {

constexpr std::size_t kMaxNesting = 300;
constexpr std::size_t kIndent = 2;

struct Group;

struct Item
{
    FormatToken token;      ///< The bracket that opens it when there is a group.
    Group* group = nullptr; ///< Owned by the tree.
};

/// What stands between two separators.
struct Part
{
    std::vector<Item> items;
    std::string_view separator; ///< Behind it; empty for the last one.
};

struct Group
{
    std::vector<Part> parts{1};
    FormatToken close;
    bool mustBreak = false;
};

/// The tokens as nested groups.
class Tree
{
public:
    explicit Tree(const std::vector<FormatToken>& tokens)
    {
        std::vector<Group*> open{&m_groups.emplace_back()};
        for (const FormatToken& token : tokens) {
            Group& group = *open.back();
            if (token.role == TokenRole::Close) {
                group.close = token;
                if (open.size() > 1) {
                    open.pop_back();
                    open.back()->mustBreak = open.back()->mustBreak || (group.mustBreak && open.size() > 1);
                }
            } else if (token.role == TokenRole::Separator) {
                group.parts.back().separator = token.text;
                group.mustBreak = group.mustBreak || token.kind == TokenKind::Semicolon;
                group.parts.emplace_back();
            } else if (token.role == TokenRole::Open) {
                Group* inner = &m_groups.emplace_back();
                group.parts.back().items.push_back({token, inner});
                open.push_back(inner);
                m_depth = std::max(m_depth, open.size());
            } else {
                group.parts.back().items.push_back({token, nullptr});
                const bool lines = token.newLineBefore || token.newLineAfter
                                   || token.text.find('\n') != std::string_view::npos;
                group.mustBreak = group.mustBreak || (token.role == TokenRole::Comment && lines);
            }
        }
        dropEmptyParts();
    }

    [[nodiscard]] const Group& root() const { return m_groups.front(); }

    [[nodiscard]] std::size_t depth() const { return m_depth; }

private:
    /// A separator at the end, as in "(a; b;)", leaves an empty part.
    void dropEmptyParts()
    {
        for (Group& group : m_groups) {
            if (group.parts.size() > 1 && group.parts.back().items.empty()) {
                group.parts.pop_back();
            }
        }
    }

    std::deque<Group> m_groups;
    std::size_t m_depth = 1;
};

bool wantsBlank(const Item& before, const Item& after)
{
    const TokenRole left = before.token.role;
    const TokenRole right = after.token.role;
    if (left == TokenRole::Comment || right == TokenRole::Comment) {
        return true;
    }
    if (left == TokenRole::Tight || right == TokenRole::Tight || left == TokenRole::Prefix
        || right == TokenRole::KeyColon || right == TokenRole::Signature) {
        return false;
    }
    if (right == TokenRole::Open && after.token.postfix) {
        return after.token.lambdaBody;
    }
    return true;
}

class Printer
{
public:
    explicit Printer(std::size_t width)
        : m_width(width)
    {}

    std::string run(const Group& root)
    {
        printParts(root, 0);
        return std::move(m_out);
    }

private:
    [[nodiscard]] std::size_t column() const
    {
        const std::size_t line = m_out.rfind('\n');
        return m_out.size() - (line == std::string::npos ? 0 : line + 1);
    }

    void newLine(std::size_t indent)
    {
        while (!m_out.empty() && m_out.back() == ' ') {
            m_out.pop_back();
        }
        m_out += '\n';
        m_out.append(indent, ' ');
    }

    // NOLINTNEXTLINE(misc-no-recursion): bounded by kMaxNesting
    static bool hasLines(const Group& group)
    {
        return group.mustBreak || std::any_of(group.parts.begin(), group.parts.end(), [](const Part& part) {
                   return std::any_of(part.items.begin(), part.items.end(), [](const Item& item) {
                       return item.group != nullptr && hasLines(*item.group);
                   });
               });
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    static std::size_t flatWidth(const Part& part)
    {
        std::size_t width = part.separator.size();
        for (std::size_t i = 0; i < part.items.size(); ++i) {
            const Item& item = part.items[i];
            width += item.token.text.size() + (i > 0 && wantsBlank(part.items[i - 1], item) ? 1 : 0);
            width += item.group != nullptr ? flatWidth(*item.group) + 1 : 0;
        }
        return width;
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    static std::size_t flatWidth(const Group& group)
    {
        std::size_t width = group.parts.size() - 1;
        for (const Part& part : group.parts) {
            width += flatWidth(part);
        }
        return width;
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void printParts(const Group& group, std::size_t indent)
    {
        for (std::size_t i = 0; i < group.parts.size(); ++i) {
            if (i > 0) {
                newLine(indent);
            }
            printPart(group.parts[i], indent);
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void printGroup(const Group& group, std::size_t indent)
    {
        const bool fits = column() + flatWidth(group) + group.close.text.size() <= m_width;
        if (fits && !hasLines(group)) {
            for (std::size_t i = 0; i < group.parts.size(); ++i) {
                m_out += i > 0 ? " " : "";
                printPart(group.parts[i], indent);
            }
        } else {
            newLine(indent + kIndent);
            printParts(group, indent + kIndent);
            newLine(indent);
        }
        m_out += group.close.text;
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void printPart(const Part& part, std::size_t indent)
    {
        const bool fits = column() + flatWidth(part) <= m_width;
        bool lineDone = true;
        bool moved = false;
        for (std::size_t i = 0; i < part.items.size(); ++i) {
            const Item& item = part.items[i];
            const bool breaks = item.token.role == TokenRole::BreakBefore && !fits && i > 0;
            if (i > 0 && !lineDone && (breaks || item.token.newLineBefore)) {
                newLine(indent + (item.token.role == TokenRole::Comment ? 0 : kIndent));
                moved = moved || breaks;
            } else if (i > 0 && !lineDone && wantsBlank(part.items[i - 1], item)) {
                m_out += ' ';
            }
            m_out += item.token.text;
            if (item.group != nullptr) {
                printGroup(*item.group, indent + (moved ? kIndent : 0));
            }
            lineDone = item.token.newLineAfter && i + 1 < part.items.size();
            if (lineDone) {
                newLine(indent);
            }
        }
        m_out += part.separator;
    }

    std::size_t m_width;
    std::string m_out;
};

/// Same tokens and comments in the same order.
bool saysTheSame(const std::vector<FormatToken>& tokens, std::string_view text)
{
    const auto again = readFormatTokens(text);
    return again
           && std::equal(tokens.begin(), tokens.end(), again->begin(), again->end(),
                         [](const FormatToken& a, const FormatToken& b) {
                             return a.kind == b.kind && a.text == b.text;
                         });
}

} // namespace

std::string formatExpression(std::string_view text, std::size_t width)
{
    const auto ast = parseExpression(text);
    const auto tokens = readFormatTokens(text);
    if (!ast->errors().empty() || !tokens || tokens->empty()) {
        return std::string(text);
    }
    const Tree tree(*tokens);
    if (tree.depth() > kMaxNesting) {
        return std::string(text);
    }
    std::string formatted = Printer(width).run(tree.root());
    return saysTheSame(*tokens, formatted) ? formatted : std::string(text);
}

} // namespace gatehouse::jsonata
