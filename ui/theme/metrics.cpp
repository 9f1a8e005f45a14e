// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/metrics.h"

#include <QFontDatabase>
#include <QGuiApplication>

namespace gatehouse::ui {

QFont typeFont(Type type)
{
    QFont font = QGuiApplication::font();
    const double size = font.pointSizeF();
    switch (type) {
    case Type::Small:
        font.setPointSizeF(size * 0.9);
        break;
    case Type::Body:
        break;
    case Type::Heading:
        font.setPointSizeF(size * 1.15);
        font.setWeight(QFont::DemiBold);
        break;
    case Type::Title:
        font.setPointSizeF(size * 1.65);
        font.setWeight(QFont::DemiBold);
        break;
    }
    return font;
}

QFont monoFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QGuiApplication::font().pointSizeF());
    font.setStyleHint(QFont::Monospace);
    return font;
}

} // namespace gatehouse::ui
