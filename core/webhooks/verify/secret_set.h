// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::webhooks {

/// One secret that a signature may have been made with.
struct NamedSecret
{
    std::string name; ///< Shown in reports: "webhook_secret", "webhook_secret_previous".
    Secret value;
};

/// The secrets of one URL by the names that a definition refs. Several under one name while rotating (the
/// current one first), or when several accounts share a fan-out URL. Immutable once shared.
class SecretSet
{
public:
    void add(std::string_view ref, std::string name, Secret value)
    {
        auto& named = m_secrets[std::string(ref)];
        for (const auto& known : named) {
            if (known.value.equals(value)) {
                return;
            }
        }
        if (named.size() < kMost) {
            named.push_back({std::move(name), std::move(value)});
        }
    }

    /// Empty when there is none.
    [[nodiscard]] const std::vector<NamedSecret>& of(std::string_view ref) const
    {
        static const std::vector<NamedSecret> none;
        const auto found = m_secrets.find(ref);
        return found == m_secrets.end() ? none : found->second;
    }

    [[nodiscard]] const std::map<std::string, std::vector<NamedSecret>, std::less<>>& all() const noexcept
    {
        return m_secrets;
    }

private:
    static constexpr std::size_t kMost = 64; ///< Under one name: a check tries them all.

    std::map<std::string, std::vector<NamedSecret>, std::less<>> m_secrets;
};

} // namespace gatehouse::webhooks
