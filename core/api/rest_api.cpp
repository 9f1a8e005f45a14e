// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/rest_api.h"

#include "core/base/ids.h"
#include "core/gateway/audit_trail.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gatehouse::api {
namespace {

/// What is read of a body that will be refused anyway, so that a client that sends first still gets its
/// answer.
constexpr std::size_t kRefusedBody = std::size_t{64} << 10U;
/// Bodies up to this go to a streaming route whole: they can be sent again on a stale connection.
constexpr std::size_t kWholeBody = std::size_t{64} << 10U;
/// Whose an order is that came without a key: of a browser on its way back from a sign-in.
constexpr std::string_view kNobody = "browser";

/// "application/json", "application/merge-patch+json; charset=utf-8", …
bool isJsonType(std::string_view contentType)
{
    auto type = contentType.substr(0, contentType.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) {
        type.remove_suffix(1);
    }
    constexpr std::string_view kSuffix = "+json";
    return net::equalsIgnoreCase(type, "application/json")
           || (type.size() > kSuffix.size()
               && net::equalsIgnoreCase(type.substr(type.size() - kSuffix.size()), kSuffix));
}

/// The token of "Bearer TOKEN" (RFC 6750 §2.1); empty when there is none.
std::string_view bearerToken(const net::Headers& headers)
{
    constexpr std::string_view kScheme = "bearer ";
    const auto field = headers.get("authorization").value_or("");
    if (!net::equalsIgnoreCase(field.substr(0, kScheme.size()), kScheme)) {
        return {};
    }
    auto token = field.substr(kScheme.size());
    token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
    return token;
}

/// Whether the head announces more than a small body.
bool announcesLargeBody(const net::Headers& headers)
{
    const auto length = headers.get("content-length").value_or("0");
    return headers.has("transfer-encoding") || length.size() > 5
           || std::strtoul(std::string(length).c_str(), nullptr, 10) > kWholeBody;
}

Problem problemWith(int status, std::string_view category, std::string title, std::string detail)
{
    Problem problem;
    problem.type = category;
    problem.category = category;
    problem.title = std::move(title);
    problem.status = status;
    problem.detail = std::move(detail);
    problem.origin = "gateway";
    return problem;
}

} // namespace

RestApi::RestApi(const RestApiParts& parts, const RestApiOptions& options)
    : m_gateway(parts.gateway)
    , m_clock(parts.clock)
    , m_random(parts.random)
    , m_hostCheck(options.listenAddress, options.hostNames)
    , m_hooks(parts.hooks)
    , m_events(parts.gateway.monitor(), parts.timers, makeId("", parts.random).substr(0, 8), options.events)
{
    const ApiServices services{m_gateway, m_events, [this] { return m_notReady; }};
    for (const auto routesOf :
         {nodeRoutes,     catalogRoutes,      environmentRoutes, accountRoutes, connectRoutes, mappingRoutes,
          overrideRoutes, unifiedRoutes,      proxyRoutes,       callRoutes,    limitRoutes,   keyRoutes,
          eventRoutes,    eventKeepingRoutes, endpointRoutes,    sandboxRoutes, vaultRoutes,   auditRoutes,
          backupRoutes,   streamRoutes,       tokenRoutes,       alertRoutes}) {
        for (auto& route : routesOf(services)) {
            // The tables are constants of the program and the tests build them all.
            [[maybe_unused]] const auto added = m_router.add(std::move(route));
        }
    }
}

RestApi::~RestApi() = default;

net::RequestHandler::BodyPolicy RestApi::bodyPolicy(const net::ServerRequest& head)
{
    if (forHooks(head)) {
        return m_hooks->bodyPolicy(head);
    }
    const auto match = m_router.match(head.method, head.path);
    const bool refused = !match || match->route == nullptr || match->route->body == BodyKind::None;
    if (refused) {
        return {kRefusedBody, false};
    }
    const auto& route = *match->route;
    if (!announcesLargeBody(head.headers)) {
        return {kWholeBody, false};
    }
    if (!keyOf(head, route)) {
        return {kRefusedBody, false};
    }
    return {route.maxBodyBytes, route.body == BodyKind::Stream};
}

