// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/callback_html.h"
#include "core/api/handlers.h"
#include "core/api/render.h"
#include "core/gateway/connect.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

constexpr std::size_t kMostSessions = 100;
constexpr std::size_t kMaxBody = std::size_t{256} << 10U;

/// The members of an object of strings.
template <class Take>
Status readTexts(const json::Value& object, std::string_view name, Take&& take)
{
    if (object.isUndefined()) {
        return {};
    }
    if (!object.isObject()) {
        return fail(Error{Errc::InvalidArgument,
                          fmt::format("{} must be an object of strings", name),
                          "request body",
                          fmt::format("/{}", name),
                          {}});
    }
    for (const json::Member& member : object.members()) {
        if (!member.value.isString()) {
            return fail(Error{Errc::InvalidArgument,
                              fmt::format("\"{}\" must be a string", member.name),
                              "request body",
                              fmt::format("/{}/{}", name, member.name),
                              {}});
        }
        take(std::string(member.name), member.value.asString());
    }
    return {};
}

Result<ConnectRequest> readRequest(const json::Value& body)
{
    ConnectRequest request;
    const auto text = [&](std::string_view name) { return std::string(body[name].asString()); };
    request.environmentId = text("environment_id");
    request.integration = text("integration");
    request.auth = text("auth");
    request.label = text("label");
    request.accountId = text("account_id");
    request.redirectUri = text("redirect_uri");
    for (const json::Value& scope : body["scopes"].items()) {
        request.scopes.emplace_back(scope.asString());
    }
    GH_TRY(readTexts(body["fields"], "fields", [&](std::string name, std::string_view value) {
        request.fields.insert_or_assign(std::move(name), std::string(value));
    }));
    GH_TRY(readTexts(body["credentials"], "credentials", [&](std::string name, std::string_view value) {
        request.secrets.insert_or_assign(std::move(name), Secret(value));
    }));
    return request;
}

void forms(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.connect().connectForms(call->parameter("slug"), [call](Result<std::vector<ConnectForm>> offered) {
        if (!offered) {
            call->fail(offered.error());
            return;
        }
        json::Arena arena;
        call->replyJson(200,
                        renderPage(arena, Page<ConnectForm>{std::move(*offered), {}}, renderConnectForm));
    });
}

void start(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    auto request = body ? readRequest(body->root()) : Result<ConnectRequest>(fail(body.error()));
    if (!request) {
        call->fail(request.error());
        return;
    }
    auto shared = std::make_shared<ConnectRequest>(std::move(*request));
    const auto go = [&gateway, call, shared] {
        gateway.connect().startConnect(std::move(*shared),
                                       answerWith<ConnectSession>(call, renderConnectSession, 201));
    };
    if (!shared->accountId.empty()) {
        withAccount(gateway, call, shared->accountId, go);
    } else if (mayTouchEnvironment(call, shared->environmentId)) {
        go();
    }
}

void list(Gateway& gateway, const ApiCallPtr& call)
{
    const auto keep = [key = call->sharedKey(),
                       account = call->query().get("account_id")](const ConnectSession& session) {
        return key->allowsEnvironment(session.environmentId) && (!account || *account == session.accountId);
    };
    gateway.connect().connectSessions(
        kMostSessions,
        answerInOrder<ConnectSession>(
            call, renderConnectSession, [](const ConnectSession& session) { return session.id; }, keep));
}

/// Goes on only when the caller's key may touch the session's environment.
void withSession(Gateway& gateway, const ApiCallPtr& call, std::function<void(const std::string&)> next)
{
    const auto& id = call->parameter("id");
    gateway.connect().connectSession(
        id, [call, id, next = std::move(next)](const Result<ConnectSession>& session) {
            if (!session) {
                call->fail(session.error());
            } else if (mayTouchEnvironment(call, session->environmentId)) {
                next(id);
            }
        });
}

