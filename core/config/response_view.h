// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/document.h"
#include "core/jsonata/evaluation_budget.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::config {

struct HeaderView
{
    std::string_view name;
    std::string_view value;
};

/// A provider's answer as the rules of a definition see it. body: the parsed JSON or XML, otherwise a string
/// with the text; Undefined when there was none. Everything must outlive what is built from it.
struct ResponseView
{
    int status = 0;
    std::span<const HeaderView> headers;
    json::Value body;
    UnixMillis now;
};

/// The input object of every rule about a response: {status, headers, body, now}. Header names are lower
/// case, repeated ones joined with ", "; now is Unix seconds with a fraction. Make it once for a response and
/// give it to limits, errors and paging alike.
[[nodiscard]] json::Value responseInput(const ResponseView& response, json::Arena& arena);
/// An object with further members; those of `more` win.
[[nodiscard]] json::Value withMembers(const json::Value& object, std::span<const json::Member> more,
                                      json::Arena& arena);

/// Runs a rule expression under the tight limits that rules get (100 ms, 16 MiB). An unset expression gives
/// Undefined; a failing one too, and adds a line to warnings: a rule that breaks on odd data must not turn an
/// answer into a crash or an error of ours. With a budget, its time counts towards that; once it is spent
/// rules fail without being evaluated.
[[nodiscard]] json::Value evaluateRule(const std::optional<jsonata::Expression>& expression,
                                       const json::Value& input, json::Arena& arena,
                                       std::string_view ruleName, std::vector<std::string>& warnings,
                                       jsonata::EvaluationBudget* budget = nullptr);

/// JSONata's notion of truth for a rule's result (empty, 0, null and nothing are false).
[[nodiscard]] bool truthy(const json::Value& value);

} // namespace gatehouse::config
