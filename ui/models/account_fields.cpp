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
    Auth,
    Sandbox
};

constexpr std::array kFields{
    FieldSpec{"id", "", FieldKind::Text, "the account's id", "id:acc_9x*"},
    FieldSpec{"customer", "environment env", FieldKind::Text, "customer, by id or name", "customer:acme*"},
    FieldSpec{"provider", "integration", FieldKind::Text, "integration, by slug or name", "provider:a,b"},
    FieldSpec{"account", "label", FieldKind::Text, "label", "account:\"Acme books\""},
    FieldSpec{"state", "status", FieldKind::Text, "connecting, active, needs_reauth or disabled",
              "state:needs_reauth"},
    FieldSpec{"auth", "", FieldKind::Text, "how it signs in", "auth:oauth2*"},
    FieldSpec{"sandbox", "", FieldKind::Flag, "of a simulated vendor", "sandbox:yes"},
};

std::string_view stateName(AccountStatus status)
{
    static constexpr std::array<std::string_view, 4> kNames{"connecting", "active", "needs_reauth",
                                                            "disabled"};
    return kNames[static_cast<std::size_t>(status)];
}

} // namespace

FieldTable accountFields()
{
    return kFields;
}

std::size_t AccountRecord::textCount(std::size_t field) const
{
    return field == Customer || field == Provider ? 2 : kFields[field].kind == FieldKind::Text ? 1 : 0;
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
        return stateName(m_account->status);
    case Auth:
        return m_account->authKind;
    default:
        return {};
    }
}

std::optional<double> AccountRecord::number(std::size_t field) const
{
    return field == Sandbox ? std::optional<double>(m_account->sandbox ? 1 : 0) : std::nullopt;
}

bool AccountRecord::containsWord(std::string_view word) const
{
    for (std::size_t field = 0; field < kFields.size(); ++field) {
        for (std::size_t i = 0; i < textCount(field); ++i) {
            if (containsNoCase(text(field, i), word)) {
                return true;
            }
        }
    }
    return false;
}

} // namespace gatehouse::ui
