// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace gatehouse::ui {

/// Whether somebody else may be looking at the screen. On: nothing secret is revealed, and what is revealed
/// is masked at once. GUI thread.
class Presenter : public QObject
{
    Q_OBJECT

public:
    explicit Presenter(QObject* parent = nullptr);

    [[nodiscard]] bool on() const noexcept { return m_on; }

    void set(bool on);

Q_SIGNALS:
    void changed(bool on);

private:
    bool m_on = false;
};

} // namespace gatehouse::ui
