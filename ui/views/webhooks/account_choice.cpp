// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/account_choice.h"

#include "ui/models/text.h"

namespace gatehouse::ui {

AccountChoice::AccountChoice(Context& context, const std::vector<IngestUrl>& urls, const std::string& wanted,
                             const std::string& integration, QWidget* parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("accountChoice"));
    setAccessibleName(tr("For which account"));
    int chosen = -1;
    for (const auto& url : urls) {
        if (url.accountId.empty()) {
            continue;
        }
        const QString customer = toQString(context.directory.environmentName(url.environmentId));
        const QString label = toQString(context.directory.accountLabel(url.accountId));
        const QString shown =
            tr("%1 · %2").arg(customer, toQString(context.directory.integrationLabel(url.integration)));
        addItem(label == customer ? shown : tr("%1 · %2").arg(shown, label), toQString(url.accountId));
        if (url.accountId == wanted || (chosen < 0 && url.integration == integration)) {
            chosen = count() - 1;
        }
    }
    setCurrentIndex(chosen >= 0 || count() == 0 ? chosen : 0);
    if (const int exact = findData(toQString(wanted)); exact >= 0) {
        setCurrentIndex(exact);
    }
}

std::string AccountChoice::account() const
{
    return currentData().toString().toStdString();
}

} // namespace gatehouse::ui
