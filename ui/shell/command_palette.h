// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/overlay.h"

#include <QIcon>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace gatehouse::ui {

/// One thing the palette can go to or do.
struct PaletteEntry
{
    QIcon icon;
    QString title;
    QString hint; ///< A key, or what kind of thing it is.
    std::function<void()> act;
};

/// How well a typed word fits a title: 0 not at all; whole beginnings before beginnings of words before
/// letters in order.
[[nodiscard]] int paletteScore(QStringView title, QStringView typed);

/// Ctrl+K: type a few letters of anything, Enter goes there.
class CommandPalette : public Overlay
{
    Q_OBJECT

public:
    using Source = std::function<std::vector<PaletteEntry>()>;

    CommandPalette(QWidget* window, Source source);

    void open();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refill();
    void activate();

    Source m_source;
    std::vector<PaletteEntry> m_entries;
    QLineEdit* m_edit;
    QListWidget* m_list;
};

} // namespace gatehouse::ui
