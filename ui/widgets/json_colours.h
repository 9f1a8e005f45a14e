// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPalette>
#include <QStringView>
#include <QTextLayout>

namespace gatehouse::ui {

/// Colours for one line of JSON. A line stands for itself: JSON strings cannot contain a line feed.
[[nodiscard]] QList<QTextLayout::FormatRange> jsonColours(QStringView line, const QPalette& palette);

} // namespace gatehouse::ui
