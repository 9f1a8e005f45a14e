// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/analysis.h"

#include "core/jsonata/diagnostics/analyser.h"

#include <algorithm>
#include <set>

namespace gatehouse::jsonata {
namespace {

constexpr std::uint32_t kMaxHeight = 2'000;

bool isPlainName(std::string_view name)
{
    constexpr std::string_view kSpecial = " \t\n\r.[]{}(),@#;:?+-*/%|=<>^&!~`\"'$";
    const bool keyword = name == "and" || name == "or" || name == "in" || name == "true" || name == "false"
                         || name == "null" || name == "function";
    return !name.empty() && !keyword && (name.front() < '0' || name.front() > '9')
           && name.find_first_of(kSpecial) == std::string_view::npos;
}

/// Variables of the constructs around an offset.
// NOLINTNEXTLINE(misc-no-recursion): bounded by the parser's own depth
void collectVariables(const AstNode& node, std::uint32_t offset, std::set<std::string>& into)
{
    if (offset < node.start || offset > node.end) {
        return;
    }
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        const AstNode& child = *node.children[i];
        const bool parameter = node.kind == AstKind::Lambda && i + 1 < node.children.size();
        const bool bound = child.kind == AstKind::Bind && child.start < offset;
        if (parameter || bound) {
            into.insert(std::string(child.text));
        }
        collectVariables(child, offset, into);
    }
    if (node.kind == AstKind::Bind || node.kind == AstKind::Focus || node.kind == AstKind::Index) {
        into.insert(std::string(node.text));
    }
}

bool isTooDeep(const Ast& ast)
{
    return ast.root() == nullptr || ast.root()->height > kMaxHeight;
}

} // namespace

std::string SourcePath::text() const
{
    std::string out = binding.empty() ? "" : "$" + binding;
    for (const PathStep& step : steps) {
        out += out.empty() ? "" : ".";
        const bool plain = step.name == "*" || step.name == "**" || isPlainName(step.name);
        out += plain ? step.name : "`" + step.name + "`";
    }
    return out;
}

Analysis analyse(const Ast& ast)
{
    Analysis analysis;
    analysis.complete = false;
    if (!isTooDeep(ast)) {
        analysis = Analyser().run(*ast.root());
        analysis.shape = shapeOf(ast);
    }
    return analysis;
}

std::vector<SourcePath> contextAt(const Ast& ast, std::uint32_t byteOffset)
{
    if (isTooDeep(ast)) {
        return {};
    }
    Analyser analyser(byteOffset);
    static_cast<void>(analyser.run(*ast.root()));
    return analyser.watchedContext();
}

std::vector<std::string> variablesAt(const Ast& ast, std::uint32_t byteOffset)
{
    std::set<std::string> names;
    if (!isTooDeep(ast)) {
        collectVariables(*ast.root(), byteOffset, names);
    }
    names.erase("");
    return {names.begin(), names.end()};
}

} // namespace gatehouse::jsonata
