// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/event_hub.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace gatehouse::api {
namespace {

constexpr std::string_view kMissed = "event: stream:missed\n"
                                     "data: {\"reason\":\"events since that id are not kept any more; read "
                                     "the state anew\"}\n\n";

/// N of "RUN-N"; nullopt when the id is from another run or no id of ours.
std::optional<std::uint64_t> numberOf(std::string_view id, std::string_view run)
{
    if (id.size() <= run.size() + 1 || !id.starts_with(run) || id[run.size()] != '-') {
        return std::nullopt;
    }
    std::uint64_t number = 0;
    const auto digits = id.substr(run.size() + 1);
    const auto* const end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc() && stopped == end ? std::optional(number) : std::nullopt;
}

} // namespace

EventHub::EventHub(Monitor& monitor, runtime::Timers& timers, std::string run, EventHubOptions options)
    : m_timers(timers)
    , m_run(std::move(run))
    , m_options(options)
    , m_beat(m_timers.after(m_options.heartbeat, [this] { beat(); }))
    , m_subscription(monitor.subscribe([this](const GatewayEvent& event) { publish(event); }))
{}

EventHub::~EventHub()
{
    m_timers.cancel(m_beat);
}

Status EventHub::attach(const ApiCallPtr& call, EventFilter filter, std::string_view lastEventId)
{
    forgetEnded();
    if (m_closed) {
        return fail(Errc::Unavailable, "the node is shutting down");
    }
    if (m_clients.size() >= m_options.maxClients) {
        return fail(Errc::Unavailable,
                    fmt::format("{} clients listen to the stream already; close one", m_options.maxClients));
    }
    auto client = std::make_shared<EventClient>(call, std::move(filter), m_options.clientQueueBytes);
    client->open();
    // The comment makes intermediaries pass the head on at once.
    client->send(": gatehouse\nretry: 2000\n\n");
    if (!lastEventId.empty()) {
        replay(*client, lastEventId);
    }
    m_clients.push_back(std::move(client));
    return {};
}

void EventHub::replay(EventClient& client, std::string_view lastEventId) const
{
    const auto last = numberOf(lastEventId, m_run);
    const auto oldest = m_kept.empty() ? m_lastNumber + 1 : m_kept.front().number;
    if (!last || *last + 1 < oldest || *last > m_lastNumber) {
        client.send(kMissed);
    }
    for (const auto& kept : m_kept) {
        if (last && kept.number > *last) {
            client.offer(makeStreamEvent(kept.event(), m_run, kept.number));
        }
    }
}

void EventHub::publish(const GatewayEvent& event)
{
    auto again = std::visit(
        [](const auto& kind) { return std::function<GatewayEvent()>([kind] { return GatewayEvent(kind); }); },
        event);
    m_kept.push_back({++m_lastNumber, std::move(again)});
    if (m_kept.size() > m_options.keptEvents) {
        m_kept.pop_front();
    }
    if (m_clients.empty()) {
        return;
    }
    const auto made = makeStreamEvent(event, m_run, m_lastNumber);
    const auto clients = m_clients; // a client may end while it is written to
    for (const auto& client : clients) {
        const bool wasEnding = client->ending();
        client->offer(made);
        if (client->ending() && !wasEnding && !client->ended()) {
            m_timers.after(m_options.stalledAfter, [weak = std::weak_ptr(client)] {
                if (const auto stalled = weak.lock()) {
                    stalled->abandon();
                }
            });
        }
    }
    forgetEnded();
}

void EventHub::beat()
{
    forgetEnded();
    const auto clients = m_clients;
    for (const auto& client : clients) {
        client->beat();
    }
    m_beat = m_timers.after(m_options.heartbeat, [this] { beat(); });
}

void EventHub::close()
{
    m_closed = true;
    const auto clients = m_clients;
    for (const auto& client : clients) {
        client->endWith("stream:closed", R"({"reason":"the node is shutting down"})");
    }
    forgetEnded();
}

void EventHub::forgetEnded()
{
    std::erase_if(m_clients, [](const auto& client) { return client->ended(); });
}

} // namespace gatehouse::api
