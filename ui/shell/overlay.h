// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

namespace gatehouse::ui {

/// A panel over the window that has the keyboard until it is closed (Esc, a click beside it, losing the
/// focus), and gives the focus back to where it was.
class Overlay : public QFrame
{
    Q_OBJECT

public:
    explicit Overlay(QWidget* window);

    void openAt(Qt::Alignment vertical, QSize wanted);
    void dismiss();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    QPointer<QWidget> m_before;
    Qt::Alignment m_vertical = Qt::AlignTop;
    QSize m_wanted;
};

} // namespace gatehouse::ui
