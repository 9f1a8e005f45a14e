// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr int kReadable = 480; // longer lines are hard to come back from

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_hint(new QLabel(this))
    , m_button(new QPushButton(this))
    , m_second(new QPushButton(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide, kWide, kWide);
    column->setSpacing(kGap);
    column->addStretch(2);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_icon), static_cast<QWidget*>(m_sentence), static_cast<QWidget*>(m_hint)}) {
        auto* row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(widget, 1'000);
        row->addStretch(1);
        widget->setMaximumWidth(kReadable);
        column->addLayout(row);
    }
    column->addSpacing(kTight);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    buttons->addStretch(1);
    buttons->addWidget(m_button);
    buttons->addWidget(m_second);
    buttons->addStretch(1);
    column->addLayout(buttons);
    column->addStretch(3);
    for (auto* label : {m_icon, m_sentence, m_hint}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    m_sentence->setFont(typeFont(Type::Heading));
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_button->hide();
    m_second->hide();
}

void EmptyState::explain(QLatin1String iconName, const QString& sentence, const QString& hint)
{
    m_iconName = iconName;
    m_sentence->setText(sentence);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    setAccessibleName(sentence);
    recolour();
}

void EmptyState::offer(const QString& label, std::function<void()> action)
{
    connectButton(*m_button, m_connection, label, std::move(action));
}

void EmptyState::offerAlso(const QString& label, std::function<void()> action)
{
    connectButton(*m_second, m_secondConnection, label, std::move(action));
}

void EmptyState::connectButton(QPushButton& button, QMetaObject::Connection& connection, const QString& label,
                               std::function<void()> action)
{
    disconnect(connection);
    button.setText(label);
    button.setVisible(!label.isEmpty());
    if (action) {
        connection = connect(&button, &QPushButton::clicked, this, std::move(action));
    }
}

QString EmptyState::sentence() const
{
    return m_sentence->text();
}

void EmptyState::recolour()
{
    if (!m_iconName.isEmpty()) {
        m_icon->setPixmap(icon(m_iconName, Accent::Muted).pixmap(QSize(44, 44), devicePixelRatioF()));
    }
}

void EmptyState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        recolour();
    }
}

} // namespace gatehouse::ui