net::RequestHandler* RestApi::onSocketsThread(const net::ServerRequest& head)
{
    return forHooks(head) ? m_hooks->onSocketsThread(head) : nullptr;
}

void RestApi::handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder)
{
    if (forHooks(request)) {
        m_hooks->handle(std::move(request), std::move(responder));
        return;
    }
    dispatch(std::make_shared<ApiCall>(std::move(request), std::move(responder), m_clock,
                                       makeId("req_", m_random)));
}

bool RestApi::forHooks(const net::ServerRequest& request) const
{
    return m_hooks != nullptr && request.path.starts_with("/hooks/");
}

void RestApi::startDraining(std::string reason)
{
    m_notReady = std::move(reason);
    m_events.close();
}

void RestApi::dispatch(const ApiCallPtr& call)
{
    const auto& request = call->request();
    if (const auto host = m_hostCheck.check(request.headers.get("host").value_or("")); !host) {
        call->fail(host.error());
        return;
    }
    auto match = m_router.match(request.method, request.path);
    if (!match) {
        call->fail(match.error());
        return;
    }
    if (match->allowed.empty()) {
        call->fail(Errc::NotFound, fmt::format("there is nothing at {}; GET /openapi.json lists all paths",
                                               request.path.substr(0, 200)));
        return;
    }
    if (match->route == nullptr) {
        call->replyMethods(match->allowed);
        return;
    }
    if (!match->parameters.isText() || !(call->query().isText() || match->route->body == BodyKind::Stream)) {
        call->fail(Errc::InvalidArgument, "the path or the query holds escapes that are not UTF-8");
        return;
    }
    call->setParameters(std::move(match->parameters));
    if (const auto admitted = admit(call, *match->route); !admitted) {
        call->fail(admitted.error());
        return;
    }
    const auto type = request.headers.get("content-type");
    if (match->route->body == BodyKind::Json && !request.body.empty() && type && !isJsonType(*type)) {
        call->fail(problemWith(415, "validation_error", "This content type is not understood",
                               "send the body as application/json"));
        return;
    }
    if (match->route->body == BodyKind::Json) {
        call->setBodyCheck([this, route = match->route](const json::Value& body) {
            return m_bodySchemas.check(*route, body);
        });
    }
    const auto* key = call->key();
    const auto acting = m_gateway.audit().actAs(key != nullptr ? "key:" + key->id : std::string(kNobody));
    match->route->handler(call);
}

Status RestApi::admit(const ApiCallPtr& call, const Route& route) const
{
    if (route.scope) {
        GH_ASSIGN(auto key, keyOf(call->request(), route));
        call->setKey(std::move(key));
    }
    if (!route.anyQuery) {
        GH_TRY(call->query().allowOnly(route.query));
    }
    if (route.body == BodyKind::None && !call->request().body.empty()) {
        return fail(Errc::InvalidArgument, "this request takes no body");
    }
    return {};
}

Result<std::shared_ptr<const ApiKey>> RestApi::keyOf(const net::ServerRequest& request,
                                                     const Route& route) const
{
    const auto token = bearerToken(request.headers);
    if (token.empty()) {
        return fail(Errc::Unauthorized,
                    "send an API key as 'Authorization: Bearer KEY'; the first one is in the data "
                    "directory's file api-key");
    }
    GH_ASSIGN(auto key, m_gateway.keys().check(token, request.peerAddress));
    if (!key->allows(route.scope.value_or(KeyScope::Read))) {
        return fail(Errc::Forbidden, fmt::format("this needs the scope '{}' and the API key has '{}'",
                                                 keyScopeName(*route.scope), keyScopeName(key->scope)));
    }
    return key;
}

} // namespace gatehouse::api
