// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/filter_values.h"

#include "ui/models/text.h"

namespace gatehouse::ui {

void offerNames(FilterBar& filter, const Directory& directory)
{
    QStringList accounts;
    QStringList customers;
    QStringList providers;
    for (const auto& account : directory.accounts()) {
        accounts.append(toQString(filterTerm("", account.label, false)).mid(1));
    }
    for (const auto& environment : directory.environments()) {
        customers.append(toQString(filterTerm("", environment.name, false)).mid(1));
    }
    for (const auto& integration : directory.integrations()) {
        providers.append(toQString(integration.slug));
    }
    filter.setValues(QStringLiteral("account"), accounts);
    filter.setValues(QStringLiteral("customer"), customers);
    filter.setValues(QStringLiteral("provider"), providers);
}

} // namespace gatehouse::ui
