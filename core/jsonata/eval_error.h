// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/callable.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::jsonata {

/// An error while it unwinds: what the reference's error object holds.
struct EvalError
{
    EvalError() = default;

    explicit EvalError(std::string_view errorCode, std::uint32_t at = kNoPosition, Value errorToken = {},
                       Value first = {}, Value second = {})
        : code(errorCode)
        , position(at)
        , token(errorToken)
        , value(first)
        , value2(second)
    {}

    std::string_view code;
    std::uint32_t position = kNoPosition; ///< Byte offset behind the token.
    Value token;                          ///< Undefined: none yet.
    Value value;
    Value value2;
    std::int64_t index = 0;
    std::string_view elementType;
    Value functionName;
    Value message;
    const Node* node = nullptr; ///< What failed; for the exact range.
};

} // namespace gatehouse::jsonata
