// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/provider_definition.h"
#include "core/contract/connect.h"

#include <string_view>
#include <vector>

namespace gatehouse {

/// What a person fills in to connect by this scheme: the definition's connect fields for it, and the
/// credentials that its kind needs and no field asks for.
[[nodiscard]] ConnectForm connectForm(const config::ProviderDefinition& provider,
                                      const config::AuthScheme& scheme);
[[nodiscard]] std::vector<ConnectForm> connectForms(const config::ProviderDefinition& provider);

/// Whether a value of this name is a credential (else it belongs to the account's context).
[[nodiscard]] bool isCredential(const ConnectForm& form, std::string_view name);

} // namespace gatehouse
