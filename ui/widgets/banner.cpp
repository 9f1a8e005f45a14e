// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace gatehouse::ui {

namespace {

QLatin1String glyphOf(Accent meaning)
{
    switch (meaning) {
    case Accent::Ok:
        return QLatin1String("check");
    case Accent::Warning:
        return QLatin1String("warning");
    case Accent::Error:
        return QLatin1String("error");
    default:
        return QLatin1String("info");
    }
}

} // namespace

Banner::Banner(QWidget* parent)
    : QFrame(parent)
    , m_glyph(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, kTight, kGap, kTight);
    row->setSpacing(kGap);
    row->addWidget(m_glyph);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFocusPolicy(Qt::NoFocus);
    m_action->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_action->setFocusPolicy(Qt::StrongFocus);
    m_action->hide();
    m_close->setAutoRaise(true);
    m_close->setIcon(icon(QLatin1String("close")));
    m_close->setAccessibleName(tr("Dismiss this message"));
    m_close->setToolTip(tr("Dismiss"));
    m_close->hide();
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    recolour();
}

void Banner::say(Accent meaning, const QString& text)
{
    m_meaning = meaning;
    m_text->setText(text);
    setAccessibleName(text);
    recolour();
    show();
}

void Banner::offer(const QString& label, std::function<void()> action)
{
    disconnect(m_connection);
    m_action->setText(label);
    m_action->setAccessibleName(label);
    m_action->setVisible(!label.isEmpty());
    if (action) {
        m_connection = connect(m_action, &QToolButton::clicked, this, std::move(action));
    }
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::recolour()
{
    m_glyph->setPixmap(
        icon(glyphOf(m_meaning), m_meaning).pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
    update();
}

void Banner::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        recolour();
    }
}

void Banner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), washColour(m_meaning, palette()));
    painter.fillRect(QRect(0, 0, 3, height()), accentColour(m_meaning, palette()));
}

} // namespace gatehouse::ui
