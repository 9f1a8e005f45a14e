// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/lexer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// What a token does where it stands; the same character can be several.
enum class TokenRole : std::uint8_t
{
    Operand,     ///< Names, literals, wildcards, placeholders.
    Open,        ///< ( [ { and the first bar of a transform
    Close,       ///< ) ] } and its last one
    Separator,   ///< , ;
    Tight,       ///< . .. @ # ^ and the middle bar of a transform: no blanks around.
    Prefix,      ///< Unary minus.
    KeyColon,    ///< Between a key and its value.
    Binary,      ///< Operators with blanks around.
    BreakBefore, ///< Binary operators before which a long line is broken.
    Signature,   ///< The <…> of a function.
    Comment
};

struct FormatToken
{
    TokenRole role = TokenRole::Operand;
    TokenKind kind = TokenKind::End;
    std::string_view text; ///< As it is in the source.
    bool postfix =
        false; ///< An opening bracket that follows an operand directly: a call, a predicate, a group.
    bool lambdaBody = false;
    bool newLineBefore = false; ///< Comments: a line end stood in front of it in the source,
    bool newLineAfter = false;  ///< or behind it.
};

/// The tokens and comments of an expression with their roles; nothing when it has lexical errors.
[[nodiscard]] std::optional<std::vector<FormatToken>> readFormatTokens(std::string_view text);

} // namespace gatehouse::jsonata
