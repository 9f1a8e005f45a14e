// SPDX-License-Identifier: GPL-3.0-or-later
// /v1/sandbox: what goes wrong at the simulated vendors on purpose. Admin keys of the whole node only.
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"
#include "core/gateway/sandbox_control.h"

#include <algorithm>

namespace gatehouse::api {
namespace {

constexpr std::int64_t kLongest = 3600;
constexpr std::int64_t kMost = 1000;

Completion<bool> answerDone(const ApiCallPtr& call)
{
    return [call](const Result<bool>& done) {
        if (done) {
            call->replyEmpty(204);
        } else {
            call->fail(done.error());
        }
    };
}

/// A whole number of the body within bounds.
Result<std::int64_t> numberOf(const json::Value& body, std::string_view name, std::int64_t most)
{
    const auto value = body[name];
    if (!value.isNumber() || value.asInt() < 0 || value.asInt() > most) {
        return fail({Errc::InvalidArgument,
                     std::string(name) + " must be a number from 0 to " + std::to_string(most),
                     {},
                     "/" + std::string(name),
                     {}});
    }
    return value.asInt();
}

void listVendors(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.sandboxControl().vendors(answerPage<SandboxVendor>(
            call, renderSandboxVendor, [](const SandboxVendor& vendor) { return vendor.slug; }));
    }
}

void expireToken(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.sandboxControl().expireToken(call->parameter("id"), answerDone(call));
    }
}

void revokeToken(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.sandboxControl().revokeRefreshToken(call->parameter("id"), answerDone(call));
    }
}

/// Reads one number of the body and goes on with it.
template <class Next>
void withNumber(const ApiCallPtr& call, std::string_view name, std::int64_t most, Next next)
{
    const auto body = call->jsonObject();
    const auto number = body ? numberOf(**body, name, most) : Result<std::int64_t>(fail(body.error()));
    if (!number) {
        call->fail(number.error());
    } else if (mayTouchWholeNode(call)) {
        next(*number, **body);
    }
}

void hangTokens(Gateway& gateway, const ApiCallPtr& call)
{
    withNumber(call, "seconds", kLongest, [&](std::int64_t seconds, const json::Value& /*body*/) {
        gateway.sandboxControl().hangTokenEndpoint(call->parameter("slug"), std::chrono::seconds(seconds),
                                                   answerDone(call));
    });
}

void failTokens(Gateway& gateway, const ApiCallPtr& call)
{
    withNumber(call, "count", kMost, [&](std::int64_t count, const json::Value& body) {
        SandboxTokenFailure failure;
        failure.count = static_cast<std::uint32_t>(count);
        if (const auto error = body["error"].asString(); !error.empty()) {
            failure.error = error;
        }
        gateway.sandboxControl().failTokenCalls(call->parameter("slug"), std::move(failure),
                                                answerDone(call));
    });
}

void denyConsents(Gateway& gateway, const ApiCallPtr& call)
{
    withNumber(call, "count", kMost, [&](std::int64_t count, const json::Value& /*body*/) {
        gateway.sandboxControl().denyConsents(call->parameter("slug"), static_cast<std::uint32_t>(count),
                                              answerDone(call));
    });
}

void answerConsent(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    if (!body || !(**body)["approve"].isBool()) {
        call->fail(body ? Error{Errc::InvalidArgument,
                                "approve must be true or false",
                                "request body",
                                "/approve",
                                {}}
                        : body.error());
    } else if (mayTouchWholeNode(call)) {
        gateway.sandboxControl().answerConsent(call->parameter("id"), (**body)["approve"].asBool(),
                                               answerWith<ConnectSession>(call, renderConnectSession));
    }
}

void registerKey(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    const auto key = body ? (**body)["public_key"].asString() : std::string_view();
    if (!body || key.find("-----BEGIN ") == std::string_view::npos) {
        call->fail(body ? Error{Errc::InvalidArgument,
                                "public_key must be a public key or certificate in PEM",
                                "request body",
                                "/public_key",
                                {}}
                        : body.error());
    } else if (mayTouchWholeNode(call)) {
        gateway.sandboxControl().registerKey(call->parameter("slug"), std::string(key), answerDone(call));
    }
}

void clearTroubles(Gateway& gateway, const ApiCallPtr& call)
{
    if (mayTouchWholeNode(call)) {
        gateway.sandboxControl().clear(call->parameter("slug"), answerDone(call));
    }
}

} // namespace

std::vector<Route> sandboxRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/sandbox", KeyScope::Admin, on(gateway, listVendors))
                         .withQuery({"limit", "cursor"}));
    routes.emplace_back("POST", "/v1/sandbox/accounts/{id}/expire", KeyScope::Admin,
                        on(gateway, expireToken));
    routes.emplace_back("POST", "/v1/sandbox/accounts/{id}/revoke", KeyScope::Admin,
                        on(gateway, revokeToken));
    routes.push_back(
        Route("POST", "/v1/sandbox/vendors/{slug}/hang", KeyScope::Admin, on(gateway, hangTokens))
            .withBody(BodyKind::Json));
    routes.push_back(
        Route("POST", "/v1/sandbox/vendors/{slug}/fail", KeyScope::Admin, on(gateway, failTokens))
            .withBody(BodyKind::Json));
    routes.push_back(
        Route("POST", "/v1/sandbox/vendors/{slug}/deny", KeyScope::Admin, on(gateway, denyConsents))
            .withBody(BodyKind::Json));
    routes.push_back(
        Route("POST", "/v1/sandbox/connect/{id}/consent", KeyScope::Admin, on(gateway, answerConsent))
            .withBody(BodyKind::Json));
    routes.push_back(
        Route("POST", "/v1/sandbox/vendors/{slug}/keys", KeyScope::Admin, on(gateway, registerKey))
            .withBody(BodyKind::Json));
    routes.emplace_back("DELETE", "/v1/sandbox/vendors/{slug}/troubles", KeyScope::Admin,
                        on(gateway, clearTroubles));
    return routes;
}

} // namespace gatehouse::api
