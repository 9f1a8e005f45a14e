// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/evaluator.h"
#include "core/jsonata/text/utf16.h"

#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// One match of a pattern in a text.
struct FoundMatch
{
    std::string_view text;
    std::size_t begin = 0; ///< Bytes of the subject.
    std::size_t end = 0;
    std::vector<Value> groups; ///< Texts; null where a group took no part.
    Value object;              ///< As the pattern gave it, for replacement functions; Undefined for regexes.
};

/// Walks over the matches of a regular expression, or of any function that follows the reference's protocol
/// (match, start, end, groups, next).
class MatchWalk
{
public:
    MatchWalk(Evaluator& evaluator, const Value& pattern, std::string_view subject,
              const CallContext& context)
        : m_evaluator(evaluator)
        , m_pattern(pattern)
        , m_subject(subject)
        , m_context(context)
        , m_cursor(subject)
    {}

    enum class Step : std::uint8_t
    {
        Found,
        Done,
        Failed
    };

    [[nodiscard]] Step next(FoundMatch& out);

    /// As the reference, which looks for the next match before it heeds a limit: false when that failed.
    [[nodiscard]] bool lookAhead()
    {
        FoundMatch unused;
        return next(unused) != Step::Failed;
    }

    /// The match with its place in UTF-16 units: {match, start, end, groups}.
    [[nodiscard]] Value describe(const FoundMatch& match);

    [[nodiscard]] std::size_t utf16Index(std::size_t byte) { return m_cursor.indexOf(byte); }

private:
    [[nodiscard]] Step nextRegex(FoundMatch& out, const Regex& regex);
    [[nodiscard]] Step nextCall(FoundMatch& out);
    [[nodiscard]] Step readObject(FoundMatch& out);

    Evaluator& m_evaluator;
    Value m_pattern;
    std::string_view m_subject;
    const CallContext& m_context;
    text::Utf16Cursor m_cursor;
    RegexMatch m_match;
    std::size_t m_from = 0;
    Value m_current;        ///< The last object of a user's matcher.
    bool m_started = false; ///< A first match was asked for.
};

} // namespace gatehouse::jsonata
