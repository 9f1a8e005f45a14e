// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace gatehouse::json {

/// Finds where every token of a JSON text starts, with simdjson's vectorised first stage, which also checks
/// UTF-8, unclosed strings and control characters. Keeps its memory for the next text.
class TokenIndexer
{
public:
    TokenIndexer();
    TokenIndexer(const TokenIndexer&) = delete;
    TokenIndexer& operator=(const TokenIndexer&) = delete;
    TokenIndexer(TokenIndexer&&) noexcept;
    TokenIndexer& operator=(TokenIndexer&&) noexcept;
    ~TokenIndexer();

    /// The byte offsets of the tokens: brackets, colons, commas, opening quotes and the first character of
    /// anything else. One more entry past the end of the span holds the length of the text. Valid until the
    /// next call.
    [[nodiscard]] Result<std::span<const std::uint32_t>> index(std::string_view text);

    /// Gives the memory back when the last text was large.
    void shrink() noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::json
