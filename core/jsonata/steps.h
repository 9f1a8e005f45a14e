// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace gatehouse::jsonata {

struct Node;

/// A field's name and where it was found last.
struct FieldKey
{
    std::string_view name;
    std::uint32_t site = 0;
};

/// A predicate, or #$name behind one.
struct StageSpec
{
    const Node* filter = nullptr;
    bool constantIndex = false;
    double index = 0;
    bool numbers = false; ///< #$name behind a predicate.
    std::uint16_t slot = 0;
};

struct SortTermSpec
{
    const Node* key = nullptr;
    bool descending = false;
};

struct SlotCopy
{
    std::uint16_t from = 0;
    std::uint16_t to = 0;
};

inline constexpr std::uint16_t kNoSlot = 0xFFFFU;

struct StepSpec
{
    const Node* node = nullptr; ///< Null for a sort or a field.
    bool isField = false;
    bool isSort = false;
    bool constructed = false;
    FieldKey field;
    std::span<const StageSpec> stages;
    std::span<const SortTermSpec> terms;
    std::uint32_t tokenEnd = 0;
    // Paths with @, # or %: which slots of the tuple's frame the step fills.
    std::uint16_t focus = kNoSlot;
    std::uint16_t index = kNoSlot;
    std::uint16_t ancestor = kNoSlot;
    std::span<const SlotCopy> inherits; ///< From the tuples of a nested path.
};

} // namespace gatehouse::jsonata
