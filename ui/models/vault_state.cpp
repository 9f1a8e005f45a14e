// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/vault_state.h"

#include "ui/models/text.h"

namespace gatehouse::ui {

VaultState::VaultState(Gateway& gateway, Mailbox& mailbox, QObject* parent)
    : QObject(parent)
    , m_gateway(gateway)
    , m_mailbox(mailbox)
{
    m_ask.setInterval(kAskOpen);
    connect(&m_ask, &QTimer::timeout, this, &VaultState::refresh);
}

void VaultState::refresh()
{
    m_gateway.vaultControl().info(m_mailbox.reply<VaultInfo>(this, [this](Result<VaultInfo> answer) {
        if (answer) {
            take(*std::move(answer));
        }
    }));
}

void VaultState::unlock(Secret passphrase, std::function<void(const QString& problem)> then)
{
    m_gateway.vaultControl().unlock(
        std::move(passphrase),
        m_mailbox.reply<VaultInfo>(this, [this, then = std::move(then)](Result<VaultInfo> answer) {
            if (!answer) {
                then(errorText(answer.error()));
                return;
            }
            take(*std::move(answer));
            then(m_info.condition == VaultCondition::Unlocked ? QString()
                 : m_info.problem.empty()                     ? tr("It is still locked.")
                                                              : toQString(m_info.problem));
        }));
}

void VaultState::take(VaultInfo info)
{
    m_known = true;
    m_info = std::move(info);
    m_ask.setInterval(locked() ? kAskLocked : kAskOpen);
    m_ask.start();
    Q_EMIT
    changed();
}

} // namespace gatehouse::ui
