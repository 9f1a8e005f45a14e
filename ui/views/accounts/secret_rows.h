// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_insight.h"
#include "ui/shell/context.h"

#include <QTimer>
#include <QWidget>

#include <string>
#include <vector>

class QGridLayout;
class QLabel;
class QPlainTextEdit;
class QToolButton;

namespace gatehouse::ui {

/// What the vault keeps for an account, masked, a line each. A click reveals one for kRevealed, which the
/// audit log tells; then, when the account or the page is left, and in presenter mode at once, it is masked
/// again.
class SecretRows : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kRevealed{30};

    SecretRows(Context& context, QWidget* parent);

    /// Empty: nobody's. The vault is asked only when it is another account's.
    void show(const std::string& accountId);
    /// The credentials may have changed: ask again.
    void reload();

    [[nodiscard]] int count() const noexcept { return static_cast<int>(m_rows.size()); }

Q_SIGNALS:
    /// The vault has answered.
    void filled();

protected:
    void hideEvent(QHideEvent* event) override;

private:
    struct Row
    {
        std::string name;
        QString masked;
        QLabel* value = nullptr;
        QPlainTextEdit* text = nullptr;
        QLabel* note = nullptr;
        QToolButton* reveal = nullptr;
        QToolButton* copy = nullptr;
        SteadyTime until;
        bool shown = false;
    };

    void fill(const std::vector<CredentialHint>& hints);
    void addRow(const CredentialHint& hint);
    void clear();
    void toggle(const std::string& name);
    void reveal(Row& row, const Secret& value);
    void mask(Row& row);
    void maskAll();
    void tick();
    void followPresenter();
    [[nodiscard]] Row* find(const std::string& name);

    Context& m_context;
    std::string m_account;
    int m_asked = 0;
    QGridLayout* m_grid;
    QLabel* m_problem;
    std::vector<Row> m_rows;
    QTimer m_second;
};

/// "Client secret" for "client_secret".
[[nodiscard]] QString credentialWords(const std::string& name);

} // namespace gatehouse::ui
