// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <memory>
#include <string_view>

namespace gatehouse::ui {

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

    [[nodiscard]] explicit operator bool() const noexcept { return m_code != nullptr; }

private:
    struct Code;
    std::shared_ptr<const Code> m_code;
};

} // namespace gatehouse::ui
