// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/webhooks/verify/jwk_set.h"

#include <map>
#include <mutex>
#include <string>

namespace gatehouse::webhooks {

/// The key sets that are known, by URL: fetched and put here by the engine, read by the ingest threads.
/// Thread-safe.
class JwkCache final : public JwkSource
{
public:
    [[nodiscard]] JwkSetPtr keys(std::string_view url) const override
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_sets.find(url);
        return found == m_sets.end() ? nullptr : found->second;
    }

    void put(std::string url, JwkSetPtr keys)
    {
        const std::scoped_lock lock(m_mutex);
        m_sets.insert_or_assign(std::move(url), std::move(keys));
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::string, JwkSetPtr, std::less<>> m_sets;
};

} // namespace gatehouse::webhooks
