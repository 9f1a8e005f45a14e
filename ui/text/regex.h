// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace gatehouse::ui {

enum class RegexFound : std::uint8_t
{
    No,
    Yes,
    GaveUp ///< A limit was hit, or it was stopped.
};

/// A regular expression a person typed: PCRE2 without case, under limits of steps and depth, so that no
/// pattern can hold the window up. Immutable, cheap to copy; find() may be called from any thread.
class Regex
{
public:
    Regex() = default; ///< Finds nothing.

    /// Errc::ParseError with PCRE2's own words.
    [[nodiscard]] static Result<Regex> compile(std::string_view pattern);
    /// False also when a limit was hit.
    [[nodiscard]] bool foundIn(std::string_view text) const;
    /// For long texts on a worker: under the same limits at every place of the text, asking stop every few
    /// thousand of them.
    [[nodiscard]] RegexFound search(std::string_view text, const std::function<bool()>& stop) const;

    [[nodiscard]] explicit operator bool() const noexcept { return m_code != nullptr; }

private:
    struct Code;
    std::shared_ptr<const Code> m_code;
};

} // namespace gatehouse::ui
