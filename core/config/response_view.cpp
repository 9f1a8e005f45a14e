// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/response_view.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace gatehouse::config {
namespace {

constexpr jsonata::Limits kRuleLimits{.time = std::chrono::milliseconds(100),
                                      .depth = 200,
                                      .memory = std::size_t{16} << 20U,
                                      .sequence = 1'000'000};

std::string_view lowered(std::string_view text, json::Arena& arena)
{
    char* const out = arena.allocateArray<char>(text.size());
    std::ranges::transform(
        text, out, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return {out, text.size()};
}

/// Fields of one name are one list (RFC 9110 §5.3).
json::Value headerObject(std::span<const HeaderView> headers, json::Arena& arena)
{
    std::vector<json::Member> members;
    members.reserve(headers.size());
    for (const auto& header : headers) {
        const auto name = lowered(header.name, arena);
        const auto known = std::ranges::find(members, name, &json::Member::name);
        if (known == members.end()) {
            members.push_back({name, arena.string(header.value)});
        } else {
            known->value =
                arena.string(std::string(known->value.asString()).append(", ").append(header.value));
        }
    }
    return arena.objectOfViews(members);
}

} // namespace

json::Value responseInput(const ResponseView& response, json::Arena& arena)
{
    const auto millis = toMillis(response.now);
    const auto now = millis % 1000 == 0 ? json::Value::integer(millis / 1000)
                                        : json::Value::number(static_cast<double>(millis) / 1000.0);
    std::vector<json::Member> members{{"status", json::Value::integer(response.status)},
                                      {"headers", headerObject(response.headers, arena)}};
    if (!response.body.isUndefined()) {
        members.push_back({"body", response.body});
    }
    members.push_back({"now", now});
    return arena.object(members);
}

json::Value withMembers(const json::Value& object, std::span<const json::Member> more, json::Arena& arena)
{
    std::vector<json::Member> members(object.members().begin(), object.members().end());
    for (const auto& member : more) {
        if (!member.value.isUndefined()) {
            members.push_back(member);
        }
    }
    return arena.object(members);
}

json::Value evaluateRule(const std::optional<jsonata::Expression>& expression, const json::Value& input,
                         json::Arena& arena, std::string_view ruleName, std::vector<std::string>& warnings,
                         jsonata::EvaluationBudget* budget)
{
    if (!expression) {
        return {};
    }
    if (budget != nullptr && budget->spent()) {
        warnings.push_back(std::string(ruleName)
                           + ": not evaluated, the call's time for expressions is used up");
        return {};
    }
    jsonata::EvaluationContext context;
    context.limits = kRuleLimits;
    const auto value = budget != nullptr ? budget->evaluate(*expression, input, arena, context)
                                         : expression->evaluate(input, arena, {}, context);
    if (!value) {
        warnings.push_back(std::string(ruleName) + ": " + value.error().toError().message);
        return {};
    }
    return *value;
}

bool truthy(const json::Value& value)
{
    switch (value.type()) {
    case json::Type::Bool:
        return value.asBool();
    case json::Type::String:
    case json::Type::Object:
        return value.size() > 0;
    case json::Type::Array:
        return std::ranges::any_of(value.items(), [](const json::Value& item) { return truthy(item); });
    default:
        return value.isNumber() && value.asDouble() != 0.0;
    }
}

} // namespace gatehouse::config
