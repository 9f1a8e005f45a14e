// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_parts.h"
#include "core/config/status_guard.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::config {
namespace {

constexpr std::array<Word<PaginationKind>, 9> kPaginations{{{"none", PaginationKind::None},
                                                            {"cursor", PaginationKind::Cursor},
                                                            {"next_url", PaginationKind::NextUrl},
                                                            {"link_header", PaginationKind::LinkHeader},
                                                            {"page", PaginationKind::Page},
                                                            {"offset", PaginationKind::Offset},
                                                            {"odata", PaginationKind::OData},
                                                            {"sql_offset", PaginationKind::SqlOffset},
                                                            {"dynamic", PaginationKind::Dynamic}}};
constexpr std::array<Word<BudgetScope>, 3> kScopes{
    {{"account", BudgetScope::Account}, {"app", BudgetScope::App}, {"user", BudgetScope::User}}};
constexpr std::array<Word<BudgetAlgorithm>, 5> kAlgorithms{
    {{"token_bucket", BudgetAlgorithm::TokenBucket},
     {"leaky_bucket", BudgetAlgorithm::LeakyBucket},
     {"fixed_window", BudgetAlgorithm::FixedWindow},
     {"rolling_window", BudgetAlgorithm::RollingWindow},
     {"concurrency", BudgetAlgorithm::Concurrency}}};
constexpr std::array<Word<ErrorCategory>, 7> kCategories{
    {{"auth_failure", ErrorCategory::AuthFailure},
     {"rate_limited", ErrorCategory::RateLimited},
     {"validation_error", ErrorCategory::ValidationError},
     {"not_found", ErrorCategory::NotFound},
     {"conflict", ErrorCategory::Conflict},
     {"server_error", ErrorCategory::ServerError},
     {"timeout", ErrorCategory::Timeout}}};

bool needsNext(PaginationKind kind)
{
    return kind == PaginationKind::Cursor || kind == PaginationKind::NextUrl
           || kind == PaginationKind::Dynamic;
}

bool needsParameter(PaginationKind kind)
{
    return kind == PaginationKind::Cursor || kind == PaginationKind::Page || kind == PaginationKind::Offset
           || kind == PaginationKind::SqlOffset;
}

void checkPagination(DefinitionReader& reader, const Node& node, const PaginationDefinition& rules)
{
    const auto kind = reader.text(node["kind"]);
    if (needsNext(rules.kind) && !node["next"].present()) {
        reader.error(node, "pagination of the kind " + kind + " needs next");
    }
    if (needsParameter(rules.kind) && rules.parameter.empty()) {
        reader.error(node, "pagination of the kind " + kind + " needs a parameter");
    }
    if (rules.kind == PaginationKind::SqlOffset && rules.clause.empty()) {
        reader.error(node, "pagination of the kind sql_offset needs a clause");
    }
    if (rules.maxPageSize > 0 && rules.defaultPageSize > rules.maxPageSize) {
        reader.error(node["default_page_size"], "the default page size is above the largest one");
    }
}

BudgetDefinition readBudget(DefinitionReader& reader, const Node& node)
{
    BudgetDefinition budget;
    budget.name = reader.text(node["name"]);
    budget.scope = reader.word(node["scope"], kScopes, BudgetScope::Account);
    budget.limit = reader.integer(node["limit"], 0);
    budget.window = reader.seconds(node["window_s"], budget.window);
    budget.algorithm = reader.word(node["algorithm"], kAlgorithms, BudgetAlgorithm::RollingWindow);
    budget.appliesTo = reader.texts(node["applies_to"]);
    if (budget.algorithm != BudgetAlgorithm::Concurrency && budget.window.count() == 0) {
        reader.error(node, "a budget that is not of the algorithm concurrency needs window_s");
    }
    return budget;
}

} // namespace

std::string_view errorCategoryName(ErrorCategory category) noexcept
{
    const auto found = std::ranges::find(kCategories, category, &Word<ErrorCategory>::value);
    return found == kCategories.end() ? std::string_view() : found->name;
}

