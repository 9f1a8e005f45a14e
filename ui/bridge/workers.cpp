// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/workers.h"

namespace gatehouse::ui {

Workers::Workers(Mailbox& mailbox, QObject* parent)
    : QObject(parent)
    , m_mailbox(mailbox)
{
    m_pool.setMaxThreadCount(2);
    m_pool.setExpiryTimeout(10'000);
}

Workers::~Workers() = default;

} // namespace gatehouse::ui
