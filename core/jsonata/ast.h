// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/expression.h"

#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// The shape of an expression as it was written. Children are in source order unless said otherwise.
enum class AstKind : std::uint8_t
{
    Error,  ///< Recovery mode: what could not be read; children are what could.
    Name,   ///< text is the field's name.
    String, ///< text, decoded.
    Number, ///< number.
    True,
    False,
    Null,
    Variable,    ///< text without '$'; "" is the context, "$" the root input.
    Wildcard,    ///< *
    Descendants, ///< **
    Parent,      ///< %
    Regex,       ///< text is the pattern, flags the flags ("i", "m", "im").
    Path,        ///< left . right
    Predicate,   ///< left [ right ]
    KeepArray,   ///< left []
    Group,       ///< left { k: v, … }: child 0, then keys and values in turn.
    Sort,        ///< left ^( … ): child 0, then SortTerms.
    SortTerm,    ///< child 0; descending.
    Focus,       ///< left @ $v: child 0; text is the variable's name.
    Index,       ///< left # $i: child 0; text is the variable's name.
    Array,       ///< [ … ]; a Range may stand among the items.
    Range,       ///< left .. right
    Object,      ///< { k: v, … }: keys and values in turn.
    Block,       ///< ( …; … )
    Binary,      ///< left op right; op says which.
    Minus,       ///< - child
    Conditional, ///< child ? child (: child)
    Elvis,       ///< left ?: right
    Coalesce,    ///< left ?? right
    Bind,        ///< $v := child 0; text is the variable's name.
    Lambda,      ///< parameters (Variable), then the body; text is the signature ("<n:n>") or empty.
    Call,        ///< callee, then arguments.
    PartialCall, ///< the same, with at least one Placeholder.
    Placeholder, ///< ?
    Apply,       ///< left ~> right
    Transform    ///< |pattern|update(,delete)|
};

enum class BinaryOp : std::uint8_t
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    In,
    Concat
};

/// The operator as it is written ("<=").
[[nodiscard]] std::string_view spelling(BinaryOp op) noexcept;

struct AstNode
{
    AstKind kind = AstKind::Error;
    BinaryOp op = BinaryOp::Add;
    bool descending = false;
    std::uint32_t start = 0; ///< Byte offset of the first character of the whole construct.
    std::uint32_t end = 0;   ///< Byte offset behind it.
    std::uint32_t tokenEnd =
        0; ///< Byte offset behind the token that decides the kind: the reference's position.
    std::uint32_t height = 1; ///< Longest way down to a leaf.
    double number = 0.0;
    std::string_view text;
    std::string_view flags;
    std::vector<const AstNode*> children;
};

/// A comment with its delimiters, kept for the formatter.
struct AstComment
{
    std::uint32_t start = 0;
    std::uint32_t end = 0;
};

/// A parsed text. Nodes point into it and live as long as it does.
class Ast
{
public:
    explicit Ast(std::string source)
        : m_source(std::move(source))
    {}

    Ast(const Ast&) = delete;
    Ast& operator=(const Ast&) = delete;

    [[nodiscard]] const std::string& source() const noexcept { return m_source; }

    /// Null when nothing could be read.
    [[nodiscard]] const AstNode* root() const noexcept { return m_root; }

    /// In the order in which they were met; empty when the text is right.
    [[nodiscard]] const std::vector<JsonataError>& errors() const noexcept { return m_errors; }

    [[nodiscard]] const std::vector<AstComment>& comments() const noexcept { return m_comments; }

private:
    friend class Lexer;
    friend class Parser;

    std::string m_source;
    std::deque<AstNode> m_nodes;
    std::list<std::string> m_texts; ///< Decoded strings that are not pieces of the source.
    std::vector<JsonataError> m_errors;
    std::vector<AstComment> m_comments;
    const AstNode* m_root = nullptr;
};

enum class ParseMode : std::uint8_t
{
    FirstError, ///< Stop at the first error, as the compiler does.
    Recover     ///< Go on as well as possible: a tree and all errors, for editors.
};

/// Parses an expression. Never fails as a call: see errors(). Bounded in depth (D1011) and size.
[[nodiscard]] std::unique_ptr<const Ast> parseExpression(std::string_view text,
                                                         ParseMode mode = ParseMode::FirstError);

/// The exact place of a byte range in the source: UTF-16 offsets, line and column.
[[nodiscard]] Span spanOf(std::string_view source, std::uint32_t startByte, std::uint32_t endByte);
/// How many UTF-16 units come before a byte offset.
[[nodiscard]] std::uint32_t utf16Offset(std::string_view source, std::uint32_t byteOffset) noexcept;

} // namespace gatehouse::jsonata
