// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/diagnostics/sample.h"
#include "core/jsonata/expression.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

enum class LintKind : std::uint8_t
{
    Syntax,         ///< The text is no expression; the message is the parser's.
    UnknownName,    ///< A function or a binding that nobody provides.
    NothingThere,   ///< A path that leads nowhere in the sample and the schema.
    MayFlipToArray, ///< A path through a list: one element gives the element, two give an array.
    TooLarge        ///< Too large to be looked at as a whole.
};

struct LintFinding
{
    LintKind kind = LintKind::Syntax;
    Span span;
    std::string message;
    std::string hint; ///< What to do; may be empty.
};

/// Everything that is or may be wrong with a text, by place. Never evaluates.
[[nodiscard]] std::vector<LintFinding> lint(std::string_view text, const DataKnowledge& data,
                                            const FunctionLibraryPtr& library = gatewayLibrary());

} // namespace gatehouse::jsonata
