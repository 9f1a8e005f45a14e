// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"

namespace gatehouse {

/// Sessions as JSON: what the store keeps and the API shows. Names are the members' in snake_case, times are
/// RFC 3339; null for what is not known. The result needs nothing but the arena.
[[nodiscard]] json::Value toJson(const ConnectSession& session, json::Arena& arena);
/// Without the authorization URL, its state and the exchanges.
[[nodiscard]] json::Value progressToJson(const ConnectSession& session, json::Arena& arena);
[[nodiscard]] json::Value toJson(const ConnectForm& form, json::Arena& arena);

/// Reads what toJson wrote; unknown members are ignored and missing ones keep their defaults.
[[nodiscard]] ConnectSession connectSessionFromJson(const json::Value& value);

} // namespace gatehouse
