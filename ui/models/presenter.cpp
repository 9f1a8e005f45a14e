// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/presenter.h"

namespace gatehouse::ui {

Presenter::Presenter(QObject* parent)
    : QObject(parent)
{}

void Presenter::set(bool on)
{
    if (m_on != on) {
        m_on = on;
        Q_EMIT
        changed(on);
    }
}

} // namespace gatehouse::ui
