// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/completion.h"

#include "core/jsonata/function_library.h"
#include "core/jsonata/text/case_mapping.h"

#include <algorithm>
#include <optional>

namespace gatehouse::jsonata {
namespace {

constexpr std::string_view kStops = " \t\n\r\v.[]{}(),@#;:?+-*/%|=<>^&!~`\"'";
/// Stands for the word at the cursor while the text is parsed; no field is called so.
constexpr std::string_view kMarker = "\u2038";
constexpr std::size_t kMaxItems = 200;

struct Word
{
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::string_view typed; ///< Up to the cursor, without a leading backquote.
    bool quoted = false;
};

Word wordAt(std::string_view text, std::uint32_t offset)
{
    Word word;
    std::size_t start = std::min<std::size_t>(offset, text.size());
    const std::size_t cursor = start;
    while (start > 0 && kStops.find(text[start - 1]) == std::string_view::npos) {
        --start;
    }
    std::size_t end = std::min(text.find_first_of(kStops, cursor), text.size());
    word.typed = text.substr(start, cursor - start);
    // An odd number of backquotes in front means that a quoted name is open.
    const std::string_view before = text.substr(0, cursor);
    if (std::count(before.begin(), before.end(), '`') % 2 == 1) {
        start = before.rfind('`');
        word.typed = before.substr(start + 1);
        word.quoted = true;
        end += end < text.size() && text[end] == '`' ? 1U : 0U;
    }
    word.start = static_cast<std::uint32_t>(start);
    word.end = static_cast<std::uint32_t>(end);
    return word;
}

/// Whether the offset lies in a string or a comment.
bool isInsideText(std::string_view text, std::uint32_t offset)
{
    char quote = '\0';
    for (std::size_t i = 0; i < std::min<std::size_t>(offset, text.size()); ++i) {
        const char c = text[i];
        if (quote == '*') {
            quote = c == '*' && text.substr(i + 1, 1) == "/" ? '\0' : quote;
        } else if (quote != '\0') {
            i += c == '\\' ? 1U : 0U;
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '/' && text.substr(i + 1, 1) == "*") {
            quote = '*';
            ++i;
        }
    }
    return quote != '\0';
}

/// 0 for the best match: the start, the start in another case, somewhere inside; nothing when it does not
/// fit.
std::optional<int> rank(std::string_view name, std::string_view typed)
{
    if (name.substr(0, typed.size()) == typed) {
        return 0;
    }
    const std::string foldedName = text::toLower(name);
    const std::string foldedTyped = text::toLower(typed);
    const std::size_t at = foldedName.find(foldedTyped);
    return at == std::string::npos ? std::nullopt : std::optional(at == 0 ? 1 : 2);
}

class Completer
{
public:
    Completer(std::string_view text, const Word& word, const DataKnowledge& data,
              const FunctionLibrary& library)
        : m_text(text)
        , m_word(word)
        , m_data(data)
        , m_library(library)
    {}

    std::vector<CompletionItem> names()
    {
        m_typed = m_word.typed.substr(1);
        const auto ast = parseExpression(m_text, ParseMode::Recover);
        for (const std::string& variable : variablesAt(*ast, m_word.start)) {
            offer(variable, 0, {CompletionKind::Variable, "$" + variable, "$" + variable, "variable", ""});
        }
        for (const DataKnowledge::Binding& binding : m_data.bindings) {
            offer(binding.name, 1,
                  {CompletionKind::Binding, "$" + binding.name, "$" + binding.name, "binding", binding.doc});
        }
        for (const auto& function : m_library.describe()) {
            const std::string label = "$" + std::string(function.name);
            offer(function.name, 2,
                  {CompletionKind::Function, label, label, std::string(function.signature),
                   std::string(function.doc)});
        }
        return take();
    }

    std::vector<CompletionItem> fields()
    {
        m_typed = m_word.typed;
        std::string marked(m_text.substr(0, m_word.start));
        marked += kMarker;
        marked += m_text.substr(m_word.end);
        const auto ast = parseExpression(marked, ParseMode::Recover);
        for (const SourcePath& place : contextAt(*ast, m_word.start)) {
            for (const KnownMember& member : membersAt(place, m_data)) {
                SourcePath quoting;
                quoting.steps.push_back({member.name, 0, 0});
                offer(member.name, member.inSample ? 0 : 1,
                      {CompletionKind::Field, member.name,
                       m_word.quoted ? "`" + member.name + "`" : quoting.text(), member.type,
                       member.example});
            }
        }
        return take();
    }

private:
    void offer(std::string_view name, int group, CompletionItem item)
    {
        const auto fits = rank(name, m_typed);
        const bool known = std::any_of(m_ranked.begin(), m_ranked.end(),
                                       [&](const Ranked& r) { return r.item.label == item.label; });
        if (fits && !known) {
            m_ranked.push_back({*fits * 10 + group, std::move(item)});
        }
    }

    std::vector<CompletionItem> take()
    {
        // Fields keep the order of the data, which is the order in which people know them.
        std::stable_sort(m_ranked.begin(), m_ranked.end(),
                         [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
        std::vector<CompletionItem> items;
        for (Ranked& ranked : m_ranked) {
            if (items.size() < kMaxItems) {
                items.push_back(std::move(ranked.item));
            }
        }
        return items;
    }

    struct Ranked
    {
        int rank;
        CompletionItem item;
    };

    std::string_view m_text;
    const Word& m_word;
    const DataKnowledge& m_data;
    const FunctionLibrary& m_library;
    std::string_view m_typed;
    std::vector<Ranked> m_ranked;
};

} // namespace

Completions complete(std::string_view text, std::uint32_t byteOffset, const DataKnowledge& data,
                     const FunctionLibraryPtr& library)
{
    const Word word = wordAt(text, byteOffset);
    Completions out{word.start, word.end, {}};
    if (isInsideText(text, byteOffset)) {
        return out;
    }
    Completer completer(text, word, data, *library);
    const bool name = !word.quoted && word.typed.substr(0, 1) == "$";
    out.items = name ? completer.names() : completer.fields();
    return out;
}

} // namespace gatehouse::jsonata
