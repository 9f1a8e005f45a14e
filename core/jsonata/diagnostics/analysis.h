// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/ast.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What can be told about an expression without data. Everything here is for editors: it never evaluates,
/// works on trees with errors, and is bounded in work.
namespace gatehouse::jsonata {

/// One step of a path through the input; "*" for any member and "**" for any depth.
struct PathStep
{
    std::string name;
    std::uint32_t start = 0; ///< Byte range of the step in the expression.
    std::uint32_t end = 0;
};

/// A place in the input (or in a binding) that an expression reads.
struct SourcePath
{
    std::string binding; ///< Without '$'; empty: the input.
    std::vector<PathStep> steps;
    bool isCondition = false; ///< Only decides (a predicate, a comparison, a sort term), is not copied.
    bool keepsArray = false;  ///< A [] keeps the result an array.
    std::size_t settled = 0;  ///< Steps in front of an index such as [0]: arrays up to there are no matter.
    bool collected = false;   ///< Goes into an array constructor or an aggregating function.
    bool mapped = false;      ///< Not copied itself: a constructor makes something of each element.

    /// "deals.owner.id", "$response.items"; names in backquotes where needed.
    [[nodiscard]] std::string text() const;
};

/// What kinds of value can come out, as far as it can be told.
struct ResultShape
{
    enum Kind : std::uint16_t
    {
        Missing = 1,
        Null = 2,
        Boolean = 4,
        Number = 8,
        String = 16,
        Array = 32,
        Object = 64,
        Function = 128,
        Unknown = 256 ///< Anything, decided by the input.
    };

    struct Member;

    std::uint16_t kinds = Unknown;
    std::vector<Member>
        members; ///< Of the object (or the objects in the array), where its names are literal.
};

struct ResultShape::Member
{
    std::string name;
    ResultShape shape;
};

/// A use of a function or a variable that the expression does not define itself.
struct OuterName
{
    std::string name; ///< Without '$'.
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    bool called = false;
};

struct Analysis
{
    std::vector<SourcePath> paths; ///< Each place once per use, in source order of reading.
    std::vector<SourcePath> lists; ///< Places whose elements are mapped one by one ("phones.{…}").
    std::vector<OuterName> names;  ///< Functions and bindings used.
    ResultShape shape;
    bool complete = true; ///< False when the expression was too large or too deep to follow to the end.
};

[[nodiscard]] Analysis analyse(const Ast& ast);

/// Where a name at a byte offset would be looked up: the context of the path step that starts there. Empty
/// when no step does.
[[nodiscard]] std::vector<SourcePath> contextAt(const Ast& ast, std::uint32_t byteOffset);

/// The variables that are in scope at a byte offset: := and parameters.
[[nodiscard]] std::vector<std::string> variablesAt(const Ast& ast, std::uint32_t byteOffset);

[[nodiscard]] ResultShape shapeOf(const Ast& ast);

} // namespace gatehouse::jsonata
