// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/keychain.h"

#include <map>

namespace gatehouse::test {

/// A keychain in memory that, like the real ones, answers like an empty one while it is locked.
class FakeKeychain final : public vault::Keychain
{
public:
    [[nodiscard]] Result<Secret> read(const std::string& entry) override
    {
        if (missing) {
            return fail(Errc::Unavailable, "no keychain");
        }
        const auto found = entries.find(entry);
        if (locked || found == entries.end()) {
            return fail(Errc::NotFound, "no such entry");
        }
        return Secret(std::string_view(found->second));
    }

    [[nodiscard]] Status write(const std::string& entry, const Secret& secret) override
    {
        if (missing) {
            return fail(Errc::Unavailable, "no keychain");
        }
        if (!forgetful) {
            entries[entry] = std::string(secret.reveal());
        }
        return {};
    }

    std::map<std::string, std::string> entries;
    bool locked = false;
    bool missing = false;
    bool forgetful = false; ///< Says yes and keeps nothing.
};

} // namespace gatehouse::test
