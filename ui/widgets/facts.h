// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colours.h"

#include <QWidget>

#include <optional>

class QFormLayout;
class QLabel;

namespace gatehouse::ui {

/// Names and values under each other: what a detail page tells. Values can be selected, long ones wrap.
class Facts : public QWidget
{
    Q_OBJECT

public:
    explicit Facts(QWidget* parent = nullptr);

    void clear();
    /// A heading over the facts that follow.
    void addHeading(const QString& text);
    /// Left out when the value is empty.
    void add(const QString& name, const QString& value, std::optional<Accent> accent = std::nullopt);
    /// In the fixed font, with a button that copies it.
    void addCode(const QString& name, const QString& value);

Q_SIGNALS:
    void copied(const QString& name);

private:
    QLabel* valueLabel(QLabel* label, const QString& name);
    QLabel* nameLabel(const QString& name);

    QFormLayout* m_form;
};

} // namespace gatehouse::ui