void get(Gateway& gateway, const ApiCallPtr& call)
{
    withSession(gateway, call, [&gateway, call](const std::string& id) {
        gateway.connect().connectSession(id, answerWith<ConnectSession>(call, renderConnectSession));
    });
}

template <ConnectAction action>
void act(Gateway& gateway, const ApiCallPtr& call)
{
    withSession(gateway, call, [&gateway, call](const std::string& id) {
        gateway.connect().actOnConnect(id, action, answerWith<ConnectSession>(call, renderConnectSession));
    });
}

void paste(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    if (!body || !(**body)["url"].isString()) {
        call->fail(body ? Error{Errc::InvalidArgument,
                                "give the address that the browser was sent to as url",
                                "request body",
                                "/url",
                                {}}
                        : body.error());
        return;
    }
    withSession(gateway, call, [&gateway, call, body = *body](const std::string& id) {
        gateway.connect().pasteCallback(id, std::string((*body)["url"].asString()),
                                        answerWith<ConnectSession>(call, renderConnectSession));
    });
}

void callback(Gateway& gateway, const ApiCallPtr& call)
{
    gateway.connect().oauthCallback(call->request().query, [call](const Result<CallbackPage>& page) {
        if (page) {
            call->reply(callbackResponse(*page));
        } else {
            call->reply(callbackResponse({503, "The gateway cannot answer now", page.error().message, {}}));
        }
    });
}

void revoke(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.connect().revokeAccount(id, answerWith<Account>(call, renderAccount));
    });
}

void rotate(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    auto request = body ? readRequest(body->root()) : Result<ConnectRequest>(fail(body.error()));
    if (!request) {
        call->fail(request.error());
        return;
    }
    const auto& id = call->parameter("id");
    auto shared = std::make_shared<ConnectRequest>(std::move(*request));
    withAccount(gateway, call, id, [&gateway, call, id, shared] {
        gateway.connect().rotateAccount(id, std::move(shared->secrets),
                                        answerWith<Account>(call, renderAccount));
    });
}

} // namespace

std::vector<Route> connectRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    const std::string sessions = "/v1/connect/sessions";
    std::vector<Route> routes;
    routes.emplace_back("GET", "/v1/integrations/{slug}/connect", KeyScope::Read, on(gateway, forms));
    routes.push_back(
        Route("POST", sessions, KeyScope::Admin, on(gateway, start)).withBody(BodyKind::Json, kMaxBody));
    // Not for read keys: whoever has a session's state could finish it.
    routes.push_back(Route("GET", sessions, KeyScope::Admin, on(gateway, list))
                         .withQuery({"account_id", "limit", "cursor"}));
    routes.emplace_back("GET", sessions + "/{id}", KeyScope::Admin, on(gateway, get));
    routes.emplace_back("POST", sessions + "/{id}/opened", KeyScope::Admin,
                        on(gateway, act<ConnectAction::BrowserOpened>));
    routes.emplace_back("POST", sessions + "/{id}/cancel", KeyScope::Admin,
                        on(gateway, act<ConnectAction::Cancel>));
    routes.emplace_back("POST", sessions + "/{id}/retry", KeyScope::Admin,
                        on(gateway, act<ConnectAction::Retry>));
    routes.push_back(Route("POST", sessions + "/{id}/callback", KeyScope::Admin, on(gateway, paste))
                         .withBody(BodyKind::Json, kMaxBody));
    routes.push_back(Route("GET", "/oauth/callback", std::nullopt, on(gateway, callback)).withAnyQuery());
    routes.emplace_back("POST", "/v1/accounts/{id}/revoke", KeyScope::Admin, on(gateway, revoke));
    routes.push_back(Route("POST", "/v1/accounts/{id}/rotate", KeyScope::Admin, on(gateway, rotate))
                         .withBody(BodyKind::Json, kMaxBody));
    return routes;
}

} // namespace gatehouse::api
