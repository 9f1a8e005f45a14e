// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/diagnostics/analysis.h"

#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// Follows an expression with places in the input instead of values. A place is recorded when something
/// consumes it; a path, a filter or a variable only passes it on.
class Analyser
{
public:
    explicit Analyser(std::optional<std::uint32_t> watched = std::nullopt)
        : m_watched(watched)
    {}

    [[nodiscard]] Analysis run(const AstNode& root);

    [[nodiscard]] const std::vector<SourcePath>& watchedContext() const noexcept { return m_watchedContext; }

private:
    struct Scope;
    using ScopePtr = Scope*; ///< Owned by m_scopes: functions and scopes refer to each other.

    struct Function
    {
        const AstNode* lambda = nullptr;
        ScopePtr scope = nullptr;
    };

    /// What a sub-expression may be: places, and functions of the expression's own.
    struct Abstract
    {
        std::vector<SourcePath> places;
        std::vector<Function> functions;
    };

    struct Scope
    {
        std::map<std::string, Abstract, std::less<>> variables;
        ScopePtr parent = nullptr;
    };

    [[nodiscard]] ScopePtr newScope(ScopePtr parent) { return &m_scopes.emplace_back(Scope{{}, parent}); }

    struct Context
    {
        std::vector<SourcePath> places;
        ScopePtr scope = nullptr;
    };

    // analyser.cpp
    Abstract visit(const AstNode& node, const Context& context);
    Abstract visitOperator(const AstNode& node, const Context& context);
    Abstract visitStep(const AstNode& node, const Context& context);
    Abstract visitPath(const AstNode& node, const Context& context);
    Abstract visitPredicate(const AstNode& node, const Context& context);
    Abstract visitConstructor(const AstNode& node, const Context& context);
    Abstract visitBlock(const AstNode& node, const Context& context);
    Abstract visitVariable(const AstNode& node, const Context& context);
    Abstract visitConditional(const AstNode& node, const Context& context);
    void consume(const Abstract& value, bool isCondition, bool collected = false);
    void consumeChild(const AstNode& node, const Context& context, bool isCondition, bool collected = false);

    // analyser_calls.cpp
    Abstract visitCall(const AstNode& node, const Context& context);
    Abstract visitApply(const AstNode& node, const Context& context);
    Abstract callBuiltin(std::string_view name, std::vector<Abstract> arguments, const AstNode& node,
                         const Context& context);
    Abstract callFunction(const Function& function, const std::vector<Abstract>& arguments,
                          const Context& context);
    void callHigherOrder(std::string_view name, const std::vector<Abstract>& arguments,
                         const Context& context, Abstract& result);
    [[nodiscard]] const Abstract* findVariable(std::string_view name, const Context& context) const;
    void noteName(const AstNode& node, bool called);

    static void add(std::vector<SourcePath>& to, const std::vector<SourcePath>& from);
    [[nodiscard]] bool mayGoOn();

    Analysis m_out;
    std::deque<Scope> m_scopes;
    std::optional<std::uint32_t> m_watched;
    std::vector<SourcePath> m_watchedContext;
    int m_depth = 0;
    int m_steps = 0;
};

} // namespace gatehouse::jsonata
