// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/regex/js_class.h"

#include <vector>

namespace gatehouse::jsonata {
namespace {

/// One member of a class: a code point, or a set such as \d.
struct Atom
{
    char32_t c = 0;
    std::string set;
    bool isDash = false; ///< A '-' that was not escaped.
};

std::string setEscape(char letter)
{
    switch (letter) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
        return {'\\', letter};
    case 's':
        return std::string(kSpaceRanges);
    case 'S':
        return std::string(kNotSpaceRanges);
    default:
        return {};
    }
}

Atom readAtom(PatternReader& reader)
{
    if (!reader.take("\\")) {
        const bool isDash = reader.peek() == '-';
        return {reader.takeCodePoint(), {}, isDash};
    }
    const char letter = reader.peek();
    if (std::string set = setEscape(letter); !set.empty()) {
        reader.skip(1);
        return {0, std::move(set), false};
    }
    if (reader.take("b")) {
        return {U'\b', {}, false};
    }
    if (letter >= '0' && letter <= '7') {
        return {static_cast<char32_t>(reader.takeOctal()), {}, false};
    }
    return {readCharacterEscape(reader), {}, false};
}

void appendAtom(std::string& out, const Atom& atom)
{
    if (atom.set.empty()) {
        appendLiteral(out, atom.c);
    } else {
        out += atom.set;
    }
}

tl::expected<std::string, RegexError> writeAtoms(const std::vector<Atom>& atoms, std::size_t offset)
{
    std::string out;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        const bool isRange =
            i + 2 < atoms.size() && atoms[i + 1].isDash && atoms[i].set.empty() && atoms[i + 2].set.empty();
        appendAtom(out, atoms[i]);
        if (isRange) {
            if (atoms[i].c > atoms[i + 2].c) {
                return tl::unexpected(RegexError{"Range out of order in character class", offset});
            }
            out += '-';
            appendAtom(out, atoms[i + 2]);
            i += 2;
        }
    }
    return out;
}

} // namespace

char32_t readCharacterEscape(PatternReader& reader)
{
    const char letter = reader.peek();
    const auto take = [&reader](char32_t c) {
        reader.skip(1);
        return c;
    };
    switch (letter) {
    case 't':
        return take(U'\t');
    case 'n':
        return take(U'\n');
    case 'r':
        return take(U'\r');
    case 'f':
        return take(U'\f');
    case 'v':
        return take(U'\v');
    case 'c': {
        const auto control = static_cast<unsigned char>(reader.peek(1));
        const unsigned lower = control | 0x20U;
        if (lower >= 'a' && lower <= 'z') {
            reader.skip(2);
            return static_cast<char32_t>(control & 0x1FU);
        }
        return U'\\'; // Annex B: a backslash of its own, the c stays
    }
    case 'x':
    case 'u': {
        reader.skip(1);
        const int unit = reader.takeHex(letter == 'x' ? 2 : 4);
        if (unit < 0) {
            return static_cast<char32_t>(letter);
        }
        if (unit >= 0xD800 && unit < 0xDC00 && reader.rest().substr(0, 2) == "\\u") {
            PatternReader ahead = reader;
            ahead.skip(2);
            const int low = ahead.takeHex(4);
            if (low >= 0xDC00 && low < 0xE000) {
                reader = ahead;
                return static_cast<char32_t>(0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00));
            }
        }
        return static_cast<char32_t>(unit);
    }
    default:
        return reader.takeCodePoint();
    }
}

tl::expected<std::string, RegexError> translateJsClass(PatternReader& reader)
{
    const std::size_t start = reader.offset();
    const bool negated = reader.take("^");
    std::vector<Atom> atoms;
    while (!reader.take("]")) {
        if (reader.atEnd() || (reader.peek() == '\\' && reader.rest().size() == 1)) {
            return tl::unexpected(RegexError{"Unterminated character class", start});
        }
        atoms.push_back(readAtom(reader));
    }
    if (atoms.empty()) {
        return std::string(negated ? "(?s:.)" : "(?!)");
    }
    auto inside = writeAtoms(atoms, start);
    if (inside) {
        inside = (negated ? "[^" : "[") + *inside + "]";
    }
    return inside;
}

} // namespace gatehouse::jsonata
