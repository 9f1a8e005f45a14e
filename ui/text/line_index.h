// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

/// Where each row of a text begins. Rows are lines; a line longer than kMaxRow bytes is cut into several rows
/// at character boundaries (a "soft" cut), so that a minified megabyte on one line costs no more to draw than
/// anything else. The text (at most 4 GiB) is not kept.
class LineIndex
{
public:
    static constexpr std::size_t kMaxRow = 512;

    LineIndex() = default;
    explicit LineIndex(std::string_view text);

    [[nodiscard]] std::size_t rows() const noexcept { return m_starts.size(); }

    /// Byte offset of a row; rows() gives the end of the text.
    [[nodiscard]] std::size_t start(std::size_t row) const noexcept;
    /// The row without its line end.
    [[nodiscard]] std::string_view row(std::string_view text, std::size_t row) const noexcept;
    /// The row that holds that byte.
    [[nodiscard]] std::size_t rowAt(std::size_t offset) const noexcept;
    /// True when the row goes on where the one above was cut.
    [[nodiscard]] bool continues(std::size_t row) const noexcept;
    /// Number of the row's line, from 1.
    [[nodiscard]] std::size_t lineNumber(std::size_t row) const noexcept;

    [[nodiscard]] std::size_t lines() const noexcept { return rows() - m_soft.size(); }

    /// Bytes of the longest row.
    [[nodiscard]] std::size_t widest() const noexcept { return m_widest; }

private:
    void addLine(std::string_view text, std::size_t begin, std::size_t end);

    std::vector<std::uint32_t> m_starts{0};
    std::vector<std::uint32_t> m_soft; ///< Rows that continue, ascending.
    std::size_t m_size = 0;
    std::size_t m_widest = 0;
};

} // namespace gatehouse::ui
