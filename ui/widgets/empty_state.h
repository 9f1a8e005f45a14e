// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

/// What a pane shows instead of nothing: an icon, one sentence, and the one button that changes it.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);

    void explain(QLatin1String iconName, const QString& sentence, const QString& hint = {});
    /// An empty label takes the button away.
    void offer(const QString& label, std::function<void()> action);
    /// A second way beside the first; an empty label takes it away.
    void offerAlso(const QString& label, std::function<void()> action);
    [[nodiscard]] QString sentence() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void recolour();
    void connectButton(QPushButton& button, QMetaObject::Connection& connection, const QString& label,
                       std::function<void()> action);

    QLatin1String m_iconName;
    QLabel* m_icon;
    QLabel* m_sentence;
    QLabel* m_hint;
    QPushButton* m_button;
    QPushButton* m_second;
    QMetaObject::Connection m_connection;
    QMetaObject::Connection m_secondConnection;
};

} // namespace gatehouse::ui
