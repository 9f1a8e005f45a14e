// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colours.h"

#include <QIcon>
#include <QListWidget>

namespace gatehouse::ui {

/// The views, one a row: icon, name, badge. Narrowed it shows icons only.
class NavigationList : public QListWidget
{
    Q_OBJECT

public:
    explicit NavigationList(QWidget* parent = nullptr);

    void addView(const QString& id, const QString& title, const QIcon& icon, const QString& keys);
    void setCurrentView(const QString& id);
    void setBadge(const QString& id, const QString& badge, const QString& meaning = {},
                  Accent accent = Accent::Muted);
    void setNarrow(bool narrow);

    [[nodiscard]] bool narrow() const noexcept { return m_narrow; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& id);

private:
    [[nodiscard]] QListWidgetItem* find(const QString& id) const;
    void fitWidth();

    bool m_narrow = false;
};

} // namespace gatehouse::ui
