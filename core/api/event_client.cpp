// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/event_client.h"

#include "core/api/render.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace gatehouse::api {
namespace {

/// Which environment and account an event is about.
class OwnerOf
{
public:
    explicit OwnerOf(StreamEvent& of)
        : event(of)
    {}

    void operator()(const CallRecorded& recorded) const
    {
        event.environmentId = recorded.call.environmentId;
        event.accountId = recorded.call.accountId;
    }

    void operator()(const AccountChanged& changed) const { own(changed.account); }

    void operator()(const OverrideChanged& changed) const
    {
        (changed.key.level == OverrideLevel::Account ? event.accountId : event.environmentId.emplace()) =
            changed.key.ownerId;
    }

    void operator()(const ConnectSessionChanged& changed) const
    {
        event.environmentId = changed.session.environmentId;
        event.accountId = changed.session.accountId;
    }

    void operator()(const AccountConnected& connected) const
    {
        event.environmentId = connected.account.environmentId;
        event.accountId = connected.account.id;
    }

    void operator()(const AccountNeedsReauth& told) const { own(told.account); }

    void operator()(const AccountReactivated& told) const { own(told.account); }

    void operator()(const TokenAttempted& told) const
    {
        event.environmentId = told.environmentId;
        event.accountId = told.attempt.accountId;
    }

    void operator()(const AlertRaised& told) const { own(told.alert); }

    void operator()(const AlertChanged& told) const { own(told.alert); }

    void operator()(const AlertResolved& told) const { own(told.alert); }

    void operator()(const LimitsChanged& changed) const { event.accountId = changed.accountId; }

    void operator()(const IntegrationChanged& /*changed*/) const {}

    void operator()(const NodeStatusChanged& /*changed*/) const { event.ofOperators = true; }

    void operator()(const WebhookChanged& changed) const
    {
        event.environmentId = changed.event.environmentId;
        event.accountId = changed.event.accountId;
    }

    void operator()(const WebhookRejected& rejected) const
    {
        event.environmentId = rejected.rejected.environmentId;
        event.accountId = rejected.rejected.accountId;
    }

    void operator()(const DeliveryChanged& changed) const
    {
        event.environmentId = changed.delivery.environmentId;
        event.accountId = changed.delivery.accountId;
    }

    void operator()(const EndpointChanged& changed) const
    {
        event.environmentId = changed.endpoint.endpoint.environmentId;
    }

    void operator()(const ReplayChanged& /*changed*/) const { event.ofOperators = true; }

private:
    StreamEvent& event; // NOLINT(readability-identifier-naming): every operator is about it

    void own(const Account& account) const
    {
        event.environmentId = account.environmentId;
        event.accountId = account.id;
    }

    void own(const Alert& alert) const
    {
        event.environmentId = alert.environmentId;
        event.accountId = alert.accountId;
    }
};

} // namespace

StreamEvent makeStreamEvent(const GatewayEvent& event, std::string_view run, std::uint64_t number)
{
    StreamEvent made;
    made.number = number;
    made.name = eventName(event);
    std::visit(OwnerOf(made), event);
    json::Arena arena;
    made.text = fmt::format("id: {}-{}\nevent: {}\ndata: {}\n\n", run, number, made.name,
                            json::write(renderEvent(arena, event)));
    return made;
}

bool EventFilter::wants(const StreamEvent& event) const
{
    if (!key->environmentIds.empty()) {
        // An account's event that does not say its environment cannot be shown to a restricted key.
        const bool owned = event.environmentId.has_value();
        if (event.ofOperators) {
            return false;
        }
        if (owned ? !key->allowsEnvironment(*event.environmentId) : !event.accountId.empty()) {
            return false;
        }
    }
    return types.empty() || std::ranges::any_of(types, [&](const std::string& type) {
               return event.name == type || event.name.substr(0, event.name.find(':')) == type;
           });
}

EventClient::EventClient(ApiCallPtr call, EventFilter filter, std::size_t queueBytes)
    : m_call(std::move(call))
    , m_filter(std::move(filter))
    , m_queueBytes(queueBytes)
{}

void EventClient::open()
{
    net::Headers headers;
    headers.add("Content-Type", "text/event-stream");
    headers.add("Cache-Control", "no-store");
    headers.add("X-Accel-Buffering", "no");
    headers.add("Gatehouse-Request-Id", m_call->requestId());
    m_call->responder().onAborted([weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->abandon();
        }
    });
    m_call->responder().begin(200, std::move(headers));
}

void EventClient::offer(const StreamEvent& event)
{
    if (ended() || m_ending || !m_filter.wants(event)) {
        return;
    }
    if (m_queue.size() + event.text.size() > m_queueBytes) {
        endWith("stream:dropped",
                R"({"reason":"this client reads too slowly; reconnect with Last-Event-ID"})");
        return;
    }
    send(event.text);
}

void EventClient::beat()
{
    if (!ended() && !m_ending && !m_writing) {
        send(": \n\n");
    }
}

void EventClient::endWith(std::string_view name, std::string_view data)
{
    if (ended() || m_ending) {
        return;
    }
    m_ending = true;
    m_queue.clear();
    send(fmt::format("event: {}\ndata: {}\n\n", name, data));
}

void EventClient::abandon()
{
    m_queue.clear();
    m_call = nullptr;
}

void EventClient::send(std::string_view text)
{
    m_queue += text;
    if (!m_writing) {
        drain(shared_from_this());
    }
}

QCoro::Task<> EventClient::drain(std::shared_ptr<EventClient> self)
{
    self->m_writing = true;
    while (!self->ended() && !self->m_queue.empty()) {
        const auto call = self->m_call; // abandon() may come while this waits
        const auto written = co_await call->responder().write(std::exchange(self->m_queue, {}));
        if (!written) {
            self->abandon();
        }
    }
    self->m_writing = false;
    if (self->m_ending && !self->ended()) {
        self->m_call->responder().finish();
        self->m_call = nullptr;
    }
}

} // namespace gatehouse::api
