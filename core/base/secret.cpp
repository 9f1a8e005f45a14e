// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/secret.h"

#include <string.h> // explicit_bzero

namespace gatehouse {

namespace {

void wipeString(std::string& text) noexcept
{
    // The whole capacity: an earlier, longer value may still lie behind the end.
    explicit_bzero(text.data(), text.capacity());
    text.clear();
}

} // namespace

Secret::Secret(std::string&& text) noexcept
    : m_text(text)
{
    wipeString(text);
}

Secret::Secret(std::string_view text)
    : m_text(text)
{}

// A short string lives inside the object, so moving would leave its bytes behind: copy, then wipe.
Secret::Secret(Secret&& other) noexcept
    : m_text(other.m_text) // NOLINT(performance-move-constructor-init)
{
    other.wipe();
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_text = other.m_text;
        other.wipe();
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe() noexcept
{
    wipeString(m_text);
}

bool Secret::equals(const Secret& other) const noexcept
{
    return constantTimeEquals(m_text, other.m_text);
}

std::string Secret::masked() const
{
    static constexpr std::size_t kShowFrom = 12;
    static constexpr std::size_t kShown = 4;
    std::string out = "••••";
    if (m_text.size() >= kShowFrom) {
        out += m_text.substr(m_text.size() - kShown);
    }
    return out;
}

bool constantTimeEquals(std::string_view a, std::string_view b) noexcept
{
    if (a.size() != b.size()) {
        return false;
    }
    unsigned char difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference = static_cast<unsigned char>(
            difference | (static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i])));
    }
    return difference == 0;
}

} // namespace gatehouse
