// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>
#include <QTimer>

class QLineEdit;

namespace gatehouse::ui {

/// A mark that turns inside the right end of a line edit while there is work to do; not there otherwise. The
/// work is told for a moment before it shows, so that what is done at once does not flicker.
class BusyMark : public QObject
{
    Q_OBJECT

public:
    explicit BusyMark(QLineEdit* edit);

    void turn(bool on);

    [[nodiscard]] bool turning() const { return m_action->isVisible(); }

private:
    void paint();

    QLineEdit* m_edit;
    QAction* m_action;
    QTimer m_timer;
    int m_step = 0;
};

} // namespace gatehouse::ui
