// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/auth_definition.h"
#include "core/contract/account.h"
#include "core/contract/token.h"
#include "core/gateway/types.h"
#include "core/store/records.h"

#include <optional>
#include <vector>

namespace gatehouse {

/// What the dates of an account's credentials are told from.
struct CalendarSource
{
    const Account& account;
    const config::AuthScheme& scheme;
    const store::TokenStateRow* tokens = nullptr; ///< Null: nothing is known.
    bool refreshable = false;                     ///< Its next token comes by itself.
    bool canRenew = false; ///< A person could have it renewed, if the gateway does not.
    std::optional<UnixMillis> certificateEndsAt;
};

/// When the account's credentials will end, as far as anybody says: the access token, the refresh token by
/// each way in which it can die, the client certificate. A credential that nobody gives an end is listed
/// without one. Pure.
[[nodiscard]] std::vector<CredentialDate> credentialDates(const CalendarSource& source);
/// The alert that is due for a date, in plain words; nullopt: not yet, or the gateway renews it by itself.
[[nodiscard]] std::optional<Alert> expiryAlert(const CredentialDate& date, const Account& account,
                                               UnixMillis now);
/// The end of the first certificate of a PEM chain; nullopt when it cannot be read.
[[nodiscard]] std::optional<UnixMillis> certificateEnd(std::string_view pem);

} // namespace gatehouse
