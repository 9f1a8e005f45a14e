// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse {

/// How often an owner's URL was changed, and when last. The store keeps it.
struct UrlGeneration
{
    std::uint32_t number = 0;
    std::optional<UnixMillis> rotatedAt;
};

/// The tokens of ingest URLs. A token is a MAC of its owner and generation under the node's key: every
/// account has one from its first moment, nothing has to be stored for it, and only the key is secret. After
/// a rotation the old one goes on for the overlap. Engine thread.
class WebhookUrls
{
public:
    static constexpr std::chrono::hours kOverlap{24};

    explicit WebhookUrls(Secret key)
        : m_key(std::move(key))
    {}

    void setGeneration(std::string owner, UrlGeneration generation)
    {
        m_generations.insert_or_assign(std::move(owner), generation);
    }

    /// The next generation of an owner, not yet in force.
    [[nodiscard]] UrlGeneration next(std::string_view owner, UnixMillis now) const;
    /// owner: "account:acc_…" or "integration:slug". 32 characters, 192 bits.
    [[nodiscard]] std::string token(std::string_view owner) const;
    /// The one before, while it is still valid.
    [[nodiscard]] std::optional<std::string> previousToken(std::string_view owner, UnixMillis now) const;

private:
    [[nodiscard]] UrlGeneration generation(std::string_view owner) const;
    [[nodiscard]] std::string make(std::string_view owner, std::uint32_t number) const;

    Secret m_key;
    std::map<std::string, UrlGeneration, std::less<>> m_generations;
};

} // namespace gatehouse
