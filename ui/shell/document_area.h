// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/navigator.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace gatehouse::ui {

/// The middle of the window: the current view in the first tab, opened documents in the ones behind it. With
/// no document open there is no tab bar.
class DocumentArea : public QWidget
{
    Q_OBJECT

public:
    explicit DocumentArea(QWidget* parent = nullptr);

    void showView(QWidget* view, const QString& title, const QIcon& icon);
    void open(const OpenDocument& document);
    void closeCurrent();
    void step(int by);
    [[nodiscard]] int documents() const;
    /// The widget that is visible.
    [[nodiscard]] QWidget* current() const;

private:
    void select(int tab);
    void close(int tab);

    QTabBar* m_tabs;
    QStackedWidget* m_views;
    QStackedWidget* m_documents; ///< Page n belongs to tab n + 1.
    QStackedWidget* m_stack;
};

} // namespace gatehouse::ui
