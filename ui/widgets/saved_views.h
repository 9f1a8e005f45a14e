// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/filter_bar.h"
#include "ui/widgets/settings.h"

#include <QToolButton>

class QMenu;

namespace gatehouse::ui {

/// The filters that a person keeps by name, beside the filter bar of a list: to take, to add to, to forget.
class SavedViews : public QToolButton
{
    Q_OBJECT

public:
    /// view: the list's id, under which they are kept. Settings and filter outlive this.
    SavedViews(Settings& settings, FilterBar& filter, const QString& view, QWidget* parent);

private:
    void fill(QMenu* menu);
    void ask();
    void keep(const QString& name, const QString& filter);
    void forget(const QString& name);

    Settings& m_settings;
    FilterBar& m_filter;
    QString m_group;
};

} // namespace gatehouse::ui
