// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/integer_words.h"

#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/code_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr std::array<std::string_view, 20> kUnits{"Zero",    "One",     "Two",       "Three",    "Four",
                                                  "Five",    "Six",     "Seven",     "Eight",    "Nine",
                                                  "Ten",     "Eleven",  "Twelve",    "Thirteen", "Fourteen",
                                                  "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"};
constexpr std::array<std::string_view, 20> kOrdinals{
    "Zeroth",     "First",     "Second",    "Third",       "Fourth",     "Fifth",     "Sixth",
    "Seventh",    "Eighth",    "Ninth",     "Tenth",       "Eleventh",   "Twelfth",   "Thirteenth",
    "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth"};
constexpr std::array<std::string_view, 8> kTens{"Twenty", "Thirty",  "Forty",  "Fifty",
                                                "Sixty",  "Seventy", "Eighty", "Ninety"};

struct Magnitude
{
    double value;
    std::string_view name;
};

constexpr std::array kMagnitudes{Magnitude{1e12, "Trillion"}, Magnitude{1e9, "Billion"},
                                 Magnitude{1e6, "Million"}, Magnitude{1e3, "Thousand"}};

std::string_view unit(double value, bool ordinal)
{
    const auto index = static_cast<std::size_t>(value);
    return ordinal ? kOrdinals.at(index) : kUnits.at(index);
}

std::string tens(double value, bool ordinal)
{
    const double rest = std::fmod(value, 10);
    std::string out(kTens.at(static_cast<std::size_t>(value / 10) - 2));
    if (rest > 0) {
        return out + "-" + std::string(unit(rest, ordinal));
    }
    if (ordinal) {
        out.replace(out.size() - 1, 1, "ieth");
    }
    return out;
}

/// `follows`: something larger was said before, so a joining word is needed.
// NOLINTNEXTLINE(misc-no-recursion): each step divides by at least a thousand, so at most ~100 deep
void say(std::string& out, double value, bool follows, bool ordinal)
{
    if (value < 100) {
        out += follows ? " and " : "";
        out += value < 20 ? std::string(unit(value, ordinal)) : tens(value, ordinal);
        return;
    }
    out += follows ? ", " : "";
    double rest = 0;
    if (value < 1000) {
        out += std::string(unit(std::floor(value / 100), false)) + " Hundred";
        rest = std::fmod(value, 100);
    } else {
        const auto* magnitude = std::find_if(kMagnitudes.begin(), kMagnitudes.end(),
                                             [&](const Magnitude& m) { return value >= m.value; });
        const double count = std::floor(value / magnitude->value);
        say(out, count, false, false);
        out += ' ';
        out += magnitude->name;
        rest = value - count * magnitude->value;
    }
    if (rest > 0) {
        say(out, rest, true, ordinal);
    } else if (ordinal) {
        out += "th";
    }
}

std::map<std::string, double, std::less<>> makeVocabulary()
{
    std::map<std::string, double, std::less<>> words;
    for (std::size_t i = 0; i < kUnits.size(); ++i) {
        words[text::toLower(kUnits.at(i))] = static_cast<double>(i);
        words[text::toLower(kOrdinals.at(i))] = static_cast<double>(i);
    }
    for (std::size_t i = 0; i < kTens.size(); ++i) {
        const double value = static_cast<double>(i + 2) * 10;
        words[text::toLower(kTens.at(i))] = value;
        words[text::toLower(tens(value, true))] = value;
    }
    const auto addBoth = [&](std::string_view name, double value) {
        words[text::toLower(name)] = value;
        words[text::toLower(name) + "th"] = value;
    };
    addBoth("Hundred", 100);
    for (const Magnitude& magnitude : kMagnitudes) {
        addBoth(magnitude.name, magnitude.value);
    }
    return words;
}

/// Cuts at ", ", " and ", blanks and hyphens.
std::vector<std::string> splitWords(std::string_view words)
{
    std::vector<std::string> out{""};
    while (!words.empty()) {
        std::size_t cut = 0;
        if (words.substr(0, 2) == ", ") {
            cut = 2;
        } else if (words.substr(0, 5) == " and ") {
            cut = 5;
        } else if (words.front() == ' ' || words.front() == '-' || words.front() == '\t') {
            cut = 1;
        }
        if (cut > 0) {
            out.emplace_back();
        } else {
            out.back() += words.front();
            cut = 1;
        }
        words.remove_prefix(cut);
    }
    return out;
}

struct RomanDigit
{
    double value;
    std::string_view letters;
};

constexpr std::array kRoman{RomanDigit{1000, "M"}, RomanDigit{900, "CM"}, RomanDigit{500, "D"},
                            RomanDigit{400, "CD"}, RomanDigit{100, "C"},  RomanDigit{90, "XC"},
                            RomanDigit{50, "L"},   RomanDigit{40, "XL"},  RomanDigit{10, "X"},
                            RomanDigit{9, "IX"},   RomanDigit{5, "V"},    RomanDigit{4, "IV"},
                            RomanDigit{1, "I"}};
constexpr double kMaxRoman = 1e7;

} // namespace

std::string numberToWords(double value, bool ordinal)
{
    std::string out;
    if (std::isfinite(value)) {
        say(out, value, false, ordinal);
    }
    return out;
}

std::optional<double> wordsToNumber(std::string_view words)
{
    static const auto kVocabulary = makeVocabulary();
    std::vector<double> parts{0};
    for (const std::string& word : splitWords(text::toLower(words))) {
        const auto found = kVocabulary.find(word);
        if (found == kVocabulary.end()) {
            return std::nullopt;
        }
        if (found->second >= 100) {
            parts.back() *= found->second;
        } else if (parts.back() >= 1000) {
            parts.push_back(found->second);
        } else {
            parts.back() += found->second;
        }
    }
    double sum = 0;
    for (const double part : parts) {
        sum += part;
    }
    return sum;
}

const std::vector<std::string>& numberVocabulary()
{
    static const auto kWords = [] {
        std::vector<std::string> words{"and"};
        for (const auto& entry : makeVocabulary()) {
            words.push_back(entry.first);
        }
        return words;
    }();
    return kWords;
}

std::optional<std::string> numberToRoman(double value)
{
    if (!(value <= kMaxRoman)) {
        return std::nullopt;
    }
    std::string out;
    for (const RomanDigit& digit : kRoman) {
        for (; value >= digit.value; value -= digit.value) {
            out += digit.letters;
        }
    }
    return out;
}

std::optional<double> romanToNumber(std::string_view roman)
{
    double sum = 0;
    double largest = 0;
    for (auto letter = roman.rbegin(); letter != roman.rend(); ++letter) {
        const auto* digit = std::find_if(kRoman.begin(), kRoman.end(), [&](const RomanDigit& d) {
            return d.letters.size() == 1 && d.letters.front() == *letter;
        });
        if (digit == kRoman.end()) {
            return std::nullopt;
        }
        sum += digit->value < largest ? -digit->value : digit->value;
        largest = std::max(largest, digit->value);
    }
    return sum;
}

std::string numberToLetters(double value, char first)
{
    std::string reversed;
    while (value > 0 && std::isfinite(value)) {
        reversed += static_cast<char>(first + static_cast<char>(std::fmod(value - 1, 26)));
        value = std::floor((value - 1) / 26);
    }
    return {reversed.rbegin(), reversed.rend()};
}

double lettersToNumber(std::string_view letters, char first)
{
    double value = 0;
    for (const char32_t c : text::toCodePoints(letters)) {
        value = value * 26 + (static_cast<double>(c) - first + 1);
    }
    return value;
}

} // namespace gatehouse::jsonata::pictures
