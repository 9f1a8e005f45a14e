// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/status_guard.h"

#include "core/jsonata/ast.h"

#include <utility>

namespace gatehouse::config {
namespace {

using jsonata::AstKind;
using jsonata::AstNode;
using jsonata::BinaryOp;

/// N of "status = N", whichever way round.
std::optional<int> comparedStatus(const AstNode& left, const AstNode& right)
{
    if (left.kind == AstKind::Name && left.text == "status" && right.kind == AstKind::Number) {
        return static_cast<int>(right.number);
    }
    return std::nullopt;
}

std::optional<int> guardOf(const AstNode& node)
{
    if (node.kind == AstKind::Block && node.children.size() == 1) {
        return guardOf(*node.children.front());
    }
    if (node.kind == AstKind::Conditional && node.children.size() == 2) {
        return guardOf(*node.children.front());
    }
    if (node.kind != AstKind::Binary || node.children.size() != 2) {
        return std::nullopt;
    }
    const AstNode& left = *node.children.front();
    const AstNode& right = *node.children.back();
    if (node.op == BinaryOp::Equal) {
        const auto status = comparedStatus(left, right);
        return status ? status : comparedStatus(right, left);
    }
    return node.op == BinaryOp::And ? guardOf(left) : std::nullopt;
}

} // namespace

std::optional<int> onlyStatus(const std::optional<jsonata::Expression>& rule)
{
    if (!rule) {
        return std::nullopt;
    }
    const auto ast = jsonata::parseExpression(rule->text(), jsonata::ParseMode::FirstError);
    return ast->root() != nullptr && ast->errors().empty() ? guardOf(*ast->root()) : std::nullopt;
}

} // namespace gatehouse::config
