// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/contract/account.h"
#include "core/contract/alert.h"
#include "core/contract/call.h"
#include "core/contract/mapping.h"
#include "core/contract/problem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// Values that cross the façade (with those of core/contract). Plain data, safe to keep and to pass between
/// threads; none holds a secret.

struct IntegrationSummary
{
    std::string slug;
    std::string label;
    std::string category;
    std::string origin;                  ///< "built-in", or the file or API version it came from.
    std::uint32_t version = 0;           ///< Counts up with each accepted change.
    std::vector<std::string> operations; ///< "crm.contacts.list", … that have a mapping.
    std::string
        problem; ///< Why the newest file was refused while an older version stays in force; empty: none.
};

struct ModelSummary
{
    std::string model;                  ///< "crm"
    std::vector<std::string> resources; ///< "contacts", …
};

/// What a person should look at.
struct Alert
{
    std::string id;   ///< The same for as long as the cause is: "credential_expiring:acc_…:refresh_token".
    std::string kind; ///< "credential_expiring", "account_needs_reauth", "webhooks_not_durable", …
    AlertSeverity severity = AlertSeverity::Warning;
    std::string accountId;
    std::string environmentId;
    std::string title;
    std::string detail; ///< What happens when, and what to do.
    UnixMillis raisedAt;
    std::optional<UnixMillis> resolvedAt;     ///< Unset: it stands.
    std::optional<UnixMillis> acknowledgedAt; ///< Somebody deals with it.
    std::string acknowledgedBy;               ///< "key:key_…" or "console".
};

struct NodeStatus
{
    std::string apiUrl; ///< "http://127.0.0.1:8787"; empty until listening.
    std::string version;
    std::string dataDir;
    bool sandbox = false;
    UnixMillis startedAt;
    std::uint64_t calls = 0;
    std::uint64_t errors = 0;
    std::string vaultState;     ///< "absent", "locked", "unlocked"; empty: the node has no vault of its own.
    std::string vaultKeySource; ///< "file", "keychain", "passphrase".
};

} // namespace gatehouse
