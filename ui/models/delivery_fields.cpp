// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/delivery_fields.h"

#include "ui/text/ascii.h"

#include <array>

namespace gatehouse::ui {

namespace {

constexpr std::array kDeliveryFields{
    FieldSpec{"id", "delivery", FieldKind::Text, "the delivery's id", "id:dlv_5k2*"},
    FieldSpec{"state", "", FieldKind::Text, "waiting, failing (both pending), delivered, dead, discarded",
              "state:failing"},
    FieldSpec{"endpoint", "to", FieldKind::Text, "endpoint, by id, name or URL", "endpoint:billing*"},
    FieldSpec{"event", "event_id", FieldKind::Text, "the received event's id", "event:evt_5k2*"},
    FieldSpec{"message", "webhook-id", FieldKind::Text, "the webhook-id it is sent with", "message:evt_7*"},
    FieldSpec{"type", "topic", FieldKind::Text, "what it tells", "type:record:updated"},
    FieldSpec{"resource", "model", FieldKind::Text, "unified model and resource", "resource:crm.contacts"},
    FieldSpec{"provider", "integration", FieldKind::Text, "integration, by slug or name", "provider:a,b"},
    FieldSpec{"account", "", FieldKind::Text, "account, by id or label", "account:\"Acme books\""},
    FieldSpec{"customer", "environment env", FieldKind::Text, "customer, by id or name", "customer:acme*"},
    FieldSpec{"error", "reason", FieldKind::Text, "why its last attempt failed", "error~timeout"},
    FieldSpec{"status", "code answer", FieldKind::Status, "the last answer", "status:5xx"},
    FieldSpec{"attempts", "tries", FieldKind::Number, "attempts so far", "attempts>3"},
    FieldSpec{"latency", "took duration", FieldKind::Duration, "how long the last attempt took",
              "latency>2s"},
    FieldSpec{"next", "", FieldKind::Duration, "time until the next attempt", "next<1m"},
    FieldSpec{"replay", "", FieldKind::Flag, "whether it is a replay", "replay:no"},
    FieldSpec{"ts", "time", FieldKind::Time, "when it was queued", "ts>=2026-05-19T12:00+02:00"},
    FieldSpec{"age", "", FieldKind::Duration, "how long ago it was queued", "age>1h"},
};

} // namespace

FieldTable deliveryFields()
{
    return kDeliveryFields;
}

std::size_t DeliveryRecord::textCount(std::size_t field) const
{
    switch (static_cast<DeliveryField>(field)) {
    case DeliveryField::Endpoint:
        return 3;
    case DeliveryField::State:
    case DeliveryField::Provider:
    case DeliveryField::Account:
    case DeliveryField::Customer:
        return 2;
    default:
        return kDeliveryFields[field].kind == FieldKind::Text ? 1 : 0;
    }
}

std::string_view DeliveryRecord::text(std::size_t field, std::size_t index) const
{
    switch (static_cast<DeliveryField>(field)) {
    case DeliveryField::Id:
        return m_row->id;
    case DeliveryField::State:
        return index == 0 ? deliveryLookName(m_row->look()) : deliveryStateName(m_row->state);
    case DeliveryField::Endpoint: {
        const auto& id = m_store.text(m_row->endpoint);
        const auto* view = index == 0 ? nullptr : m_endpoints.find(id);
        return view == nullptr ? id : index == 1 ? view->endpoint.label : view->endpoint.url;
    }
    case DeliveryField::Event:
        return m_row->eventId;
    case DeliveryField::Message:
        return m_row->messageId;
    case DeliveryField::Type:
        return m_store.text(m_row->type);
    case DeliveryField::Resource:
        return m_store.text(m_row->resource);
    case DeliveryField::Provider: {
        const auto& slug = m_store.text(m_row->integration);
        return index == 0 ? slug : m_directory.integrationLabel(slug);
    }
    case DeliveryField::Account: {
        const auto& id = m_store.text(m_row->account);
        return index == 0 ? id : m_directory.accountLabel(id);
    }
    case DeliveryField::Customer: {
        const auto& id = m_store.text(m_row->environment);
        return index == 0 ? id : m_directory.environmentName(id);
    }
    case DeliveryField::Error:
        return m_store.text(m_row->error);
    default:
        return {};
    }
}

std::optional<double> DeliveryRecord::number(std::size_t field) const
{
    switch (static_cast<DeliveryField>(field)) {
    case DeliveryField::Status:
        return m_row->lastStatus == 0 ? std::nullopt : std::optional<double>(m_row->lastStatus);
    case DeliveryField::Attempts:
        return m_row->attempts;
    case DeliveryField::Latency:
        return m_row->tookMicros < 0 ? std::nullopt : std::optional(m_row->tookMicros / 1e3);
    case DeliveryField::Next:
        return m_row->nextAt ? std::optional(static_cast<double>(toMillis(*m_row->nextAt) - toMillis(m_now)))
                             : std::nullopt;
    case DeliveryField::Replay:
        return m_row->replay ? 1.0 : 0.0;
    case DeliveryField::Time:
        return static_cast<double>(toMillis(m_row->createdAt));
    case DeliveryField::Age:
        return static_cast<double>(toMillis(m_now) - toMillis(m_row->createdAt));
    default:
        return std::nullopt;
    }
}

bool DeliveryRecord::containsWord(std::string_view word) const
{
    static constexpr std::array kSearched{
        DeliveryField::Type,     DeliveryField::Resource, DeliveryField::Id,
        DeliveryField::Event,    DeliveryField::Error,    DeliveryField::Endpoint,
        DeliveryField::Provider, DeliveryField::Account,  DeliveryField::Customer};
    for (const auto field : kSearched) {
        const auto index = static_cast<std::size_t>(field);
        const auto texts = textCount(index);
        for (std::size_t i = 0; i < texts; ++i) {
            if (containsNoCase(text(index, i), word)) {
                return true;
            }
        }
    }
    return false;
}

} // namespace gatehouse::ui
