// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/json/document.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse {

/// Something that somebody did, or that was done to somebody's credentials. Never holds a secret.
struct AuditEntry
{
    std::uint64_t sequence = 0;
    UnixMillis at;
    std::string actor;   ///< "key:key_…", "console", "browser" (a sign-in's way back), or "system".
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

    /// Dropped, it ends what actAs() began.
    class Acting
    {
    public:
        Acting() = default;
        Acting(const Acting&) = delete;
        Acting& operator=(const Acting&) = delete;
        virtual ~Acting() = default;
    };

    /// Until the answer is dropped, orders given on this thread are recorded as this actor's. Engine thread
    /// alone, within one function; nested ones end in reverse order.
    [[nodiscard]] virtual std::unique_ptr<Acting> actAs(std::string actor) = 0;
    /// Newest first; only sequence < before when before is not 0.
    virtual void entries(std::uint64_t before, std::size_t limit,
                         Completion<std::vector<AuditEntry>> done) = 0;
};

} // namespace gatehouse
