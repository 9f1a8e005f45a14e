// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

QString accountStateText(AccountStatus status)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("AccountState", text); };
    switch (status) {
    case AccountStatus::Connecting:
        return tr("◐ connecting");
    case AccountStatus::Active:
        return tr("● active");
    case AccountStatus::NeedsReauth:
        return tr("■ needs re-auth");
    case AccountStatus::Disabled:
        return tr("○ disabled");
    }
    return {};
}

QString authKindText(std::string_view kind)
{
    static constexpr std::array<std::pair<std::string_view, const char*>, 9> kNames{
        {{"none", QT_TRANSLATE_NOOP("AuthKind", "Nothing")},
         {"oauth2_authorization_code", QT_TRANSLATE_NOOP("AuthKind", "OAuth 2")},
         {"oauth2_client_credentials", QT_TRANSLATE_NOOP("AuthKind", "OAuth 2 client")},
         {"oauth2_jwt_bearer", QT_TRANSLATE_NOOP("AuthKind", "OAuth 2 JWT")},
         {"oauth1_hmac", QT_TRANSLATE_NOOP("AuthKind", "OAuth 1")},
         {"api_key", QT_TRANSLATE_NOOP("AuthKind", "API key")},
         {"basic", QT_TRANSLATE_NOOP("AuthKind", "Password")},
         {"bearer", QT_TRANSLATE_NOOP("AuthKind", "Bearer token")},
         {"wsse_username_token", QT_TRANSLATE_NOOP("AuthKind", "WSSE")}}};
    const auto* found =
        std::find_if(kNames.begin(), kNames.end(), [&](const auto& name) { return name.first == kind; });
    return found == kNames.end() ? toQString(kind) : QCoreApplication::translate("AuthKind", found->second);
}

OperationParts splitOperation(std::string_view operation)
{
    const auto parts = toQString(operation).split(u'.');
    const bool unified =
        parts.size() == 3 && !operation.empty() && operation.find(' ') == std::string_view::npos;
    return unified ? OperationParts{parts[0], parts[1], parts[2]} : OperationParts{};
}

} // namespace gatehouse::ui
