// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_fields.h"

#include "ui/text/ascii.h"

#include <array>

namespace gatehouse::ui {

namespace {

constexpr std::array kFields{
    FieldSpec{"id", "request", FieldKind::Text, "the call's id", "id:req_5k2*"},
    FieldSpec{"operation", "op topic", FieldKind::Text, "what was called", "operation:crm.contacts.*"},
    FieldSpec{"kind", "", FieldKind::Text, "unified, proxy, token or validate", "kind:proxy"},
    FieldSpec{"provider", "integration", FieldKind::Text, "integration, by slug or name", "provider:a,b"},
    FieldSpec{"account", "", FieldKind::Text, "account, by id or label", "account:\"Acme books\""},
    FieldSpec{"customer", "environment env", FieldKind::Text, "customer, by id or name", "customer:acme*"},
    FieldSpec{"status", "code", FieldKind::Status, "status the caller got", "status:4xx"},
    FieldSpec{"provider_status", "upstream_status", FieldKind::Status, "status the provider gave",
              "provider_status:403"},
    FieldSpec{"category", "error", FieldKind::Text, "kind of failure", "category:rate_limited"},
    FieldSpec{"latency", "duration", FieldKind::Duration, "time taken in all", "latency>2s"},
    FieldSpec{"upstream", "", FieldKind::Duration, "time the provider took", "upstream>500ms"},
    FieldSpec{"size", "response_size", FieldKind::Size, "bytes of the answer", "size>1MB"},
    FieldSpec{"request_size", "", FieldKind::Size, "bytes of the request", "request_size>0"},
    FieldSpec{"ts", "time", FieldKind::Time, "when it began", "ts>=2026-05-19T12:00+02:00"},
    FieldSpec{"age", "", FieldKind::Duration, "how long ago it began", "age<5m"},
    FieldSpec{"body", "payload", FieldKind::Body, "any body: the provider's, ours", "body.amount > 100"},
    FieldSpec{"header", "headers", FieldKind::Headers, "any header, either way", "header.x-request-id:abc"},
};

double millis(std::chrono::microseconds span)
{
    return static_cast<double>(span.count()) / 1000.0;
}

} // namespace

FieldTable callFields()
{
    return kFields;
}

std::size_t CallRecord::textCount(std::size_t field) const
{
    switch (static_cast<CallField>(field)) {
    case CallField::Provider:
    case CallField::Account:
    case CallField::Customer:
        return 2;
    default:
        return kFields[field].kind == FieldKind::Text ? 1 : 0;
    }
}

std::string_view CallRecord::text(std::size_t field, std::size_t index) const
{
    switch (static_cast<CallField>(field)) {
    case CallField::Id:
        return m_row->id;
    case CallField::Operation:
        return m_store.text(m_row->operation);
    case CallField::Kind:
        return m_store.text(m_row->kind);
    case CallField::Provider: {
        const auto& slug = m_store.text(m_row->integration);
        return index == 0 ? slug : m_directory.integrationLabel(slug);
    }
    case CallField::Account: {
        const auto& id = m_store.text(m_row->account);
        return index == 0 ? id : m_directory.accountLabel(id);
    }
    case CallField::Customer: {
        const auto& id = m_store.text(m_row->environment);
        return index == 0 ? id : m_directory.environmentName(id);
    }
    case CallField::Category:
        return m_store.text(m_row->category);
    default:
        return {};
    }
}

std::optional<double> CallRecord::number(std::size_t field) const
{
    switch (static_cast<CallField>(field)) {
    case CallField::Status:
        return m_row->status;
    case CallField::UpstreamStatus:
        return m_row->providerStatus == 0 ? std::nullopt : std::optional<double>(m_row->providerStatus);
    case CallField::Latency:
        return millis(m_row->duration);
    case CallField::Upstream:
        return millis(m_row->upstream);
    case CallField::Size:
        return static_cast<double>(m_row->responseBytes);
    case CallField::RequestSize:
        return static_cast<double>(m_row->requestBytes);
    case CallField::Time:
        return static_cast<double>(toMillis(m_row->startedAt));
    case CallField::Age:
        return static_cast<double>(toMillis(m_now) - toMillis(m_row->startedAt));
    default:
        return std::nullopt;
    }
}

bool CallRecord::containsWord(std::string_view word) const
{
    static constexpr std::array kSearched{CallField::Operation, CallField::Id,      CallField::Category,
                                          CallField::Provider,  CallField::Account, CallField::Customer};
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
