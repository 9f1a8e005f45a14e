// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QObject>

#include <set>
#include <string>

namespace gatehouse::ui {

/// What stands beside the views' names: how many accounts wait for a person (else how many there are), and
/// how many sign-ins run. Right from the start of the program, whether or not the view was ever looked at.
class NavigationBadges : public QObject
{
    Q_OBJECT

public:
    NavigationBadges(Context& context, QObject* parent);

    /// Asks for the sign-ins there are; accounts come with the directory.
    void load();

private:
    void countAccounts();
    void take(const ConnectSession& session);
    void countSignIns();

    Context& m_context;
    std::set<std::string> m_open; ///< Sign-ins that are not over.
};

} // namespace gatehouse::ui
