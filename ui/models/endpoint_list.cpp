// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/endpoint_list.h"

#include "core/gateway/gateway.h"
#include "ui/models/text.h"

namespace gatehouse::ui {

namespace {

constexpr int kReloadMillis = 300;
constexpr int kCountMillis = 3'000;

} // namespace

EndpointList::EndpointList(Gateway& gateway, Mailbox& mailbox, EventFeed& feed, QObject* parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_mailbox(mailbox)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kReloadMillis);
    m_counts.setSingleShot(true);
    m_counts.setInterval(kCountMillis);
    connect(&m_soon, &QTimer::timeout, this, &EndpointList::reload);
    connect(&m_counts, &QTimer::timeout, this, &EndpointList::loadCounts);
    connect(&feed, &EventFeed::batch, this, &EndpointList::onBatch);
    reload();
    loadCounts();
}

void EndpointList::reload()
{
    m_gateway.webhooks().endpoints().endpoints(
        m_mailbox.reply<std::vector<EndpointView>>(this, [this](Result<std::vector<EndpointView>> answer) {
            m_loaded = true;
            m_problem = answer ? QString() : errorText(answer.error());
            m_endpoints = answer ? *std::move(answer) : std::vector<EndpointView>();
            m_at.clear();
            for (std::size_t i = 0; i < m_endpoints.size(); ++i) {
                m_at.emplace(m_endpoints[i].endpoint.id, i);
            }
            Q_EMIT
            changed();
        }));
}

void EndpointList::loadCounts()
{
    m_gateway.webhooks().deliveries().counts(m_mailbox.reply<std::vector<DeliveryCount>>(
        this, [this](const Result<std::vector<DeliveryCount>>& answer) {
            if (!answer) {
                return; // what was counted last stays; the list says that the gateway does not answer
            }
            m_countsOf.clear();
            m_total.fill(0);
            for (const auto& count : *answer) {
                const auto state = static_cast<std::size_t>(count.state);
                m_countsOf[count.endpointId][state] += count.deliveries;
                m_total[state] += count.deliveries;
            }
            Q_EMIT
            changed();
        }));
}

void EndpointList::onBatch(const std::vector<GatewayEvent>& events)
{
    for (const auto& event : events) {
        const bool endpoint = std::holds_alternative<EndpointChanged>(event);
        if (!endpoint && !std::holds_alternative<DeliveryChanged>(event)) {
            continue;
        }
        if (endpoint) {
            reload();
            m_soon.stop();
        } else if (!m_soon.isActive()) {
            m_soon.start();
        }
        if (!m_counts.isActive()) {
            m_counts.start();
        }
        if (endpoint) {
            return;
        }
    }
}

const EndpointView* EndpointList::find(const std::string& id) const
{
    const auto found = m_at.find(id);
    return found == m_at.end() ? nullptr : &m_endpoints[found->second];
}

const std::string& EndpointList::nameOf(const std::string& id) const
{
    const auto* view = find(id);
    return view == nullptr ? id : view->endpoint.label.empty() ? view->endpoint.url : view->endpoint.label;
}

EndpointList::Counts EndpointList::countsOf(const std::string& id) const
{
    const auto found = m_countsOf.find(id);
    return found == m_countsOf.end() ? Counts{} : found->second;
}

} // namespace gatehouse::ui
