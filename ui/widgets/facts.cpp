// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/facts.h"

#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/elided_label.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QToolButton>

namespace gatehouse::ui {

namespace {

constexpr int kLeastCode = 60; // a long id is shortened rather than that it widens the page

} // namespace

Facts::Facts(QWidget* parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    m_form->setHorizontalSpacing(kWide);
    m_form->setVerticalSpacing(kTight + 2);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
}

void Facts::clear()
{
    while (m_form->rowCount() > 0) {
        m_form->removeRow(0);
    }
}

void Facts::addHeading(const QString& text)
{
    auto* label = new QLabel(text, this);
    label->setFont(typeFont(Type::Heading));
    label->setContentsMargins(0, m_form->rowCount() == 0 ? 0 : kGap, 0, 0);
    m_form->addRow(label);
}

void Facts::add(const QString& name, const QString& value, std::optional<Accent> accent)
{
    if (value.isEmpty()) {
        return;
    }
    auto* label = valueLabel(new QLabel(value, this), name);
    if (accent) {
        QPalette coloured = label->palette();
        // On a Base background a label takes Text for its letters, else WindowText.
        coloured.setColor(QPalette::WindowText, accentColour(*accent, coloured));
        coloured.setColor(QPalette::Text, accentColour(*accent, coloured));
        label->setPalette(coloured);
    }
    m_form->addRow(nameLabel(name), label);
}

void Facts::addCode(const QString& name, const QString& value)
{
    if (value.isEmpty()) {
        return;
    }
    auto* holder = new QWidget(this);
    auto* row = new QHBoxLayout(holder);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kTight);
    auto* label = valueLabel(new ElidedLabel(Qt::ElideMiddle, this), name);
    label->setText(value); // the beginning and the end tell ids apart
    label->setFont(monoFont());
    label->setWordWrap(false);
    label->setMinimumWidth(kLeastCode);
    label->setToolTip(value);
    auto* copy = new QToolButton(holder);
    copy->setIcon(icon(QLatin1String("copy")));
    copy->setAutoRaise(true);
    copy->setIconSize(QSize(14, 14));
    copy->setToolTip(tr("Copy"));
    copy->setAccessibleName(tr("Copy %1").arg(name));
    copy->setFocusPolicy(Qt::TabFocus);
    connect(copy, &QToolButton::clicked, this, [this, name, value] {
        QGuiApplication::clipboard()->setText(value);
        Q_EMIT
        copied(name);
    });
    row->addWidget(label);
    row->addWidget(copy);
    row->addStretch(1);
    m_form->addRow(nameLabel(name), holder);
}

QLabel* Facts::valueLabel(QLabel* label, const QString& name)
{
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setWordWrap(true);
    label->setAccessibleName(name);
    return label;
}

QLabel* Facts::nameLabel(const QString& name)
{
    auto* label = new QLabel(name, this);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace gatehouse::ui
