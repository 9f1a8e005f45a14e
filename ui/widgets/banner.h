// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colours.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace gatehouse::ui {

/// A line across a pane that says one thing and offers what to do about it. Glyph, words and colour say the
/// same.
class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(QWidget* parent = nullptr);

    void say(Accent meaning, const QString& text);
    /// Replaces the buttons there are.
    void offer(const QString& label, std::function<void()> action);
    void setClosable(bool closable);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void recolour();

    Accent m_meaning = Accent::Info;
    QLabel* m_glyph;
    QLabel* m_text;
    QToolButton* m_action;
    QToolButton* m_close;
    QMetaObject::Connection m_connection;
};

} // namespace gatehouse::ui
