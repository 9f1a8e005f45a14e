// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/json/parse.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace gatehouse::json {

/// A stack whose elements are filled where they lie: copying a value that was just written in pieces makes
/// the processor wait for the pieces.
template <class T>
class SlotStack
{
public:
    [[nodiscard]] T& push()
    {
        if (m_size == m_capacity) {
            grow();
        }
        return m_slots[m_size++];
    }

    [[nodiscard]] T& top() noexcept { return m_slots[m_size - 1]; }

    [[nodiscard]] const T* from(std::size_t index) const noexcept { return m_slots.get() + index; }

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

    [[nodiscard]] std::size_t capacity() const noexcept { return m_capacity; }

    void shrinkTo(std::size_t size) noexcept { m_size = size; }

private:
    void grow()
    {
        const std::size_t capacity = std::max<std::size_t>(64, m_capacity * 2);
        auto slots = std::make_unique_for_overwrite<T[]>(capacity); // NOLINT(*-avoid-c-arrays)
        std::copy_n(m_slots.get(), m_size, slots.get());
        m_slots = std::move(slots);
        m_capacity = capacity;
    }

    std::unique_ptr<T[]> m_slots; // NOLINT(*-avoid-c-arrays)
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

/// Memory that a builder needs while containers are open; kept between texts.
struct BuildScratch
{
    struct Frame
    {
        bool isObject = false;
        std::size_t start = 0; ///< Where its children start in values or members.
    };

    SlotStack<Value> values;
    SlotStack<Member> members;
    std::vector<Frame> frames;
    /// Objects without double names that were built last, for texts in which many have the same names.
    std::array<std::span<const Member>, 16> shapes;

    void clear() noexcept
    {
        values.shrinkTo(0);
        members.shrinkTo(0);
        frames.clear();
        shapes.fill({});
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
        Complete, ///< The slot on top holds a whole value.
        Failed    ///< m_error holds why.
    };

    /// Where the value at hand goes: into the member or element on top of the innermost open container.
    [[nodiscard]] Value& slot() noexcept;
    [[nodiscard]] Step startValue(Arena& arena);
    [[nodiscard]] Step openContainer(Arena& arena, bool isObject);
    [[nodiscard]] Step closeContainer(Arena& arena);
    [[nodiscard]] Step afterValue(Arena& arena);
    [[nodiscard]] Step pushName(Arena& arena);
    [[nodiscard]] Step readMembers(Arena& arena);
    [[nodiscard]] bool plainText(const std::uint32_t* token, std::string_view& out) noexcept;
    [[nodiscard]] Value buildObject(Arena& arena, std::span<const Member> members);
    [[nodiscard]] Step readString(Arena& arena);
    [[nodiscard]] Step readNumber(Arena& arena);
    [[nodiscard]] Step readLiteral(std::string_view word, Value value);
    [[nodiscard]] bool readText(Arena& arena, std::string_view& out);
    [[nodiscard]] bool resolveEscapes(Arena& arena, std::string_view& out);
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
    Error m_error;
};

} // namespace gatehouse::json
