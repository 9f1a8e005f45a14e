// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/call_definition.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::config {

enum class FieldInput : std::uint8_t
{
    Text,
    Password,
    Url,
    Select,
    Multiline
};

/// One thing the user fills in while connecting. Secret ones go to the vault as credentials.<name>, the
/// others to the account's context.
struct ConnectField
{
    std::string name;
    std::string label;
    std::string help;
    std::string placeholder;
    std::string pattern; ///< ECMA regular expression the whole value must match; empty: any.
    std::string defaultValue;
    FieldInput input = FieldInput::Text;
    std::vector<std::string> options; ///< For Select.
    std::vector<std::string> schemes; ///< Ids of the auth schemes it is for; empty: all.
    bool secret = false;
    bool required = true;
};

/// A call made while connecting or testing.
struct ConnectStep
{
    std::string name;
    CallDefinition call;
    std::string proves; ///< What success shows, in plain words, for the user.
    /// {status, headers, body, context} → must be true; unset: any success that is no error will do.
    std::optional<jsonata::Expression> expect;
    /// {status, headers, body, context} → object merged into the account's context.
    std::optional<jsonata::Expression> context;
};

struct ConnectDefinition
{
    std::vector<ConnectField> fields;
    std::optional<ConnectStep> validate;
    std::vector<ConnectStep> postConnect;
};

} // namespace gatehouse::config
