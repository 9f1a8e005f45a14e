// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/json/document.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse {

/// Something that somebody did, or that was done to somebody's credentials. Never holds a secret.
struct AuditEntry
{
    std::uint64_t sequence = 0;
    UnixMillis at;
    std::string actor;   ///< "system", or "admin": an admin key or the console.
    std::string action;  ///< "credential.read", "vault.unlock", …
    std::string subject; ///< The account's id, mostly.
    json::Document detail;
};

/// What was done to credentials and to the vault: every read from the vault, write, removal, refresh, unlock,
/// lock and rotation.
class AuditTrail
{
public:
    AuditTrail() = default;
    AuditTrail(const AuditTrail&) = delete;
    AuditTrail& operator=(const AuditTrail&) = delete;
    virtual ~AuditTrail() = default;

    /// Newest first; only sequence < before when before is not 0.
    virtual void entries(std::uint64_t before, std::size_t limit,
                         Completion<std::vector<AuditEntry>> done) = 0;
};

} // namespace gatehouse
