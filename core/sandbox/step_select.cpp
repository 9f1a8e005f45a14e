// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that read many rows.
#include "core/sandbox/route_match.h"
#include "core/sandbox/select_parser.h"
#include "core/sandbox/selection_reader.h"
#include "core/sandbox/step_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gatehouse::sandbox {
namespace {

json::Value natural(std::size_t number)
{
    return json::Value::integer(static_cast<std::int64_t>(number));
}

} // namespace

Result<StepRunner::Window> StepRunner::window(const StepDefinition& step)
{
    Window window;
    GH_ASSIGN(const auto offset, value(step, "offset"));
    if (offset.isNumber()) {
        window.offset = static_cast<std::size_t>(std::max<std::int64_t>(0, offset.asInt()));
    }
    GH_ASSIGN(const auto limit, value(step, "limit"));
    if (limit.isNumber()) {
        window.limit = static_cast<std::size_t>(std::max<std::int64_t>(0, limit.asInt()));
    }
    return window;
}

Result<Selection> StepRunner::selection(const StepDefinition& step, const std::string& table)
{
    GH_ASSIGN(const auto sql, value(step, "sql"));
    if (step.expression("sql") != nullptr) {
        return parseSelect(sql.asString());
    }
    Selection selection;
    selection.table = table;
    GH_ASSIGN(const auto where, value(step, "where"));
    GH_ASSIGN(selection.where, readPredicate(where));
    GH_ASSIGN(const auto order, value(step, "order"));
    selection.order = readOrder(order);
    GH_ASSIGN(const auto fields, value(step, "fields"));
    selection.fields = readFields(fields);
    return selection;
}

StepRunner::Outcome StepRunner::brokenQuery(const StepDefinition& step, const Error& error,
                                            std::string_view kind, std::string_view field)
{
    if (!step.invalid || error.code == Errc::ConfigError) {
        return fail(error);
    }
    json::ObjectBuilder problem(m_scope.arena());
    problem.set("kind", kind).set("message", error.message).set("field", field).set("table", error.source);
    problem.set("position", json::Value::integer(error.at.byteOffset));
    m_scope.set("problem", problem.build());
    GH_ASSIGN(auto reply, makeReply(*step.invalid, m_scope));
    return reply;
}

StepRunner::Outcome StepRunner::select(const StepDefinition& step)
{
    auto wanted = selection(step, fillParameters(step.table, m_scope.get("params")));
    if (!wanted) {
        return brokenQuery(step, wanted.error(), "syntax", {});
    }
    const auto* rows = m_tenant.table(wanted->table);
    if (rows == nullptr) {
        if (step.otherwise) {
            return missing(step);
        }
        return brokenQuery(step, {Errc::NotFound, "there is no such table", wanted->table, {}, {}}, "table",
                           {});
    }
    if (const auto* field = unknownField(*wanted, rows->definition())) {
        return brokenQuery(step, {Errc::NotFound, "there is no such field", wanted->table, {}, {}}, "field",
                           field->text);
    }
    resolveAliases(*wanted, rows->definition());
    GH_ASSIGN(auto shown, window(step));
    if (step.save) {
        // What a cursor continues is the whole answer: the page size may change from page to page.
        return page(step, *wanted, shown, m_tenant.save(*wanted));
    }
    // The query's own window is the page.
    shown.offset = std::max(shown.offset, std::exchange(wanted->offset, 0));
    const auto own = std::exchange(wanted->limit, std::nullopt);
    shown.limit = own && shown.limit ? std::min(*own, *shown.limit) : own ? own : shown.limit;
    return page(step, *wanted, shown, 0);
}

StepRunner::Outcome StepRunner::resume(const StepDefinition& step)
{
    GH_ASSIGN(const auto cursor, value(step, "cursor"));
    const auto* saved = m_tenant.saved(cursor.asUInt());
    if (saved == nullptr) {
        return missing(step);
    }
    GH_ASSIGN(const auto shown, window(step));
    return page(step, *saved, shown, cursor.asUInt());
}

json::Value StepRunner::related(const Relation& relation, const json::Value& row)
{
    const auto* other = m_tenant.table(relation.table);
    const auto key = valueAt(row, relation.key);
    if (other == nullptr || !key.isString()) {
        return json::Value::null();
    }
    const auto found = other->find(key.asString());
    return found.isUndefined() ? json::Value::null() : found;
}

StepRunner::Outcome StepRunner::page(const StepDefinition& step, const Selection& selection,
                                     const Window& window, std::uint64_t cursor)
{
    const auto* rows = m_tenant.table(selection.table);
    if (rows == nullptr) {
        return missing(step);
    }
    auto& arena = m_scope.arena();
    const auto whole = rows->select(selection);
    const auto begin = std::min(window.offset, whole.size());
    const auto count = std::min(window.limit.value_or(whole.size()), whole.size() - begin);
    std::vector<json::Value> page(whole.begin() + static_cast<std::ptrdiff_t>(begin),
                                  whole.begin() + static_cast<std::ptrdiff_t>(begin + count));
    json::ObjectBuilder result(arena);
    if (selection.countOnly) {
        page.clear();
        result.set("count", natural(whole.size()));
    } else if (!selection.fields.empty()) {
        const auto resolve = [this](const Relation& relation, const json::Value& row) {
            return related(relation, row);
        };
        for (auto& row : page) {
            row = project(row, selection.fields, rows->definition(), resolve, arena);
        }
    }
    const auto next = begin + page.size();
    result.set("table", selection.table).set("rows", arena.array(page)).set("total", natural(whole.size()));
    result.set("offset", natural(begin)).set("next", natural(next));
    result.set("more", json::Value::boolean(!selection.countOnly && next < whole.size()));
    result.set("cursor", natural(static_cast<std::size_t>(cursor)));
    m_scope.set(step.name, result.build());
    return std::nullopt;
}

} // namespace gatehouse::sandbox
