// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/diagnostics/analyser.h"

#include <algorithm>
#include <array>

namespace gatehouse::jsonata {
namespace {

constexpr int kMaxCallDepth = 60;

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Results are elements (or the whole) of the first argument.
bool passesOn(std::string_view name)
{
    return isOneOf(name, {"filter", "sort", "reverse", "distinct", "single", "shuffle", "append", "coalesce",
                          "clone", "compact", "sift", "merge", "spread", "chunk"});
}

bool onlyDecides(std::string_view name)
{
    return isOneOf(name, {"exists", "not", "boolean", "contains", "assert"});
}

/// Take arrays as a whole, so that one element more or less changes nothing.
bool collects(std::string_view name)
{
    return isOneOf(name, {"count", "sum", "max",    "min",      "average", "join",    "append",
                          "merge", "zip", "exists", "distinct", "sort",    "reverse", "boolean",
                          "not",   "map", "filter", "reduce",   "single",  "shuffle"});
}

bool isHigherOrder(std::string_view name)
{
    return isOneOf(name, {"map", "filter", "sort", "single", "reduce", "each", "sift"});
}

} // namespace

const Analyser::Abstract* Analyser::findVariable(std::string_view name, const Context& context) const
{
    for (const Scope* scope = context.scope; scope != nullptr; scope = scope->parent) {
        if (const auto found = scope->variables.find(name); found != scope->variables.end()) {
            return &found->second;
        }
    }
    return nullptr;
}

void Analyser::noteName(const AstNode& node, bool called)
{
    m_out.names.push_back({std::string(node.text), node.start, node.end, called});
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by Analyser::mayGoOn
Analyser::Abstract Analyser::visitCall(const AstNode& node, const Context& context)
{
    if (node.children.empty()) {
        return {};
    }
    const AstNode& callee = *node.children.front();
    std::vector<Abstract> arguments;
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const bool placeholder = node.children[i]->kind == AstKind::Placeholder;
        arguments.push_back(placeholder ? Abstract() : visit(*node.children[i], context));
    }
    const bool named = callee.kind == AstKind::Variable && !callee.text.empty() && callee.text != "$";
    if (named && findVariable(callee.text, context) == nullptr) {
        noteName(callee, true);
        return callBuiltin(callee.text, std::move(arguments), node, context);
    }
    const Abstract function = visit(callee, context);
    Abstract result;
    for (const Function& one : function.functions) {
        add(result.places, callFunction(one, arguments, context).places);
    }
    if (function.functions.empty()) {
        std::for_each(arguments.begin(), arguments.end(), [this](const Abstract& a) { consume(a, false); });
    }
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::visitApply(const AstNode& node, const Context& context)
{
    Abstract left = visit(*node.children.front(), context);
    if (node.children.size() < 2) {
        return left;
    }
    const AstNode& right = *node.children[1];
    const AstNode& callee =
        right.kind == AstKind::Call && !right.children.empty() ? *right.children.front() : right;
    const bool named = callee.kind == AstKind::Variable && findVariable(callee.text, context) == nullptr;
    std::vector<Abstract> arguments{left};
    if (right.kind == AstKind::Call) {
        for (std::size_t i = 1; i < right.children.size(); ++i) {
            arguments.push_back(visit(*right.children[i], context));
        }
    }
    if (named) {
        noteName(callee, true);
        return callBuiltin(callee.text, std::move(arguments), right, context);
    }
    const Abstract function = visit(callee, context);
    Abstract result;
    for (const Function& one : function.functions) {
        add(result.places, callFunction(one, arguments, context).places);
    }
    if (function.functions.empty()) {
        std::for_each(arguments.begin(), arguments.end(), [this](const Abstract& a) { consume(a, false); });
        add(result.places, function.places);
    }
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::callBuiltin(std::string_view name, std::vector<Abstract> arguments,
                                         const AstNode& node, const Context& context)
{
    Abstract result;
    if (isHigherOrder(name)) {
        callHigherOrder(name, arguments, context, result);
    }
    if (name == "lookup" && arguments.size() == 2 && node.children.size() >= 2
        && node.children.back()->kind == AstKind::String) {
        const AstNode& key = *node.children.back();
        result.places = arguments.front().places;
        for (SourcePath& place : result.places) {
            place.steps.push_back({std::string(key.text), key.start, key.end});
        }
        return result;
    }
    const bool transparent = passesOn(name);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool passed = transparent && (i == 0 || name == "append" || name == "coalesce");
        if (passed) {
            std::vector<SourcePath> places = arguments[i].places;
            for (SourcePath& place : places) {
                place.keepsArray = place.keepsArray || collects(name);
            }
            add(result.places, places);
        } else if (!(isHigherOrder(name) && i == 0)) {
            consume(arguments[i], onlyDecides(name), collects(name));
        }
    }
    if (arguments.empty()) {
        consume({context.places, {}}, onlyDecides(name), collects(name)); // the context stands in
    }
    return result;
}

// NOLINTNEXTLINE(misc-no-recursion)
void Analyser::callHigherOrder(std::string_view name, const std::vector<Abstract>& arguments,
                               const Context& context, Abstract& result)
{
    if (arguments.empty()) {
        return;
    }
    Abstract items{arguments.front().places, {}};
    for (SourcePath& place : items.places) {
        place.settled = place.steps.size(); // one element at a time
        if (name == "each" || name == "sift") {
            place.steps.push_back({"*", 0, 0});
        }
    }
    const bool accumulates = name == "reduce";
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        for (const Function& function : arguments[i].functions) {
            const Abstract& first = accumulates ? Abstract() : items;
            const Abstract& second = accumulates || name == "sort" ? items : Abstract();
            const Abstract value = callFunction(function, {first, second, arguments.front()}, context);
            if (name == "map" || accumulates || name == "each") {
                add(result.places, value.places);
            } else {
                consume(value, true);
            }
        }
    }
}

// NOLINTNEXTLINE(misc-no-recursion)
Analyser::Abstract Analyser::callFunction(const Function& function, const std::vector<Abstract>& arguments,
                                          const Context& context)
{
    if (function.lambda->children.empty() || m_depth >= kMaxCallDepth) {
        return {};
    }
    const ScopePtr scope = newScope(function.scope);
    const std::size_t parameters = function.lambda->children.size() - 1;
    for (std::size_t i = 0; i < parameters; ++i) {
        const std::string name(function.lambda->children[i]->text);
        scope->variables[name] = i < arguments.size() ? arguments[i] : Abstract();
    }
    return visit(*function.lambda->children.back(), {context.places, scope});
}

} // namespace gatehouse::jsonata
