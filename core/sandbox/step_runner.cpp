// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/step_runner.h"

#include "core/sandbox/route_match.h"

#include <fmt/format.h>

namespace gatehouse::sandbox {

using Kind = StepDefinition::Kind;

Result<std::optional<Reply>> StepRunner::run(std::span<const StepDefinition> steps)
{
    for (const auto& step : steps) {
        GH_ASSIGN(auto reply, runOne(step));
        if (reply) {
            return reply;
        }
    }
    return std::nullopt;
}

StepRunner::Outcome StepRunner::runOne(const StepDefinition& step)
{
    if (step.kind != Kind::Refuse) {
        GH_ASSIGN(const bool wanted, applies(step));
        if (!wanted) {
            return std::nullopt;
        }
    }
    switch (step.kind) {
    case Kind::Select:
        return select(step);
    case Kind::Resume:
        return resume(step);
    case Kind::Find:
        return find(step);
    case Kind::Refuse: {
        GH_ASSIGN(const bool refused, applies(step));
        return refused ? missing(step) : Outcome(std::nullopt);
    }
    case Kind::Set: {
        GH_ASSIGN(const auto result, value(step, "value"));
        m_scope.set(step.name, result);
        return std::nullopt;
    }
    case Kind::Insert:
        return insert(step);
    case Kind::Update:
        return update(step);
    case Kind::Delete:
        return remove(step);
    case Kind::Each:
        return each(step);
    }
    return std::nullopt;
}

Result<json::Value> StepRunner::value(const StepDefinition& step, std::string_view which)
{
    const auto* expression = step.expression(which);
    if (expression == nullptr) {
        return json::Value();
    }
    return m_scope.evaluate(*expression);
}

Result<bool> StepRunner::applies(const StepDefinition& step)
{
    if (step.expression("when") == nullptr) {
        return true;
    }
    GH_ASSIGN(const auto answer, value(step, "when"));
    return answer.asBool();
}

Table* StepRunner::table(const StepDefinition& step)
{
    return m_tenant.table(fillParameters(step.table, m_scope.get("params")));
}

StepRunner::Outcome StepRunner::missing(const StepDefinition& step)
{
    if (!step.otherwise) {
        return fail(Errc::ConfigError,
                    fmt::format("the step \"{}\" found nothing and has no \"else\"", step.name));
    }
    GH_ASSIGN(auto reply, makeReply(*step.otherwise, m_scope));
    return reply;
}

StepRunner::Outcome StepRunner::find(const StepDefinition& step)
{
    auto* rows = table(step);
    json::Value row;
    if (rows != nullptr) {
        if (step.expression("id") != nullptr) {
            GH_ASSIGN(const auto id, value(step, "id"));
            row = rows->find(id.asString());
        } else {
            GH_ASSIGN(const auto wanted, value(step, "value"));
            row = wanted.isUndefined() || wanted.isNull() ? json::Value() : rows->findBy(step.field, wanted);
        }
    }
    if (row.isUndefined() && step.otherwise) {
        return missing(step);
    }
    m_scope.set(step.name, row);
    return std::nullopt;
}

StepRunner::Outcome StepRunner::store(const StepDefinition& step, Table& table, const json::Value& row)
{
    auto kept = json::Document::copyOf(row);
    m_scope.set(step.name, kept.root());
    if (!table.put(std::move(kept))) {
        return fail(Errc::ConfigError,
                    fmt::format("table {} is full or the step \"{}\" gives a row without an id",
                                table.definition().name, step.name));
    }
    return std::nullopt;
}

void StepRunner::tell(RowChange::Action action, const Table& table, const json::Value& old,
                      const json::Value& row)
{
    if (m_changed) {
        const auto& definition = table.definition();
        m_changed({action, definition.name, textOf(valueAt(row, definition.id)), old, row});
    }
}

StepRunner::Outcome StepRunner::insert(const StepDefinition& step)
{
    auto* rows = table(step);
    if (rows == nullptr) {
        return missing(step);
    }
    m_scope.set("n", json::Value::integer(static_cast<std::int64_t>(rows->nextNumber())));
    GH_ASSIGN(const auto id, m_scope.evaluate(rows->definition().newId));
    m_scope.set("id", id);
    GH_ASSIGN(const auto row, value(step, "values"));
    GH_ASSIGN(auto full,
              store(step, *rows, mergedOver(rows->definition().defaults.root(), row, m_scope.arena())));
    tell(RowChange::Action::Insert, *rows, {}, m_scope.get(step.name));
    return full;
}

StepRunner::Outcome StepRunner::update(const StepDefinition& step)
{
    auto* rows = table(step);
    GH_ASSIGN(const auto id, value(step, "id"));
    const auto old = rows == nullptr ? json::Value() : rows->find(id.asString());
    if (old.isUndefined()) {
        return missing(step);
    }
    GH_ASSIGN(const auto patch, value(step, "values"));
    GH_ASSIGN(auto full, store(step, *rows, mergedOver(old, patch, m_scope.arena())));
    tell(RowChange::Action::Update, *rows, old, m_scope.get(step.name));
    return full;
}

StepRunner::Outcome StepRunner::remove(const StepDefinition& step)
{
    auto* rows = table(step);
    GH_ASSIGN(const auto id, value(step, "id"));
    const auto found = rows == nullptr ? json::Value() : rows->find(id.asString());
    if (found.isUndefined()) {
        return missing(step);
    }
    GH_ASSIGN(const auto patch, value(step, "values"));
    const auto old = mergedOver(found, patch, m_scope.arena());
    rows->remove(id.asString());
    tell(RowChange::Action::Delete, *rows, found, old);
    if (auto* graves = m_tenant.table(fillParameters(step.into, m_scope.get("params"))); graves != nullptr) {
        return store(step, *graves, old);
    }
    m_scope.set(step.name, old);
    return std::nullopt;
}

StepRunner::Outcome StepRunner::each(const StepDefinition& step)
{
    constexpr std::size_t kMost = 1000;
    GH_ASSIGN(const auto requests, value(step, "requests"));
    const auto single = requests.isObject() ? std::span(&requests, 1) : requests.items();
    std::vector<json::Value> results;
    for (const auto& request : single.first(std::min(single.size(), kMost))) {
        Call call;
        call.method = request["method"].asString();
        call.path = request["path"].asString();
        call.query = request["query"];
        call.headers = m_scope.get("headers");
        call.body = request["body"];
        GH_ASSIGN(const auto reply, m_subCall(call));
        json::ObjectBuilder result(m_scope.arena());
        result.set("status", json::Value::integer(reply.status))
            .set("body", reply.body)
            .set("request", request);
        results.push_back(result.build());
    }
    m_scope.set(step.name, m_scope.arena().array(results));
    return std::nullopt;
}

} // namespace gatehouse::sandbox
