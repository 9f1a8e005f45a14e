// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/side_by_side.h"

#include "ui/theme/metrics.h"

#include <QLabel>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr int kWideEnough = 640;

} // namespace

SideBySide::SideBySide(QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
{
    setChildrenCollapsible(false);
}

void SideBySide::addSide(const QString& caption, QWidget* content)
{
    auto* holder = new QWidget(this);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* label = new QLabel(caption, holder);
    label->setContentsMargins(kGap, kGap, kGap, kTight);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setBuddy(content);
    column->addWidget(label);
    column->addWidget(content, 1);
    addWidget(holder);
}

void SideBySide::resizeEvent(QResizeEvent* event)
{
    QSplitter::resizeEvent(event);
    const auto wanted = width() >= kWideEnough ? Qt::Horizontal : Qt::Vertical;
    if (wanted != orientation()) {
        setOrientation(wanted);
        const int half = (wanted == Qt::Horizontal ? width() : height()) / 2;
        setSizes({half, half});
    }
}

} // namespace gatehouse::ui
