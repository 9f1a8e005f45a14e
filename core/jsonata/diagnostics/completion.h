// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/diagnostics/sample.h"
#include "core/jsonata/expression.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

enum class CompletionKind : std::uint8_t
{
    Function,
    Binding,  ///< From outside.
    Variable, ///< Of the expression itself.
    Field
};

struct CompletionItem
{
    CompletionKind kind = CompletionKind::Field;
    std::string label; ///< "$lowercase", "first_name".
    std::string
        insert; ///< What to put in the place of the replaced range; fields in backquotes where needed.
    std::string detail; ///< Signature or type.
    std::string doc;    ///< One line, or a piece of the sample.
};

struct Completions
{
    std::uint32_t replaceStart = 0; ///< Byte range of the word at the cursor.
    std::uint32_t replaceEnd = 0;
    std::vector<CompletionItem> items; ///< Best first.
};

/// What may stand at a byte offset of an unfinished text: after '$' functions, bindings and variables;
/// elsewhere the members of the data that the step would be looked up in. Empty inside strings and comments.
[[nodiscard]] Completions complete(std::string_view text, std::uint32_t byteOffset, const DataKnowledge& data,
                                   const FunctionLibraryPtr& library = gatewayLibrary());

} // namespace gatehouse::jsonata
