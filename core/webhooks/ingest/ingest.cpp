// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/ingest/ingest.h"

#include "core/base/ids.h"
#include "core/config/response_view.h"
#include "core/contract/webhook_json.h"
#include "core/json/write.h"
#include "core/webhooks/ingest/identity.h"
#include "core/webhooks/ingest/request_text.h"

#include <algorithm>

namespace gatehouse::webhooks {
namespace {

constexpr std::string_view kAccountPath = "/hooks/a/";
constexpr std::string_view kIntegrationPath = "/hooks/i/";
constexpr int kOk = 200;
constexpr int kUnauthorized = 401;
constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr int kUnavailable = 503;

net::ServerResponse plain(int status, std::string body = {})
{
    net::ServerResponse response;
    response.status = status;
    if (!body.empty()) {
        response.headers.add("Content-Type", "text/plain; charset=utf-8");
        // What a handshake echoes came from a stranger: no browser may make more of it.
        response.headers.add("X-Content-Type-Options", "nosniff");
    }
    response.body = std::move(body);
    return response;
}

/// {status, headers, body} as a definition's expression gives it.
net::ServerResponse responseFrom(const json::Value& value)
{
    const auto body = value["body"];
    auto response = plain(value["status"].isNumber() ? static_cast<int>(value["status"].asInt()) : kOk,
                          body.isString() ? std::string(body.asString())
                                          : (body.isUndefined() ? std::string() : json::write(body)));
    if (body.isObject() || body.isArray()) {
        response.headers.set("Content-Type", "application/json");
    }
    for (const auto& [name, header] : value["headers"].members()) {
        if (net::isValidHeader(name, header.asString())) {
            response.headers.set(std::string(name), std::string(header.asString()));
        }
    }
    return response;
}

/// The route of a path; null when there is none.
RoutePtr routeOf(const Routes& routes, std::string_view path)
{
    if (path.starts_with(kAccountPath)) {
        auto route = routes.find(path.substr(kAccountPath.size()));
        return route && !route->fanOut ? route : nullptr;
    }
    if (!path.starts_with(kIntegrationPath)) {
        return nullptr;
    }
    path.remove_prefix(kIntegrationPath.size());
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) {
        return nullptr;
    }
    auto route = routes.find(path.substr(slash + 1));
    return route && route->fanOut && route->integration == path.substr(0, slash) ? route : nullptr;
}

} // namespace

/// One request on its way to its answer.
struct Ingest::Arrival
{
    RoutePtr route;
    Received received;
    std::shared_ptr<net::Responder> responder;
    RequestInput input{received};
    VerificationReport report;
    WebhookEvent event;
    SteadyTime begun;
    net::ServerResponse
        answer; ///< When all goes well; worked out before the event is kept, with which it is.

    [[nodiscard]] const config::WebhookDefinition& definition() const { return *route->provider->webhooks; }
};

namespace {

WebhookAnswer shownAnswer(const net::ServerResponse& response)
{
    WebhookAnswer answer;
    answer.status = response.status;
    for (const auto& field : response.headers) {
        answer.headers.push_back({field.name, field.value});
    }
    answer.body = response.body.substr(0, kKeptBodyBytes);
    return answer;
}

/// The request, and the answer where there is more to it than 200.
std::string requestJson(const WebhookRequest& request, const net::ServerResponse& response)
{
    json::Arena arena;
    const auto shown = toJson(request, arena);
    if (response.status == kOk && response.body.empty() && response.headers.empty()) {
        return json::write(shown);
    }
    json::ObjectBuilder out(arena);
    for (const json::Member& member : shown.members()) {
        out.set(member.name, member.value);
    }
    return json::write(out.set("answer", toJson(shownAnswer(response), arena)).build());
}

} // namespace

bool isIngestPath(std::string_view path) noexcept
{
    return path.starts_with("/hooks/");
}

Ingest::Ingest(IngestServices services, IngestListener listener, Options options)
    : m_services(services)
    , m_listener(std::move(listener))
    , m_options(options)
{}

Ingest::~Ingest()
{
    *m_self = nullptr;
}

net::RequestHandler::BodyPolicy Ingest::bodyPolicy(const net::ServerRequest& head)
{
    // Strangers without a token get no room at all.
    const bool known = routeOf(*m_services.routes.current(), head.path) != nullptr;
    return {known ? m_options.maxBodyBytes : std::size_t{64} << 10U, false};
}

