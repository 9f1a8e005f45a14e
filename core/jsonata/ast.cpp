// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/ast.h"

#include <algorithm>

namespace gatehouse::jsonata {

std::string_view spelling(BinaryOp op) noexcept
{
    switch (op) {
    case BinaryOp::Add:
        return "+";
    case BinaryOp::Subtract:
        return "-";
    case BinaryOp::Multiply:
        return "*";
    case BinaryOp::Divide:
        return "/";
    case BinaryOp::Modulo:
        return "%";
    case BinaryOp::Equal:
        return "=";
    case BinaryOp::NotEqual:
        return "!=";
    case BinaryOp::Less:
        return "<";
    case BinaryOp::LessOrEqual:
        return "<=";
    case BinaryOp::Greater:
        return ">";
    case BinaryOp::GreaterOrEqual:
        return ">=";
    case BinaryOp::And:
        return "and";
    case BinaryOp::Or:
        return "or";
    case BinaryOp::In:
        return "in";
    case BinaryOp::Concat:
        return "&";
    }
    return "";
}

std::uint32_t utf16Offset(std::string_view source, std::uint32_t byteOffset) noexcept
{
    std::uint32_t units = 0;
    const auto end = std::min<std::size_t>(byteOffset, source.size());
    for (std::size_t i = 0; i < end; ++i) {
        const auto byte = static_cast<unsigned char>(source[i]);
        if ((byte & 0xC0U) != 0x80U) {
            units += byte >= 0xF0U ? 2 : 1;
        }
    }
    return units;
}

Span spanOf(std::string_view source, std::uint32_t startByte, std::uint32_t endByte)
{
    const auto start = static_cast<std::uint32_t>(std::min<std::size_t>(startByte, source.size()));
    const auto end =
        static_cast<std::uint32_t>(std::min<std::size_t>(std::max(endByte, startByte), source.size()));
    Span span;
    span.byteOffset = start;
    span.byteLength = end - start;
    span.utf16Offset = utf16Offset(source, start);
    span.utf16Length = utf16Offset(source, end) - span.utf16Offset;
    span.line = 1;
    std::size_t lineStart = 0;
    for (std::size_t i = 0; i < start; ++i) {
        if (source[i] == '\n') {
            ++span.line;
            lineStart = i + 1;
        }
    }
    span.column = 1;
    for (std::size_t i = lineStart; i < start; ++i) {
        if ((static_cast<unsigned char>(source[i]) & 0xC0U) != 0x80U) {
            ++span.column;
        }
    }
    return span;
}

} // namespace gatehouse::jsonata
