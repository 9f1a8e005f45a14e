// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter.h"
#include "ui/text/ascii.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

bool numberMatches(const FilterNode& node, double value)
{
    return std::any_of(node.values.begin(), node.values.end(), [&](const TermValue& wanted) {
        switch (node.comparison) {
        case Comparison::Less:
            return value < wanted.low;
        case Comparison::LessOrEqual:
            return value <= wanted.high;
        case Comparison::Greater:
            return value > wanted.high;
        case Comparison::GreaterOrEqual:
            return value >= wanted.low;
        default:
            return value >= wanted.low && value <= wanted.high;
        }
    });
}

bool textMatches(const FilterNode& node, std::string_view text)
{
    if (node.regex) {
        return node.regex.foundIn(text);
    }
    return std::any_of(node.values.begin(), node.values.end(), [&](const TermValue& wanted) {
        return node.comparison == Comparison::Contains ? containsNoCase(text, wanted.pattern)
                                                       : globNoCase(text, wanted.pattern);
    });
}

bool termMatches(const FilterNode& node, const FilterRecord& record)
{
    bool found = false;
    const auto texts = record.textCount(node.field);
    for (std::size_t i = 0; i < texts && !found; ++i) {
        found = textMatches(node, record.text(node.field, i));
    }
    if (texts == 0) {
        const auto value = record.number(node.field);
        found = value && numberMatches(node, *value);
    }
    return node.comparison == Comparison::IsNot ? !found : found;
}

Decision asDecision(bool yes)
{
    return yes ? Decision::Yes : Decision::No;
}

/// Kleene's logic: what is open does not matter where the rest decides.
class Decider
{
public:
    Decider(const FilterRecord& record, const ContentVerdict& verdict)
        : m_record(record)
        , m_verdict(verdict)
    {}

    [[nodiscard]] Decision decide(const FilterNode& node) const
    {
        switch (node.kind) {
        case FilterNode::Kind::Everything:
            return Decision::Yes;
        case FilterNode::Kind::And:
            return join(node, Decision::No);
        case FilterNode::Kind::Or:
            return join(node, Decision::Yes);
        case FilterNode::Kind::Not: {
            const auto inner = decide(node.children.front());
            return inner == Decision::Open ? Decision::Open : asDecision(inner == Decision::No);
        }
        case FilterNode::Kind::Term:
            return asDecision(termMatches(node, m_record));
        case FilterNode::Kind::Content: {
            const auto bit = std::uint32_t{1} << node.content;
            return (m_verdict.known & bit) == 0 ? Decision::Open : asDecision((m_verdict.found & bit) != 0);
        }
        case FilterNode::Kind::Word:
            return asDecision(m_record.containsWord(node.word));
        }
        return Decision::No;
    }

private:
    /// The child that decides alone ends it; else what is open stays open.
    [[nodiscard]] Decision join(const FilterNode& node, Decision alone) const
    {
        Decision all = alone == Decision::No ? Decision::Yes : Decision::No;
        for (const auto& child : node.children) {
            const auto one = decide(child);
            if (one == alone) {
                return alone;
            }
            all = one == Decision::Open ? Decision::Open : all;
        }
        return all;
    }

    const FilterRecord& m_record;
    const ContentVerdict& m_verdict;
};

} // namespace

Decision Filter::decide(const FilterRecord& record, const ContentVerdict& verdict) const
{
    return m_root ? Decider(record, verdict).decide(*m_root) : Decision::Yes;
}

} // namespace gatehouse::ui
