// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sandbox/reply.h"
#include "core/sandbox/row_change.h"
#include "core/sandbox/scope.h"
#include "core/sandbox/tenant.h"

#include <functional>
#include <optional>
#include <span>

namespace gatehouse::sandbox {

/// Runs the steps of one route for one request. Lives for that request.
class StepRunner
{
public:
    /// Answers a request made by an "each" step.
    using SubCall = std::function<Result<Reply>(const Call& call)>;

    /// changed is told of each row that a step changes; may be empty.
    StepRunner(Scope& scope, Tenant& tenant, SubCall subCall, RowWatcher changed)
        : m_scope(scope)
        , m_tenant(tenant)
        , m_subCall(std::move(subCall))
        , m_changed(std::move(changed))
    {}

    /// An answer when one of the steps gave one, which ends the steps. ConfigError when the definition is
    /// wrong.
    [[nodiscard]] Result<std::optional<Reply>> run(std::span<const StepDefinition> steps);

private:
    using Outcome = Result<std::optional<Reply>>;

    /// The part of an answer that one page shows.
    struct Window
    {
        std::size_t offset = 0;
        std::optional<std::size_t> limit;
    };

    [[nodiscard]] Outcome runOne(const StepDefinition& step);
    [[nodiscard]] Outcome select(const StepDefinition& step);
    [[nodiscard]] Outcome resume(const StepDefinition& step);
    [[nodiscard]] Outcome find(const StepDefinition& step);
    [[nodiscard]] Outcome insert(const StepDefinition& step);
    [[nodiscard]] Outcome update(const StepDefinition& step);
    [[nodiscard]] Outcome remove(const StepDefinition& step);
    [[nodiscard]] Outcome each(const StepDefinition& step);

    /// The value of one of the step's expressions; Undefined when it has none of that name.
    [[nodiscard]] Result<json::Value> value(const StepDefinition& step, std::string_view which);
    [[nodiscard]] Result<bool> applies(const StepDefinition& step);
    [[nodiscard]] Result<Selection> selection(const StepDefinition& step, const std::string& table);
    [[nodiscard]] Result<Window> window(const StepDefinition& step);
    [[nodiscard]] Outcome page(const StepDefinition& step, const Selection& selection, const Window& window,
                               std::uint64_t cursor);
    [[nodiscard]] Outcome brokenQuery(const StepDefinition& step, const Error& error, std::string_view kind,
                                      std::string_view field);
    [[nodiscard]] Table* table(const StepDefinition& step);
    [[nodiscard]] json::Value related(const Relation& relation, const json::Value& row);
    [[nodiscard]] Outcome missing(const StepDefinition& step);
    /// Stores a row and lets the following steps see it.
    [[nodiscard]] Outcome store(const StepDefinition& step, Table& table, const json::Value& row);
    void tell(RowChange::Action action, const Table& table, const json::Value& old, const json::Value& row);

    Scope& m_scope;
    Tenant& m_tenant;
    SubCall m_subCall;
    RowWatcher m_changed;
};

} // namespace gatehouse::sandbox
