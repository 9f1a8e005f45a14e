// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/provider_definition.h"
#include "core/json/document.h"
#include "core/webhooks/verify/secret_set.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::webhooks {

/// An account that deliveries can be for.
struct RouteAccount
{
    std::string id;
    std::string environmentId;
    json::Document context;
};

/// One ingest URL: what is behind its token. Immutable.
struct Route
{
    bool fanOut = false; ///< /hooks/i/…: one URL for all accounts of the integration.
    std::string integration;
    std::string accountId; ///< Empty with fanOut.
    std::string environmentId;
    config::ProviderPtr provider; ///< Has webhooks.
    std::shared_ptr<const SecretSet> secrets;
    /// The URL that the sender signs, without query: as configured at the provider. What a proxy before us
    /// calls us is not it.
    std::string publicUrl;
    json::Document context;             ///< The account's; undefined with fanOut.
    std::vector<RouteAccount> accounts; ///< With fanOut: all of the integration, oldest first.

    /// The account whose context has all members of `wanted`; null when there is none.
    [[nodiscard]] const RouteAccount* accountFor(const json::Value& wanted) const;
};

using RoutePtr = std::shared_ptr<const Route>;

/// All routes at one moment. Immutable.
class Routes
{
public:
    void add(std::string token, RoutePtr route)
    {
        m_routes.insert_or_assign(std::move(token), std::move(route));
    }

    /// Null when nobody has that token.
    [[nodiscard]] RoutePtr find(std::string_view token) const
    {
        const auto found = m_routes.find(token);
        return found == m_routes.end() ? nullptr : found->second;
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_routes.size(); }

private:
    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::unordered_map<std::string, RoutePtr, Hash, std::equal_to<>> m_routes;
};

using RoutesPtr = std::shared_ptr<const Routes>;

/// The routes in force. Thread-safe: the engine swaps, the ingest threads look up.
class RouteTable
{
public:
    [[nodiscard]] RoutesPtr current() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_current;
    }

    void swap(RoutesPtr next)
    {
        const std::scoped_lock lock(m_mutex);
        m_current.swap(next);
    }

private:
    mutable std::mutex m_mutex;
    RoutesPtr m_current = std::make_shared<const Routes>();
};

} // namespace gatehouse::webhooks
