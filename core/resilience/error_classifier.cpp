// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resilience/error_classifier.h"

#include "core/config/response_view.h"
#include "core/json/write.h"

#include <algorithm>
#include <array>

namespace gatehouse::resilience {
namespace {

using config::ErrorCategory;

constexpr int kFirstErrorStatus = 400;
constexpr int kUnauthorized = 401;
constexpr std::size_t kMaxMessage = 2000;
constexpr std::size_t kMaxPlainText = 300;

/// Codes are texts to us, whatever the provider writes them as; an object or array is no code.
std::string codeText(const json::Value& value)
{
    if (value.isString()) {
        return std::string(value.asString());
    }
    return value.isNumber() ? json::write(value) : std::string();
}

std::string messageText(const json::Value& value)
{
    std::string text(value.asString());
    if (text.size() > kMaxMessage) {
        // Cut between characters, not inside one.
        auto end = kMaxMessage;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        text.resize(end);
    }
    return text;
}

/// The members that hold the words in RFC 9457, RFC 6749 §5.2 and the usual home-made shapes, most telling
/// first. A body that is text is taken as it is, unless it is a page of markup: that says nothing.
std::string usualMessage(const json::Value& body)
{
    if (const auto text = body.asString(); !text.empty()) {
        return text.size() <= kMaxPlainText && text.find('<') == std::string_view::npos ? std::string(text)
                                                                                        : std::string();
    }
    const std::array<json::Value, 7> places{body["detail"],
                                            body["error_description"],
                                            body["message"],
                                            body["error"]["message"],
                                            body["errors"][std::size_t{0}]["message"],
                                            body["title"],
                                            body["error"]};
    const auto found =
        std::ranges::find_if(places, [](const json::Value& value) { return value.asString().size() > 0; });
    return found == places.end() ? std::string() : messageText(*found);
}

/// The same for codes.
std::string usualCode(const json::Value& body)
{
    const std::array<json::Value, 4> places{body["code"], body["error"]["code"], body["error"],
                                            body["errors"][std::size_t{0}]["code"]};
    const auto found =
        std::ranges::find_if(places, [](const json::Value& value) { return !codeText(value).empty(); });
    return found == places.end() ? std::string() : codeText(*found);
}

/// Everything known about one response while it is being classified.
struct Classification
{
    const config::ErrorDefinition& rules;
    const json::Value& input;
    json::Arena& arena;
    jsonata::EvaluationBudget* budget;
    ProviderError error;

    [[nodiscard]] json::Value value(const std::optional<jsonata::Expression>& rule, std::string_view name)
    {
        return config::evaluateRule(rule, input, arena, name, error.warnings, budget);
    }

    bool named = false; ///< The definition gave the category, not the table of statuses.

    [[nodiscard]] int status() const { return static_cast<int>(input["status"].asInt()); }
};

ErrorCategory categoryFor(Classification& run, const config::ErrorRule& rule)
{
    const auto named = config::errorCategoryFromName(run.value(run.rules.category, "category").asString());
    run.named = true;
    if (named) {
        return *named;
    }
    if (rule.category) {
        return *rule.category;
    }
    const auto status = run.rules.statuses.find(run.status());
    run.named = status != run.rules.statuses.end();
    return run.named ? status->second : categoryOfStatus(run.status());
}

config::ErrorRule ruleFor(const config::ErrorDefinition& rules, const std::string& code)
{
    const auto found = rules.codes.find(code);
    return found == rules.codes.end() ? config::ErrorRule{} : found->second;
}

} // namespace

ErrorCategory categoryOfStatus(int status) noexcept
{
    switch (status) {
    case 401:
    case 403:
        return ErrorCategory::AuthFailure;
    case 404:
    case 410:
        return ErrorCategory::NotFound;
    case 408:
    case 504:
    case 522: // of proxies before the provider: no connection, no answer, no more bytes in time
    case 524:
    case 598:
        return ErrorCategory::Timeout;
    case 409:
    case 412:
    case 423:
    case 428:
        return ErrorCategory::Conflict;
    case 429:
        return ErrorCategory::RateLimited;
    default:
        return status >= 500 ? ErrorCategory::ServerError : ErrorCategory::ValidationError;
    }
}

bool usuallyRetryable(ErrorCategory category) noexcept
{
    return category == ErrorCategory::RateLimited || category == ErrorCategory::ServerError
           || category == ErrorCategory::Timeout;
}

std::optional<ProviderError> classify(const config::ErrorDefinition& rules, const json::Value& input,
                                      json::Arena& arena, bool limited, jsonata::EvaluationBudget* budget)
{
    Classification run{rules, input, arena, budget, {}};
    const auto saysSo = [&] {
        return rules.isErrorOnlyAt.value_or(run.status()) == run.status()
               && config::truthy(run.value(rules.isError, "is_error"));
    };
    const bool failed = run.status() >= kFirstErrorStatus || limited || saysSo();
    if (!failed) {
        return std::nullopt;
    }
    run.error.code = rules.code ? codeText(run.value(rules.code, "code")) : usualCode(input["body"]);
    const auto rule = ruleFor(rules, run.error.code);
    run.error.category = limited ? ErrorCategory::RateLimited : categoryFor(run, rule);
    run.error.message = messageText(run.value(rules.message, "message"));
    if (run.error.message.empty()) {
        run.error.message = usualMessage(input["body"]);
    }
    const auto retryable = run.value(rules.retryable, "retryable");
    const auto reauth = run.value(rules.reauth, "reauth");
    run.error.retryable = retryable.isBool() ? retryable.asBool()
                                             : rule.retryable.value_or(usuallyRetryable(run.error.category));
    run.error.reauth = rule.reauth.value_or(false) || reauth.asBool();
    run.error.keepsAccount = !run.error.reauth && (rule.reauth || (reauth.isBool() && !reauth.asBool()));
    run.error.missingScope = rule.missingScope;
    run.error.tokenRefused = run.error.category == ErrorCategory::AuthFailure && !run.error.reauth
                             && !rule.missingScope && (run.status() == kUnauthorized || run.named);
    return std::move(run.error);
}

} // namespace gatehouse::resilience
