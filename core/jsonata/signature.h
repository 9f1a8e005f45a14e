// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// One bit for each kind of argument that a signature can name.
enum TypeBit : std::uint16_t
{
    kString = 1,
    kNumber = 2,
    kBoolean = 4,
    kNull = 8,
    kObject = 16,
    kArray = 32,
    kFunction = 64,
    kMissing = 128,
    kAnyType = 255
};

struct Parameter
{
    std::uint16_t accepts = 0;     ///< TypeBits, with kMissing where a missing value will do.
    std::uint16_t contextType = 0; ///< TypeBits that the context must have to stand in.
    bool context = false;          ///< '-': the context value stands in when the argument is left out.
    bool optional = false;         ///< '?'
    bool repeated = false;         ///< '+'
    bool array = false;            ///< 'a': a lone value is wrapped.
    std::uint16_t elements = 0;    ///< TypeBit of every element of an array; 0: any.
    char elementLetter = '\0';

    [[nodiscard]] bool mayBeAbsent() const noexcept { return context || optional; }
};

struct SignatureError
{
    std::string_view code;
    std::uint32_t offset = 0; ///< Behind the offending character.
    std::string value;
};

/// Which argument takes which parameter; the matching is greedy and backtracks, as a regular expression's.
struct SignatureMatch
{
    bool matched = false;
    std::size_t failedAt = 0;            ///< Index of the first argument that fits nothing.
    std::vector<std::uint32_t> consumed; ///< Arguments that each parameter takes.
};

/// A function signature such as "<s-nn?:s>". The return type is documentation only.
class Signature
{
public:
    [[nodiscard]] static std::optional<Signature> parse(std::string_view text, SignatureError& error);

    [[nodiscard]] const std::vector<Parameter>& parameters() const noexcept { return m_parameters; }

    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

    /// types: the TypeBit of each argument.
    [[nodiscard]] SignatureMatch match(std::span<const std::uint16_t> types) const;
    /// The name of an element letter in messages ("n": "numbers").
    [[nodiscard]] static std::string_view elementName(char letter) noexcept;

private:
    std::string m_text;
    std::vector<Parameter> m_parameters;
};

} // namespace gatehouse::jsonata
