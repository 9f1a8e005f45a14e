// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_gateway.h"

// Here and not in the header, so that the roles are compiled once and not into every test.
namespace gatehouse::test {

FakeGateway::FakeGateway()
    : catalogRole(state)
    , accountsRole(state)
    , connectRole(state)
    , mappingsRole(state)
    , callsRole(state)
    , monitorRole(state)
    , keysRole(state)
    , sandboxRole(state)
    , vaultRole(state)
    , alertsRole(state)
    , auditRole(state)
    , backupsRole(state)
    , insightRole(state)
    , transferRole(state)
    , proxyRole(state)
    , tokensRole(state)
    , webhooksRole(state)
{}

FakeGateway::~FakeGateway() = default;

} // namespace gatehouse::test
