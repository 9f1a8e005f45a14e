// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"
#include "core/contract/token.h"
#include "tests/ui/console_world.h"

namespace gatehouse::test {

/// A session of the code flow in which the first steps are done and the given one is in that state.
[[nodiscard]] ConnectSession sampleSession(const std::string& id, ConnectStepKind at, ConnectStepState state,
                                           UnixMillis now);
/// The same, ended by a token endpoint that says invalid_grant.
[[nodiscard]] ConnectSession failedSession(const std::string& id, UnixMillis now);
[[nodiscard]] ConnectSession connectedSession(const std::string& id, const std::string& accountId,
                                              UnixMillis now);
/// A device flow that waits for its code to be typed.
[[nodiscard]] ConnectSession deviceSession(const std::string& id, UnixMillis now);
/// Three refreshes: one on schedule, one that failed, and one for which fifty calls waited.
[[nodiscard]] TokenHistory sampleHistory(const std::string& accountId, UnixMillis now);
[[nodiscard]] std::vector<CredentialDate> sampleDates(const std::string& accountId, UnixMillis now);
/// One that is missing, one that is used, one that is not, one that no operation needs.
[[nodiscard]] std::vector<ScopeUse> sampleScopes(UnixMillis now);
/// Forms, vendors, histories: what the sign-in views ask a gateway for.
void addSignIns(ConsoleWorld& world);

} // namespace gatehouse::test
