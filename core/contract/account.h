// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

struct Environment
{
    std::string id;
    std::string name;
    json::Document metadata;
};

enum class AccountStatus : std::uint8_t
{
    Connecting,
    Active,
    NeedsReauth,
    Disabled
};
[[nodiscard]] std::string_view accountStatusName(AccountStatus status) noexcept;

struct Account
{
    std::string id;
    std::string environmentId;
    std::string integration; ///< Slug.
    std::string label;
    std::string authKind; ///< "oauth2_authorization_code", "api_key", …
    AccountStatus status = AccountStatus::Connecting;
    std::string statusReason; ///< Plain words; empty while active.
    json::Document context;   ///< instance_url, realmId, …
    bool sandbox = false;
    UnixMillis createdAt;
    std::optional<UnixMillis> lastSuccessAt;
    std::optional<UnixMillis> tokenExpiresAt;
    /// Whether the gateway renews its tokens by itself. Off: only when a person asks, and calls go out with
    /// the token there is, also after its end.
    bool autoRefresh = true;
};

} // namespace gatehouse
