// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace gatehouse::ui {

/// The strip under a body: what to find, how many there are, on to the next. It searches nothing itself.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget* parent = nullptr);

    void open(const QString& suggestion);
    [[nodiscard]] QString needle() const;
    [[nodiscard]] bool matchCase() const;
    void showSearching();
    /// current counts from 0; more: there are more than total.
    void showCount(std::size_t current, std::size_t total, bool more);

Q_SIGNALS:
    void needleChanged();
    void step(bool forward);
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLineEdit* m_edit;
    QToolButton* m_case;
    QLabel* m_count;
};

} // namespace gatehouse::ui
