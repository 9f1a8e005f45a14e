// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::schema {

/// A regular expression as JSON Schema means it (unanchored, ECMA-262's usual syntax), compiled once with
/// PCRE2 and run under a match and a depth limit. Usable on many threads at once.
class Pattern
{
public:
    /// Errc::ConfigError with the reason and the offset inside the pattern.
    [[nodiscard]] static Result<std::shared_ptr<const Pattern>> compile(std::string_view text);
    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;
    ~Pattern();

    /// False too when the text takes more work than the limits allow.
    [[nodiscard]] bool found(std::string_view text) const;

private:
    struct Impl;
    explicit Pattern(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::schema
