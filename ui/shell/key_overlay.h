// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"

namespace gatehouse::ui {

/// F1: the keys that work in a view, printed from the key table.
class KeyOverlay : public Overlay
{
    Q_OBJECT

public:
    explicit KeyOverlay(QWidget* window);

    void open(QLatin1String viewId, const QString& viewTitle);
};

} // namespace gatehouse::ui
