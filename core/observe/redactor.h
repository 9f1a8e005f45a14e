// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/secret.h"

#include <array>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::observe {

/// What stands where a secret was.
inline constexpr std::string_view kRedacted = "[redacted]";

/// Takes secrets out of text on its way into a log. Two nets: values it was told of are found wherever they
/// stand, and fields whose name says that they carry a credential lose their value even when it is not known.
/// The cost of the first does not grow with the number of secrets. Thread-safe.
class Redactor
{
public:
    /// Shorter values are not searched for: they would turn up by chance in ordinary text.
    static constexpr std::size_t kMinimumLength = 8;

    /// Remembers a value in all spellings it takes on the wire: as it is, percent-encoded, JSON-escaped.
    void learn(const Secret& secret);
    /// Replaces every known value.
    [[nodiscard]] std::string text(std::string text) const;
    /// A header's value, or kRedacted when the name tells of a credential. The scheme of Authorization stays.
    [[nodiscard]] std::string header(std::string_view name, std::string value) const;
    /// A URL or query string: known values, and parameters whose name tells of a credential.
    [[nodiscard]] std::string url(std::string url) const;

    /// True for names such as Authorization, X-Api-Key, Cookie, access_token, client_secret.
    [[nodiscard]] static bool namesCredential(std::string_view name) noexcept;

private:
    void remember(std::string_view value);
    [[nodiscard]] std::size_t matchAt(std::string_view text, std::uint64_t prefix) const;

    mutable std::shared_mutex m_mutex;
    std::array<std::uint64_t, 1024> m_filter{}; ///< One bit for a hash of each value's first eight bytes.
    std::unordered_multimap<std::uint64_t, Secret> m_values;
};

} // namespace gatehouse::observe
