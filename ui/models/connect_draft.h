// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/settings.h"

#include <QMap>
#include <QString>

namespace gatehouse::ui {

/// What was typed into the connect form and not sent yet, so that it survives Back and a restart. Nothing
/// secret goes in here.
struct ConnectDraft
{
    QString integration;
    QString customer;
    QString label;
    QString auth;
    QMap<QString, QString> fields; ///< By input name.

    [[nodiscard]] bool empty() const { return customer.isEmpty() && label.isEmpty() && fields.isEmpty(); }

    void keep(Settings& settings) const
    {
        QVariantMap map;
        for (auto field = fields.begin(); field != fields.end(); ++field) {
            map.insert(field.key(), field.value());
        }
        settings.set(QStringLiteral("connect/draft"),
                     QVariantMap{{QStringLiteral("integration"), integration},
                                 {QStringLiteral("customer"), customer},
                                 {QStringLiteral("label"), label},
                                 {QStringLiteral("auth"), auth},
                                 {QStringLiteral("fields"), map}});
    }

    [[nodiscard]] static ConnectDraft from(const Settings& settings)
    {
        const auto kept = settings.value(QStringLiteral("connect/draft")).toMap();
        ConnectDraft draft;
        draft.integration = kept.value(QStringLiteral("integration")).toString();
        draft.customer = kept.value(QStringLiteral("customer")).toString();
        draft.label = kept.value(QStringLiteral("label")).toString();
        draft.auth = kept.value(QStringLiteral("auth")).toString();
        const auto fields = kept.value(QStringLiteral("fields")).toMap();
        for (auto field = fields.begin(); field != fields.end(); ++field) {
            draft.fields.insert(field.key(), field.value().toString());
        }
        return draft;
    }

    static void forget(Settings& settings) { settings.remove(QStringLiteral("connect/draft")); }
};

} // namespace gatehouse::ui