void Ingest::handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder)
{
    auto route = routeOf(*m_services.routes.current(), request.path);
    if (!route) {
        m_services.counters.unknown.fetch_add(1);
        responder->respond(plain(kNotFound, "there is no such webhook URL\n"));
        return;
    }
    const auto arrival = std::make_shared<Arrival>();
    arrival->begun = m_services.clock.steady();
    arrival->route = std::move(route);
    arrival->responder = std::move(responder);
    auto& received = arrival->received;
    received.method = std::move(request.method);
    received.url = arrival->route->publicUrl + (request.query.empty() ? "" : "?" + request.query);
    const auto authority = arrival->route->publicUrl.find("://");
    const auto path = arrival->route->publicUrl.find('/', authority == std::string::npos ? 0 : authority + 3);
    received.path = path == std::string::npos ? request.path : arrival->route->publicUrl.substr(path);
    received.query = std::move(request.query);
    received.headers = std::move(request.headers);
    received.body = std::move(request.body);
    received.peerAddress = std::move(request.peerAddress);
    received.now = m_services.clock.now();
    if (arrival->definition().handshake && answeredHandshake(*arrival)) {
        return;
    }
    if (received.method != "POST" && received.method != "PUT" && !arrival->route->fanOut) {
        auto answer = plain(kMethodNotAllowed);
        answer.headers.add("Allow", "POST");
        arrival->responder->respond(std::move(answer));
        return;
    }
    arrival->report = verify(arrival->definition(), {received, *arrival->route->secrets, m_services.keys,
                                                     *arrival->route->context, arrival->input});
    if (!arrival->report.accepted) {
        refuse(*arrival, std::move(arrival->report));
        return;
    }
    keep(arrival);
}

bool Ingest::answeredHandshake(Arrival& arrival)
{
    std::vector<std::string> warnings;
    const auto answer = config::evaluateRule(arrival.definition().handshake, arrival.input.value(),
                                             arrival.input.arena(), "webhooks.handshake", warnings);
    if (!answer.isObject()) {
        return false;
    }
    if (config::truthy(answer["verified"])) {
        auto report = verify(arrival.definition(), {arrival.received, *arrival.route->secrets,
                                                    m_services.keys, *arrival.route->context, arrival.input});
        if (!report.accepted) {
            refuse(arrival, std::move(report));
            return true;
        }
    }
    m_services.counters.handshakes.fetch_add(1);
    arrival.responder->respond(responseFrom(answer));
    return true;
}

void Ingest::refuse(Arrival& arrival, VerificationReport report)
{
    m_services.counters.rejected.fetch_add(1);
    auto answer = plain(kUnauthorized, "the signature was not accepted\n");
    Rejection rejection;
    auto& shown = rejection.shown;
    shown.answer = shownAnswer(answer);
    arrival.responder->respond(std::move(answer));
    shown.answerTime = sinceArrival(arrival);
    shown.id = makeId("rej_", m_services.random);
    shown.receivedAt = arrival.received.now;
    shown.integration = arrival.route->integration;
    shown.accountId = arrival.route->accountId;
    shown.environmentId = arrival.route->environmentId;
    shown.status = kUnauthorized;
    shown.reason = refusalOf(report);
    shown.request = shownRequest(*arrival.route, arrival.received);
    shown.bodyBytes = static_cast<std::int64_t>(arrival.received.body.size());
    shown.body = arrival.received.body.substr(0, kKeptBodyBytes);
    shown.report = std::move(report);
    rejection.route = arrival.route;
    rejection.received = arrival.received;
    rejection.received.body = shown.body;
    if (m_listener.rejected) {
        m_listener.rejected(shown);
    }
    m_services.rejected.add(std::move(rejection));
}

void Ingest::keep(const ArrivalPtr& arrival)
{
    m_services.counters.waiting.fetch_add(1, std::memory_order_relaxed);
    arrival->answer = acknowledgement(*arrival);
    if (arrival->received.body.size() < store::kSegmentBytes) {
        append(arrival, {});
        return;
    }
    m_services.payloads.append(arrival->received.body, m_services.thread,
                               [weak = std::weak_ptr(m_self), arrival](Result<std::string> ref) {
                                   const auto self = weak.lock();
                                   if (!self || *self == nullptr) {
                                       return;
                                   }
                                   if (ref) {
                                       (*self)->append(arrival, std::move(*ref));
                                   } else {
                                       (*self)->notStored(*arrival, ref.error());
                                   }
                               });
}

