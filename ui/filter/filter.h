// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/content_term.h"
#include "ui/filter/field.h"
#include "ui/text/regex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

/// What a filter looks at. One object is pointed at row after row, so nothing is allocated per row.
class FilterRecord
{
public:
    FilterRecord() = default;
    FilterRecord(const FilterRecord&) = delete;
    FilterRecord& operator=(const FilterRecord&) = delete;
    virtual ~FilterRecord() = default;

    /// How many texts a text field has (an account is found by id and by label); asked for Text fields only.
    [[nodiscard]] virtual std::size_t textCount(std::size_t field) const = 0;
    [[nodiscard]] virtual std::string_view text(std::size_t field, std::size_t index) const = 0;
    /// The value of every other kind, in the unit FieldKind names; nothing when the row has none.
    [[nodiscard]] virtual std::optional<double> number(std::size_t field) const = 0;
    /// True when the row shows the (lower-case) word anywhere.
    [[nodiscard]] virtual bool containsWord(std::string_view word) const = 0;
};

/// One accepted value of a term: a text pattern, or a closed range of numbers (4xx is 400…499).
struct TermValue
{
    std::string pattern; ///< Lower case.
    double low = 0;
    double high = 0;
};

struct FilterNode
{
    enum class Kind : std::uint8_t
    {
        Everything,
        And,
        Or,
        Not,
        Term,
        Content,
        Word
    };

    Kind kind = Kind::Everything;
    std::vector<FilterNode> children;
    std::size_t field = kNoField;
    Comparison comparison = Comparison::Is;
    std::vector<TermValue> values;
    Regex regex;
    std::string word;        ///< Lower case.
    std::size_t content = 0; ///< Which of the filter's content terms.
};

/// What a filter says of a row: it may have to be looked into first.
enum class Decision : std::uint8_t
{
    No,
    Yes,
    Open ///< It hangs on content terms that the verdict does not know.
};

/// Where a filter text is wrong. Offsets are bytes of the text.
struct FilterError
{
    std::size_t position = 0;
    std::size_t length = 0;
    std::string message;    ///< "no field \"statsu\""
    std::string suggestion; ///< What to put in place of the marked bytes; may be empty.
};

/// A parsed filter; immutable, cheap to copy, may be used from any thread.
class Filter
{
public:
    Filter() = default; ///< Lets everything through.

    explicit Filter(FilterNode root, ContentTerms terms = {})
        : m_root(std::make_shared<const FilterNode>(std::move(root)))
        , m_terms(std::make_shared<const ContentTerms>(std::move(terms)))
    {}

    /// Open only when there are content terms; without a verdict none of them is known.
    [[nodiscard]] Decision decide(const FilterRecord& record, const ContentVerdict& verdict = {}) const;

    [[nodiscard]] bool matches(const FilterRecord& record) const { return decide(record) == Decision::Yes; }

    [[nodiscard]] bool everything() const noexcept { return m_root == nullptr; }

    [[nodiscard]] bool asksForContent() const noexcept { return m_terms && !m_terms->empty(); }

    /// What has to be looked for in the content; null when there is no filter.
    [[nodiscard]] const std::shared_ptr<const ContentTerms>& contentTerms() const noexcept { return m_terms; }

private:
    std::shared_ptr<const FilterNode> m_root;
    std::shared_ptr<const ContentTerms> m_terms;
};

struct ParsedFilter
{
    Filter filter;
    std::optional<FilterError> error; ///< When set, filter is empty and the last good one should stay.
};

/// Parses the language of every filter bar. Text past 4 KiB and nesting past 64 are refused.
[[nodiscard]] ParsedFilter parseFilter(std::string_view text, FieldTable fields);
/// One term for "Only this" and "Not this", quoted where it must be.
[[nodiscard]] std::string filterTerm(std::string_view field, std::string_view value, bool negated);
/// A text in quotes, with what has a meaning in them escaped.
[[nodiscard]] std::string filterQuoted(std::string_view text);

} // namespace gatehouse::ui
