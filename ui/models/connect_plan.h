// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"

#include <string>
#include <vector>

namespace gatehouse::ui {

/// One line of the connect form.
struct ConnectInput
{
    std::string name;
    std::string label;
    std::string help;
    std::string placeholder;
    std::string pattern; ///< The whole value must match; empty: anything.
    std::string initial;
    bool secret = false; ///< A credential; else it goes to the account's context.
    bool required = true;
};

struct ConnectScheme
{
    std::string id;
    std::string label;
    std::vector<ConnectInput> inputs;
};

/// What a provider definition wants to know to connect an account with credentials that a person already
/// holds. A scheme for which the definition asks no secret gets the usual ones of its kind (a token for
/// OAuth, a key, a name and a password).
[[nodiscard]] std::vector<ConnectScheme> connectSchemes(const json::Value& definition);

} // namespace gatehouse::ui
