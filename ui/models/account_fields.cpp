// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/account_fields.h"

#include "ui/text/ascii.h"

#include <array>

namespace gatehouse::ui {

namespace {

enum Field : std::size_t
{
    Id,
    Customer,
    Provider,
    Label,
    State,
    Why,
    Auth,
    Error,
    Expires,
    Unused,
    Age,
    Sandbox,
    Overrides,
    Refresh
};

constexpr std::array kFields{
    FieldSpec{"id", "", FieldKind::Text, "the account's id", "id:acc_9x*"},
    FieldSpec{"customer", "environment env", FieldKind::Text, "customer, by id or name", "customer:acme*"},
    FieldSpec{"provider", "integration", FieldKind::Text, "integration, by slug or name", "provider:a,b"},
    FieldSpec{"account", "label", FieldKind::Text, "label", "account:\"Acme books\""},
    FieldSpec{"state", "status", FieldKind::Text,
              "connecting, active, needs_reauth, disabled; expiring, expired, never_used, refreshing",
              "state:needs_reauth"},
    FieldSpec{"why", "reason", FieldKind::Text, "the reason given for the state", "why~revoked"},
    FieldSpec{"auth", "", FieldKind::Text, "how it signs in", "auth:oauth2*"},
    FieldSpec{"error", "category", FieldKind::Text, "its last failure, while nothing has succeeded since",
              "error:auth_failure"},
    FieldSpec{"expires", "", FieldKind::Duration, "how long its token still lives", "expires<1h"},
    FieldSpec{"unused", "", FieldKind::Duration, "how long ago a call last succeeded", "unused>7d"},
    FieldSpec{"age", "", FieldKind::Duration, "how long ago it was connected", "age<1d"},
    FieldSpec{"sandbox", "", FieldKind::Flag, "of a simulated vendor", "sandbox:yes"},
    FieldSpec{"overrides", "level", FieldKind::Text, "who overrides its mappings: environment, account",
              "overrides:account"},
    FieldSpec{"refresh", "", FieldKind::Text, "who renews its token: auto (the gateway) or manual (a person)",
              "refresh:manual"},
};

double millisSince(UnixMillis then, UnixMillis now)
{
    return static_cast<double>(toMillis(now) - toMillis(then));
}

} // namespace

FieldTable accountFields()
{
    return kFields;
}

std::size_t AccountRecord::textCount(std::size_t field) const
{
    const bool pair = field == Customer || field == Provider || field == State || field == Overrides;
    return pair ? 2 : kFields[field].kind == FieldKind::Text ? 1 : 0;
}

std::string_view AccountRecord::text(std::size_t field, std::size_t index) const
{
    switch (field) {
    case Id:
        return m_account->id;
    case Customer:
        return index == 0 ? m_account->environmentId : m_directory.environmentName(m_account->environmentId);
    case Provider:
        return index == 0 ? m_account->integration : m_directory.integrationLabel(m_account->integration);
    case Label:
        return m_account->label;
    case State:
        return index == 0
                   ? accountStatusName(m_account->status)
                   : lookName(accountLook(*m_account, m_now, m_facts != nullptr && m_facts->refreshing));
    case Why:
        return m_account->statusReason;
    case Auth:
        return m_account->authKind;
    case Overrides: {
        const auto count = m_facts == nullptr ? 0
                           : index == 0       ? m_facts->environmentOverrides
                                              : m_facts->ownOverrides;
        return count == 0 ? std::string_view() : index == 0 ? "environment" : "account";
    }
    case Refresh:
        return m_account->autoRefresh ? "auto" : "manual";
    case Error:
        return m_facts != nullptr && m_facts->failing() ? std::string_view(m_facts->lastError)
                                                        : std::string_view();
    default:
        return {};
    }
}

std::optional<double> AccountRecord::number(std::size_t field) const
{
    switch (field) {
    case Expires:
        return m_account->tokenExpiresAt
                   ? std::optional<double>(-millisSince(*m_account->tokenExpiresAt, m_now))
                   : std::nullopt;
    case Unused:
        return millisSince(m_account->lastSuccessAt.value_or(m_account->createdAt), m_now);
    case Age:
        return millisSince(m_account->createdAt, m_now);
    case Sandbox:
        return m_account->sandbox ? 1 : 0;
    default:
        return std::nullopt;
    }
}

bool AccountRecord::containsWord(std::string_view word) const
{
    static constexpr std::array kSearched{Label, Customer, Provider, Id, State, Why, Auth};
    for (const std::size_t field : kSearched) {
        const auto texts = textCount(field);
        for (std::size_t i = 0; i < texts; ++i) {
            if (containsNoCase(text(field, i), word)) {
                return true;
            }
        }
    }
    return false;
}

} // namespace gatehouse::ui
