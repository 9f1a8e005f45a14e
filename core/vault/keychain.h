// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"

#include <chrono>
#include <memory>
#include <string>

namespace gatehouse::vault {

/// The keychain of the user's session. Blocks until it answers or its patience ends; for the vault's thread.
class Keychain
{
public:
    Keychain() = default;
    Keychain(const Keychain&) = delete;
    Keychain& operator=(const Keychain&) = delete;
    virtual ~Keychain() = default;

    /// NotFound: no such entry, or the keychain is locked: the two cannot be told apart (seen with
    /// libsecret), so a missing entry proves nothing. Unavailable: no keychain service. Forbidden: the user
    /// refused.
    [[nodiscard]] virtual Result<Secret> read(const std::string& entry) = 0;
    [[nodiscard]] virtual Status write(const std::string& entry, const Secret& secret) = 0;
};

/// Through QtKeychain, which allows one such object a process.
[[nodiscard]] std::unique_ptr<Keychain>
makeSystemKeychain(std::chrono::milliseconds patience = std::chrono::seconds(20));

} // namespace gatehouse::vault
