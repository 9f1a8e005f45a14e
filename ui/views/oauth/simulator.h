// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QObject>

#include <string>

namespace gatehouse::ui {

/// Has a simulated vendor misbehave towards one account, and sends the calls that show what comes of it.
class Simulator : public QObject
{
    Q_OBJECT

public:
    static constexpr int kWorkers = 50;
    static constexpr std::chrono::seconds kHang{10};

    explicit Simulator(Context& context, QObject* parent = nullptr);

    void setAccount(const std::string& accountId) { m_account = accountId; }

    void expire();
    void revoke();
    void refuseNext();
    void hang();
    void clear();
    /// Lets the token end, then sends kWorkers calls in the same moment: one refresh, no failed call.
    void workers();

Q_SIGNALS:
    /// What was done, or why it could not be.
    void told(gatehouse::ui::Accent meaning, const QString& text);

private:
    [[nodiscard]] Completion<bool> answer(const QString& done);
    [[nodiscard]] std::string vendor() const;
    void sendAll();

    Context& m_context;
    std::string m_account;
    int m_open = 0;
    int m_failed = 0;
};

} // namespace gatehouse::ui
