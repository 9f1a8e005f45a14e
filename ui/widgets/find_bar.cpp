// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/find_bar.h"

#include "ui/theme/display_zone.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace gatehouse::ui {

namespace {

QToolButton* button(QWidget* parent, QLatin1String iconName, const QString& name)
{
    auto* made = new QToolButton(parent);
    made->setIcon(icon(iconName));
    made->setAutoRaise(true);
    made->setAccessibleName(name);
    made->setToolTip(name);
    return made;
}

} // namespace

FindBar::FindBar(QWidget* parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_case(new QToolButton(this))
    , m_count(new QLabel(this))
{
    setObjectName(QStringLiteral("findBar"));
    auto* previous = button(this, QLatin1String("up"), tr("Previous hit (Shift+F3)"));
    auto* next = button(this, QLatin1String("down"), tr("Next hit (F3)"));
    auto* close = button(this, QLatin1String("close"), tr("Close find (Esc)"));
    m_edit->setPlaceholderText(tr("Find in the whole body"));
    m_edit->setAccessibleName(tr("Find in the body"));
    m_edit->setClearButtonEnabled(true);
    m_case->setText(QStringLiteral("Aa"));
    m_case->setCheckable(true);
    m_case->setAutoRaise(true);
    m_case->setToolTip(tr("Tell capitals from small letters"));
    m_case->setAccessibleName(tr("Match case"));
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(QStringLiteral("000 000 of 000 000+")));

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kGap, kTight, kGap, kTight);
    row->setSpacing(kTight);
    row->addWidget(m_edit, 1);
    row->addWidget(m_case);
    row->addWidget(m_count);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(close);

    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::needleChanged);
    connect(m_case, &QToolButton::toggled, this, &FindBar::needleChanged);
    connect(previous, &QToolButton::clicked, this, [this] {
        Q_EMIT
        step(false);
    });
    connect(next, &QToolButton::clicked, this, [this] {
        Q_EMIT
        step(true);
    });
    connect(close, &QToolButton::clicked, this, &FindBar::closed);
}

void FindBar::open(const QString& suggestion)
{
    show();
    if (!suggestion.isEmpty() && suggestion.size() < 200 && !suggestion.contains(u'\n')) {
        m_edit->setText(suggestion);
    }
    m_edit->selectAll();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

QString FindBar::needle() const
{
    return m_edit->text();
}

bool FindBar::matchCase() const
{
    return m_case->isChecked();
}

void FindBar::showSearching()
{
    m_count->setText(tr("searching…"));
}

void FindBar::showCount(std::size_t current, std::size_t total, bool more)
{
    if (m_edit->text().isEmpty()) {
        m_count->clear();
        return;
    }
    const QString all =
        countText(static_cast<std::int64_t>(total)) + (more ? QStringLiteral("+") : QString());
    m_count->setText(total == 0 ? tr("not found")
                                : tr("%1 of %2").arg(countText(static_cast<std::int64_t>(current) + 1), all));
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT
        closed();
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT
        step(!event->modifiers().testFlag(Qt::ShiftModifier));
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace gatehouse::ui
