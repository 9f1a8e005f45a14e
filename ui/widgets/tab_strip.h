// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QTabWidget;

namespace gatehouse::ui {

/// The tabs of a QTabWidget as a row of buttons that goes on in the next line where there is no room, so that
/// no tab hides behind arrows. Made after all tabs were added; hides the widget's own bar and follows it.
class TabStrip : public QWidget
{
    Q_OBJECT

public:
    TabStrip(QTabWidget& tabs, QWidget* parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }

    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    /// Where each button goes; gives the height that this takes.
    int place(int width, bool apply) const;

    QButtonGroup* m_group;
    QList<QAbstractButton*> m_buttons;
};

} // namespace gatehouse::ui
