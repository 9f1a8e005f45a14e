// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/problem.h"

#include "core/base/time_format.h"

#include <memory>
#include <utility>

namespace gatehouse {
namespace {

void setIfAny(json::ObjectBuilder& object, std::string_view name, const std::string& text)
{
    if (!text.empty()) {
        object.set(name, std::string_view(text));
    }
}

void setIfAny(json::ObjectBuilder& object, std::string_view name, std::int64_t number)
{
    if (number != 0) {
        object.set(name, json::Value::integer(number));
    }
}

void setPlace(json::ObjectBuilder& object, const Problem& problem)
{
    setIfAny(object, "source", problem.source);
    setIfAny(object, "pointer", problem.pointer);
    setIfAny(object, "line", problem.at.line);
    setIfAny(object, "column", problem.at.column);
}

} // namespace

ErrorAnswer answerFor(Errc code) noexcept
{
    switch (code) {
    case Errc::InvalidArgument:
        return {400, "validation_error", "The request is not valid", false};
    case Errc::ParseError:
        return {400, "validation_error", "The request cannot be read", false};
    case Errc::LimitExceeded:
        return {413, "validation_error", "A limit was exceeded", false};
    case Errc::NotFound:
        return {404, "not_found", "There is no such thing", false};
    case Errc::AlreadyExists:
        return {409, "conflict", "It exists already", false};
    case Errc::Conflict:
        return {409, "conflict", "The state has changed meanwhile", true};
    case Errc::Unauthorized:
        return {401, "unauthorized", "A valid API key is needed", false};
    case Errc::Forbidden:
        return {403, "forbidden", "Not allowed", false};
    case Errc::Unsupported:
        return {501, "unsupported", "Not offered", false};
    case Errc::Unavailable:
    case Errc::Abandoned:
    case Errc::Cancelled:
        return {503, "server_error", "The gateway cannot answer now", true};
    case Errc::Timeout:
        return {504, "timeout", "The time for this request ran out", true};
    case Errc::ConfigError:
        return {422, "config_error", "A definition or mapping is wrong", false};
    case Errc::MappingError:
        return {422, "mapping_error", "A mapping failed", false};
    case Errc::CircuitOpen:
        return {503, "circuit_open", "Calls to this provider are paused", true};
    case Errc::RateLimited:
        return {429, "rate_limited", "Rate limited", true};
    case Errc::Corrupt:
    case Errc::Internal:
        break;
    }
    return {500, "server_error", "The gateway failed", false};
}

Problem problemFrom(const Error& error, UnixMillis now, std::string requestId)
{
    const auto answer = answerFor(error.code);
    Problem problem;
    problem.type = answer.category;
    problem.title = answer.title;
    problem.status = answer.status;
    problem.detail = error.message;
    problem.category = answer.category;
    problem.origin = "gateway";
    problem.retryable = answer.retryable;
    if (answer.status == 429 || answer.status == 503) {
        problem.retryAfter = 1;
    }
    problem.occurredAt = now;
    problem.requestId = std::move(requestId);
    problem.source = error.source;
    problem.pointer = error.pointer;
    problem.at = error.at;
    return problem;
}

json::Document problemDocument(const Problem& problem)
{
    auto arena = std::make_shared<json::Arena>();
    json::ObjectBuilder object(*arena);
    object.set("type", "urn:gatehouse:error:" + problem.type);
    object.set("title", std::string_view(problem.title));
    object.set("status", json::Value::integer(problem.status));
    setIfAny(object, "detail", problem.detail);
    object.set("category", std::string_view(problem.category));
    object.set("origin", std::string_view(problem.origin));
    setIfAny(object, "provider", problem.provider);
    setIfAny(object, "operation", problem.operation);
    setIfAny(object, "account_id", problem.accountId);
    setIfAny(object, "environment_id", problem.environmentId);
    setIfAny(object, "provider_status", problem.providerStatus);
    object.set("provider_error", arena->clone(problem.providerError.root()));
    object.set("retryable", json::Value::boolean(problem.retryable));
    if (problem.retryAfter) {
        object.set("retry_after", json::Value::integer(*problem.retryAfter));
    }
    if (problem.reauth) {
        object.set("reauth", json::Value::boolean(true));
    }
    setPlace(object, problem);
    object.set("occurred_at", formatRfc3339(problem.occurredAt));
    object.set("request_id", std::string_view(problem.requestId));
    const auto root = object.build();
    return {std::move(arena), root};
}

} // namespace gatehouse
