// SPDX-License-Identifier: GPL-3.0-or-later
// The steps that read many rows.
#include "core/sandbox/route_match.h"
#include "core/sandbox/select_parser.h"
#include "core/sandbox/selection_reader.h"
#include "core/sandbox/step_runner.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::sandbox {
namespace {

json::Value natural(std::size_t number)
{
    return json::Value::integer(static_cast<std::int64_t>(number));
}

} // namespace

Status StepRunner::window(const StepDefinition& step, Selection& selection)
{
    GH_ASSIGN(const auto offset, value(step, "offset"));
    if (offset.isNumber()) {
        selection.offset = static_cast<std::size_t>(std::max<std::int64_t>(0, offset.asInt()));
    }
    GH_ASSIGN(const auto limit, value(step, "limit"));
    if (limit.isNumber()) {
        const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, limit.asInt()));
        selection.limit = std::min(most, selection.limit.value_or(most));
    }
    return {};
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
    // What a cursor continues is the whole answer: the page size may change from page to page.
    auto whole = step.save ? std::optional(*wanted) : std::nullopt;
    GH_TRY(window(step, *wanted));
    return page(step, *wanted, whole ? m_tenant.save(std::move(*whole)) : 0);
}

StepRunner::Outcome StepRunner::resume(const StepDefinition& step)
{
    GH_ASSIGN(const auto cursor, value(step, "cursor"));
    const auto* saved = m_tenant.saved(cursor.asUInt());
    if (saved == nullptr) {
        return missing(step);
    }
    auto selection = *saved;
    const auto begin = selection.offset;
    GH_TRY(window(step, selection));
    if (saved->limit) {
        const auto gone = selection.offset - std::min(selection.offset, begin);
        const auto left = *saved->limit - std::min(*saved->limit, gone);
        selection.limit = std::min(left, selection.limit.value_or(left));
    }
    return page(step, selection, cursor.asUInt());
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
                                     std::uint64_t cursor)
{
    const auto* rows = m_tenant.table(selection.table);
    if (rows == nullptr) {
        return missing(step);
    }
    auto& arena = m_scope.arena();
    auto page = rows->select(selection);
    json::ObjectBuilder result(arena);
    if (selection.countOnly) {
        page.rows.clear();
        page.more = false;
        result.set("count", natural(page.total));
    } else if (!selection.fields.empty()) {
        const auto resolve = [this](const Relation& relation, const json::Value& row) {
            return related(relation, row);
        };
        for (auto& row : page.rows) {
            row = project(row, selection.fields, rows->definition(), resolve, arena);
        }
    }
    result.set("table", selection.table)
        .set("rows", arena.array(page.rows))
        .set("total", natural(page.total));
    result.set("offset", natural(page.offset)).set("next", natural(page.offset + page.rows.size()));
    result.set("more", json::Value::boolean(page.more));
    result.set("cursor", natural(static_cast<std::size_t>(cursor)));
    m_scope.set(step.name, result.build());
    return std::nullopt;
}

} // namespace gatehouse::sandbox
