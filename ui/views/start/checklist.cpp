// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/start/checklist.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

QPixmap tick(bool done, const QPalette& palette, qreal ratio)
{
    constexpr int kSize = 20;
    QPixmap pixmap(QSize(kSize, kSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = accentColour(done ? Accent::Ok : Accent::Muted, palette);
    painter.setPen(QPen(colour, 1.5));
    painter.drawEllipse(QRectF(2, 2, kSize - 4, kSize - 4));
    if (done) {
        painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QPolygonF({{6, 10.5}, {9, 13.5}, {14, 7.5}}));
    }
    return pixmap;
}

} // namespace

Checklist::Checklist(Context& context, QWidget* parent)
    : Sheet(parent)
    , m_context(context)
    , m_count(new QLabel(this))
{
    setObjectName(QStringLiteral("checklist"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide - 4, kWide - 4, kWide - 4, kWide - 4);
    column->setSpacing(kMargin);
    auto* head = new QHBoxLayout;
    auto* title = new QLabel(tr("The first five minutes"), this);
    title->setFont(typeFont(Type::Heading));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    head->addWidget(title, 1);
    head->addWidget(m_count);
    column->addLayout(head);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(kMargin);
    grid->setVerticalSpacing(kMargin);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& step : kSteps) {
        auto* mark = new QLabel(this);
        auto* text = new QLabel(this);
        text->setText(
            QStringLiteral("%1<br><span style=\"font-size:small\">%2</span>").arg(step.text, step.how));
        text->setWordWrap(true);
        auto* button = new QPushButton(tr("Go"), this);
        button->setObjectName(QStringLiteral("step_") + step.key);
        button->setAccessibleName(tr("Go: %1").arg(step.text));
        connect(button, &QPushButton::clicked, this, [this, view = step.view, key = step.key] {
            m_context.navigator.go(view, {{QStringLiteral("step"), QString(key)}});
        });
        grid->addWidget(mark, row, 0, Qt::AlignVCenter);
        grid->addWidget(text, row, 1);
        grid->addWidget(button, row, 2, Qt::AlignVCenter);
        m_ticks.push_back(mark);
        m_buttons.push_back(button);
        ++row;
    }
    column->addLayout(grid);
    connect(&context.progress, &Progress::changed, this, &Checklist::update);
    update();
}

void Checklist::update()
{
    for (std::size_t i = 0; i < kSteps.size(); ++i) {
        const bool done = m_context.progress.done(kSteps[i].step);
        m_ticks[i]->setPixmap(tick(done, palette(), devicePixelRatioF()));
        m_ticks[i]->setAccessibleName(done ? tr("done") : tr("not done yet"));
    }
    m_count->setText(tr("%1 of %2 done").arg(m_context.progress.doneCount()).arg(kSteps.size()));
}

void Checklist::changeEvent(QEvent* event)
{
    Sheet::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        update();
    }
}

} // namespace gatehouse::ui
