// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/gateway/vault_control.h"
#include "ui/bridge/mailbox.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace gatehouse::ui {

/// How the vault stands. Asked now and then, because a keychain may open or lock at any time; more often
/// while it is locked, so that a banner does not outlive its reason.
class VaultState : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kAskOpen{30};
    static constexpr std::chrono::seconds kAskLocked{3};

    VaultState(Gateway& gateway, Mailbox& mailbox, QObject* parent = nullptr);

    void refresh();
    /// Answers with why it stays as it is; empty when it is unlocked now.
    void unlock(Secret passphrase, std::function<void(const QString& problem)> then);

    [[nodiscard]] bool known() const noexcept { return m_known; }

    [[nodiscard]] bool locked() const noexcept
    {
        return m_known && m_info.condition == VaultCondition::Locked;
    }

    [[nodiscard]] const VaultInfo& info() const noexcept { return m_info; }

Q_SIGNALS:
    void changed();

private:
    void take(VaultInfo info);

    Gateway& m_gateway;
    Mailbox& m_mailbox;
    QTimer m_ask;
    VaultInfo m_info;
    bool m_known = false;
};

} // namespace gatehouse::ui
