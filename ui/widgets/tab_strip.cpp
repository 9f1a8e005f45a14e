// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tab_strip.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QEvent>
#include <QPainter>
#include <QTabBar>
#include <QTabWidget>

namespace gatehouse::ui {

namespace {

constexpr int kLine = 3; ///< Under the tab that is shown.

class TabButton final : public QAbstractButton
{
public:
    TabButton(const QString& text, QWidget* parent)
        : QAbstractButton(parent)
    {
        setText(text);
        setAccessibleName(QString(text).remove(u'&'));
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const auto metrics = fontMetrics();
        return {metrics.size(Qt::TextShowMnemonic, text()).width() + 2 * kMargin - kTight,
                metrics.height() + 2 * kGap - kTight};
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override
    {
        QPainter painter(this);
        if (underMouse() && !isChecked()) {
            QColor wash = palette().color(QPalette::WindowText);
            wash.setAlphaF(0.06F);
            painter.fillRect(rect(), wash);
        }
        painter.setPen(
            palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextShowMnemonic, text());
        if (isChecked()) {
            painter.fillRect(QRect(kTight, height() - kLine, width() - 2 * kTight, kLine),
                             accentColour(Accent::Info, palette()));
        }
        if (hasFocus()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(accentColour(Accent::Info, palette()), 1.6));
            painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -kLine - 1.5), kTight, kTight);
        }
    }
};

} // namespace

TabStrip::TabStrip(QTabWidget& tabs, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    setAccessibleName(tabs.accessibleName());
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_group->setExclusive(true);
    for (int at = 0; at < tabs.count(); ++at) {
        auto* button = new TabButton(tabs.tabText(at), this);
        button->setObjectName(tabs.objectName() % u'_' % QString::number(at));
        button->setChecked(at == tabs.currentIndex());
        m_group->addButton(button, at);
        m_buttons.append(button);
    }
    connect(m_group, &QButtonGroup::idClicked, &tabs, &QTabWidget::setCurrentIndex);
    connect(&tabs, &QTabWidget::currentChanged, this, [this](int at) {
        if (auto* button = m_group->button(at)) {
            button->setChecked(true);
        }
    });
    tabs.tabBar()->hide();
    // It hands the focus to its bar; to a hidden one that leads nowhere, and Tab would not get past it.
    tabs.setFocusProxy(nullptr);
    tabs.setFocusPolicy(Qt::NoFocus);
}

int TabStrip::place(int width, bool apply) const
{
    int x = kTight;
    int y = 0;
    int line = 0;
    for (auto* button : m_buttons) {
        const QSize wanted = button->sizeHint();
        if (x > kTight && x + wanted.width() > width - kTight) {
            x = kTight;
            y += line;
            line = 0;
        }
        if (apply) {
            button->setGeometry(QRect(QPoint(x, y), wanted));
        }
        x += wanted.width();
        line = qMax(line, wanted.height());
    }
    return y + line + 1;
}

int TabStrip::heightForWidth(int width) const
{
    return place(width, false);
}

QSize TabStrip::sizeHint() const
{
    return {200, place(qMax(width(), 200), false)};
}

QSize TabStrip::minimumSizeHint() const
{
    int widest = 0;
    for (const auto* button : m_buttons) {
        widest = qMax(widest, button->sizeHint().width());
    }
    return {widest + 2 * kTight, place(qMax(width(), widest + 2 * kTight), false)};
}

void TabStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place(width(), true);
    updateGeometry(); // another width, other lines
}

void TabStrip::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), edgeColour(palette()));
}

} // namespace gatehouse::ui
