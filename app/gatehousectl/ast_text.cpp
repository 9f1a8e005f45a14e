// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/ast_text.h"

#include "core/json/write.h"
#include "core/jsonata/ast.h"

#include <fmt/format.h>

#include <iterator>

namespace gatehouse::ctl {
namespace {

using jsonata::AstKind;
using jsonata::AstNode;

std::string_view kindName(AstKind kind)
{
    // In the order of the enumeration.
    constexpr std::string_view kNames[] = {
        "Error",  "Name",      "String",      "Number",      "True",     "False",
        "Null",   "Variable",  "Wildcard",    "Descendants", "Parent",   "Regex",
        "Path",   "Predicate", "KeepArray",   "Group",       "Sort",     "SortTerm",
        "Focus",  "Index",     "Array",       "Range",       "Object",   "Block",
        "Binary", "Minus",     "Conditional", "Elvis",       "Coalesce", "Bind",
        "Lambda", "Call",      "PartialCall", "Placeholder", "Apply",    "Transform"};
    static_assert(std::size(kNames) == static_cast<std::size_t>(AstKind::Transform) + 1);
    return kNames[static_cast<std::size_t>(kind)];
}

/// What a node says besides its kind.
std::string detailOf(const AstNode& node)
{
    switch (node.kind) {
    case AstKind::Number:
        return " " + json::formatNumber(node.number);
    case AstKind::Binary:
        return fmt::format(" {}", jsonata::spelling(node.op));
    case AstKind::SortTerm:
        return node.descending ? " descending" : " ascending";
    case AstKind::Variable:
    case AstKind::Focus:
    case AstKind::Index:
    case AstKind::Bind:
        return fmt::format(" ${}", node.text);
    case AstKind::Regex:
        return fmt::format(" /{}/{}", node.text, node.flags);
    case AstKind::String:
        return " " + json::write(json::Value::string(node.text));
    default:
        return node.text.empty() ? "" : fmt::format(" {}", node.text);
    }
}

void append(std::string& out, const AstNode& node, std::size_t depth)
{
    fmt::format_to(std::back_inserter(out), "{}{}{}  [{}, {})\n", std::string(2 * depth, ' '),
                   kindName(node.kind), detailOf(node), node.start, node.end);
    for (const auto* const child : node.children) {
        if (child != nullptr) {
            append(out, *child, depth + 1);
        }
    }
}

} // namespace

std::string astText(std::string_view expression)
{
    const auto ast = jsonata::parseExpression(expression, jsonata::ParseMode::Recover);
    std::string out;
    if (ast->root() != nullptr) {
        append(out, *ast->root(), 0);
    }
    return out;
}

} // namespace gatehouse::ctl