std::optional<ErrorCategory> errorCategoryFromName(std::string_view name) noexcept
{
    const auto found = std::ranges::find(kCategories, name, &Word<ErrorCategory>::name);
    return found == kCategories.end() ? std::nullopt : std::optional(found->value);
}

PaginationDefinition readPagination(DefinitionReader& reader, const Node& node)
{
    PaginationDefinition rules;
    rules.kind = reader.word(node["kind"], kPaginations, PaginationKind::None);
    rules.items = reader.expression(node["items"]);
    rules.next = reader.expression(node["next"]);
    rules.hasMore = reader.expression(node["has_more"]);
    rules.parameter = reader.text(node["parameter"]);
    rules.limitParameter = reader.text(node["limit_parameter"]);
    rules.place = node["place"].value.asString() == "body" ? ParameterPlace::Body : ParameterPlace::Query;
    rules.first = reader.integer(node["first"], rules.kind == PaginationKind::Page ? 1 : 0);
    rules.defaultPageSize = reader.integer(node["default_page_size"], 0);
    rules.maxPageSize = reader.integer(node["max_page_size"], 0);
    rules.relation = reader.text(node["relation"], rules.relation);
    rules.header = reader.text(node["header"], rules.header);
    rules.clause = reader.templ(node["clause"]);
    checkPagination(reader, node, rules);
    return rules;
}

RateLimitDefinition readRateLimit(DefinitionReader& reader, const Node& node)
{
    RateLimitDefinition rules;
    rules.limitedWhen = reader.expression(node["limited_when"]);
    rules.limitedOnlyAt = onlyStatus(rules.limitedWhen);
    rules.retryAfter = reader.expression(node["retry_after"]);
    rules.limit = reader.expression(node["limit"]);
    rules.remaining = reader.expression(node["remaining"]);
    rules.reset = reader.expression(node["reset"]);
    rules.window = reader.expression(node["window"]);
    rules.reason = reader.expression(node["reason"]);
    rules.partial = reader.expression(node["partial"]);
    rules.policies = reader.expression(node["policies"]);
    rules.cost = reader.expression(node["cost"]);
    rules.backoffBase = reader.seconds(node["backoff"]["base_s"], rules.backoffBase);
    rules.backoffMax = reader.seconds(node["backoff"]["max_s"], rules.backoffMax);
    const auto budgets = node["budgets"];
    for (std::size_t i = 0; i < budgets.size(); ++i) {
        rules.budgets.push_back(readBudget(reader, budgets[i]));
    }
    return rules;
}

ErrorDefinition readErrors(DefinitionReader& reader, const Node& node)
{
    ErrorDefinition rules;
    rules.isError = reader.expression(node["is_error"]);
    rules.isErrorOnlyAt = onlyStatus(rules.isError);
    rules.category = reader.expression(node["category"]);
    rules.message = reader.expression(node["message"]);
    rules.code = reader.expression(node["code"]);
    rules.retryable = reader.expression(node["retryable"]);
    rules.reauth = reader.expression(node["reauth"]);
    for (const auto& [code, value] : node["codes"].value.members()) {
        ErrorRule rule;
        rule.category = errorCategoryFromName(value["category"].asString());
        if (value["retryable"].isBool()) {
            rule.retryable = value["retryable"].asBool();
        }
        if (value["reauth"].isBool()) {
            rule.reauth = value["reauth"].asBool();
        }
        rule.missingScope = value["missing_scope"].asBool();
        rules.codes.emplace(code, rule);
    }
    const auto statuses = node["statuses"];
    for (const auto& [name, value] : statuses.value.members()) {
        int status = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), status);
        if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size() || status < 100
            || status > 599) {
            reader.error(statuses[name], "\"" + std::string(name) + "\" is not an HTTP status");
        }
        rules.statuses.emplace(status,
                               errorCategoryFromName(value.asString()).value_or(ErrorCategory::ServerError));
    }
    return rules;
}

} // namespace gatehouse::config
