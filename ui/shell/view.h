// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QLatin1String>
#include <QList>
#include <QWidget>

#include <functional>
#include <vector>

namespace gatehouse::ui {

/// One area of the console. Made when it is first shown.
class View : public QWidget
{
    Q_OBJECT

public:
    View(QLatin1String id, QWidget* parent)
        : QWidget(parent)
        , m_id(id)
    {
        setObjectName(id);
    }

    [[nodiscard]] QLatin1String id() const noexcept { return m_id; }

    /// Shown, with what the caller wants to see.
    virtual void activate(const QVariantMap& arguments) { (void)arguments; }

    /// What F6 goes round, in order; the first one gets the focus when the view is shown.
    [[nodiscard]] virtual QList<QWidget*> panes() const { return {}; }

    /// Writes splitters and columns into the settings; the window is closing.
    virtual void keepLayout() {}

private:
    QLatin1String m_id;
};

/// How a view registers itself; order is the order in the navigation.
struct ViewEntry
{
    QLatin1String id;
    QString title;
    QLatin1String icon;
    std::function<View*(Context& context, QWidget* parent)> make;
};

/// All views there are (ui/views/views.cpp).
[[nodiscard]] std::vector<ViewEntry> viewEntries();

} // namespace gatehouse::ui
