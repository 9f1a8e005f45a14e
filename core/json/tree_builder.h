// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/json/parse.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace gatehouse::json {

/// Memory that a builder needs while containers are open; kept between texts.
struct BuildScratch
{
    struct Frame
    {
        bool isObject = false;
        std::size_t start = 0; ///< Where its children start in values or members.
    };

    std::vector<Value> values;
    std::vector<Member> members;
    std::vector<Frame> frames;

    void clear() noexcept
    {
        values.clear();
        members.clear();
        frames.clear();
    }
};

/// Walks over the tokens of one text and builds values. Iterative: nesting costs heap, not stack. The text is
/// NUL-terminated, and both text and tokens outlive the builder; values point into the text.
class TreeBuilder
{
public:
    TreeBuilder(std::string_view text, std::span<const std::uint32_t> tokens, std::size_t maxDepth,
                BuildScratch& scratch) noexcept;

    /// Builds the value at the cursor and moves behind it.
    [[nodiscard]] Result<Value> build(Arena& arena);
    /// Moves behind the value at the cursor, checking only that its brackets match.
    [[nodiscard]] Status skip();
    /// Reads a name and its colon.
    [[nodiscard]] Result<std::string_view> readName(Arena& arena);

    /// The first character of the token at the cursor; 0 at the end.
    [[nodiscard]] char peek() const noexcept { return m_text[m_tokens[m_at]]; }

    void advance() noexcept { ++m_at; }

    [[nodiscard]] std::size_t position() const noexcept { return m_at; }

    void seek(std::size_t position) noexcept;

    [[nodiscard]] bool atEnd() const noexcept { return m_at >= m_count; }

    [[nodiscard]] Error unexpected(std::string_view expected) const;

private:
    enum class Step : std::uint8_t
    {
        Value,    ///< A value is expected at the cursor.
        Complete, ///< m_value holds a whole value.
        Failed    ///< m_error holds why.
    };

    [[nodiscard]] Step startValue(Arena& arena);
    [[nodiscard]] Step openContainer(Arena& arena, bool isObject);
    [[nodiscard]] Step closeContainer(Arena& arena);
    [[nodiscard]] Step afterValue(Arena& arena);
    [[nodiscard]] Step pushName(Arena& arena);
    [[nodiscard]] Step readString(Arena& arena);
    [[nodiscard]] Step readNumber(Arena& arena);
    [[nodiscard]] Step readLiteral(std::string_view word, Value value);
    [[nodiscard]] bool readText(Arena& arena, std::string_view& out);
    [[nodiscard]] bool endsHere(const char* end) const noexcept;
    [[nodiscard]] Step failHere(std::string_view expected);

    const char* m_text;
    const std::uint32_t* m_tokens;
    std::size_t m_count;
    std::size_t m_size;
    std::size_t m_maxDepth;
    BuildScratch& m_scratch;
    std::size_t m_at = 0;
    const char* m_nextBackslash; ///< The first backslash at or after the cursor, or the end of the text.
    Value m_value;
    Error m_error;
};

} // namespace gatehouse::json
