// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"

#include <QCoreApplication>
#include <QStringList>

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

OperationParts splitOperation(std::string_view operation)
{
    const auto parts = toQString(operation).split(u'.');
    const bool unified =
        parts.size() == 3 && !operation.empty() && operation.find(' ') == std::string_view::npos;
    return unified ? OperationParts{parts[0], parts[1], parts[2]} : OperationParts{};
}

} // namespace gatehouse::ui
