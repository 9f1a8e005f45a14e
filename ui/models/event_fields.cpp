// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/event_fields.h"

#include "ui/text/ascii.h"

#include <array>
#include <string_view>
#include <utility>

namespace gatehouse::ui {

namespace {

constexpr std::array kFields{
    FieldSpec{"id", "event_id", FieldKind::Text, "the event's id", "id:evt_5k2*"},
    FieldSpec{"topic", "type", FieldKind::Text, "what the provider calls it", "topic:contact.*"},
    FieldSpec{"event", "", FieldKind::Text, "what it became", "event:record:updated"},
    FieldSpec{"resource", "model", FieldKind::Text, "unified model and resource", "resource:crm.contacts"},
    FieldSpec{"state", "", FieldKind::Text, "queued, processed, ignored, failed or refused", "state:failed"},
    FieldSpec{"provider", "integration", FieldKind::Text, "integration, by slug or name", "provider:a,b"},
    FieldSpec{"account", "", FieldKind::Text, "account, by id or label", "account:\"Acme books\""},
    FieldSpec{"customer", "environment env", FieldKind::Text, "customer, by id or name", "customer:acme*"},
    FieldSpec{"error", "reason", FieldKind::Text, "why it failed or was refused", "error~skew"},
    FieldSpec{"key", "provider_event_id", FieldKind::Text, "the provider's id of it", "key:7001"},
    FieldSpec{"scheme", "verified_by", FieldKind::Text, "what verified it", "scheme:hmac*"},
    FieldSpec{"source", "", FieldKind::Text, "webhook, gateway, test, import, replay", "source:test"},
    FieldSpec{"tag", "tags", FieldKind::Text, "marked, replayed or bookmarked", "tag:marked"},
    FieldSpec{"status", "code", FieldKind::Status, "status the sender got", "status:401"},
    FieldSpec{"ack", "latency", FieldKind::Duration, "how long the sender waited for it", "ack>100ms"},
    FieldSpec{"verified", "verify", FieldKind::Flag, "whether its signature was right", "verified:no"},
    FieldSpec{"dup", "duplicate", FieldKind::Flag, "whether it came more than once", "dup:yes"},
    FieldSpec{"dead", "", FieldKind::Flag, "whether a delivery of it was given up", "dead:yes"},
    FieldSpec{"records", "", FieldKind::Number, "normalised events made of it", "records>1"},
    FieldSpec{"tries", "attempts", FieldKind::Number, "attempts that its delivery took", "tries>1"},
    FieldSpec{"size", "", FieldKind::Size, "bytes of its body", "size>1MB"},
    FieldSpec{"ts", "time", FieldKind::Time, "when it came", "ts>=2026-05-19T12:00+02:00"},
    FieldSpec{"age", "", FieldKind::Duration, "how long ago it came", "age<5m"},
    FieldSpec{"body", "payload", FieldKind::Body, "what its sender sent", "body.amount > 100"},
    FieldSpec{"header", "headers", FieldKind::Headers, "headers that came with it",
              "header.user-agent:*hook*"},
};

} // namespace

namespace {

constexpr std::array kTags{std::pair<std::uint8_t, std::string_view>{MarkedTag, "marked"},
                           std::pair<std::uint8_t, std::string_view>{ReplayedTag, "replayed"},
                           std::pair<std::uint8_t, std::string_view>{BookmarkedTag, "bookmarked"}};

} // namespace

FieldTable eventFields()
{
    return kFields;
}

std::size_t EventRecord::textCount(std::size_t field) const
{
    switch (static_cast<EventField>(field)) {
    case EventField::Provider:
    case EventField::Account:
    case EventField::Customer:
        return 2;
    case EventField::Tag:
        return kTags.size();
    default:
        return kFields[field].kind == FieldKind::Text ? 1 : 0;
    }
}

std::string_view EventRecord::text(std::size_t field, std::size_t index) const
{
    switch (static_cast<EventField>(field)) {
    case EventField::Id:
        return m_row->id;
    case EventField::Topic:
        return m_store.text(m_row->type);
    case EventField::Event:
        return m_store.text(m_row->event);
    case EventField::Resource:
        return m_store.text(m_row->resource);
    case EventField::State:
        return eventRowState(*m_row);
    case EventField::Provider: {
        const auto& slug = m_store.text(m_row->integration);
        return index == 0 ? slug : m_directory.integrationLabel(slug);
    }
    case EventField::Account: {
        const auto& id = m_store.text(m_row->account);
        return index == 0 ? id : m_directory.accountLabel(id);
    }
    case EventField::Customer: {
        const auto& id = m_store.text(m_row->environment);
        return index == 0 ? id : m_directory.environmentName(id);
    }
    case EventField::Error:
        return m_store.text(m_row->error);
    case EventField::ProviderId:
        return m_row->providerId;
    case EventField::Scheme:
        return m_store.text(m_row->verifiedBy);
    case EventField::Source:
        return m_store.text(m_row->source);
    case EventField::Tag:
        return (m_row->tags & kTags[index].first) != 0 ? kTags[index].second : std::string_view();
    default:
        return {};
    }
}

std::optional<double> EventRecord::number(std::size_t field) const
{
    switch (static_cast<EventField>(field)) {
    case EventField::Status:
        return m_row->answered;
    case EventField::Ack:
        return m_row->answerMicros < 0 ? std::nullopt : std::optional(m_row->answerMicros / 1e3);
    case EventField::Verified:
        return m_row->refused ? 0.0 : 1.0;
    case EventField::Duplicate:
        return m_row->duplicates > 0 ? 1.0 : 0.0;
    case EventField::Dead:
        return m_row->dead ? 1.0 : 0.0;
    case EventField::Records:
        return m_row->records;
    case EventField::Tries:
        return m_row->tries;
    case EventField::Size:
        return static_cast<double>(m_row->payloadBytes);
    case EventField::Time:
        return static_cast<double>(toMillis(m_row->receivedAt));
    case EventField::Age:
        return static_cast<double>(toMillis(m_now) - toMillis(m_row->receivedAt));
    default:
        return std::nullopt;
    }
}

bool EventRecord::containsWord(std::string_view word) const
{
    static constexpr std::array kSearched{EventField::Topic,    EventField::Id,      EventField::Event,
                                          EventField::Resource, EventField::Error,   EventField::Provider,
                                          EventField::Account,  EventField::Customer};
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
