// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

namespace gatehouse::ui {

/// Two things to compare: beside each other while there is room for both, else one above the other.
class SideBySide : public QSplitter
{
    Q_OBJECT

public:
    explicit SideBySide(QWidget* parent);

    /// Adds a side under a caption.
    void addSide(const QString& caption, QWidget* content);

protected:
    void resizeEvent(QResizeEvent* event) override;
};

} // namespace gatehouse::ui