void Ingest::append(const ArrivalPtr& arrival, std::string payloadRef)
{
    const auto& received = arrival->received;
    const auto identity = identityOf(*arrival->route, received, arrival->input);
    store::NewEvent fresh;
    auto& event = fresh.event;
    event.id = makeTimedId("evt_", received.now, m_services.random);
    event.receivedAt = received.now;
    event.integration = arrival->route->integration;
    event.accountId = arrival->route->fanOut ? identity.accountId : arrival->route->accountId;
    event.environmentId = arrival->route->fanOut ? identity.environmentId : arrival->route->environmentId;
    event.providerEventId = identity.providerEventId;
    event.event = identity.event;
    event.model = identity.model;
    event.resource = identity.resource;
    event.verifiedBy = verifiedBy(arrival->report);
    event.payloadBytes = static_cast<std::int64_t>(received.body.size());
    if (payloadRef.empty()) {
        fresh.payload = received.body;
        payloadRef = "pay_" + event.id.substr(4);
    }
    event.payloadRef = std::move(payloadRef);
    event.answered = arrival->answer.status;
    fresh.requestJson = requestJson(shownRequest(*arrival->route, received), arrival->answer);
    fresh.dedupeKey = identity.dedupeKey;
    fresh.dedupeWindow = arrival->definition().dedupeWindow;
    arrival->event = event;
    m_services.events.appendEvent(
        std::move(fresh), m_services.thread,
        [weak = std::weak_ptr(m_self), arrival](Result<store::EventReceipt> receipt) {
            const auto self = weak.lock();
            if (!self || *self == nullptr) {
                return;
            }
            if (receipt) {
                (*self)->stored(*arrival, *receipt);
            } else {
                (*self)->notStored(*arrival, receipt.error());
            }
        });
}

net::ServerResponse Ingest::acknowledgement(Arrival& arrival)
{
    if (!arrival.definition().acknowledge) {
        return plain(kOk);
    }
    std::vector<std::string> warnings;
    return responseFrom(config::evaluateRule(arrival.definition().acknowledge, arrival.input.value(),
                                             arrival.input.arena(), "webhooks.acknowledge", warnings));
}

std::chrono::microseconds Ingest::sinceArrival(const Arrival& arrival) const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(m_services.clock.steady() - arrival.begun);
}

void Ingest::stored(Arrival& arrival, const store::EventReceipt& receipt)
{
    m_services.counters.waiting.fetch_sub(1, std::memory_order_relaxed);
    arrival.responder->respond(std::move(arrival.answer));
    const auto answerTime = sinceArrival(arrival);
    if (m_trouble) {
        m_trouble = false;
        m_lostSome = false;
        m_services.log.write(LogLevel::Info, "webhooks can be kept again", {});
        if (m_listener.recovered) {
            m_listener.recovered();
        }
    }
    if (receipt.duplicate) {
        m_services.counters.duplicates.fetch_add(1);
        if (m_listener.repeated) {
            m_listener.repeated(
                {receipt.eventId, arrival.event.integration, arrival.event.accountId, answerTime});
        }
        return;
    }
    m_services.counters.accepted.fetch_add(1);
    m_services.counters.bytes.fetch_add(arrival.received.body.size());
    arrival.event.sequence = receipt.sequence;
    arrival.event.answerTime = answerTime;
    if (m_listener.stored) {
        m_listener.stored(std::move(arrival.event));
    }
}

void Ingest::notStored(Arrival& arrival, const Error& error)
{
    m_services.counters.waiting.fetch_sub(1, std::memory_order_relaxed);
    m_services.counters.undurable.fetch_add(1);
    const bool lost =
        !arrival.route->fanOut && arrival.definition().onInternalError == config::OnInternalError::Ack;
    if (lost) {
        arrival.responder->respond(std::move(arrival.answer));
    } else {
        auto answer = plain(kUnavailable, "the event could not be stored; send it again\n");
        answer.headers.add("Retry-After", "5");
        arrival.responder->respond(std::move(answer));
        if (m_listener.unkept) {
            m_listener.unkept({arrival.received.now, arrival.route->integration, arrival.route->accountId,
                               kUnavailable, error.message});
        }
    }
    // One alert for all of them; an acknowledged event that is lost is logged each time.
    if (!m_trouble || lost) {
        m_services.log.write(LogLevel::Error,
                             lost ? "a webhook was acknowledged but could not be stored"
                                  : "webhooks cannot be stored; senders get 503",
                             {{"integration", arrival.route->integration}, {"reason", error.message}});
    }
    if ((!m_trouble || (lost && !m_lostSome)) && m_listener.trouble) {
        m_listener.trouble(error.message, lost);
    }
    m_trouble = true;
    m_lostSome = m_lostSome || lost;
}

} // namespace gatehouse::webhooks
