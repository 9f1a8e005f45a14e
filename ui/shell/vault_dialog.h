// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/vault_state.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

/// Where the vault's key lies, and the way to unlock it: the passphrase, or looking for the key again. A
/// vault that is absent and wants a passphrase is given one here, typed twice.
class VaultDialog : public QDialog
{
    Q_OBJECT

public:
    VaultDialog(VaultState& vault, QWidget* parent);

private:
    void build();
    void update();
    void submit();
    [[nodiscard]] bool byPassphrase() const;
    [[nodiscard]] bool firstTime() const;

    VaultState& m_vault;
    QLabel* m_heading = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_passphraseLabel = nullptr;
    QLineEdit* m_passphrase = nullptr;
    QLabel* m_againLabel = nullptr;
    QLineEdit* m_again = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_unlock = nullptr;
};

} // namespace gatehouse::ui
