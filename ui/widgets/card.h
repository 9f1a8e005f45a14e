// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLatin1String>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace gatehouse::ui {

/// A raised sheet: rounded, a shade lighter (or darker) than the window, with an edge.
class Sheet : public QFrame
{
    Q_OBJECT

public:
    using QFrame::QFrame;

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// A sheet that offers one thing: icon, heading, two lines, one button.
class Card : public Sheet
{
    Q_OBJECT

public:
    Card(QLatin1String iconName, const QString& heading, const QString& text, const QString& button,
         QWidget* parent = nullptr);

    void setText(const QString& text, const QString& button);

    [[nodiscard]] QPushButton& button() const noexcept { return *m_button; }

Q_SIGNALS:
    void chosen();

protected:
    void changeEvent(QEvent* event) override;

private:
    void recolour();

    QLatin1String m_iconName;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_button;
};

} // namespace gatehouse::ui
