// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/settings.h"

#include <QAbstractListModel>
#include <QVariantMap>

namespace gatehouse::ui {

/// What was tried, newest first, kept over restarts: the form's fields only, never an answer, at most kKept
/// entries and no body above kBodyKept bytes.
class TryHistory : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int kKept = 50;
    static constexpr int kBodyKept = 4096;

    explicit TryHistory(Settings& settings, QObject* parent = nullptr);

    /// The same call again moves up instead of being listed twice.
    void add(const QVariantMap& form, const QString& outcome);
    [[nodiscard]] QVariantMap form(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    Settings& m_settings;
    QVariantList m_entries;
};

} // namespace gatehouse::ui
