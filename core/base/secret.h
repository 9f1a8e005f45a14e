// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse {

/// A value that must never be seen: wiped on destruction, moved and never copied, without any way to
/// print, format, compare by operator or serialise it. reveal() is the one door, and greppable.
class Secret
{
public:
    Secret() = default;
    /// Takes the text over and wipes the argument's own buffer.
    explicit Secret(std::string&& text) noexcept;
    explicit Secret(std::string_view text);
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] bool empty() const noexcept { return m_text.empty(); }

    [[nodiscard]] std::size_t size() const noexcept { return m_text.size(); }

    /// The bytes, for the one place that must send, sign or seal them. Valid while this lives.
    [[nodiscard]] std::string_view reveal() const noexcept { return m_text; }

    /// A deliberate second copy.
    [[nodiscard]] Secret clone() const { return Secret(std::string_view(m_text)); }

    /// Compares in time that depends only on the lengths.
    [[nodiscard]] bool equals(const Secret& other) const noexcept;
    /// "••••" and the last four characters of a secret long enough (12) to afford showing them.
    [[nodiscard]] std::string masked() const;

private:
    void wipe() noexcept;

    std::string m_text;
};

/// True when both have the same bytes; takes time that depends only on the lengths.
[[nodiscard]] bool constantTimeEquals(std::string_view a, std::string_view b) noexcept;

} // namespace gatehouse
