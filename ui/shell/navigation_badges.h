// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QObject>
#include <QTimer>

#include <set>
#include <string>

namespace gatehouse::ui {

/// What stands beside the views' names: how many accounts wait for a person (else how many there are), how
/// many sign-ins run, and how many deliveries were given up (else how many are in the queue). Right from the
/// start of the program, whether or not the view was ever looked at.
class NavigationBadges : public QObject
{
    Q_OBJECT

public:
    NavigationBadges(Context& context, QObject* parent);

    /// Asks for the sign-ins and deliveries there are; accounts come with the directory.
    void load();

private:
    void countAccounts();
    void take(const ConnectSession& session);
    void countSignIns();
    void countDeliveries();

    Context& m_context;
    std::set<std::string> m_open; ///< Sign-ins that are not over.
    QTimer m_deliveries;          ///< Coalesces counting them: it reads an index through.
};

} // namespace gatehouse::ui
