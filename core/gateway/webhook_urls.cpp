// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/webhook_urls.h"

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

#include <fmt/format.h>

namespace gatehouse {

UrlGeneration WebhookUrls::generation(std::string_view owner) const
{
    const auto found = m_generations.find(owner);
    return found == m_generations.end() ? UrlGeneration() : found->second;
}

UrlGeneration WebhookUrls::next(std::string_view owner, UnixMillis now) const
{
    return {generation(owner).number + 1, now};
}

std::string WebhookUrls::make(std::string_view owner, std::uint32_t number) const
{
    constexpr std::size_t kBytes = 24;
    const auto mac = crypto::hmac(crypto::Digest::Sha256, m_key.reveal(),
                                  fmt::format("ingest url\n{}\n{}", owner, number));
    return crypto::toBase64Url(std::string_view(mac).substr(0, kBytes));
}

std::string WebhookUrls::token(std::string_view owner) const
{
    return make(owner, generation(owner).number);
}

std::optional<std::string> WebhookUrls::previousToken(std::string_view owner, UnixMillis now) const
{
    const auto current = generation(owner);
    if (current.number == 0 || !current.rotatedAt || now - *current.rotatedAt > kOverlap) {
        return std::nullopt;
    }
    return make(owner, current.number - 1);
}

} // namespace gatehouse
