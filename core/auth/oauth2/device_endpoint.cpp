// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/device_endpoint.h"

#include "core/auth/oauth2/watched_exchange.h"
#include "core/json/parse.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::auth {
namespace {

constexpr std::size_t kMaxAnswer = std::size_t{256} << 10U;
constexpr std::int64_t kLongestLife = 24 * 3600;

QCoro::Task<TokenResult<net::ClientResponse>> ask(TokenTools tools, TokenCall& call,
                                                  Result<net::ClientRequest> request)
{
    if (!request) {
        co_return tl::unexpected(refusalFrom(request.error(), TokenFailure::Client));
    }
    auto pending = exchangeWatched(tools, call, std::move(*request), kMaxAnswer);
    auto answer = co_await pending;
    if (!answer.response) {
        co_return tl::unexpected(refusalFrom(answer.response.error(), TokenFailure::Transient));
    }
    co_return std::move(*answer.response);
}

/// An error answer in the token endpoint's dialects.
TokenRefusal refusalOf(const TokenCall& call, const TokenTools& tools, net::ClientResponse&& response)
{
    const int status = response.status;
    const TokenAnswer answer = answerOf(std::move(response));
    auto read = readTokenAnswer(call.definition, answer, {{}, *call.context, tools.clock.now()});
    if (!read) {
        return std::move(read).error();
    }
    return {TokenFailure::Client,
            "invalid_response",
            "the endpoint answered with a token nobody asked for",
            status,
            {}};
}

std::int64_t secondsOf(const json::Value& value, std::int64_t otherwise)
{
    const std::int64_t given = value.isNumber() ? value.asInt() : otherwise;
    return std::clamp<std::int64_t>(given, 1, kLongestLife);
}

std::optional<DeviceAuthorization> readAuthorization(std::string_view body, UnixMillis now)
{
    const auto parsed = json::parse(body);
    if (!parsed) {
        return std::nullopt;
    }
    const json::Value& root = parsed->root();
    DeviceAuthorization out;
    out.deviceCode = Secret(root["device_code"].asString());
    out.prompt.userCode = root["user_code"].asString();
    out.prompt.verificationUri = root["verification_uri"].asString();
    if (out.prompt.verificationUri.empty()) {
        out.prompt.verificationUri = root["verification_url"].asString(); // as it was called in drafts
    }
    out.prompt.verificationUriComplete = root["verification_uri_complete"].asString();
    out.prompt.interval = std::chrono::seconds(secondsOf(root["interval"], 5));
    out.prompt.expiresAt = now + std::chrono::seconds(secondsOf(root["expires_in"], 600));
    const bool whole = !out.deviceCode.empty() && !out.prompt.userCode.empty()
                       && Url::parse(out.prompt.verificationUri).has_value();
    if (!Url::parse(out.prompt.verificationUriComplete)) {
        out.prompt.verificationUriComplete.clear();
    }
    return whole ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace

QCoro::Task<TokenResult<DeviceAuthorization>> authorizeDevice(TokenTools tools, TokenCall call)
{
    const TokenAsker asker{call.definition, *call.credentials, *call.context, tools.clock.now(),
                           tools.random};
    auto pending = ask(tools, call, buildDeviceRequest(asker));
    auto response = co_await pending;
    if (!response) {
        co_return tl::unexpected(std::move(response).error());
    }
    if (response->status >= 200 && response->status < 300) {
        if (auto read = readAuthorization(response->body, tools.clock.now())) {
            co_return std::move(*read);
        }
    }
    co_return tl::unexpected(refusalOf(call, tools, std::move(*response)));
}

QCoro::Task<TokenResult<bool>> revokeToken(TokenTools tools, TokenCall call, Secret token, std::string hint)
{
    const TokenAsker asker{call.definition, *call.credentials, *call.context, tools.clock.now(),
                           tools.random};
    auto pending = ask(tools, call, buildRevokeRequest(asker, token, hint));
    auto response = co_await pending;
    if (!response) {
        co_return tl::unexpected(std::move(response).error());
    }
    if (response->status >= 200 && response->status < 300) {
        co_return true;
    }
    // Some answer a token they have forgotten already with an error; gone is what was asked for.
    TokenRefusal refusal = refusalOf(call, tools, std::move(*response));
    if (refusal.error == "invalid_token" || refusal.kind == TokenFailure::Grant) {
        co_return true;
    }
    co_return tl::unexpected(std::move(refusal));
}

DevicePoll readDevicePoll(const TokenRefusal& refusal) noexcept
{
    if (refusal.error == "authorization_pending") {
        return DevicePoll::Wait;
    }
    if (refusal.error == "slow_down") {
        return DevicePoll::SlowDown;
    }
    if (refusal.error == "access_denied" || refusal.error == "authorization_declined") {
        return DevicePoll::Denied;
    }
    if (refusal.error == "expired_token" || refusal.error == "code_expired") {
        return DevicePoll::Expired;
    }
    // No answer: RFC 8628 §3.5 asks for fewer polls.
    return refusal.kind == TokenFailure::Transient ? DevicePoll::SlowDown : DevicePoll::Failed;
}

} // namespace gatehouse::auth
