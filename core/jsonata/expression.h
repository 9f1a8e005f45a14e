// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/json/document.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// A place in the expression's text.
struct Span
{
    std::uint32_t byteOffset = 0;
    std::uint32_t byteLength = 0;
    std::uint32_t utf16Offset = 0;
    std::uint32_t utf16Length = 0;
    std::uint32_t line = 0;   ///< From 1.
    std::uint32_t column = 0; ///< From 1, in code points.
};

/// What the reference calls an error: a code ("T2001") with the facts around it. position is the reference's
/// own (the UTF-16 offset at which the token *ends*), kept for conformance; span is the exact range.
struct JsonataError
{
    std::string code;
    std::string message;
    std::int32_t position = -1;
    std::string token;
    std::string hint;     ///< "did you mean $lowercase?", or what was expected; may be empty.
    json::Document value; ///< The offending value where the reference names one.
    json::Document functionName;
    Span span;

    /// For the gateway's own channels: Errc::ParseError (S codes), Errc::LimitExceeded (guard rails) or
    /// Errc::MappingError.
    [[nodiscard]] Error toError() const;
};

template <class T>
using Outcome = tl::expected<T, JsonataError>;

/// Guard rails of one evaluation. Exceeding one ends it with D1011 (depth), D1012 (time), D2015 (sequence) or
/// D1013 (memory, regex and picture work); an expression can never crash, hang or reach outside its input.
struct Limits
{
    std::chrono::milliseconds time{1000};
    std::uint32_t depth = 10'000; ///< Nesting of evaluations; the native stack is guarded besides.
    std::size_t memory = std::size_t{256} << 20U; ///< Bytes of the evaluation's arena.
    std::size_t sequence = 10'000'000;
};

/// The environment of one evaluation: what is the same for all expressions of one request.
struct EvaluationContext
{
    /// $now() and $millis(); constant within one evaluation. Null: the epoch.
    const Clock* clock = nullptr;
    /// Seed of $random() and $shuffle().
    std::uint64_t randomSeed = 0;
    Limits limits;
};

/// A binding of one evaluation: $name is the value. The value must outlive the evaluation.
struct Binding
{
    std::string_view name; ///< Without the '$'.
    json::Value value;
};

/// A function of the host, callable as $name(...). Arguments are checked against the signature first.
/// Results are built in the given arena. Pure: no I/O, no clocks.
struct HostFunction
{
    std::string name;
    std::string signature; ///< JSONata signature such as "<s-s?:s>"; empty: unchecked.
    std::string doc;       ///< One line, for completion and help.
    std::function<Outcome<json::Value>(std::span<const json::Value> arguments, json::Arena& arena)> call;
};

/// A set of host functions, shared by all expressions compiled with it. Immutable once built.
class FunctionLibrary;
using FunctionLibraryPtr = std::shared_ptr<const FunctionLibrary>;
/// The built-in functions only.
[[nodiscard]] FunctionLibraryPtr standardLibrary();
/// Built-ins and the gateway's extra functions ($dateParse, $enumMap, … in core/jsonata/README.md).
[[nodiscard]] FunctionLibraryPtr gatewayLibrary();
[[nodiscard]] FunctionLibraryPtr extend(const FunctionLibraryPtr& base, std::vector<HostFunction> functions);

class Program;

/// A compiled expression: immutable, cheap to copy, and usable on many threads at once.
class Expression
{
public:
    Expression() = default; ///< Evaluates to undefined.

    [[nodiscard]] static Outcome<Expression> compile(std::string_view text,
                                                     const FunctionLibraryPtr& library = gatewayLibrary());

    /// Evaluates on the input without copying it. The result may point into the input, the bindings, the
    /// arena and this expression's constants: it lives as long as all of them do. Result Undefined: no value.
    /// Functions in a result appear as the reference's JSON form does (""); use Document::copyOf to keep it.
    [[nodiscard]] Outcome<json::Value> evaluate(const json::Value& input, json::Arena& arena,
                                                std::span<const Binding> bindings = {},
                                                const EvaluationContext& context = {}) const;

    [[nodiscard]] const std::string& text() const;

private:
    std::shared_ptr<const Program> m_program;
};

/// Compiled expressions by their text; for texts that arrive again and again. Thread-safe, bounded (least
/// recently used ones go).
class ExpressionCache
{
public:
    explicit ExpressionCache(FunctionLibraryPtr library = gatewayLibrary(), std::size_t capacity = 4096);
    ~ExpressionCache();
    ExpressionCache(const ExpressionCache&) = delete;
    ExpressionCache& operator=(const ExpressionCache&) = delete;

    [[nodiscard]] Outcome<Expression> get(std::string_view text);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::jsonata
