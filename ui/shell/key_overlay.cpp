// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/key_overlay.h"

#include "ui/theme/metrics.h"
#include "ui/widgets/keys.h"

#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

void addSection(QGridLayout* grid, const QString& title, QLatin1String scope)
{
    auto* heading = new QLabel(title);
    heading->setFont(typeFont(Type::Heading));
    const int first = grid->rowCount();
    if (first > 1) {
        grid->setRowMinimumHeight(first, kMargin);
    }
    grid->addWidget(heading, first + 1, 0, 1, 2);
    for (const auto& entry : keyTable()) {
        if (entry.scope != scope) {
            continue;
        }
        auto* keys = new QLabel(shownKeys(entry));
        keys->setFont(monoFont());
        auto* does = new QLabel(shownDeed(entry));
        does->setWordWrap(true);
        const int row = grid->rowCount();
        grid->addWidget(keys, row, 0, Qt::AlignVCenter);
        grid->addWidget(does, row, 1, Qt::AlignVCenter);
    }
}

} // namespace

KeyOverlay::KeyOverlay(QWidget* window)
    : Overlay(window)
{
    setObjectName(QStringLiteral("keyOverlay"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kMargin, kMargin, kMargin);
}

void KeyOverlay::open(QLatin1String viewId, const QString& viewTitle)
{
    while (auto* item = layout()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    auto* content = new QWidget;
    auto* grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, kMargin, 0);
    grid->setHorizontalSpacing(kWide);
    grid->setVerticalSpacing(kTight);
    grid->setColumnStretch(1, 1);
    addSection(grid, tr("In %1").arg(viewTitle), viewId);
    addSection(grid, tr("Everywhere"), QLatin1String(""));
    addSection(grid, tr("In a body"), QLatin1String("body"));
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    scroll->setAccessibleName(tr("Keys of %1").arg(viewTitle));
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    layout()->addWidget(scroll);
    setAccessibleName(tr("Keys of %1").arg(viewTitle));
    const int height = content->sizeHint().height() + 3 * kMargin;
    openAt(Qt::AlignVCenter, QSize(560, height));
    scroll->setFocus(Qt::ShortcutFocusReason);
}

} // namespace gatehouse::ui
