// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

void Sheet::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(sheetColour(palette()));
    painter.setPen(edgeColour(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

Card::Card(QLatin1String iconName, const QString& heading, const QString& text, const QString& button,
           QWidget* parent)
    : Sheet(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(text, this))
    , m_button(new QPushButton(button, this))
{
    auto* title = new QLabel(heading, this);
    title->setFont(typeFont(Type::Heading));
    title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_button->setAccessibleDescription(text);
    m_button->setMinimumSize(132, 30);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide - 4, kWide - 4, kWide - 4, kWide - 4);
    column->setSpacing(kGap);
    column->addWidget(m_icon);
    column->addWidget(title);
    column->addWidget(m_text, 1);
    column->addSpacing(kMargin);
    column->addWidget(m_button, 0, Qt::AlignLeft);
    connect(m_button, &QPushButton::clicked, this, &Card::chosen);
    recolour();
}

void Card::setText(const QString& text, const QString& button)
{
    m_text->setText(text);
    m_button->setText(button);
    m_button->setAccessibleDescription(text);
}

void Card::recolour()
{
    m_icon->setPixmap(icon(m_iconName, Accent::Info).pixmap(QSize(32, 32), devicePixelRatioF()));
}

void Card::changeEvent(QEvent* event)
{
    Sheet::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        recolour();
    }
}

} // namespace gatehouse::ui
