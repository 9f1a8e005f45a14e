// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/problems.h"

#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse::pipeline {
namespace {

using config::ErrorCategory;

/// Long provider errors (an HTML page, a batch's whole answer) are cut: the call's record has the body.
constexpr std::size_t kMaxErrorText = 8192;

/// What the field's servers write into their logs for it (nginx's 499); nobody is there to receive it.
constexpr int kClientClosedRequest = 499;

struct CategoryAnswer
{
    int status;
    std::string_view title;
};

CategoryAnswer answerOf(ErrorCategory category) noexcept
{
    switch (category) {
    case ErrorCategory::AuthFailure:
        return {401, "The provider refused the credentials"};
    case ErrorCategory::RateLimited:
        return {429, "Rate limited by the provider"};
    case ErrorCategory::ValidationError:
        return {422, "The provider refused the data"};
    case ErrorCategory::NotFound:
        return {404, "The provider has no such record"};
    case ErrorCategory::Conflict:
        return {409, "The provider reports a conflict"};
    case ErrorCategory::ServerError:
        return {502, "The provider failed"};
    case ErrorCategory::Timeout:
        return {504, "The provider did not answer in time"};
    }
    return {502, "The provider failed"};
}

Problem ofCategory(const Call& call, ErrorCategory category)
{
    Problem problem;
    problem.type = config::errorCategoryName(category);
    problem.category = problem.type;
    problem.title = answerOf(category).title;
    problem.status = answerOf(category).status;
    problem.origin = "provider";
    problem.retryable = resilience::usuallyRetryable(category);
    problem.occurredAt = call.services.clock->now();
    return call.identified(std::move(problem));
}

json::Document errorDocument(const json::Value& body)
{
    std::string text = body.isString() ? std::string(body.asString()) : json::write(body);
    if (text.size() <= kMaxErrorText) {
        return json::Document::copyOf(body);
    }
    std::size_t end = kMaxErrorText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end; // Not in the middle of a UTF-8 sequence.
    }
    text.resize(end);
    return json::Document::copyOf(json::Value::string(text));
}

} // namespace

int callerStatus(ErrorCategory category, int providerStatus) noexcept
{
    const bool names = providerStatus >= 400 && providerStatus < 500
                       && resilience::categoryOfStatus(providerStatus) == category
                       && category != ErrorCategory::RateLimited && category != ErrorCategory::Timeout;
    return names ? providerStatus : answerOf(category).status;
}

Problem providerProblem(const Call& call, const Upstream& upstream)
{
    const resilience::ProviderError& error = *upstream.error;
    Problem problem = ofCategory(call, error.category);
    problem.status = callerStatus(error.category, upstream.response.status);
    problem.detail = error.message.empty() ? fmt::format("{} answered {}", upstream.target->provider->label,
                                                         upstream.response.status)
                                           : error.message;
    if (!error.code.empty() && error.message.find(error.code) == std::string::npos) {
        problem.detail += fmt::format(" ({})", error.code);
    }
    problem.providerStatus = upstream.response.status;
    problem.providerError = errorDocument(upstream.body);
    problem.retryable = error.retryable;
    problem.reauth = error.reauth;
    if (error.missingScope) {
        problem.title = "The account was not granted what this needs";
        problem.detail += " – its sign-in is fine, but lacks a permission: grant it at the provider, or "
                          "connect the account again and agree to it";
    }
    problem.retryAfter = call.retryAfter;
    return problem;
}

Problem cancelledProblem(const Call& call)
{
    Problem problem = call.problem({Errc::Cancelled, "the node is stopping", {}, {}, {}});
    problem.type = problem.category = "cancelled";
    if (call.callerGone() || !call.cancelled()) {
        problem.status = kClientClosedRequest;
        problem.title = "The caller went away";
        problem.detail = "the caller closed the connection before the answer was complete";
        problem.retryAfter.reset();
    }
    return problem;
}

Problem transportProblem(const Call& call, const Error& error)
{
    if (call.cancelled()) {
        return cancelledProblem(call);
    }
    switch (error.code) {
    case Errc::Timeout: {
        Problem problem = ofCategory(call, ErrorCategory::Timeout);
        problem.detail = error.message;
        return problem;
    }
    case Errc::Unavailable:
    case Errc::ParseError:
    case Errc::LimitExceeded: {
        Problem problem = ofCategory(call, ErrorCategory::ServerError);
        problem.title = error.code == Errc::Unavailable ? "The provider cannot be reached"
                                                        : "The provider's answer cannot be read";
        problem.detail = error.message;
        problem.retryable = error.code == Errc::Unavailable;
        return problem;
    }
    default:
        return call.problem(error);
    }
}

Problem spentLimitProblem(const Call& call, std::int64_t retryAfter)
{
    Problem problem = ofCategory(call, ErrorCategory::RateLimited);
    problem.origin = "gateway";
    problem.title = "The provider's limit is spent";
    problem.detail =
        fmt::format("the provider said that its limit is spent; the call was not sent, and would "
                    "be refused for another {} s",
                    retryAfter);
    problem.retryAfter = retryAfter;
    return problem;
}

Problem unreadableAnswer(const Call& call, const Upstream& upstream, const Error& error)
{
    Problem problem = ofCategory(call, ErrorCategory::ServerError);
    problem.title = "The provider's answer cannot be read";
    problem.detail = fmt::format("the answer with status {} is not the text its Content-Type names: {}",
                                 upstream.response.status, error.message);
    problem.providerStatus = upstream.response.status;
    return problem;
}

Problem redirected(const Call& call, const Upstream& upstream)
{
    Problem problem = ofCategory(call, ErrorCategory::ServerError);
    problem.title = "The provider sent the call elsewhere";
    problem.detail = fmt::format(
        "the answer with status {} names another address; redirects are not followed, because the account's "
        "credentials would go along: correct the base URL",
        upstream.response.status);
    problem.providerStatus = upstream.response.status;
    problem.retryable = false;
    return problem;
}

} // namespace gatehouse::pipeline
