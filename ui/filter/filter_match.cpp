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

bool nodeMatches(const FilterNode& node, const FilterRecord& record)
{
    const auto matchesChild = [&](const FilterNode& child) { return nodeMatches(child, record); };
    switch (node.kind) {
    case FilterNode::Kind::Everything:
        return true;
    case FilterNode::Kind::And:
        return std::all_of(node.children.begin(), node.children.end(), matchesChild);
    case FilterNode::Kind::Or:
        return std::any_of(node.children.begin(), node.children.end(), matchesChild);
    case FilterNode::Kind::Not:
        return !nodeMatches(node.children.front(), record);
    case FilterNode::Kind::Term:
        return termMatches(node, record);
    case FilterNode::Kind::Word:
        return record.containsWord(node.word);
    }
    return false;
}

} // namespace

bool Filter::matches(const FilterRecord& record) const
{
    return !m_root || nodeMatches(*m_root, record);
}

} // namespace gatehouse::ui
